# ladder predict: the questions before a ladder, and behind it.

load ../helper
load screen

setup() {
    cd "$root" || return
    export WORK=$BATS_TEST_TMPDIR/work
}

teardown() {
    close_screen
}

# right N: the letters of lesson N's right choices, 'w' for a sentence.
right() {
    "$ladder" predict lessons/"$1"-* --as=answers | sed -n '
        s/^[0-9]*\. \*\*\(.\)\*\* .*/\1/p; t
        s/^[0-9]*\. .*/w/p'
}

@test "every lesson has its questions, and each one true choice" {
    for lesson in lessons/[0-9]*; do
        run -0 "$ladder" predict "$lesson" --as=answers
        [ "$(grep -c '^[0-9]*\. ' <<<"$output")" -eq \
            "$(grep -c '^ask ' "$lesson/predict")" ]
        grep -q '^<!-- predict -->$' "$lesson/README.md"
        grep -q '^<!-- predictions -->$' "$lesson/README.md"
        # A wrong choice is a misconception, and is answered.
        letters=$(right "${lesson:8:2}" | paste -sd ' ')
        awk -v letters="$letters" '
            function close_choice() {
                if (choice != "" && choice != right[asked] && !said) bad = 1
                choice = ""
            }
            BEGIN { split(letters, right, " ") }
            $1 == "ask" { close_choice(); asked++; next_one = 0 }
            $1 == "choice" {
                close_choice()
                choice = substr("abcdef", ++next_one, 1)
                said = 0
            }
            $1 == "say" { said = 1 }
            END { close_choice(); exit bad }' "$lesson/predict" ||
            fail "$lesson: a wrong choice says nothing"
    done
}

@test "right choices do not all have one letter" {
    for letter in a b c; do
        count=0
        for lesson in lessons/[0-9]*; do
            count=$((count + $(right "${lesson:8:2}" | grep -c "$letter" || :)))
        done
        [ "$count" -ge 3 ] || fail "$letter is right only $count times"
    done
}

@test "from a pipe: asked, seen, asked again, marked with the row, kept" {
    require_hosts
    # Before: one wrong, one unknown, ...; behind it another one wrong.
    run -0 "$ladder" predict lessons/16-teardown --build="$BUILD" <<-END
	b
	?
	c

	a
	a
	c
	b

	b
	END
    assert_line --index 0 \
        "The client closes first. The wire takes 20 ms each way."
    assert_line "   Yes: a."
    assert_line "   Yes: c, as you have predicted."
    assert_line "   Not a. The ACK leaves while the program is held."
    assert_line "   It is b: the server's kernel"
    assert_line --regexp \
        '^   The row that decides: [0-9]+ ms, server sends ACK ack 8'
    assert_line "Right: 1 of 3 predicted, 2 of 3 from the ladder."
    assert_line "Right: 1 of 1 predicted, 1 of 1 from the ladder."
    # The ladder stands between the two.
    assert_line --partial "Closing with four segments"
    run cut -f 1,3- "$WORK/16/predict"
    assert_line --index 0 --partial "# scene"
    assert_line --index 1 "four-segments	b	a	a"
    assert_line --index 2 "four-segments	?	a	b"
    assert_line --index 3 "four-segments	c	c	c"
    assert_line --index 4 "forgotten-close	b	b	b"
}

@test "a sentence is answered with a sentence" {
    require_hosts
    run -0 "$ladder" predict lessons/05-handshake --build="$BUILD" <<-END
	b
	c
	b
	b
	The kernels do it.

	b
	c
	b
	b
	END
    assert_line "   You wrote: The kernels do it."
    assert_line --partial "   A good answer: The two kernels make"
    assert_line "Right: 4 of 4 predicted, 4 of 4 from the ladder."
    grep -q '^handshake	.*	"The kernels do it."$' "$WORK/05/predict"
}

