# Lesson 16: the teardown.

load ../helper

# open_sockets PID: how many sockets the program has open.
open_sockets() {
    find "/proc/$1/fd" -lname 'socket:*' 2>/dev/null | wc -l
}

@test "the pair by hand on loopback: the line comes back" {
    for server in server forgetful-server hasty-server; do
        start_server "$programs/$server"
        assert_equal "$ready" "listening on 127.0.0.1:$port"

        run timeout 10 "$programs/client" 127.0.0.1 "$port" hello
        assert_success
        assert_output hello
    done
}

@test "the longest line comes back whole, a longer one is refused" {
    start_server "$programs/server"
    assert_longest_line
}

@test "a rude client never stops a server from serving the next" {
    for server in server forgetful-server; do
        start_server "$programs/$server"
        assert_survives_rude_clients
    done
    # Whoever sends on to the hasty server is reset: no part for `deaf`.
    start_server "$programs/hasty-server"
    for manner in silent half reset; do
        run "$BUILD/tests/rude-client" "$port" "$manner"
        assert_success
        assert_serving
    done
}

@test "the server keeps no connection, the forgetful one keeps them all" {
    [ -d /proc/self/fd ] || skip "needs /proc to count descriptors"
    start_server "$programs/server"
    for _ in 1 2 3 4 5; do
        assert_serving
    done
    # The fifth may not be closed yet: one more is served behind it.
    [ "$(open_sockets "$server_pid")" -le 2 ]

    start_server "$programs/forgetful-server"
    for _ in 1 2 3 4 5; do
        assert_serving
    done
    [ "$(open_sockets "$server_pid")" -ge 5 ]
}

@test "a port in use ends the second server with one clear line" {
    for server in server forgetful-server hasty-server; do
        start_server "$programs/server"

        run -1 timeout 10 "$programs/$server" "$port"
        assert_output "tcp_listen: Address already in use"
    done
}

@test "a port that is none is refused by servers and client" {
    assert_refuses_bad_ports "$programs/server" --
    assert_refuses_bad_ports "$programs/forgetful-server" --
    assert_refuses_bad_ports "$programs/hasty-server" --
    assert_refuses_bad_ports "$programs/client" 127.0.0.1 -- hello
}

@test "missing arguments show the usage" {
    for server in server forgetful-server hasty-server; do
        for arguments in "" "7000 127.0.0.1 more"; do
            # shellcheck disable=SC2086     # several words are meant
            run -2 timeout 10 "$programs/$server" $arguments
            assert_equal "${#lines[@]}" 1
            assert_output --partial "usage: $server PORT [ADDRESS]"
        done
    done
    for client in client hasty-client; do
        assert_usage "$client" "ADDRESS PORT TEXT" \
            "" "127.0.0.1 7000" "127.0.0.1 7000 hello more"
    done
}

@test "the wrong server differs from the right one by its close() alone" {
    # Comments and the program's name aside.
    code() {
        sed -e '/^\/\*/,/\*\//d' -e '/^ *\/\*.*\*\/$/d' \
            -e 's/forgetful-server/server/' "$lesson/$1"
    }
    run diff <(code server.c) <(code forgetful-server.c)
    assert_equal "$(grep -c '^[<>]' <<<"$output")" 1
    assert_output --partial "<         close(conn);"
}

@test "each scene, recorded afresh, tells the recorded story" {
    scene_tests
}

@test "four segments close, and the program is not asked for the first ACK" {
    assert_order "$lesson/recorded/four-segments.trace" \
        "client calls close" "client state FIN-WAIT-1" "client sends FIN,ACK" \
        "client close returns 0" "client exits 0" \
        "server state CLOSE-WAIT" "server sends ACK ack 8" \
        "client state FIN-WAIT-2" "server recv returns 0" \
        "server calls close" "server state LAST-ACK" "server sends FIN,ACK" \
        "client state TIME-WAIT" "client sends ACK ack 8" \
        "server state CLOSED"
}

@test "an answer after close is lost, and its sender is not told" {
    assert_order "$lesson/recorded/late-answer.trace" \
        "client close returns 0" "server state CLOSE-WAIT" \
        "client state FIN-WAIT-2" "server send returns 6" \
        "client sends RST" "server state CLOSED" "server recv returns 0" \
        "server calls close"
    run transcript "$lesson/recorded/late-answer.trace"
    refute_line --regexp "^server .* returns -1"
}

@test "a forgotten close leaves one CLOSE-WAIT for each client" {
    assert_order "$lesson/recorded/forgotten-close.trace" \
        "server state c1 CLOSE-WAIT" "client state c1 FIN-WAIT-2" \
        "server state c2 CLOSE-WAIT" "client state c2 FIN-WAIT-2" \
        "client state c1 CLOSED" "client state c2 CLOSED"
    run transcript "$lesson/recorded/forgotten-close.trace"
    refute_output --partial "server calls close"
    refute_output --partial "LAST-ACK"
}

@test "two ends that close at once both go through CLOSING to TIME-WAIT" {
    run transcript "$lesson/recorded/simultaneous-close.trace"
    for host in client server; do
        assert_line "$host state FIN-WAIT-1"
        assert_line "$host state CLOSING"
        assert_line "$host state TIME-WAIT"
    done
    refute_output --partial "CLOSE-WAIT"
}
