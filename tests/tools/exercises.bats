# The exercises: each grader is proven on programs that are wrong and right.

load ../helper

# grade LESSON FILE [SCENE]: FILE stands in for the starter's file.
grade() {
    export WORK=$BATS_TEST_TMPDIR/work
    export SCENE=${3:-}
    rm -rf "$WORK" && mkdir "$WORK"
    cp "$1"/exercise/start/* "$WORK" || return 1
    starter=$(basename "$(printf '%s\n' "$1"/exercise/start/*.c | head -n 1)")
    cp "$2" "$WORK/$starter"
    # Its own folder for the programs: tests run side by side.
    BUILD=$BATS_TEST_TMPDIR/build run tools/exercise grade "$1"
}

# What has been built, and a folder of this test's own for what it builds.
share_build() {
    mkdir -p "$BATS_TEST_TMPDIR/build"
    for part in bin common lessons; do
        ln -sfn "$BUILD/$part" "$BATS_TEST_TMPDIR/build/$part"
    done
}

# prove NUMBER: the starter fails; each right program holds; each wrong one is
# caught by the scene that it names; every scene catches one.
prove() {
    local lesson exercise program scene title catcher
    local caught=" " right=0 wrong=0

    lesson=$(echo lessons/"$1"-*) exercise=$lesson/exercise
    require_hosts
    share_build
    for program in "$exercise"/start/*.c; do
        grade "$lesson" "$program"
        assert_equal "$program: $status" "$program: 1"
    done
    for program in "$exercise"/right/*.c; do
        grade "$lesson" "$program"
        [ "$status" -eq 0 ] || fail "$program: $output"
        right=$((right + 1))
    done
    for program in "$exercise"/wrong/*.c; do
        catcher=$(head -n 6 "$program" | sed -n 's/.*caught by: *//p')
        [ -f "$exercise/$catcher.scene" ] || fail "$program: caught by what?"
        grade "$lesson" "$program" "$catcher"
        [ "$status" -eq 1 ] || fail "$program passes $catcher: $output"
        caught+="$catcher "
        wrong=$((wrong + 1))
    done
    [ "$right" -ge 2 ] || fail "$lesson has $right right programs"
    [ "$wrong" -ge 6 ] || fail "$lesson has $wrong wrong programs"
    for scene in "$exercise"/*.scene; do
        [[ "$caught" == *" $(basename "$scene" .scene) "* ]] ||
            fail "$scene catches no wrong program"
        title=$(sed -n 's/^title  *//p' "$scene")
        grep -qxF -e "- $title" "$lesson/README.md" ||
            fail "the chapter does not ask for: $title"
        grep -q '^hint' "$scene" || fail "$scene has no hint"
    done
}

@test "lesson 01: what is wrong is caught, and nothing else" { prove 01; }
@test "lesson 02: what is wrong is caught, and nothing else" { prove 02; }
@test "lesson 03: what is wrong is caught, and nothing else" { prove 03; }
@test "lesson 06: what is wrong is caught, and nothing else" { prove 06; }
@test "lesson 07: what is wrong is caught, and nothing else" { prove 07; }
@test "lesson 16: what is wrong is caught, and nothing else" { prove 16; }

@test "every lesson with an exercise is proven here" {
    for folder in lessons/[0-9]*/exercise/start; do
        number=${folder#lessons/}
        grep -q "{ prove ${number%%-*}; }\$" "$BATS_TEST_FILENAME" ||
            fail "$folder is not proven: add its line above"
    done
}

@test "an exercise is started once, and never over a student's file" {
    export WORK=$BATS_TEST_TMPDIR/work
    run tools/exercise start lessons/07-accept-queue
    assert_success
    assert_line "edit $WORK/server.c"
    assert_line --partial "Your part"
    echo mine >"$WORK/server.c"
    run tools/exercise start lessons/07-accept-queue
    assert_success
    assert_line "$WORK/server.c is there already: it stays as it is"
    assert_equal "$(cat "$WORK/server.c")" mine
}

@test "what is missing or does not build is usage, in a clear line" {
    share_build
    export WORK=$BATS_TEST_TMPDIR/work BUILD=$BATS_TEST_TMPDIR/build
    run -2 tools/exercise grade lessons/07-accept-queue
    assert_output "there is no $WORK/server.c: make start-7"
    mkdir "$WORK"
    echo 'int main(void) { return 0 }' >"$WORK/server.c"
    run -2 tools/exercise grade lessons/07-accept-queue
    assert_line "$WORK does not build"
    run -2 tools/exercise grade lessons/05-handshake
    assert_output "lesson 5 has no exercise that can be graded yet"
}

@test "a report names the requirement, what happened and the student's call" {
    require_hosts
    share_build
    grade lessons/07-accept-queue \
        lessons/07-accept-queue/exercise/wrong/closes-at-once.c
    assert_equal "$status" 1
    assert_line --index 0 --regexp '^07 .*Refuse politely +.*/work/server.c$'
    assert_line "  ok    The first client gets all its echoes."
    assert_line "  FAIL  A refused client may have sent lines: no RST answers \
them."
    assert_line "        expected  never: server sends RST"
    assert_line --regexp '^ +your call server: close\(5\).*\(row [0-9]+ of'
    assert_line --regexp '^4 of 5 requirements hold\. +next: make look-7$'
    row=$(sed -n 's/.*(row \([0-9]*\) of.*/\1/p' <<<"$output")

    BUILD=$BATS_TEST_TMPDIR/build run tools/exercise look \
        lessons/07-accept-queue
    assert_success
    assert_line --regexp "^\(1\) stands in row $row\.\$"
    [[ "$(sed -n "${row}p" <<<"$output")" == "(1)"*"close(5)"* ]]
}

@test "a hint comes after a grade of changed code only" {
    require_hosts
    share_build
    local exercise=lessons/07-accept-queue/exercise first

    grade lessons/07-accept-queue "$exercise/wrong/closes-at-once.c" no-reset
    export BUILD=$BATS_TEST_TMPDIR/build
    run -0 tools/exercise hint lessons/07-accept-queue
    first=$output
    assert_equal "$(grep -c '^  - ' <<<"$output")" 1
    run -0 tools/exercise hint lessons/07-accept-queue
    assert_output "$first"
    run -1 tools/exercise grade lessons/07-accept-queue
    run -0 tools/exercise hint lessons/07-accept-queue
    assert_output "$first"
    echo '/* changed */' >>"$WORK/server.c"
    run -1 tools/exercise grade lessons/07-accept-queue
    run -0 tools/exercise hint lessons/07-accept-queue
    assert_equal "$(grep -c '^  - ' <<<"$output")" 2
    refute_output --regexp 'remain|left|of [0-9]'
}

@test "an exercise's programs are not built as a lesson's" {
    run make -s -n -B programs BUILD="$BATS_TEST_TMPDIR"
    assert_success
    refute_output --partial /exercise/
}
