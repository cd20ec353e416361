# Lesson 02: datagrams, without a connection.

load ../helper

# answered TEXT: the server that start_server started answers to it.
answered() {
    run timeout 10 "$programs/client" 127.0.0.1 "$port" "$1"
    assert_success
    assert_line --index 0 "$1"
    assert_line --index 1 "sent 1, answered 1"
}

@test "the pair by hand on loopback: the datagrams come back" {
    start_server "$programs/server"
    assert_equal "$ready" "bound to 127.0.0.1:$port"

    run timeout 10 "$programs/client" 127.0.0.1 "$port" one two three
    assert_success
    assert_output "one
two
three
sent 3, answered 3"
}

@test "the connected client gets the same answers" {
    start_server "$programs/server"

    run timeout 10 "$programs/connected-client" 127.0.0.1 "$port" one two
    assert_success
    assert_output "one
two
sent 2, answered 2"
}

@test "a datagram that does not fit is cut, and the next one is whole" {
    start_server "$programs/server"

    run timeout 10 "$programs/client" 127.0.0.1 "$port" \
        0123456789abcdefGHIJ next
    assert_success
    assert_line --index 0 0123456789abcdef
    assert_line --index 1 next
}

@test "an empty datagram is answered, and ends nothing" {
    start_server "$programs/server"

    run timeout 10 "$programs/client" 127.0.0.1 "$port" "" after
    assert_success
    assert_line "after"
    assert_line "sent 2, answered 2"
}

@test "large datagrams and senders that are gone do not stop the server" {
    start_server "$programs/server"

    for _ in 1 2 3; do
        head -c 65000 /dev/zero >"/dev/udp/127.0.0.1/$port"
        answered "still there"
    done
}

@test "a server may be given the address to bind" {
    start_server "$programs/server" 0.0.0.0
    assert_equal "$ready" "bound to 0.0.0.0:$port"
    answered "hello"
}

@test "a port in use ends the second server with one clear line" {
    start_server "$programs/server"
    assert_port_in_use
}

@test "nobody is there: only the connected client is told" {
    nobody=$("$BUILD/tests/free-port")

    run -1 timeout 10 "$programs/connected-client" 127.0.0.1 "$nobody" hello
    assert_output --partial "Connection refused"

    run timeout 10 "$programs/client" 127.0.0.1 "$nobody" hello
    assert_success
    assert_output "sent 1, answered 0"
}

@test "a port that is none is refused by server and clients" {
    assert_refuses_bad_ports "$programs/server" --
    assert_refuses_bad_ports "$programs/client" 127.0.0.1 -- hello
    assert_refuses_bad_ports "$programs/connected-client" 127.0.0.1 -- hello
}

@test "missing arguments and bad addresses show the usage" {
    assert_usage server "PORT [ADDRESS]" \
        "" "7000 127.0.0.1 more" "7000 nowhere"
    for program in client connected-client; do
        assert_usage "$program" "ADDRESS PORT TEXT..." \
            "" "127.0.0.1 7000" "nowhere 7000 hello"
    done
}

@test "each scene, recorded afresh, tells the recorded story" {
    scene_tests
}

@test "nothing goes before the first datagram, and an answer comes back" {
    assert_order "$lesson/recorded/echo.trace" \
        "server state bound" "client calls sendto" "client sends udp (5)" \
        "client sendto returns 5" "server gets udp (5)" \
        "server sends udp (5)" "client recv returns 5"
    run -1 grep -c "sends [^u]" <(transcript "$lesson/recorded/echo.trace")
}

@test "connect on UDP sends nothing, and a later call is refused" {
    assert_order "$lesson/recorded/refused.trace" \
        "client calls connect" "client state connected, local only" \
        "client connect returns 0" "client sends udp (5)" \
        "server sends icmp port-unreachable" \
        "client recv returns -1 ECONNREFUSED"
    assert_order "$lesson/recorded/not-told.trace" \
        "client gets icmp port-unreachable" "client recv returns -1 EAGAIN"
}
