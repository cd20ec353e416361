# Lesson 07: the accept queue.

load ../helper

@test "the pair by hand on loopback: the line comes back" {
    start_server "$programs/server"
    assert_equal "$ready" "listening on 127.0.0.1:$port"

    run timeout 10 "$programs/client" 127.0.0.1 "$port" hello
    assert_success
    assert_output hello
}

@test "a server may be given an address and a backlog" {
    for backlog in 0 1 16 4096; do
        start_server "$programs/server" 0.0.0.0 "$backlog"
        assert_equal "$ready" "listening on 0.0.0.0:$port"
        assert_serving
    done
}

@test "a server says whose line it echoes, and no more than a word" {
    start_server "$programs/server"

    run timeout 10 "$programs/client" 127.0.0.1 "$port" 'one two'
    assert_output "one two"
    next_line
    assert_equal "$line" "echoes one"

    run timeout 10 "$programs/client" 127.0.0.1 "$port" $'\e[31mred'
    assert_success
    next_line
    assert_equal "$line" "echoes "
}

@test "clients that come while the server is stopped are served afterwards" {
    start_server "$programs/server" 127.0.0.1 4
    kill -STOP "$server_pid"
    local clients=()
    for word in one two three; do
        timeout 10 "$programs/client" 127.0.0.1 "$port" "$word" \
            >"$BATS_TEST_TMPDIR/$word" 3>&- 4>&- &
        clients+=($!)
    done
    kill -CONT "$server_pid"
    wait "${clients[@]}"
    for word in one two three; do
        assert_equal "$(cat "$BATS_TEST_TMPDIR/$word")" "$word"
    done
}

@test "the longest line comes back whole, a longer one is refused" {
    start_server "$programs/server"
    assert_longest_line
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
}

@test "missing arguments, bad addresses and bad backlogs show the usage" {
    assert_usage server "PORT [ADDRESS [BACKLOG]]" \
        "" "7000 127.0.0.1 1 more" "7000 nowhere" "7000 127.0.0.1 4097" \
        "7000 127.0.0.1 -1" "7000 127.0.0.1 1x" \
        "7000 127.0.0.1 99999999999999999999"
    assert_usage client "ADDRESS PORT TEXT" \
        "" "127.0.0.1 7000" "127.0.0.1 7000 hello more"
    run -2 timeout 10 "$programs/counters" more
    assert_output "usage: counters"
}

@test "nobody listens: the client says so" {
    run -1 timeout 10 "$programs/client" 127.0.0.1 \
        "$("$BUILD/tests/free-port")" hello
    assert_output "tcp_connect: Connection refused"
}

@test "the counters are those that the kernel shows" {
    [ -r /proc/net/netstat ] || skip "needs Linux: /proc/net/netstat"
    expected=$(awk '$1 == "TcpExt:" && !seen++ { split($0, name); next }
        $1 == "TcpExt:" { for (i = 2; i <= NF; i++) value[name[i]] = $i }
        END { print "drops " value["ListenDrops"] \
                    ", overflows " value["ListenOverflows"] }' \
        /proc/net/netstat)

    run timeout 10 "$programs/counters"
    assert_success
    assert_output "$expected"
}

@test "each scene, recorded afresh, tells the recorded story" {
    scene_tests
}

@test "clients connect and send before accept is let through" {
    assert_order "$lesson/recorded/queued.trace" \
        "ladder holds server at accept" "client connect returns 0" \
        "client send returns 4" "server queue 1/1" \
        "client-2 connect returns 0" "client-2 send returns 4" \
        "server queue 2/1" "ladder releases server" "server accept returns" \
        "server queue 1/1" "server prints \"echoes one\"" \
        "server accept returns" "server queue 0/1" \
        "server prints \"echoes two\""
}

@test "the third segment wakes accept, the SYN does not" {
    assert_order "$lesson/recorded/waiting.trace" \
        "server calls accept" "server gets SYN" "server state SYN-RECEIVED" \
        "client connect returns 0" "server gets ACK ack 1" \
        "server state ESTABLISHED" "server queue 1/16" \
        "server accept returns" "server queue 0/16"
}

@test "who completes the handshake first is accepted first" {
    assert_order "$lesson/recorded/order.trace" \
        "server gets c1 SYN" "server gets c2 SYN" \
        "server state c2 ESTABLISHED" "server queue 1/16" \
        "server state c1 ESTABLISHED" "server queue 2/16" \
        "server prints \"echoes two\"" "server prints \"echoes one\""
}

@test "a SYN that meets a full queue gets no answer and leaves no state" {
    transcript "$lesson/recorded/late-syn.trace" |
        sed -n -e '/^server gets c3 SYN 0:0 \[dropped\]/,$p' \
            -e '/^client sends c3 SYN 0:0 \[again\]/q' \
            >"$BATS_TEST_TMPDIR/silence"
    run cat "$BATS_TEST_TMPDIR/silence"
    assert_line "server gets c3 SYN 0:0 [dropped]"
    assert_line 'server-count prints "drops 1, overflows 1"'
    refute_output --partial "server sends c3"
    refute_output --partial "server state c3"
}

@test "an ACK that meets a full queue leaves the two ends in two states" {
    assert_order "$lesson/recorded/overflow.trace" \
        "server state c3 SYN-RECEIVED" "client state c3 ESTABLISHED" \
        "client-3 send returns 6" "server queue 2/1" \
        "server gets c3 ACK ack 1 [dropped]" \
        "client sends c3 PSH,ACK 1:7 (6) ack 1 [again]" \
        "server sends c3 SYN,ACK 0:0 ack 1 [again]" "server queue 1/1" \
        "server state c3 ESTABLISHED" "server queue 2/1"
    assert_order "$lesson/recorded/abort.trace" \
        "client-3 send returns 6" "server queue 2/1" "server gets c3 ACK" \
        "server sends c3 RST" "client-3 recv returns -1 ECONNRESET"
}

@test "somaxconn cuts the queue, tcp_max_syn_backlog does not" {
    assert_order "$lesson/recorded/somaxconn.trace" \
        "server calls listen(3, 100)" "server queue 2/1" \
        "server gets c3 SYN 0:0 [dropped]" \
        'server-count prints "drops 1, overflows 1"'
    assert_order "$lesson/recorded/half-open.trace" \
        "server gets c3 SYN" 'server-count prints "drops 1, overflows 0"' \
        "server queue 3/16"
}
