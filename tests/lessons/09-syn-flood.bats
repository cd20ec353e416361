# Lesson 09: a flood of SYNs, which cannot be sent elsewhere.

load ../helper

# scene LINE...: writes a scene of these lines and sets $scene to its path.
scene() {
    scene=$BATS_TEST_TMPDIR/x.scene
    printf '%s\n' "$@" >"$scene"
}

# forged TRACE: of each packet that the wire made, its source and its target.
forged() {
    sed -n 's/.*"deed":"forged".*"b":"\([0-9a-f]*\)".*/\1/p' "$1" |
        while read -r packet; do
            printf '%d.%d.%d.%d ' "0x${packet:24:2}" "0x${packet:26:2}" \
                "0x${packet:28:2}" "0x${packet:30:2}"
            printf '%d.%d.%d.%d\n' "0x${packet:32:2}" "0x${packet:34:2}" \
                "0x${packet:36:2}" "0x${packet:38:2}"
        done
}

# options RECORDING HOST N: the options of the first segment that HOST sends in
# connection N, as bytes: what stands behind the 40 bytes of the two headers.
options() {
    grep -m 1 "\"k\":\"sends\",\"h\":\"$2\",\"c\":$3," \
        "$lesson/recorded/$1.trace" |
        sed 's/.*"b":"\([0-9a-f]*\)".*/\1/' | cut -c 81-
}

@test "the pair by hand on loopback: the line comes back" {
    start_server "$programs/server"
    assert_equal "$ready" "listening on 127.0.0.1:$port"

    run timeout 10 "$programs/client" 127.0.0.1 "$port" hello
    assert_success
    assert_output hello
}

@test "a server may be given a backlog, and serves with a small one too" {
    start_server "$programs/server" 127.0.0.1 0
    assert_serving
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
}

@test "a backlog that is none is refused" {
    for backlog in -1 4097 99999999999999999999 7x x7 ' 7' ''; do
        run -2 timeout 10 "$programs/server" 7000 127.0.0.1 "$backlog"
        assert_equal "${#lines[@]}" 1
        assert_output --partial "BACKLOG from 0 to 4096"
    done
}

@test "missing arguments and bad addresses show the usage" {
    assert_usage server "PORT [ADDRESS [BACKLOG]]" \
        "" "7000 127.0.0.1 4 more" "7000 nowhere"
    assert_usage client "ADDRESS PORT TEXT" "" "127.0.0.1 7000"
}

# --- the flood goes nowhere else --------------------------------------------

@test "a scene's flood takes a port and a count, and no address" {
    when="when server state LISTEN"
    for flood in "10.0.0.9 4 $when" "10.0.0.9:7000 4 $when" \
        "example.org 4 $when" "7000 4 10.0.0.9 $when" \
        "7000 4 to 10.0.0.9 $when" "7000 4 address=10.0.0.9 $when" \
        "7000 4 client $when" \
        "0 4 $when" "65536 4 $when" "7000 0 $when" "7000 1001 $when"; do
        scene "server ./server 7000 0.0.0.0" "flood $flood"
        run -1 "$ladder" record "$scene" --programs="$programs" \
            -o "$BATS_TEST_TMPDIR/x.trace"
        assert_output --partial "x.scene:2: "
    done
}

@test "no option makes a flood" {
    flood="flood 7000 4 when server state LISTEN"
    for option in "--flood=7000" "--fault=$flood" "--wire=$flood" \
        "--target=10.0.0.9"; do
        run -2 "$ladder" run "$option" --client true
        assert_equal "${#lines[@]}" 1
    done
    for verb in run record lesson play draw doctor; do
        run -0 "$ladder" "$verb" --help
        refute_output --partial flood
    done
}

@test "every SYN of a flood has the private server as its target" {
    require_hosts
    # Whatever the environment says.
    export SERVER=192.0.2.1 ADDRESS=192.0.2.1 TARGET=192.0.2.1 \
        LADDER_SERVER=192.0.2.1 LADDER_TARGET=192.0.2.1 FLOOD=192.0.2.1
    for name in flood cookies backlog; do
        record "$lesson/$name.scene"
        for each in "$trace" "$lesson/recorded/$name.trace"; do
            run forged "$each"
            [ "${#lines[@]}" -ge 4 ]
            for line in "${lines[@]}"; do
                assert_regex "$line" '^10\.0\.0\.1[0-9][0-9] 10\.0\.0\.2$'
            done
        done
    done
}

