# make lesson-N: the first thing that a student sees, and what is left of it
# where nothing can be recorded.

load ../helper

# lesson NAME OPTION...: ladder lesson, for a terminal of 80 columns.
lesson() {
    local name=$1

    shift
    LC_ALL=C.UTF-8 "$ladder" lesson "lessons/$name" --build="$BUILD" "$@"
}

# without_hosts COMMAND...: where the kernel allows no network namespace, and
# there is no virtual machine.
without_hosts() {
    # shellcheck disable=SC2016     # the inner shell expands it
    LADDER_KERNELS=$BATS_TEST_TMPDIR/none unshare -Ur sh -c '
        echo 0 >/proc/sys/user/max_net_namespaces && exec "$@"' sh "$@"
}

require_user_namespaces() {
    require util-linux unshare
    unshare -Ur true 2>/dev/null || skip "no user namespaces here"
}

# assert_narrow: no line of $output is wider than a terminal.
assert_narrow() {
    local line

    while IFS= read -r line; do
        [ "${#line}" -le 80 ] || fail "${#line} columns: $line"
    done <<<"$output"
}

@test "the first screen of all leaves a row of 24 for the prompt" {
    require_hosts
    export LC_ALL=C.UTF-8
    run --keep-empty-lines make -s lesson-1 BUILD="$BUILD"
    assert_success
    # Where make had something to build, that stands above.
    output=${output#*once$'\n'}
    [ "$(wc -l <<<"${output%$'\n'}")" -le 23 ]
    assert_narrow
}

# Drawn from the recordings: that the drawing is the same live, the next test
# says, and playing every scene again would take half a minute.
@test "no lesson prints a line of more than 80 columns" {
    export LC_ALL=C.UTF-8
    for trace in lessons/*/recorded/*.trace; do
        run "$ladder" draw --columns=80 "$trace"
        assert_success
        assert_narrow
    done
}

@test "what is drawn as it happens is what is drawn from the trace" {
    require_hosts
    for options in "" "--view=calls" "--view=wire,state --ascii" \
                   "--columns=130 --all"; do
        # shellcheck disable=SC2086     # words are meant
        run lesson 05-handshake --scene=handshake $options
        assert_success
        # shellcheck disable=SC2086
        drawn=$(LC_ALL=C.UTF-8 "$ladder" draw $options \
            "$BUILD/lessons/05-handshake/handshake.trace")
        [[ "$output" == *"$drawn"* ]] ||
            diff -u <(echo "$drawn") <(echo "$output")
    done
}

@test "a lesson's scenes come in the order of their places" {
    require_hosts
    run lesson 05-handshake --scene=all
    assert_success
    # Those without a place come first, then by name.
    titles=$(for scene in lessons/05-handshake/*.scene; do
        awk '$1 == "place" { place = $2 } $1 == "title" { $1 = ""; title = $0 }
            END { printf "%d%s\n", place, title }' "$scene"
    done | sort -s -n -k 1,1 | cut -d ' ' -f 2-)
    [ "$(wc -l <<<"$titles")" -ge 4 ]
    for line in "${lines[@]}"; do
        echo "${line%%   *}"
    done | grep -Fx -f <(echo "$titles") >"$BATS_TEST_TMPDIR/shown"
    assert_equal "$(cat "$BATS_TEST_TMPDIR/shown")" "$titles"
}

@test "a lesson shows one scene, and the questions of the others" {
    require_hosts
    run lesson 16-teardown
    assert_success
    assert_line --partial "Closing with four segments"
    for scene in lessons/16-teardown/*.scene; do
        name=$(basename "$scene" .scene)
        [ "$name" = four-segments ] && continue
        question=$(sed -n 's/^question *//p' "$scene")
        [ "$(tr -s ' \n' ' ' <<<"$output" |
            grep -Fc "make lesson-16 SCENE=$name $question")" -eq 1 ] ||
            fail "$name: $output"
        refute_line --partial "$(sed -n 's/^title *//p' "$scene")  "
    done
    run lesson 16-teardown --scene=three-segments
    assert_line --partial "  make lesson-16 SCENE=four-segments "
    refute_line --partial "SCENE=three-segments "
    # Who has seen all needs no menu.
    run lesson 16-teardown --scene=all
    assert_success
    refute_output --partial "SCENE="
}

@test "scenes that a table compares are shown together" {
    require_hosts
    run lesson 03-tcp-vs-udp
    assert_success
    for scene in tcp udp undelivered; do
        assert_line --partial "$(sed -n 's/^title *//p' \
            "lessons/03-tcp-vs-udp/$scene.scene")"
    done
    assert_line --regexp '^ +tcp +udp +undelivered$'
}

@test "every scene has its question" {
    run grep -L '^question  *[A-Za-z0-9]' lessons/*/*.scene
    assert_output ""
}

@test "files that a shell has left open are not the programs'" {
    require_hosts
    run lesson 01-first-connection 3</dev/null 5</dev/null 103</dev/null
    assert_success
    assert_line --partial "socket(…) = 3"
    run lesson 01-first-connection --in=loopback 3</dev/null
    assert_success
}

@test "lesson-05 is lesson-5" {
    assert_equal "$(make -s -n lesson-05 BUILD="$BUILD")" \
        "$(make -s -n lesson-5 BUILD="$BUILD")"
}

@test "an unknown lesson lists the lessons" {
    run -2 make -s lesson-99 BUILD="$BUILD"
    for folder in lessons/[0-9]*; do
        assert_line "  ${folder#*/}"
    done
}

