# Building: every compiler, and a machine that has nothing else.

load helper

# Only what make and the compilers complain about.  Nicely: recordings run
# beside it.
build() {
    { nice make -s "$@" BUILD="$BATS_TEST_TMPDIR" >/dev/null; } 2>&1
}

@test "the sources please clang" {
    require clang clang
    run build all tests CC=clang CFLAGS=-O0
    assert_success
    assert_output ""
}

@test "the sources please gcc" {
    require gcc gcc
    run build all tests CC=gcc CFLAGS=-O1
    assert_success
    assert_output ""
}

@test "the lessons and the recorder please musl-gcc" {
    require musl-tools musl-gcc
    # musl brings no headers of Linux: these are the system's.
    headers=$BATS_TEST_TMPDIR/linux
    asm=/usr/include/$(gcc -print-multiarch)/asm
    [ -d "$asm" ] || asm=/usr/include/asm
    mkdir "$headers"
    ln -s /usr/include/linux /usr/include/asm-generic "$asm" "$headers"
    run build all CC="musl-gcc -isystem $headers" CFLAGS=-O1
    assert_success
    assert_output ""
    musl=$BATS_TEST_TMPDIR/bin/ladder
    run -0 readelf -l "$musl"
    assert_output --partial ld-musl
    run "$ladder" doctor
    expected=$output
    run "$musl" doctor
    assert_output "$expected"
    trace=lessons/05-handshake/recorded/handshake.trace
    for form in text transcript svg html pcapng; do
        "$ladder" draw --as=$form $trace >"$BATS_TEST_TMPDIR/ours"
        "$musl" draw --as=$form $trace >"$BATS_TEST_TMPDIR/musls"
        cmp "$BATS_TEST_TMPDIR/ours" "$BATS_TEST_TMPDIR/musls"
    done
}

@test "a lesson needs a C compiler, make and POSIX's commands only" {
    bin=$BATS_TEST_TMPDIR/bin
    mkdir "$bin"
    for command in make cc gcc as ld sh awk basename cat cp cut dirname echo \
                   env getconf grep mkdir mv rm sed sort tr uname; do
        path=$(command -v "$command") && ln -s "$path" "$bin/$command"
    done
    for lesson in lesson-1 lesson-5; do
        PATH=$bin run make -s "$lesson" CFLAGS=-O0 \
            BUILD="$BATS_TEST_TMPDIR/build"
        assert_success
        assert_output --partial connect
        refute_output --partial "not found"
    done
}

@test "lessons that are asked for together draw one after the other" {
    run make -s -j8 lesson-1 lesson-5 CFLAGS=-O0 \
        BUILD="$BATS_TEST_TMPDIR/build"
    assert_success
    first=${output%%read lessons/01-*}
    [ "$first" != "$output" ]
    [[ "$first" != *handshake* ]] || fail "lesson 5 speaks in lesson 1"
}

@test "a folder that cannot be written to is named, with the remedy" {
    : >"$BATS_TEST_TMPDIR/build"
    run -2 make -s lesson-1 BUILD="$BATS_TEST_TMPDIR/build/below"
    assert_line "$BATS_TEST_TMPDIR/build/below cannot be written to; \
BUILD=FOLDER names another"
    refute_output --partial flock
}

@test "what is installed can be read by everybody, and lies where a blank is" {
    umask 077
    run make -s install BUILD="$BUILD" PREFIX=/usr \
        DESTDIR="$BATS_TEST_TMPDIR/two words"
    assert_success
    assert_output ""
    "$BATS_TEST_TMPDIR/two words/usr/bin/ladder" --help >/dev/null
    run find "$BATS_TEST_TMPDIR/two words" ! -perm -444
    assert_output ""
}