@test "the private hosts know no way to anywhere but each other" {
    require_hosts
    scene 'server sh -c "readlink /proc/self/ns/net; cat /proc/net/route"' \
        'client sh -c "readlink /proc/self/ns/net; cat /proc/net/route"' \
        'start client when server exits' 'end client exits'
    record "$scene"
    transcript "$trace" >"$BATS_TEST_TMPDIR/told"
    tab='\\x09' hex='[0-9A-F]{8}'

    for host in server client; do
        # Not this network: one of its own ...
        run sed -n "s/^$host prints \"\(net:.*\)\"/\1/p" \
            "$BATS_TEST_TMPDIR/told"
        assert_regex "$output" '^net:\[[0-9]+\]$'
        refute_output "$(readlink /proc/self/ns/net)"
        # ... with one route, to 10.0.0.0, and no router (Destination, Gateway).
        run sed -nE \
            "s/^$host prints \"[a-z0-9]+$tab($hex)$tab($hex).*/\1 \2/p" \
            "$BATS_TEST_TMPDIR/told"
        assert_output "0000000A 00000000"
    done
}

@test "the code that makes a SYN has one target, and no raw socket" {
    run grep -c 'server\[4\] = { 10, 0, 0, 2 };' \
        tools/ladder/capture/wire/forge.c
    assert_output 1
    run grep -E 'getenv|argv|inet_pton|getaddrinfo|open\(|socket\(' \
        tools/ladder/capture/wire/forge.c tools/ladder/capture/engine/cable.c
    assert_output ""
    # Who makes one says which and for which port: no more can be said.
    run grep -h -A 1 '^forge_syn' tools/ladder/capture/wire/forge.h
    assert_output "forge_syn(unsigned char out[FORGED_MAX],\
 unsigned number, uint16_t port);"
    run grep -rlE 'forge_syn *\(' tools lessons common --include='*.c'
    assert_equal "$(sort <<<"$output")" "$(printf '%s\n' \
        tools/ladder/capture/engine/cable.c tools/ladder/capture/wire/forge.c)"
    # No socket that could send a made-up packet on a real network; only the
    # names of the options are written, in quotes, to tell what is called.
    run grep -rnE --include='*.[ch]' -e '[AP]F_PACKET|SOCK_PACKET|IPPROTO_RAW' \
        -e '[^"]IP_HDRINCL|AF_INET6?, *SOCK_RAW' tools/ladder lessons common
    assert_output ""
}

# --- the scenes --------------------------------------------------------------

@test "each scene, recorded afresh, tells the recorded story" {
    scene_tests
}

@test "a flood keeps the honest client out until its strangers are forgotten" {
    assert_order "$lesson/recorded/flood.trace" \
        "ladder floods server:7000 with 4 SYNs" "server state c1 SYN-RECEIVED" \
        "server gets c2 SYN 0:0 [dropped]" "server gets c4 SYN 0:0 [dropped]" \
        "server sends c1 SYN,ACK 0:0 ack 1 [again]" \
        "client sends c5 SYN" "server gets c5 SYN 0:0 [dropped]" \
        "client sends c5 SYN 0:0 [again]" "server state c1 CLOSED" \
        "client sends c5 SYN 0:0 [again]" "server state c5 SYN-RECEIVED" \
        "client connect returns 0"
}

@test "the backlog of listen limits the half-open connections, too" {
    assert_order "$lesson/recorded/backlog.trace" \
        "server calls listen(3, 1)" "server state c1 SYN-RECEIVED" \
        "server gets c4 SYN 0:0 [dropped]"
}

@test "with cookies the honest client gets in at once, without SYN-RECEIVED" {
    run transcript "$lesson/recorded/cookies.trace"
    assert_line "server state c5 ESTABLISHED"
    refute_line "server state c5 SYN-RECEIVED"
    refute_output --partial "client sends c5 SYN 0:0 [again]"
}

@test "with cookies only the half-open connection is asked again" {
    run transcript "$lesson/recorded/cookies.trace"
    assert_line "server sends c1 SYN,ACK 0:0 ack 1 [again]"
    for forgotten in c2 c3 c4 c5; do
        assert_line "server sends $forgotten SYN,ACK 0:0 ack 1"
        refute_line "server state $forgotten SYN-RECEIVED"
        refute_line "server sends $forgotten SYN,ACK 0:0 ack 1 [again]"
    done
}

@test "a cookie keeps the segment size and loses the other options" {
    # Kind 2, 4 bytes: MSS.  4: SACK permitted.  3: window scale.  1: nothing.
    assert_regex "$(options cookies-lose client 1)" '^020405b401010402010303'
    assert_regex "$(options cookies-lose server 1)" '^0204[0-9a-f]{4}$'
    # 8: timestamps.  They have room for what the cookie has not.
    assert_regex "$(options cookies server 5)" '^020405b40402080a'
}
