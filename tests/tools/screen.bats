# A lesson on a terminal: what is on the screen when the prompt comes back.

load ../helper
load screen

setup() {
    cd "$root" || return
    require_hosts
}

teardown() {
    close_screen
}

@test "the first screen of all stands whole on 24 rows, with the prompt" {
    open_screen 80 24
    type_in "clear; make -s lesson-1 PREDICT=no"
    await_prompt
    assert_regex "$screen" "^Two programs meet"
    assert_regex "$screen" "Next: "
}

@test "a scene longer than the screen is paged, from its beginning" {
    require less less
    open_screen 80 24
    type_in "clear; make -s lesson-5 PREDICT=no"
    # The pager's own prompt, below the first row.
    await_screen '^:$'
    assert_regex "$screen" "^When does connect\(\) return"
    press G
    await_screen '(END)'
    press q
    await_prompt
    assert_regex "$screen" "Next: "
    assert_regex "$screen" "make lesson-5 SCENE=lost-syn"
}

@test "a scene that fits is not paged" {
    open_screen 120 70
    type_in "clear; make -s lesson-5 PREDICT=no"
    await_prompt
    assert_regex "$screen" "When does connect\(\) return"
    assert_regex "$screen" "Next: "
}

@test "all scenes go through the pager; who leaves it early has a prompt" {
    require less less
    open_screen 80 24
    type_in "clear; make -s lesson-5 SCENE=all; echo status \$?"
    await_screen '^:$'
    press q
    await_screen '^status 0$'
}

@test "where nobody wants a pager there is none" {
    pager='' open_screen 80 24
    type_in "clear; make -s lesson-5 PREDICT=no"
    await_prompt
    assert_regex "$screen" "Next: "
}

@test "another pager is asked as \$PAGER says" {
    pager="wc -l >$BATS_TEST_TMPDIR/rows" open_screen 80 24
    type_in "clear; make -s lesson-5 PREDICT=no"
    await_prompt
    [ "$(cat "$BATS_TEST_TMPDIR/rows")" -gt 40 ]
}

@test "in a pipe nothing is paged" {
    PAGER="wc -l >$BATS_TEST_TMPDIR/rows" run make -s lesson-5 BUILD="$BUILD"
    assert_success
    assert_line --partial "make lesson-5 SCENE=lost-syn"
    [ ! -e "$BATS_TEST_TMPDIR/rows" ]
}

@test "who interrupts a lesson is not led into the pager" {
    open_screen 80 24
    type_in "clear; make -s lesson-8 SCENE=silence PREDICT=no"
    await_screen "SYN-SENT"
    press C-c
    await_prompt
    assert_regex "$screen" "interrupted; nothing was kept"
}
