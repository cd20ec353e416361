# Lesson 04: names and ports.

load ../helper

# ipv6_here: whether this machine has ::1.
ipv6_here() {
    [ -e /proc/net/if_inet6 ] && grep -q '^0*1 ' /proc/net/if_inet6
}

# assert_serving: the client prints the four values, and the line returns.
assert_serving() {
    run timeout 10 "$programs/client" 127.0.0.1 "$port" "still there"
    assert_success
    assert_line --index 0 --regexp \
        "^client 127\\.0\\.0\\.1:[0-9]+, server 127\\.0\\.0\\.1:$port\$"
    assert_line --index 1 "still there"
}

# assert_same_ends: the server has printed the line that the client printed.
assert_same_ends() {
    local seen=${lines[0]}

    next_line
    assert_equal "$line" "$seen"
}

@test "the pair by hand on loopback: both ends print the same values" {
    start_server "$programs/server"
    assert_equal "$ready" "listening on 127.0.0.1:$port"

    assert_serving
    assert_same_ends
}

@test "a name and a number reach the same server" {
    start_server "$programs/server" localhost
    number=$(sed -E 's/^listening on (.*):[0-9]+$/\1/' <<<"$ready" |
        tr -d '[]')                         # 127.0.0.1 or ::1

    for address in localhost "$number"; do
        run timeout 10 "$programs/client" "$address" "$port" hello
        assert_success
        assert_line --index 1 hello
        assert_same_ends
    done
}

@test "a listener at :: takes IPv4 and IPv6 clients" {
    ipv6_here || skip "no IPv6 on this machine"
    start_server "$programs/server" ::
    assert_equal "$ready" "listening on [::]:$port"

    assert_serving
    assert_same_ends
    run timeout 10 "$programs/client" ::1 "$port" hello
    assert_success
    assert_line --index 0 --regexp \
        "^client \\[::1\\]:[0-9]+, server \\[::1\\]:$port\$"
    assert_line --index 1 hello
    assert_same_ends
}

@test "port 0 lets the kernel choose, and the server says which" {
    start_program "$programs/server" 0
    port=${ready##*:}
    [ "$port" -gt 0 ]
    assert_serving
}

@test "the longest line comes back whole, a longer one is refused" {
    start_server "$programs/server"
    longest=$(printf '%0510d' 7)

    run timeout 10 "$programs/client" 127.0.0.1 "$port" "$longest"
    assert_success
    assert_line --index 1 "$longest"

    run -2 timeout 10 "$programs/client" 127.0.0.1 "$port" "${longest}1"
    assert_equal "${#lines[@]}" 1
}

@test "a rude client never stops the server from serving the next" {
    start_server "$programs/server"
    assert_survives_rude_clients
}

@test "a port in use ends the second server with one clear line" {
    start_server "$programs/server"

    run -1 timeout 10 "$programs/server" "$port"
    assert_output "tcp_listen: Address already in use"
}

@test "a port that is none is refused by server and client" {
    assert_refuses_bad_ports "$programs/client" 127.0.0.1 -- hello
    for bad in 65536 -1 7x ''; do       # 0 is one here
        run -2 timeout 10 "$programs/server" "$bad"
        assert_output --partial "'$bad' is not a port"
    done
}

@test "missing arguments show the usage" {
    assert_usage server "PORT [ADDRESS]" "" "7000 127.0.0.1 more"
    assert_usage client "ADDRESS PORT TEXT" \
        "" "127.0.0.1 7000" "127.0.0.1 7000 hello more"
}

@test "a name that does not exist: the resolver's reason, then the error" {
    # Which words it has depends on whether a name server can be asked.
    run -1 timeout 20 "$programs/client" nobody.invalid 7000 hello
    assert_line --index 0 --regexp "^nobody\\.invalid: [A-Z][a-z ]+"
    assert_line --index 1 "tcp_connect: No such device or address"
    assert_equal "${#lines[@]}" 2
    run -1 timeout 20 "$programs/server" 7000 nobody.invalid
    assert_line --index 0 --regexp "^nobody\\.invalid: [A-Z][a-z ]+"
    assert_line --index 1 "tcp_listen: No such device or address"
    assert_equal "${#lines[@]}" 2
}

@test "nobody listens: the client says so" {
    run -1 timeout 10 "$programs/client" 127.0.0.1 \
        "$("$BUILD/tests/free-port")" hello
    assert_output "tcp_connect: Connection refused"
}

@test "each scene, recorded afresh, tells the recorded story" {
    scene_tests
}

@test "two connections to one port, ESTABLISHED at the same time" {
    assert_order "$lesson/recorded/two-clients.trace" \
        "client connect returns 0" "server state c1 ESTABLISHED" \
        "server accept returns 4" "server state c2 ESTABLISHED" \
        "server state c1 CLOSE-WAIT" "server accept returns 4"
    run transcript "$lesson/recorded/two-clients.trace"
    refute_line --partial "client calls bind"
}

@test "the second address is tried with a new socket" {
    assert_order "$lesson/recorded/ipv4.trace" \
        "client connect returns -1 ECONNREFUSED" "client calls close(3)" \
        "client calls socket(AF_INET, SOCK_STREAM" \
        "client calls connect(3, 10.0.0.2:7000)" "client connect returns 0"
}

@test "the second server's bind fails, and nothing else does" {
    run transcript "$lesson/recorded/in-use.trace"
    assert_line "server-2 bind returns -1 EADDRINUSE"
    assert_equal "$(grep -c 'returns -1' <<<"$output")" 1
}
