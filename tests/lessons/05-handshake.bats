# Lesson 05: the three-way handshake.

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

@test "a server may be given the address to listen on" {
    start_server "$programs/server" 0.0.0.0
    assert_equal "$ready" "listening on 0.0.0.0:$port"
    assert_serving
}

@test "a rude client never stops the server from serving the next" {
    start_server "$programs/server"
    assert_survives_rude_clients
}

@test "a port in use ends the second server with one clear line" {
    start_server "$programs/server"
    assert_port_in_use
}

@test "a port that is none is refused by server and client" {
    assert_refuses_bad_ports "$programs/server" --
    assert_refuses_bad_ports "$programs/client" 127.0.0.1 -- hello
    assert_refuses_bad_ports "$programs/peer" -- 10.0.0.2 7000
    assert_refuses_bad_ports "$programs/peer" 7000 10.0.0.2 --
}

@test "missing arguments and bad addresses show the usage" {
    assert_usage server "PORT [ADDRESS]" \
        "" "7000 127.0.0.1 more" "7000 nowhere"
    assert_usage client "ADDRESS PORT TEXT" \
        "" "127.0.0.1 7000" "nowhere 7000 hello"
}

@test "nobody listens: the client says so" {
    run -1 timeout 10 "$programs/client" 127.0.0.1 \
        "$("$BUILD/tests/free-port")" hello
    assert_output "connect: Connection refused"
}

@test "each scene, recorded afresh, tells the recorded story" {
    scene_tests
}

@test "the handshake is in the recording, step by step" {
    assert_order "$lesson/recorded/handshake.trace" \
        "client calls connect" "client state SYN-SENT" "client sends SYN" \
        "server state SYN-RECEIVED" "server sends SYN,ACK" \
        "client state ESTABLISHED" "client connect returns 0" \
        "server state ESTABLISHED" "server queue 1/" \
        "server accept returns" "server queue 0/"
}

@test "the chapter has the bytes of the recorded SYN" {
    in_chapter=$(grep -E '^    ([0-9a-f]{2} )+ ' "$lesson/README.md" |
        sed -E 's/^    (([0-9a-f]{2} )+) .*/\1/' | tr -d ' \n')
    on_wire=$(grep -m 1 '"k":"sends","h":"client"' \
        "$lesson/recorded/handshake.trace" |
        sed 's/.*"b":"\([0-9a-f]*\)".*/\1/' | cut -c 41-)

    assert_equal "${#in_chapter}" 80
    assert_equal "$in_chapter" "$on_wire"
    assert_equal "$(grep -c "$((0x${on_wire:8:8}))" "$lesson/README.md")" 2
    grep -q "from port $((0x${on_wire:0:4})) to" "$lesson/README.md"
}
