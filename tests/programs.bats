# What holds for the programs of every lesson, and that no two truths exist.

load helper

# The programs of the lessons whose source has this pattern, below $BUILD.
programs_with() {
    grep -lE "$1" lessons/[0-9]*/*.c | sed "s|^|$BUILD/|; s|\.c\$||"
}

# The text of function $2 in file $1, from its name to its brace.
text_of() {
    sed -n "/^$2(/,/^}/p" "$1"
}

# connect_to_server: opens $conn, a connection to the server that was started.
connect_to_server() {
    exec {conn}<>"/dev/tcp/127.0.0.1/$port"
}

disconnect() {
    exec {conn}>&-
}

# assert_line_served PROGRAM: this server answers to the connection's line, or
# counts it when the connection ends, as its lesson wants.
assert_line_served() {
    local answer

    echo "0123456789abcde" >&"$conn"
    if grep -q '^echo' "lessons/${1#"$BUILD/lessons/"}.c"; then
        IFS= read -r -t 10 answer <&"$conn"
        assert_equal "$answer" "0123456789abcde"
        disconnect
        return
    fi
    disconnect
    # Other words are of before: of accept(), or of what was asked.
    until [[ "${line:-}" =~ ^(received|line:|read_message:|[0-9]+\ bytes) ]]; do
        next_line || fail "$1 does not say what it received"
    done
}

@test "what two lessons call by one name is one text" {
    # Where a lesson's own point is in it, it is named here.
    local differ=" main count count_records report echo:02-udp \
print_ends:04-names-and-ports "

    names=$(grep -hoE '^[a-z_]+\(' lessons/[0-9]*/*.c | sort | uniq -d)
    for name in $names; do
        name=${name%(}
        [[ "$differ" = *" $name "* ]] && continue
        first=
        for source in $(grep -l "^$name(" lessons/[0-9]*/*.c); do
            folder=${source#lessons/}
            [[ "$differ" = *" $name:${folder%%/*} "* ]] && continue
            # Lesson 07's echo() says besides whom it serves.
            text=$(text_of "$source" "$name" | sed '/^ *report(buffer/d')
            first=${first:-$text}
            assert_equal "$source: $text" "$source: $first"
        done
    done
}

@test "a server that closed first can be started again at once" {
    for server in $(programs_with ' = accept\('); do
        start_server "$server"
        connect_to_server
        echo "0123456789abcde" >&"$conn"
        if grep -q '^echo' "lessons/${server#"$BUILD/lessons/"}.c"; then
            read -r -t 10 <&"$conn"     # accepted, and no byte is unread
        fi
        kill -KILL "$server_pid"
        wait "$server_pid" || :
        read -r -t 10 <&"$conn" || :    # the end of file, or a reset
        disconnect                      # its kernel is in TIME-WAIT now
        start_program "$server" "$port"
        assert_equal "$ready" "listening on 127.0.0.1:$port"
        connect_to_server
        assert_line_served "$server"
        stop_servers
    done
}

# times_asleep: how often the server has gone to sleep by itself.
times_asleep() {
    sed -n 's/^voluntary_ctxt_switches:[[:blank:]]*//p' \
        "/proc/$server_pid/status"
}

@test "a server without a free descriptor waits, and neither ends nor spins" {
    require util-linux prlimit
    for server in $(programs_with ' = accept\('); do
        port=$("$BUILD/tests/free-port")
        # Numbers 0 to 3: standard input to standard error, and the listener.
        # shellcheck disable=SC2016     # the words are the other bash's
        start_program bash -c 'ulimit -Sn 4; exec "$@" 2>&1' - \
            "$server" "$port"
        assert_equal "$ready" "listening on 127.0.0.1:$port"
        slept=$(times_asleep)
        connect_to_server
        for _ in 1 2 3 4; do
            next_line
            assert_equal "$line" "accept: Too many open files"
        done
        # Between two of these lines it slept; a spin writes without a rest.
        assert [ "$(times_asleep)" -ge $((slept + 3)) ]

        prlimit --pid "$server_pid" --nofile=64:
        assert_line_served "$server"
        stop_servers
    done
}

@test "a client whose output fails says so, with status 1" {
    [ -c /dev/full ] || skip "no /dev/full on this machine"
    for client in $(programs_with '[^n](printf|puts|fwrite|putchar)\('); do
        words=(127.0.0.1)
        case $client in
        *server) continue ;;
        */counters) words=() ;;
        */peer) continue ;;             # it needs a peer of its kind
        */limit-client) words+=(PORT 10000) ;;
        */08-*/client) words+=(PORT) ;;
        *) words+=(PORT hello) ;;
        esac
        start_server "${client%/*}/server"
        # shellcheck disable=SC2016     # the words are the other bash's
        run -1 bash -c '"$@" >/dev/full' - \
            timeout 10 "$client" "${words[@]/PORT/$port}"
        assert_output "standard output: No space left on device"
        stop_servers
    done
}
