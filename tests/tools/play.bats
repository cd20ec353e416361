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

# repeated: the scene that was printed, recorded; its transcript without what
# the wire says of itself is in $told.again, that of the game in $told.once.
repeated() {
    local once=$told

    sed -n '/^Could you/,$ s/^    //p' <<<"$output" \
        >"$BATS_TEST_TMPDIR/mine.scene"
    played mine
    grep -v '^wire delayed\|^wire reordered' "$told" >"$once.again"
    mv "$once" "$once.once"
    told=$once
}

@test "lose: the scene that would repeat it is told, and does" {
    decided deliver lose all
    assert_success
    tells "server gets SYN" "wire lost server's SYN,ACK 0:0 ack 1" \
        "server sends SYN,ACK 0:0 ack 1 [again]" 'client prints "hello"'
    assert_output --partial "lost 1,"
    assert_line --partial "    fault lose server syn-ack 1"
    repeated
    grep -E '^wire|prints|exits' "$told.once" >"$told.deeds"
    grep -E '^wire|prints|exits' "$told.again" | diff "$told.deeds" -
}

@test "who thinks until a timer runs out gets a scene that is as slow" {
    decided "wait 1100ms" deliver all
    assert_success
    tells "client sends SYN 0:0" "client sends SYN 0:0 [again]" \
        "server gets SYN"
    assert_line --regexp '^    fault delay client syn 1 by=[0-9]+ms$'
    assert_output --partial "Timers ran while you thought"
    repeated
    head -n 12 "$told.once" >"$told.first"
    head -n 12 "$told.again" | diff "$told.first" -
}

@test "who lets another pass gets a scene that does the same" {
    decided deliver deliver hold deliver all
    assert_success
    assert_line "    fault reorder client ack 1"
    repeated
    for times in once again; do
        told=$BATS_TEST_TMPDIR/game.told.$times
        tells "server gets PSH,ACK 1:7" "server gets ACK ack 1"
    done
}

@test "the printed scene keeps the staging, and has room for the time it took" {
    scene game <<-END
	title   A game
	limit   1500ms
	server  ./server 7000 0.0.0.0   # who listens
	client  ./client 10.0.0.2 7000 hello
	# Data would come too early.
	hold    client send until server accept returns
	expect  client exits 0
	note    client exits 0 | The end.
	fault   lose client syn 1       # of its own
	END
    decided lose "wait 1100ms" all
    assert_success
    assert_line "Left to you, what this scene does itself: lose client syn 1"
    assert_line "    title   A game"
    assert_line "    hold    client send until server accept returns"
    assert_line --regexp '^    limit [2-4]s$'
    assert_equal "$(grep -c '^    fault lose client syn 1' <<<"$output")" 1
    refute_line --regexp '^    (expect|note|#)'
    assert_line "Then: ladder record $BATS_TEST_TMPDIR/mine.scene\
 --programs=$pair -o mine.trace"
}

@test "a client that gave up is expected to do so again" {
    scene game <<-END
	sysctl  client tcp_syn_retries=1 tcp_syn_linear_timeouts=0
	limit   30s
	server  ./server 7000 0.0.0.0
	client  ./client 10.0.0.2 7000 hello
	END
    decided lose lose "wait 10s"
    assert_success
    assert_line "    expect client exits 1"
    repeated
    diff <(grep "client" "$told.once") <(grep "client" "$told.again")
}

@test "where the scene ends, what is on the wire is still decided" {
    scene game <<-END
	server  ./server 7000 0.0.0.0
	client  ./client 10.0.0.2 7000 hello
	end     client sends SYN
	END
    decided lose "wait 30s"
    assert_success
    tells "client sends SYN 0:0" "wire lost client's SYN 0:0"
    never "client sends SYN 0:0 \[again\]"
}

@test "who leaves is told what is still on the wire" {
    decided quit
    assert_success
    assert_line "Still on the wire when you left: 1."
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
    assert_line "ladder: there is 1 segment on the wire, no 9"
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

    until tmux -L "$session" capture-pane -p | grep -q -- "$1"; do
        if [ $((SECONDS - start)) -ge 10 ]; then
            tmux -L "$session" capture-pane -p || cat said.* status.*
            return 1
        fi
    done
}

# press KEY...
press() {
    tmux -L "$session" send-keys "$@"
}

