# ladder play: whoever sits there is the network.

load ../helper
load scenes

setup() {
    cd "$root" || return
    require_hosts
    scene game <<-END
	server ./server 7000 0.0.0.0
	client ./client 10.0.0.2 7000 hello
	END
}

teardown() {
    [ -z "${session:-}" ] || tmux -L "$session" kill-server 2>/dev/null || :
}

# decided LINE...: plays the game with these lines; what was told is in $told.
decided() {
    trace=$BATS_TEST_TMPDIR/game.trace told=$BATS_TEST_TMPDIR/game.told
    rm -f "$trace"
    printf '%s\n' "$@" >"$BATS_TEST_TMPDIR/lines"
    run ladder play "$BATS_TEST_TMPDIR/game.scene" --programs="$pair" \
        -o "$trace" <"$BATS_TEST_TMPDIR/lines"
    [ ! -e "$trace" ] || transcript "$trace" >"$told"
}

@test "deliver, one by one: the story as it always goes" {
    # shellcheck disable=SC2046     # many words
    decided $(printf 'deliver %.0s' {1..30})
    assert_success
    assert_output --partial "You delivered $(grep -c ' gets ' "$told"), \
lost 0, duplicated 0, corrupted 0 and held back 0."
    refute_output --partial "Could you repeat it"
    mv "$told" "$told.play"
    played game
    diff "$told.play" "$told"
}

@test "all leaves the network to itself" {
    decided all
    assert_success
    tells 'client prints "hello"' "client exits 0" "ladder stops server"
}

@test "lose: the scene that would repeat it is told, and does" {
    decided deliver lose all
    assert_success
    tells "server gets SYN" "wire lost server's SYN,ACK 0:0 ack 1" \
        "server sends SYN,ACK 0:0 ack 1 [again]" 'client prints "hello"'
    assert_output --partial "lost 1,"
    assert_line --partial "    fault lose server syn-ack 1"
    grep -v again "$told" | grep -E '^wire|prints|exits' >"$told.play"

    grep '^    fault ' <<<"$output" | cut -c5- >>"$BATS_TEST_TMPDIR/game.scene"
    played game
    grep -v again "$told" | grep -E '^wire|prints|exits' | diff "$told.play" -
}

@test "duplicate and corrupt" {
    decided deliver deliver deliver duplicate all
    assert_success
    times 1 "wire duplicated"
    assert_line --regexp '^    fault duplicate (client|server) [a-z-]+ [0-9]+$'
    decided deliver deliver deliver corrupt all
    assert_success
    times 1 "wire corrupted"
    assert_line --regexp '^    fault corrupt (client|server) [a-z-]+ [0-9]+$'
}

@test "hold lets the next one pass; a number names one of several" {
    # Three: the client's ACK and its data wait together.
    decided deliver deliver hold deliver all
    assert_success
    tells "client sends ACK ack 1" "client sends PSH,ACK 1:7" \
        "server gets PSH,ACK 1:7" "server gets ACK ack 1"
    assert_output --partial "held back 1."

    decided deliver deliver "deliver 2" all
    assert_success
    tells "client sends ACK ack 1" "client sends PSH,ACK 1:7" \
        "server gets PSH,ACK 1:7" "server gets ACK ack 1"
}

@test "wait: time goes by, and the kernel sends again" {
    decided "wait 1100ms" all
    assert_success
    tells "client sends SYN 0:0" "client sends SYN 0:0 [again]" \
        "server gets SYN"
}

@test "what is no decision is one line, and the game goes on" {
    decided nonsense "deliver 9" "deliver 0" "# a comment" "" all
    assert_success
    assert_line --partial "ladder: 'nonsense' is no decision; say deliver [N],"
    assert_line "ladder: there are 1 segments on the wire, no 9"
    tells 'client prints "hello"'
}

@test "quit, and the end of the lines, end the game; the trace is kept" {
    decided deliver quit
    assert_success
    tells "server gets SYN"
    never "client gets SYN,ACK"
    decided deliver
    assert_success
    never "client gets SYN,ACK"
    decided "$(printf '%0300d' 0)"
    assert_success
}

@test "play: a scene that is none, and no scene" {
    run -2 ladder play
    run ladder play "$BATS_TEST_TMPDIR/none.scene" </dev/null
    assert_failure 1
    assert_equal "${#lines[@]}" 1
}

# Waits until the terminal shows WORDS, 10 s at most.
await_screen() {
    local start=$SECONDS

    until tmux -L "$session" capture-pane -p | grep -q "$1"; do
        if [ $((SECONDS - start)) -ge 10 ]; then
            tmux -L "$session" capture-pane -p || cat said.* status.*
            return 1
        fi
    done
}

@test "in a terminal: keys decide, and it is as before after q and Ctrl-C" {
    require tmux tmux
    local key

    session=ladder-$BATS_TEST_NUMBER-$$
    cat >"$BATS_TEST_TMPDIR/game.sh" <<-END
	for key in q C-c; do
	    stty -a >before
	    $ladder play game.scene --programs=$pair 2>said.\$key
	    echo "status \$?" >status.\$key
	    stty -a >after.\$key
	    cmp before after.\$key && echo same >same.\$key
	    tmux -L $session wait-for -S "\$key"
	done
	cat     # the terminal stays until the test has seen it
	END
    cd "$BATS_TEST_TMPDIR"
    tmux -L "$session" -f /dev/null new-session -d -x 100 -y 40 \
        "bash game.sh" 3>&- 4>&-
    for key in q C-c; do
        await_screen 'd l u h c a w q ?'
        tmux -L "$session" send-keys d
        await_screen "server's SYN,ACK"
        tmux -L "$session" send-keys "$key"
        timeout 10 tmux -L "$session" wait-for "$key" || {
            tmux -L "$session" capture-pane -p
            false
        }
        assert_equal "$(cat same.$key)" same
    done
    assert_equal "$(cat status.q)" "status 0"
    assert_equal "$(cat status.C-c)" "status 1"
}
