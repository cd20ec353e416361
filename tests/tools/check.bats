# make check counts what it ran, and misses no failure.

load ../helper

# A folder with tests of its own, in which tools/check runs.
setup() {
    cd "$BATS_TEST_TMPDIR" || return
    mkdir -p tests/unit build/bin build/tests/unit
    export BUILD=$BATS_TEST_TMPDIR/build
    printf '#!/bin/sh\nexit 0\n' >build/bin/ladder
    chmod +x build/bin/ladder
}

# unit NAME COMMANDS: a unit test, which is a program that speaks TAP.
unit() {
    : >"tests/unit/$1.c"
    printf '#!/bin/sh\n%s\n' "$2" >"build/tests/unit/$1"
    chmod +x "build/tests/unit/$1"
}

# bats_file NAME BODY
bats_file() {
    printf '%s\n' "$2" >"tests/$1.bats"
}

# check [NAME=VALUE]: runs it without the words that this bats gave to us.
check() {
    local name words=()

    for name in "${!BATS_@}"; do words+=(-u "$name"); done
    # bats puts its own inner commands before ours.
    env "${words[@]}" PATH="${PATH##*/libexec/bats-core:}" "$@" \
        "$root/tools/check"
}

@test "tests are counted over all tiers, and the last line says so" {
    unit one 'echo "ok 1 - a"; echo "ok 2 - b"; echo 1..2'
    bats_file two '@test "c" { true; }'
    run check
    assert_success
    assert_equal "${lines[-1]}" "3 passed, 0 failed"
}

@test "a failed test fails the whole, and its output is shown" {
    unit one 'echo "ok 1 - a"; echo "not ok 2 - b"; echo "# why"
        echo 1..2; exit 1'
    bats_file two '@test "c" { echo because; false; }'
    run -1 check
    assert_equal "${lines[-1]}" "1 passed, 2 failed"
    assert_line "# why"
    assert_line "# because"
}

@test "a skipped test is counted, and is no failure" {
    bats_file one '@test "a" { skip "no peer"; }'
    bats_file two '@test "b" { true; }'
    run check
    assert_success
    assert_equal "${lines[-1]}" "1 passed, 0 failed, 1 skipped"
}

@test "a program that crashes, ends early or says nothing has failed" {
    unit crash 'echo "ok 1 - a"; echo 1..1; kill -SEGV $$'
    unit early 'echo 1..2; echo "ok 1 - a"'
    unit silent 'exit 0'
    run -1 check
    assert_equal "${lines[-1]}" "2 passed, 3 failed"
}

@test "a program that was not built has failed" {
    : >tests/unit/gone.c
    run -1 check
    assert_equal "${lines[-1]}" "0 passed, 1 failed"
}

@test "no test at all is a failure" {
    run -1 check
    assert_equal "${lines[-1]}" "0 passed, 0 failed"
}

@test "a tier that is left out is a failure" {
    unit one 'echo "ok 1 - a"; echo 1..1'
    bats_file two '@test "b" { true; }'
    mkdir bin
    for command in sh awk cat date find getconf grep mktemp rm sort timeout tr \
                   xargs; do
        ln -s "$(command -v "$command")" "bin/$command"
    done
    run -1 check PATH="$PWD/bin"
    assert_output --partial "bats is not installed"
    assert_equal "${lines[-1]}" "1 passed, 0 failed"
}

@test "with V=1 each file's seconds are told, and the count is still last" {
    unit one 'echo "ok 1 - a"; echo 1..1'
    bats_file two '@test "b" { true; }'
    run check V=1
    assert_success
    assert_line --regexp '^ +[0-9]+  tests/unit/one\.c$'
    assert_line --regexp '^ +[0-9]+  tests/two\.bats$'
    assert_equal "${lines[-1]}" "2 passed, 0 failed"
    run check V=
    refute_output --partial "Seconds"
}