# sit_down END...: in a terminal of 80x24, one game for each END.  Like make, a
# shell stands above the game, which hides from a shell above that how it ended.
# The script has no loop: a job that stops would end it.
sit_down() {
    local end

    session=ladder-$BATS_TEST_NUMBER-$$
    cd "$BATS_TEST_TMPDIR" || return
    echo "set -m" >game.sh
    for end in "$@"; do
        cat >>game.sh <<-END
	stty -a >before
	sh -c 'trap : INT QUIT; echo \$\$ >pid; "\$@" 2>said
	       echo "status \$?" >status' \
	    sh $ladder play game.scene --programs=$pair -o game.trace
	if [ \$? -gt 128 ]; then
	    stty -a >stopped
	    echo stopped
	    read -r line
	    fg
	fi
	# Whose guard was killed needs a moment.
	start=\$SECONDS
	until stty -a | cmp -s before - || [ \$((SECONDS - start)) -ge 5 ]; do
	    :
	done
	stty -a >after
	clear
	tmux -L $session wait-for -S "$end"
	tmux -L $session wait-for "$end.seen"
	END
    done
    LC_ALL=C.UTF-8 tmux -L "$session" -f /dev/null new-session -d -x 80 -y 24 \
        "env --default-signal=TSTP bash game.sh; cat" 3>&- 4>&-
}

# got_up END STATUS [WORDS]: the game has ended so, with WORDS on standard
# error, and the terminal is as before.
got_up() {
    timeout 10 tmux -L "$session" wait-for "$1" || {
        tmux -L "$session" capture-pane -p
        return 1
    }
    diff before after
    assert_equal "$(cat status)" "status $2"
    [ -z "${3:-}" ] || grep -q "$3" said
    tmux -L "$session" wait-for -S "$1.seen"
}

# Waits until this process is gone, 10 s at most.  Not every init reaps at once.
await_end() {
    local start=$SECONDS

    until [[ "$(ps -o stat= -p "$1")" == @(|Z*) ]]; do
        [ $((SECONDS - start)) -lt 10 ] || return
    done
}

# The guard of the terminal, and its child, which plays.
guard_pid() {
    pgrep -P "$(cat pid)"
}

game_pid() {
    pgrep -P "$(guard_pid)"
}

@test "in a terminal: keys decide, and it is as before whatever ends the game" {
    require tmux tmux
    require procps pgrep
    sit_down q C-c C-d quit kill term guard

    await_screen 'd deliver  l lose'
    await_screen "client SYN-SENT | client's SYN 0:0 | server LISTEN"
    press d
    await_screen "server's SYN,ACK"
    press q
    got_up q 0

    for key in C-c C-d; do
        await_screen 'd deliver  l lose'
        press "$key"
        got_up "$key" "$([ $key = C-d ]; echo $?)"
    done
    await_screen 'd deliver  l lose'
    press C-\\
    got_up quit 1
    await_screen 'd deliver  l lose'
    kill -KILL "$(game_pid)"
    got_up kill 1 "^ladder: the game was killed by SIGKILL"
    await_screen 'd deliver  l lose'
    kill -TERM "$(guard_pid)"
    got_up term 1 "^ladder: interrupted; nothing was kept"
    await_screen 'd deliver  l lose'
    local game
    game=$(game_pid)
    kill -KILL "$(guard_pid)"
    got_up guard 137
    await_end "$game"
}

@test "in a terminal: stopped by Ctrl-Z and taken up again" {
    require tmux tmux
    sit_down fg
    await_screen 'd deliver  l lose'
    press C-z
    await_screen '^stopped'
    diff before stopped
    press Enter
    await_screen 'q quit$\|q quit $'
    press l
    await_screen 'SYN lost\|lost ✗'
    press q
    got_up fg 0
}

@test "in a terminal: who is held back, who is chosen, and nobody there" {
    require tmux tmux
    sit_down chosen
    await_screen "client's SYN 0:0 "
    press l
    await_screen "client's SYN 0:0 \[again\] | server LISTEN"
    press d
    await_screen "server's SYN,ACK 0:0 ack 1"
    press d
    # The client's ACK and its data.
    await_screen "1 of [2-9]: "
    press 2
    await_screen "2 of [2-9]: "
    press x
    await_screen "h: it waits, and you decide about the others first"
    tmux -L "$session" resize-window -x 60
    press h
    await_screen "1 of [2-9]: "
    tmux -L "$session" resize-window -x 80
    press q
    got_up chosen 0
    tell_game
    no grep -q "server state ESTABLISHED" "$told"
}

# tell_game: the transcript of a game in a terminal, in $told.
tell_game() {
    told=$BATS_TEST_TMPDIR/game.told
    transcript "$BATS_TEST_TMPDIR/game.trace" >"$told"
}

@test "a terminal that is closed ends the game" {
    require tmux tmux
    require procps pgrep
    sit_down closed
    await_screen 'd deliver  l lose'
    local game
    game=$(game_pid)
    tmux -L "$session" kill-server
    await_end "$game"
}
