# What a scene injects: the kernel is asked for less, or not at all.

load ../helper

# play LINE...: a scene of lesson 07's pair with these lines more.
play() {
    require_hosts
    printf '%s\n' "wire delay=1ms" "server ./server 7000 0.0.0.0" \
        "client ./client 10.0.0.2 7000 hello" "$@" \
        >"$BATS_TEST_TMPDIR/x.scene"
    run "$ladder" record "$BATS_TEST_TMPDIR/x.scene" \
        --programs="$BUILD/lessons/07-accept-queue" \
        -o "$BATS_TEST_TMPDIR/x.trace"
    "$ladder" draw --as=transcript "$BATS_TEST_TMPDIR/x.trace" \
        >"$BATS_TEST_TMPDIR/x.txt"
}

@test "a receive asks the kernel for no more, and the rest is still there" {
    play "inject server receives always at most 4" \
        "expect server recv returns 4" "expect server recv returns 2" \
        'expect read client "hello\n"'
    assert_success
    # Behind the data, each further call asks for 4 at most too.
    assert_equal "$(grep -c 'ladder injects server recv at most 4' \
        "$BATS_TEST_TMPDIR/x.txt")" 3
}

@test "a send is short, once, and the program sees its own argument again" {
    play "inject client sends at most 2" "expect client calls send(3, 6)" \
        "expect ladder injects client send at most 2" \
        "expect client send returns 2" "expect client calls send(3, 4)" \
        "expect client send returns 4" "expect 1 times ladder injects" \
        'expect read client "hello\n"'
    assert_success
}

@test "an error is returned, and the kernel is not asked" {
    play "inject server accepts returns -1 ECONNABORTED" \
        "expect server calls accept" \
        "expect ladder injects server accept returns -1 ECONNABORTED" \
        "expect server accept returns -1 ECONNABORTED" \
        "expect server accept returns 4" 'expect read client "hello\n"'
    assert_success
    play "inject client receives returns -1 EINTR" \
        "expect client recv returns -1 EINTR" "expect client recv returns 6"
    assert_success
    play "inject client opens returns -1 EMFILE" "end client exits 1" \
        "expect client socket returns -1 EMFILE" "expect client exits 1" \
        "expect never client calls connect"
    assert_success
}

@test "vectors are shortened in memory, and whole again behind the call" {
    require_hosts
    require python3 python3
    cat >"$BATS_TEST_TMPDIR/vectors.py" <<'END'
import socket
peer = socket.create_connection(("10.0.0.2", 7000))
parts = [b"ab", b"cdef", b"gh\n"]
print("sent", peer.sendmsg(parts))
print("sent", peer.sendmsg(parts))
room = [bytearray(1), bytearray(9)]
print("got", peer.recvmsg_into(room)[0])
print("got", peer.recvmsg_into(room)[0])
END
    run "$ladder" run --server "$BUILD/lessons/07-accept-queue/server 7000 \
0.0.0.0" --client "python3 $BATS_TEST_TMPDIR/vectors.py" \
        --inject='client sends 1st at most 4' \
        --inject='client receives 1st at most 2' \
        -o "$BATS_TEST_TMPDIR/x.trace"
    assert_success
    run "$ladder" draw --as=transcript "$BATS_TEST_TMPDIR/x.trace"
    assert_line "client sendmsg returns 4"
    assert_line 'client prints "sent 4"'
    assert_line 'client prints "sent 9"'
    assert_line "client recvmsg returns 2"
    assert_line 'client prints "got 2"'
    refute_line 'client prints "got 0"'
}

@test "an injected call is marked in every drawing of calls" {
    play "inject server receives 1st at most 4"
    assert_success
    for form in text transcript svg html; do
        run "$ladder" draw --as=$form "$BATS_TEST_TMPDIR/x.trace"
        # A figure may put the words into two lines.
        assert_output --partial "ladder injects server"
        assert_output --partial "recv at most 4"
    done
}

@test "a line that cannot be injected says what can" {
    for line in \
        "server receives always returns -1 EINTR|which call, as in 2nd" \
        "server accepts returns -1 EPIPE|it may be EINTR EMFILE ENFILE" \
        "server waits always at most 3|only receives and sends" \
        "server eats at most 3|receives, sends, accepts, waits or opens" \
        "sever sends at most 3|sever" \
        "server sends at most 0|no number of bytes from 1 to"; do
        printf 'server ./s\ninject %s\n' "${line%|*}" \
            >"$BATS_TEST_TMPDIR/bad.scene"
        run -1 "$ladder" record "$BATS_TEST_TMPDIR/bad.scene" -o /dev/null
        assert_output --partial "bad.scene:2: "
        assert_output --partial "${line#*|}"
        assert_equal "${#lines[@]}" 1
    done
}

@test "an injection whose call is never made is said" {
    play "inject server accepts 9th returns -1 EMFILE"
    assert_success
    assert_output --partial "this call was never made: inject server accepts"
}

@test "a name has the addresses that a scene gives it" {
    require_hosts
    printf '%s\n' "names client far 10.0.0.9 10.0.0.2" \
        "client getent ahostsv4 far" \
        'expect 3 times client prints "10.0.0.9 *' \
        'expect 3 times client prints "10.0.0.2 *' >"$BATS_TEST_TMPDIR/x.scene"
    run "$ladder" record "$BATS_TEST_TMPDIR/x.scene" \
        -o "$BATS_TEST_TMPDIR/x.trace"
    assert_success
}
