# Lesson 03: one job, twice.

load ../helper

# next_count: the next job that the server has counted, in $count.
next_count() {
    next_line && count=$line && next_line && count="$count, $line"
}

@test "TCP by hand on loopback: all twenty records arrive" {
    start_server "$programs/tcp-server"
    assert_equal "$ready" "listening on 127.0.0.1:$port"

    run timeout 20 "$programs/tcp-client" 127.0.0.1 "$port"
    assert_success
    assert_output ""
    next_count
    assert_equal "$count" "received 20 of 20, missing 0, out of order 0"
}

@test "UDP by hand on loopback: the server counts when there is silence" {
    start_server "$programs/udp-server"
    assert_equal "$ready" "bound to 127.0.0.1:$port"

    run timeout 20 "$programs/udp-client" 127.0.0.1 "$port"
    assert_success
    assert_output ""
    next_count
    assert_equal "$count" "received 20 of 20, missing 0, out of order 0"
}

@test "a rude client never stops the TCP server from serving the next" {
    start_server "$programs/tcp-server"

    for manner in silent half reset deaf; do
        run "$BUILD/tests/rude-client" "$port" "$manner"
        assert_success
        next_count
        assert_equal "$count" "received 0 of 20, missing 20, out of order 0"
    done
    run timeout 20 "$programs/tcp-client" 127.0.0.1 "$port"
    assert_success
    next_count
    assert_equal "$count" "received 20 of 20, missing 0, out of order 0"
}

@test "records in pieces, doubled, foreign and out of order are counted right" {
    start_server "$programs/tcp-server"

    exec {client}<>"/dev/tcp/127.0.0.1/$port"
    printf 'record 02 of 20\nrecord 01' >&"$client"
    printf ' of 20\nrecord 02 of 20\n' >&"$client"
    printf 'record 21 of 20\nrecord 00 of 20\nno record, just\n' >&"$client"
    exec {client}>&-
    next_count
    assert_equal "$count" "received 2 of 20, missing 18, out of order 1"
}

@test "datagrams that are no record are not counted" {
    start_server "$programs/udp-server"

    printf 'record 01 of 20 and more' >"/dev/udp/127.0.0.1/$port"
    printf 'record 01' >"/dev/udp/127.0.0.1/$port"
    printf 'record 07 of 20\n' >"/dev/udp/127.0.0.1/$port"
    printf 'record 05 of 20\n' >"/dev/udp/127.0.0.1/$port"
    next_count
    assert_equal "$count" "received 2 of 20, missing 18, out of order 1"
}

@test "a port in use ends the second server with one clear line" {
    for protocol in tcp udp; do
        start_server "$programs/$protocol-server"

        run -1 timeout 10 "$programs/$protocol-server" "$port"
        assert_output "bind: Address already in use"
    done
}

@test "nobody is there: both clients say so" {
    nobody=$("$BUILD/tests/free-port")

    run -1 timeout 10 "$programs/tcp-client" 127.0.0.1 "$nobody"
    assert_output "connect: Connection refused"

    run -1 timeout 10 "$programs/udp-client" 127.0.0.1 "$nobody"
    assert_output "send: Connection refused"
}

@test "a port that is none is refused by servers and clients" {
    for protocol in tcp udp; do
        assert_refuses_bad_ports "$programs/$protocol-server" --
        assert_refuses_bad_ports "$programs/$protocol-client" 127.0.0.1 --
    done
}

@test "missing arguments and bad addresses show the usage" {
    for protocol in tcp udp; do
        assert_usage "$protocol-server" "PORT [ADDRESS]" \
            "" "7000 127.0.0.1 more" "7000 nowhere"
        assert_usage "$protocol-client" "ADDRESS PORT" \
            "" "127.0.0.1" "nowhere 7000" "127.0.0.1 7000 more"
    done
}

@test "each scene, recorded afresh, tells the recorded story" {
    scene_tests
}

@test "record 11 waits for record 10 in TCP, and in UDP it does not" {
    assert_order "$lesson/recorded/tcp.trace" \
        "wire lost client's PSH,ACK 145:161" \
        "server sends ACK ack 145 sack 161:177" \
        "client sends PSH,ACK 145:161 (16) ack 1 [again]" \
        "server recv returns 32" 'server prints "received 20 of 20"'
    assert_order "$lesson/recorded/udp.trace" \
        "wire lost client's udp" "server recv returns 16" "client exits 0" \
        'server prints "received 19 of 20"'
}

@test "the table puts the three runs side by side" {
    run "$ladder" draw --as=table "$lesson"/recorded/{tcp,udp,undelivered}.trace
    assert_success
    assert_line --regexp '^ +tcp +udp +undelivered$'
    assert_line --regexp '^ +TCP +UDP +TCP$'
    assert_line --regexp '^  lost +1 +1 +0$'
    assert_line --regexp '^  sent again +1 +0 +0$'
    assert_line --regexp '^  bytes +320 +304 +16$'
    assert_line --regexp '^  bytes missing +0 +16 +16$'
}

@test "the table wants a trace, and names one that is damaged" {
    run -2 "$ladder" draw --as=table
    assert_output --partial "usage: ladder draw"

    head -c 5000 "$lesson/recorded/tcp.trace" >"$BATS_TEST_TMPDIR/cut.trace"
    run -1 "$ladder" draw --as=table "$lesson/recorded/udp.trace" \
        "$BATS_TEST_TMPDIR/cut.trace"
    assert_output --partial "cut.trace"
    run -1 "$ladder" draw --as=table "$lesson/recorded/udp.trace" /nowhere
    assert_output --partial "cannot read /nowhere"
}
