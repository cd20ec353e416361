# Building: every compiler, and a machine that has nothing else.

load helper

@test "the sources please clang" {
    require clang clang
    run make -s all tests CC=clang CFLAGS=-O0 BUILD="$BATS_TEST_TMPDIR"
    assert_success
    refute_output --partial warning
}

@test "the sources please gcc" {
    require gcc gcc
    run make -s all tests CC=gcc CFLAGS=-O1 BUILD="$BATS_TEST_TMPDIR"
    assert_success
    refute_output --partial warning
}

@test "the lessons please musl-gcc" {
    require musl-tools musl-gcc
    run make -s programs CC=musl-gcc BUILD="$BATS_TEST_TMPDIR"
    assert_success
    refute_output --partial warning
}

@test "make lesson-5 needs a C compiler, make and POSIX's commands only" {
    bin=$BATS_TEST_TMPDIR/bin
    mkdir "$bin"
    for command in make cc gcc as ld sh awk basename cat cp cut dirname echo \
                   env getconf grep mkdir mv rm sed sort tr uname; do
        path=$(command -v "$command") && ln -s "$path" "$bin/$command"
    done
    PATH=$bin run make -s lesson-5 CFLAGS=-O0 BUILD="$BATS_TEST_TMPDIR/build"
    assert_success
    assert_output --partial connect
    refute_output --partial "not found"
}
