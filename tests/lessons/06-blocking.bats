# Lesson 06: blocking.

load ../helper

servers="server poll-server spin-server"

# assert_counted: the server that start_server started still counts bytes.
assert_counted() {
    run timeout 10 "$programs/client" 127.0.0.1 "$port" 77
    assert_success
    assert_output ""
    while next_line; do
        [ "$line" = "received 77 bytes" ] && return
    done
    fail "the server has not counted 77 bytes"
}

@test "the pairs by hand on loopback: every byte is counted" {
    for server in $servers; do
        start_server "$programs/$server"
        assert_equal "$ready" "listening on 127.0.0.1:$port"

        for bytes in 1 48000 65536; do
            run timeout 10 "$programs/client" 127.0.0.1 "$port" "$bytes"
            assert_success
            assert_output ""
            while next_line && [[ $line = asked* ]]; do :; done
            assert_equal "$line" "received $bytes bytes"
        done
    done
}

@test "a server may be given the address to listen on" {
    for server in $servers; do
        start_server "$programs/$server" 0.0.0.0
        assert_equal "$ready" "listening on 0.0.0.0:$port"
        assert_counted
    done
}

@test "a rude client never stops a server from serving the next" {
    for server in $servers; do
        start_server "$programs/$server"
        for manner in silent half reset deaf; do
            run "$BUILD/tests/rude-client" "$port" "$manner"
            assert_success
            assert_counted
        done
    done
}

@test "a port in use ends the second server with one clear line" {
    for server in $servers; do
        start_server "$programs/$server"

        run -1 timeout 10 "$programs/$server" "$port"
        assert_output "tcp_listen: Address already in use"
    done
}

@test "a port that is none is refused by servers and client" {
    for server in $servers; do
        assert_refuses_bad_ports "$programs/$server" --
    done
    assert_refuses_bad_ports "$programs/client" 127.0.0.1 -- 6
}

@test "missing arguments and bad numbers of bytes show the usage" {
    for server in $servers; do
        assert_usage "$server" "PORT [ADDRESS]" "" "7000 127.0.0.1 more"
    done
    assert_usage client "ADDRESS PORT BYTES" \
        "" "127.0.0.1 7000" "nowhere 7000 6" "127.0.0.1 7000 0" \
        "127.0.0.1 7000 65537" "127.0.0.1 7000 6x" "127.0.0.1 7000 -6" \
        "127.0.0.1 7000 99999999999999999999"
}

@test "nobody listens: the client says so" {
    run -1 timeout 10 "$programs/client" 127.0.0.1 \
        "$("$BUILD/tests/free-port")" 6
    assert_output "connect: Connection refused"
}

@test "each scene, recorded afresh, tells the recorded story" {
    scene_tests
}

@test "send waits for room, close for nothing" {
    assert_order "$lesson/recorded/blocking.trace" \
        "server calls accept" "client calls connect" \
        "client connect returns 0" \
        "client calls send(3, 48000)" "server accept returns" \
        "client gets ACK" "client send returns 48000" "client calls close" \
        "client close returns 0" "client exits 0" "server gets PSH,ACK" \
        "server gets FIN,ACK" "server recv returns 0"
}

@test "poll needs two calls for a wait, the spin twenty and more" {
    run transcript "$lesson/recorded/poll.trace"
    assert_equal "$(grep -c '^server calls \(recv\|poll\)' <<<"$output")" 6
    run transcript "$lesson/recorded/spin.trace"
    assert_equal "$(grep -c '^server recv returns -1 EAGAIN' <<<"$output")" 21
    assert_order "$lesson/recorded/spin.trace" \
        'server prints "asked 20 times for nothing"' "server calls poll" \
        "server gets PSH,ACK" "server poll returns 1" "server recv returns 6"
}