@test "s leaves, and so does the end of the input" {
    require_hosts
    run -0 "$ladder" predict lessons/05-handshake --build="$BUILD" <<<"s"
    refute_output --partial "Linux"
    run -0 "$ladder" predict lessons/05-handshake --build="$BUILD" </dev/null
    refute_output --partial "Linux"
    assert_equal "$(grep -c '^# left before handshake$' "$WORK/05/predict")" 2
}

@test "a blank ladder has the calls, and none of the answers" {
    for trace in lessons/*/recorded/*.trace; do
        # Behind the title, which may tell what the scene is about.
        # shellcheck disable=SC2016     # the inner shell expands it
        run -0 sh -c '"$0" draw --blank "$1" | tail -n +4 |
            grep -v "( ladder"' "$ladder" "$trace"
        refute_output --regexp '(SYN|ESTABLISHED|CLOSE|RST|udp|queue [0-9])'
        refute_output --regexp '= -?[0-9]'
        refute_output --partial "prints"
        # No time: nothing but a program's row begins on the left.
        run -1 grep -E '^ {0,7}[0-9]+ ' <<<"$output"
    done
    run -0 "$ladder" draw --blank lessons/05-handshake/recorded/handshake.trace
    assert_output --partial "connect(3, :7000)"
    assert_output --partial "= ?"
}

@test "an unknown form, and a lesson without questions" {
    run -2 "$ladder" predict lessons/05-handshake --as=svg
    assert_output "ladder: no form 'svg'; --as= takes questions, answers"
    run -2 "$ladder" predict
    run -1 "$ladder" predict "$BATS_TEST_TMPDIR"
    assert_output --partial "predict: cannot be read"
}

@test "the first run asks by itself on a terminal, and only once" {
    require_hosts
    pager='' open_screen 80 50
    type_in "clear; make -s lesson-5"
    await_screen "a to c  (? you do not know, s leave):"
    assert_regex "$screen" "How long does .connect. wait"
    refute_regex "$screen" "Linux"
    press x
    await_screen ": x$"
    press a
    await_screen "Enter: the run"
    press Enter
    await_screen "Again, now from the ladder"
    await_screen "a to c  (? you do not know, s leave):"
    press b
    await_prompt
    assert_regex "$screen" "Yes: b\."
    assert_regex "$screen" "The row that decides: [0-9]+ ms, client connect ret"
    assert_regex "$screen" "More questions: make predict-5"
    grep -q '^handshake	.*	a	b	b$' "$WORK/05/predict"
    type_in "clear; make -s lesson-5"
    await_prompt
    refute_regex "$screen" "from the ladder"
}

@test "who leaves the question sees the lesson, and is not asked again" {
    require_hosts
    pager='' open_screen 80 50
    type_in "clear; make -s lesson-5"
    await_screen "s leave):"
    press s
    await_prompt
    assert_regex "$screen" "Next: "
    type_in "clear; make -s lesson-5"
    await_prompt
    assert_regex "$screen" "Next: "
}

@test "nothing is asked with PREDICT=no, and nothing in a pipe" {
    require_hosts
    pager='' open_screen 80 50
    type_in "clear; make -s lesson-5 PREDICT=no"
    await_prompt
    assert_regex "$screen" "Next: "
    [ ! -e "$WORK/05" ]
    run -0 make -s lesson-5 BUILD="$BUILD"
    refute_output --partial "s leave"
    [ ! -e "$WORK/05" ]
}

@test "lesson 01 is seen first, and then predicted" {
    require_hosts
    pager='' open_screen 80 24
    type_in "clear; make -s lesson-1"
    await_screen "^Enter: predict"
    assert_regex "$screen" "^Two programs meet"
    press Enter
    await_screen "Now the wire takes 100 ms each way"
    await_screen "s leave):"
    press s
    await_prompt
}

@test "lesson 01: who does not want to predict has the whole screen" {
    require_hosts
    pager='' open_screen 80 24
    type_in "clear; make -s lesson-1"
    await_screen "^Enter: predict"
    press s
    await_prompt
    assert_regex "$screen" "^Two programs meet"
    assert_regex "$screen" "Next: "
    refute_regex "$screen" "Enter: predict"
}