@test "an unknown scene lists the lesson's scenes" {
    run -2 lesson 05-handshake --scene=wrong
    for scene in lessons/05-handshake/*.scene; do
        assert_output --partial " $(basename "$scene" .scene)"
    done
    assert_equal "${#lines[@]}" 1
    run -2 make -s lesson-5 SCENE=wrong BUILD="$BUILD"
    assert_output --partial "no scene 'wrong'"
}

@test "an unknown view lists the views" {
    run -2 lesson 05-handshake --view=wrong
    assert_output "ladder: no view 'wrong'; the views are calls, wire, state \
and all"
    run -2 make -s lesson-5 VIEW=wrong BUILD="$BUILD"
    assert_output --partial "no view 'wrong'"
}

@test "an unknown place lists the places" {
    run -2 lesson 05-handshake --in=wrong
    assert_output --partial "the places are auto, hosts, vm, vm=KERNEL and"
}

# --- where nothing can be recorded ------------------------------------------

@test "without hosts the pair runs on loopback, and a recording is shown" {
    require_user_namespaces
    run --separate-stderr without_hosts "$ladder" lesson \
        lessons/05-handshake --build="$BUILD" --scene=handshake
    assert_success
    assert_equal "$stderr" ""
    # One line says what could not be done, and which command allows it.
    assert_line --index 0 --partial "network namespace"
    assert_line --index 0 --partial "sudo sysctl"
    assert_line --index 0 --partial "ladder doctor"
    assert_line --index 1 "The three-way handshake, on loopback:"
    assert_line --regexp '^  server +\| listening on 127\.0\.0\.1:[0-9]+$'
    assert_line --regexp '^  client +\| hello$'
    # The recording says that it is one, and of which kernel.
    assert_line "Recorded earlier, on the kernel named here:"
    kernel=$(sed -n '1s/.*"kernel":"\([^"]*\)".*/\1/p' \
        lessons/05-handshake/recorded/handshake.trace)
    assert_line --partial "Linux $kernel"
    assert_line --partial "SYN-RECEIVED"
}

@test "the recording that is shown then is the tracked one, byte for byte" {
    require_user_namespaces
    export LC_ALL=C.UTF-8
    run without_hosts "$ladder" lesson lessons/05-handshake --build="$BUILD" \
        --scene=all
    assert_success
    for scene in handshake lost-ack lost-syn simultaneous-open; do
        drawn=$("$ladder" draw "lessons/05-handshake/recorded/$scene.trace")
        [[ "$output" == *"$drawn"* ]] || fail "$scene is not shown"
    done
}

@test "a make without hosts ends well, too" {
    require_user_namespaces
    run without_hosts make -s lesson-1 BUILD="$BUILD"
    assert_success
    assert_line "Your first connection, on loopback:"
    # There is no game without hosts.
    assert_line "Next: read lessons/01-first-connection/README.md"
}

@test "the doctor says the truth about such a machine" {
    require_user_namespaces
    run -1 without_hosts "$ladder" doctor
    assert_line --regexp '^  no +private hosts'
    assert_line --regexp 'why: .*network namespace'
    assert_line --regexp 'remedy: .*max_net_namespaces='
    assert_line --regexp '^  ok +calls \(ptrace\)$'
    assert_line --partial "This machine cannot record"
}

@test "its remedy is one: with it the doctor is content" {
    require_hosts
    require_user_namespaces
    # shellcheck disable=SC2016     # the inner shell expands it
    run unshare -Ur sh -c '
        echo 0 >/proc/sys/user/max_net_namespaces
        remedy=$("$0" doctor | sed -n "s/.*remedy: .*sudo sysctl //p")
        for setting in $remedy; do
            echo "${setting#*=}" >/proc/sys/user/${setting%%=*} 2>/dev/null ||
            echo "${setting#*=}" >"/proc/sys/$(echo "${setting%%=*}" |
                tr . /)"
        done
        exec "$0" doctor' "$ladder"
    assert_line --regexp '^  ok +private hosts'
}

