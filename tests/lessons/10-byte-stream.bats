# Lesson 10: the byte stream.

load ../helper

servers="server line-server length-server"

# send BYTES: sends these (printf's escapes) to the server, and no more.  Who is
# refused for the first may get SIGPIPE for the last: so a shell of its own.
send() {
    # shellcheck disable=SC2059     # the escapes are meant
    (printf "$1" 2>/dev/null >"/dev/tcp/127.0.0.1/$port") || :
}

# says LINE...: the server's next lines are these.
says() {
    local wanted

    for wanted; do
        next_line || fail "no line, but '$wanted' was expected"
        assert_equal "$line" "$wanted"
    done
}

@test "the pairs by hand on loopback: what is sent is said" {
    start_server "$programs/server"
    assert_equal "$ready" "listening on 127.0.0.1:$port"
    run timeout 10 "$programs/client" 127.0.0.1 "$port" hello
    assert_success
    says "5 bytes: hello"
    stop_servers

    start_server "$programs/line-server"
    run timeout 10 "$programs/line-client" 127.0.0.1 "$port" 1 one two
    assert_success
    says "line: one" "line: two"
    stop_servers

    start_server "$programs/length-server"
    run timeout 10 "$programs/length-client" 127.0.0.1 "$port" one two
    assert_success
    says "message of 3 bytes: one" "message of 3 bytes: two"
}

@test "lines are found in pieces of every size" {
    start_server "$programs/line-server"
    for bytes in 1 2 3 5 7 19 100; do
        run timeout 10 "$programs/line-client" 127.0.0.1 "$port" "$bytes" \
            first "" third
        assert_success
        says "line: first" "line: " "line: third"
    done
}

@test "a line without an end, or too long, is refused, and the next served" {
    start_server "$programs/line-server"
    send 'half a line'
    send "$(printf '%0100d' 7)"'\n'
    send "$(printf '%09000d' 7)"
    send 'whole\n'
    says "line: whole"
    run cat "$BATS_TEST_TMPDIR/server.err"
    assert_line --index 0 "read_line: Protocol error"
    assert_line --index 1 "read_line: Message too long"
    assert_line --index 2 "read_line: Message too long"
    send "$(printf '%099d' 7)"'\n'
    says "line: $(printf '%099d' 7)"
}

@test "a length that lies is refused: too large, negative, none, cut off" {
    start_server "$programs/length-server"
    send '\0\0\x03\xe9hello'
    send '\xff\xff\xff\xffhello'
    send '\0\0\0\0'
    send '\0\0\0\x64hello'
    send '\0\0\0\x05'
    send '\0\0'
    send '\0\0\0\x05hello'
    says "message of 5 bytes: hello"
    run cat "$BATS_TEST_TMPDIR/server.err"
    assert_equal "$(sort "$BATS_TEST_TMPDIR/server.err" | uniq -c |
        sed 's/^ *//')" "3 read_message: Message too long
3 read_message: Protocol error"
}

@test "a message may have every byte in it, and newlines" {
    start_server "$programs/length-server"
    send '\0\0\0\x04a\nb\n'
    says "message of 4 bytes: a" "b" ""
}

@test "what is no number of bytes is refused" {
    assert_usage server "PORT" "" "7000 127.0.0.1 0" "7000 127.0.0.1 4097" \
        "7000 127.0.0.1 5x" "7000 127.0.0.1 5 6"
    assert_usage line-client "ADDRESS PORT" "" "127.0.0.1 7000 0 x"
    for program in $servers; do
        assert_refuses_bad_ports "$programs/$program" --
    done
}

@test "a rude client never stops a server from serving the next" {
    for program in $servers; do
        start_server "$programs/$program"
        for manner in silent half reset deaf; do
            # One that is refused is not rude for long: its status is its own.
            timeout 10 "$BUILD/tests/rude-client" "$port" "$manner" || :
        done
        case $program in
        server) send 'x'; wanted="1 bytes: x" ;;
        line-server) send 'x\n'; wanted="line: x" ;;
        *) send '\0\0\0\x01x'; wanted="message of 1 bytes: x" ;;
        esac
        line=
        until [ "$line" = "$wanted" ]; do next_line || fail "not served"; done
        stop_servers
    done
}

@test "each scene, recorded afresh, tells the recorded story" {
    scene_tests
}
