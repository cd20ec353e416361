# Lesson 08: no answer.

load ../helper

# free_port: a port at which nobody listens.
free_port() {
    "$BUILD/tests/free-port"
}

# assert_connects: both clients reach the server that start_server started.
assert_connects() {
    for client in "client 127.0.0.1 $port" \
        "limit-client 127.0.0.1 $port 5000"; do
        # shellcheck disable=SC2086     # several words are meant
        run timeout 10 "$programs"/$client
        assert_success
        assert_output connected
    done
}

# sent_again RECORDING: the second at which each SYN went again, rounded.
sent_again() {
    "$ladder" draw --columns=100 "$lesson/recorded/$1.trace" |
        awk '/SYN .*again/ { for (i = 1; $i ~ /^\(/; i++);
                             printf "%d ", $i / 1000 + 0.5 }'
}

require_strace() {
    require strace strace
    strace -o /dev/null true 2>/dev/null || skip "strace may not trace here"
}

# injected INJECTION ADDRESS PORT MILLISECONDS: runs limit-client under strace,
# which changes what a call returns.  The calls that it makes are in $calls.
# (The leak check of ASan cannot look under strace.)
injected() {
    calls=$BATS_TEST_TMPDIR/calls
    run timeout 10 strace -o "$calls" -e trace=connect,fcntl,/poll \
        -e inject="$1" -E ASAN_OPTIONS=detect_leaks=0 \
        "$programs/limit-client" "${@:2}"
}

@test "the pair by hand on loopback: both clients connect" {
    start_server "$programs/server"
    assert_equal "$ready" "listening on 127.0.0.1:$port"
    assert_connects
}

@test "a rude client never stops the server from serving the next" {
    start_server "$programs/server"
    for manner in silent half reset deaf; do
        run "$BUILD/tests/rude-client" "$port" "$manner"
        assert_success
        assert_connects
    done
}

@test "a port in use ends the second server with one clear line" {
    start_server "$programs/server"

    run -1 timeout 10 "$programs/server" "$port"
    assert_output "tcp_listen: Address already in use"
}

@test "nobody listens: both clients say so, and do not wait for the limit" {
    run -1 timeout 10 "$programs/client" 127.0.0.1 "$(free_port)"
    assert_output "connect: Connection refused"

    run -1 timeout 10 "$programs/limit-client" 127.0.0.1 "$(free_port)" 600000
    assert_output "connect_within: Connection refused"
}

@test "a signal does not end the wait, nor take the answer away" {
    require_strace
    start_server "$programs/server"

    # The first three polls are interrupted, as if by signals.
    injected /poll:error=EINTR:when=1..3 127.0.0.1 "$port" 5000
    assert_success
    assert_output connected
    injected /poll:error=EINTR:when=1..3 127.0.0.1 "$(free_port)" 5000
    assert_failure 1
    assert_output "connect_within: Connection refused"
    run grep -c EINTR "$calls"
    assert_output 3
}

@test "a signal behind the limit: one more look, and no more waiting" {
    require_strace
    start_server "$programs/server"

    # The first poll comes back when twice the limit has gone.
    injected /poll:error=EINTR:delay_exit=400000:when=1 127.0.0.1 "$port" 200
    assert_success
    assert_output connected
    run grep poll "$calls"
    assert_equal "${#lines[@]}" 2
    assert_regex "${lines[1]}" ', 1, (0|\{tv_sec=0, tv_nsec=0\})'
}

@test "an answer at once: nothing to wait for, the socket blocks again" {
    require_strace

    # Where the kernel connects before connect() returns.
    injected connect:retval=0 127.0.0.1 "$(free_port)" 200
    assert_success
    assert_output connected
    run cat "$calls"
    refute_output --partial poll
    assert_output --regexp 'F_SETFL, O_RDWR\|O_NONBLOCK\).*F_SETFL, O_RDWR\)'
}

@test "a network that cannot be reached is reported without a wait" {
    # 255.255.255.255 is nobody's: connect() has its answer at once.
    run -1 timeout 10 "$programs/limit-client" 255.255.255.255 7000 600000
    assert_output --regexp '^connect_within: (Network|Permission|No route)'
}

@test "a port that is none is refused by server and clients" {
    assert_refuses_bad_ports "$programs/server" --
    assert_refuses_bad_ports "$programs/client" 127.0.0.1 --
    assert_refuses_bad_ports "$programs/limit-client" 127.0.0.1 -- 500
}

@test "a limit that is none is refused" {
    for limit in 0 600001 99999999999999999999 -1 7x x7 ' 7' +7 ''; do
        run -2 timeout 10 "$programs/limit-client" 127.0.0.1 7000 "$limit"
        assert_equal "${#lines[@]}" 1
        assert_output --partial "1 to 600000"
    done
}

@test "missing arguments and bad addresses show the usage" {
    assert_usage server "PORT [ADDRESS]" "" "7000 127.0.0.1 more"
    assert_usage client "ADDRESS PORT" \
        "" "127.0.0.1" "nowhere 7000" "127.0.0.1 7000 more"
    assert_usage limit-client "ADDRESS PORT MILLISECONDS" \
        "" "127.0.0.1 7000" "nowhere 7000 500"
}

@test "each scene, recorded afresh, tells the recorded story" {
    scene_tests
}

@test "a refusal is an answer after one segment; silence is none after three" {
    assert_order "$lesson/recorded/refused.trace" \
        "client sends SYN" "server sends RST,ACK" \
        "client connect returns -1 ECONNREFUSED"
    assert_order "$lesson/recorded/unreachable.trace" \
        "client sends SYN" "server sends icmp" \
        "client connect returns -1 EHOSTUNREACH"

    run transcript "$lesson/recorded/silence.trace"
    refute_output --regexp "server|gets"
    assert_line "client connect returns -1 ETIMEDOUT"
}

@test "the SYNs were sent at the times that the chapter names" {
    assert_equal "$(sent_again silence)" "1 3 "
    assert_equal "$(sent_again silence-default)" "1 2 3 4 5 7 "
}

@test "within the limit: the answer is asked for, the socket blocks again" {
    assert_order "$lesson/recorded/limit-success.trace" \
        "client calls fcntl(3, F_SETFL, O_NONBLOCK)" \
        "client connect returns -1 EINPROGRESS" "client calls poll" \
        "client poll returns 1" "client calls getsockopt(3, SO_ERROR)" \
        "client calls fcntl(3, F_SETFL, 0)" 'client prints "connected"'
}

@test "at the limit: the socket is closed, and no more is sent" {
    assert_order "$lesson/recorded/limit-silence.trace" \
        "client poll returns 0" "client calls close" "client state CLOSED" \
        'client prints "connect_within: Connection timed out"'
}