@test "on loopback a port that is in use is replaced, and it says so" {
    require python3 python3
    exec {holder}< <(exec python3 -c '
import socket, time, signal
s = socket.socket()
try:
    s.bind(("127.0.0.1", 7000))
    s.listen()
except OSError:
    pass            # somebody else has it: as good
print("ready", flush=True)
signal.pause()' 3>&- 4>&-)
    server_pids+=("$!")
    read -r -t 10 _ <&"$holder"
    run "$ladder" lesson lessons/05-handshake --build="$BUILD" \
        --scene=handshake --in=loopback
    assert_success
    assert_line --regexp '^  \(port 7000 is in use on this machine: [0-9]+ '
    assert_line --regexp '^  client +\| hello$'
}

@test "on loopback no address of the private hosts is called" {
    require strace strace
    strace -o /dev/null true 2>/dev/null || skip "strace may not trace here"
    run strace -f -e trace=connect,bind,sendto -o "$BATS_TEST_TMPDIR/calls" \
        -E ASAN_OPTIONS=detect_leaks=0 "$ladder" lesson \
        lessons/08-no-answer --build="$BUILD" --in=loopback --scene=all
    assert_success
    grep -q '127\.0\.0\.1' "$BATS_TEST_TMPDIR/calls"
    run grep -E '"(10\.0\.0|0\.0\.0\.0|fd00)' "$BATS_TEST_TMPDIR/calls"
    assert_output ""
}

# waiting_lesson: a lesson in $waiting whose server says its process number and
# waits, and whose client says that it waits, and waits.
waiting_lesson() {
    waiting=$BATS_TEST_TMPDIR/01-waiting
    mkdir "$waiting"
    printf '%s\n' 'server ./server' 'client ./client' >"$waiting/wait.scene"
    # shellcheck disable=SC2016     # the programs expand it
    printf '%s\n' '#!/bin/sh' 'echo "pid $$"' 'exec tail -f /dev/null' |
        tee "$waiting/server" >"$waiting/client"
    chmod +x "$waiting/server" "$waiting/client"
}

@test "a pair that takes two hosts is not run on loopback, and it says so" {
    run lesson 05-handshake --scene=simultaneous-open --in=loopback
    assert_success
    assert_line --partial "  (not run: each program calls the other"
    refute_line --partial "server   |"
    assert_line --partial "SYN-SENT"

    run lesson 04-names-and-ports --scene=ipv6 --in=loopback
    assert_success
    assert_line --partial "  (not run: an address of loopback is IPv4 or IPv6"
}

@test "on loopback no program outlives the lesson, however that ends" {
    waiting_lesson
    for signal in INT TERM KILL; do
        exec {shown}< <(exec "$ladder" lesson "$waiting" --programs="$waiting" \
            --in=loopback 2>&1 3>&- 4>&-)
        lesson_pid=$!
        pids=()
        while [ "${#pids[@]}" -lt 2 ] && read -r -t 10 line <&"$shown"; do
            case $line in *pid*) pids+=("${line##* }") ;; esac
        done
        assert_equal "${#pids[@]}" 2
        kill -"$signal" "$lesson_pid"
        for pid in "${pids[@]}"; do
            # tail ends when the process does.
            timeout 10 tail -f /dev/null --pid="$pid" ||
                fail "SIG$signal left $pid behind"
        done
        exec {shown}<&-
    done
}

@test "a lesson that is told to end says so, and leaves no program behind" {
    require_hosts
    waiting_lesson
    # The client starts with the server: this one never listens.
    printf '%s\n' 'client ./client' >"$waiting/wait.scene"
    exec {shown}< <("$ladder" lesson "$waiting" --programs="$waiting" 2>&1 \
        3>&- 4>&- & echo "lesson $!"; wait $! ||
        echo "status $?")
    read -r -t 10 _ lesson_pid <&"$shown"
    until [[ "$line" == *'prints "pid '* ]]; do
        read -r -t 10 line <&"$shown"
    done
    kill -TERM "$lesson_pid"
    # Its end closes the pipe, when no program holds it any more.
    said=$(timeout 10 cat <&"$shown")
    exec {shown}<&-
    assert_regex "$said" "ladder: interrupted; nothing was kept"
    assert_regex "$said" "status 1$"
}

@test "on loopback a client that never ends is ended" {
    waiting_lesson
    run timeout 20 "$ladder" lesson "$waiting" --programs="$waiting" \
        --in=loopback
    assert_success
    for pid in $(grep -o 'pid [0-9]*' <<<"$output" | cut -d ' ' -f 2); do
        [ ! -e "/proc/$pid" ]
    done
}
