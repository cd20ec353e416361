# Lesson 01: one client, one server, one line.

load ../helper

@test "the pair by hand on loopback: the line comes back" {
    start_server "$programs/server"
    assert_equal "$ready" "listening on 127.0.0.1:$port"

    run timeout 10 "$programs/client" 127.0.0.1 "$port" hello
    assert_success
    assert_output hello
}

@test "the longest line comes back whole, a longer one is refused" {
    start_server "$programs/server"
    assert_longest_line
}

@test "an empty line is a line, too" {
    start_server "$programs/server"
    timeout 10 "$programs/client" 127.0.0.1 "$port" "" \
        >"$BATS_TEST_TMPDIR/answer"
    assert_equal "$(od -An -tx1 "$BATS_TEST_TMPDIR/answer")" " 0a"
}

@test "a server may be given the address to listen on" {
    start_server "$programs/server" 0.0.0.0
    assert_equal "$ready" "listening on 0.0.0.0:$port"
    assert_serving
}

@test "a server that ends in the middle of its answer is an error" {
    require python3 python3
    port=$("$BUILD/tests/free-port")
    start_program python3 -c 'if True:
        import socket, sys
        listener = socket.create_server(("127.0.0.1", int(sys.argv[1])))
        print("listening", flush=True)
        conn, _ = listener.accept()
        conn.recv(4096)
        conn.sendall(b"he")
        conn.close()' "$port"
    assert_equal "$ready" listening

    run -1 timeout 10 "$programs/client" 127.0.0.1 "$port" hello
    assert_output --partial "recv: Protocol error"
}

@test "a rude client never stops the server from serving the next" {
    start_server "$programs/server"
    assert_survives_rude_clients
}

@test "a port in use ends the second server with one clear line" {
    start_server "$programs/server"
    assert_port_in_use
}

@test "nobody listens: the client says so" {
    run -1 timeout 10 "$programs/client" 127.0.0.1 \
        "$("$BUILD/tests/free-port")" hello
    assert_output "connect: Connection refused"
}

@test "a port that is none is refused by server and client" {
    assert_refuses_bad_ports "$programs/server" --
    assert_refuses_bad_ports "$programs/client" 127.0.0.1 -- hello
}

@test "missing arguments and bad addresses show the usage" {
    assert_usage server "PORT [ADDRESS]" \
        "" "7000 127.0.0.1 more" "7000 nowhere"
    assert_usage client "ADDRESS PORT TEXT" \
        "" "127.0.0.1 7000" "nowhere 7000 hello"
}

@test "each scene, recorded afresh, tells the recorded story" {
    scene_tests
}

@test "the first connection is in the recording, call by call" {
    assert_order "$lesson/recorded/first.trace" \
        "server calls bind" "server calls listen" "server calls accept" \
        "client calls connect" "client connect returns 0" \
        "server accept returns 4" "server recv returns 3" \
        "client recv returns 3" "client calls close" \
        "server recv returns 0" "server calls close(4)" "server calls accept(3)"
}

@test "the first screen has at most 24 rows of 80 columns" {
    require_hosts
    COLUMNS=80 LC_ALL=C.UTF-8 "$ladder" lesson "$lesson" --build="$BUILD" \
        >"$BATS_TEST_TMPDIR/screen" 3>&- 4>&-

    local LC_ALL=C.UTF-8 row rows=0     # characters, not bytes
    while IFS= read -r row; do
        assert [ "${#row}" -le 80 ]
        rows=$((rows + 1))
    done <"$BATS_TEST_TMPDIR/screen"
    assert [ "$rows" -le 24 ]

    run head -n 1 "$BATS_TEST_TMPDIR/screen"
    assert_output "Two programs meet. Which calls wait, and for what?"
    run tail -n 1 "$BATS_TEST_TMPDIR/screen"
    assert_output --partial "make play-1"
}
