# ladder record: one story every time, for every user, and nothing left behind.

load ../helper
load scenes

setup() {
    cd "$root" || return
    require_hosts
    handshake=$root/lessons/05-handshake/handshake.scene
    programs=$pair
}

# busy: two loops that use the CPUs until the test's end.
busy() {
    for _ in 1 2; do
        sh -c 'while :; do :; done' 3>&- 4>&- &
        server_pids+=($!)               # teardown ends them
    done
}

# --- one story ---------------------------------------------------------------

@test "the handshake is told in the contract's order" {
    record "$handshake"
    told=$BATS_TEST_TMPDIR/told
    transcript "$trace" >"$told"
    tells "client calls connect" "client state SYN-SENT" "client sends SYN" \
        "server state SYN-RECEIVED" "server sends SYN,ACK" \
        "client state ESTABLISHED" "client connect returns 0" \
        "server state ESTABLISHED" "server queue 1/" "server accept returns" \
        "server queue 0/"
}

@test "recordings beside two busy loops are one story (RUNS=50 for fifty)" {
    local i runs=${RUNS:-10}

    busy
    for ((i = 0; i < runs; i++)); do
        ladder record "$handshake" --programs="$pair" \
            -o "$BATS_TEST_TMPDIR/$i.trace"
        transcript "$BATS_TEST_TMPDIR/$i.trace" >"$BATS_TEST_TMPDIR/$i.told"
    done
    for ((i = 1; i < runs; i++)); do
        diff "$BATS_TEST_TMPDIR/0.told" "$BATS_TEST_TMPDIR/$i.told"
    done
}

# Runs the words as a user who has no account and no rights.  Root lends a TUN
# node that everybody may open, in a mount namespace of its own: the machine's
# keeps its mode.
as_stranger() {
    # shellcheck disable=SC2016     # the words are sh's
    unshare -m sh -c 'mount -t tmpfs -o mode=755 tmpfs /mnt &&
        mknod -m 666 /mnt/tun c 10 200 &&
        mount --bind /mnt/tun /dev/net/tun && umount -l /mnt &&
        exec setpriv --reuid=54321 --regid=54321 --clear-groups \
            --inh-caps=-all "$@"' sh "$@" 3>&- 4>&-
}

@test "a user without any right gets the same story" {
    require util-linux setpriv
    [ "$(id -u)" = 0 ] || skip "root is needed to become another user"
    as_stranger true || skip "no TUN node can be lent here"

    # Its own copy: the tree may stand where that user cannot read.
    local place
    cd "$BATS_TEST_TMPDIR"
    place=$(mktemp -d "${TMPDIR:-/tmp}/stranger.XXXXXX")
    cp "$ladder" "$pair/server" "$pair/client" "$handshake" "$place"
    chown 54321:54321 "$place"
    # A machine whose CPUs are taken for 200 ms makes a kernel send again, which
    # is true and another story: three tries.
    for _ in 1 2 3; do
        run as_stranger "$place/ladder" record "$place/handshake.scene" \
            --programs="$place" -o "$place/other.trace"
        assert_success
        assert_equal "$(stat -c %u "$place/other.trace")" 54321
        transcript "$place/other.trace" >other.told
        ladder record "$handshake" --programs="$pair" -o root.trace
        transcript root.trace >root.told
        diff root.told other.told && break
    done
    rm -r "$place"
    diff root.told other.told
}

@test "no path, user or host name is in a trace" {
    local word

    ladder record "$handshake" --programs="$pair" -o "$BATS_TEST_TMPDIR/h.trace"
    for word in "$root" "$pair" "$BATS_TEST_TMPDIR" "$HOME" /tmp/ \
        "\"$(id -un)\"" "$(uname -n)"; do
        [ "${#word}" -gt 3 ] || continue        # "vm" may stand in a word
        no grep -F -n "$word" "$BATS_TEST_TMPDIR/h.trace"
    done
}

# --- nothing left behind -----------------------------------------------------

# apart FUNCTION: runs it as process 1 of a world of its own, where all other
# processes are ladder's or ladder's programs.  So nothing need be known by
# name, and other suites may run beside.
apart() {
    local user=()

    [ "$(id -u)" = 0 ] || user=(-r)
    # shellcheck disable=SC2016     # the words are bash's
    run timeout -k 5 60 unshare "${user[@]}" -pf --mount-proc --kill-child \
        bash -c "$(declare -f nothing_left "$1")"'
            ladder=$1 scene=$2 pair=$3 folder=$4 peers=$5 fifo=$4/fifo
            mkfifo "$fifo"
            '"$1" bash "$ladder" "$handshake" "$pair" "$BATS_TEST_TMPDIR" \
        "$peers" 3>&- 4>&-
    assert_success
}

# No process but this one, within 5 s, and so no namespace; and no trace.
nothing_left() {
    local start=$SECONDS left file link

    while :; do
        left=
        for file in /proc/[0-9]*; do
            case $file in "/proc/$$") continue ;; esac
            read -r link <"$file/stat" 2>/dev/null || continue
            link=${link##*) }           # a zombie is ours to wait for
            [ "${link%% *}" = Z ] || left+=" $file"
        done
        [ -z "$left" ] && break
        if [ $((SECONDS - start)) -gt 5 ]; then
            echo "left behind:$left"
            for file in $left; do
                tr '\0' ' ' <"$file/cmdline"
                ls -l "$file/ns/net"
            done
            return 1
        fi
    done
    for file in "$folder"/*.trace*; do
        case $file in *'*'*) ;; *) echo "left: $file"; return 1 ;; esac
    done
}

kill_at_moments() {
    local i moments=${MOMENTS:-20} pid

    for ((i = 0; i < moments; i++)); do
        # The moments are spread over a recording's first 150 ms.
        timeout --foreground -s KILL "$(printf '0.%03d' \
            $((1 + i * 150 / moments)))" "$ladder" record "$scene" \
            --programs="$pair" -o "$folder/killed.trace" >"$folder/said" 2>&1
        if [ -s "$folder/killed.trace" ]; then
            rm "$folder/killed.trace"   # it was faster
        fi
        nothing_left || { echo "moment $i"; return 1; }
    done
}

@test "kill -9 at many moments leaves nothing (MOMENTS=100 for a hundred)" {
    export MOMENTS
    apart kill_at_moments
}

# Starts a recording whose server says so through a fifo, and then signals.
signalled() {
    local signal status

    set -m                              # else SIGINT would be ignored
    for signal in INT TERM HUP; do
        printf 'server sh -c "echo >%s; exec %s/server 7000"\n' "$fifo" \
            "$pair" >"$folder/waits.scene"
        "$ladder" record "$folder/waits.scene" -o "$folder/waits.trace" \
            >"$folder/said" 2>&1 &
        read -r _ <"$fifo"
        kill -"$signal" $!
        wait $!
        status=$?
        echo "$signal: status $status: $(cat "$folder/said")"
        [ "$status" = 1 ] || return 1
        [ "$(cat "$folder/said")" = "ladder: interrupted; nothing was kept" ] ||
            return 1
        nothing_left || return 1
    done
}

@test "Ctrl-C, SIGTERM and SIGHUP: one line, status 1, nothing left" {
    apart signalled
}

# Ctrl-C as a terminal sends it, while a lesson's scenes are played.
lesson_signalled() {
    local line status

    mkdir -p "$folder/build/lessons"
    cp -r "$pair" "$folder/build/lessons" && rm -f "$folder"/build/*/*/*.trace
    set -m
    "$ladder" lesson lessons/05-handshake --build="$folder/build" \
        >"$fifo" 2>"$folder/said" &
    exec 5<"$fifo"
    while read -r line <&5; do
        case $line in *SYN-SENT*) kill -INT -$! ;; esac
    done
    wait $!
    status=$?
    cat "$folder/said"
    [ "$status" = 1 ] &&
        [ "$(cat "$folder/said")" = "ladder: interrupted; nothing was kept" ] &&
        nothing_left
}

@test "Ctrl-C in a lesson ends all of its scenes, with one line" {
    apart lesson_signalled
}

# A client that makes one call after the other gives the recorder no rest.
signalled_while_busy() {
    printf 'limit 30s\nclient sh -c "echo >%s; exec %s/busy"\n' "$fifo" \
        "$peers" >"$folder/busy.scene"
    "$ladder" record "$folder/busy.scene" -o "$folder/busy.trace" \
        >"$folder/said" 2>&1 &
    read -r _ <"$fifo"
    kill -TERM $!
    wait $!
    [ $? = 1 ] && [ "$SECONDS" -lt 10 ] &&
        [ "$(cat "$folder/said")" = "ladder: interrupted; nothing was kept" ] &&
        nothing_left
}

@test "several scenes: a trace each, under the name of each one's folder" {
    cd "$BATS_TEST_TMPDIR"
    mkdir -p a/b c/b
    echo "client /bin/true" | tee a/up.scene a/b/x.scene >c/b/x.scene
    cd a/b
    run "$ladder" record ../up.scene x.scene -o "$BATS_TEST_TMPDIR/out/"
    assert_success
    assert_line "holds   a/up"
    assert_line "holds   b/x"
    assert [ -s "$BATS_TEST_TMPDIR/out/a/up.trace" ]
    assert [ -s "$BATS_TEST_TMPDIR/out/b/x.trace" ]

    # Two would be one, or one cannot be read: nothing is made.
    run -2 "$ladder" record x.scene ../../c/b/x.scene -o none/
    assert_output \
        "ladder: x.scene and ../../c/b/x.scene would both be none/b/x.trace"
    run "$ladder" record x.scene missing.scene -o none/
    assert_failure
    assert_output --partial "ladder: missing.scene: cannot be read: No such"
    assert [ ! -e none ]
}

@test "programs that never rest do not keep ladder from hearing a signal" {
    apart signalled_while_busy
}

bombs() {
    local kind

    for kind in processes threads; do
        "$ladder" run --quiet --limit=5s --client "$peers/bomb $kind" \
            >"$folder/said" 2>&1
        [ $? = 1 ] || return 1
        cat "$folder/said"
        grep -qx "ladder: more than 1024 processes and threads: stopped" \
            "$folder/said" || return 1
        nothing_left || return 1
        # And all have been waited for: init has nothing to reap.
        set -- /proc/[0-9]*
        [ $# = 1 ] || return 1
    done
}

@test "a fork bomb is stopped at its limit, whole" {
    apart bombs
}

deaf() {
    printf 'server sh -c "trap : TERM; %s/server 7000; %s/server 7001"\n' \
        "$pair" "$pair" >"$folder/deaf.scene"
    printf 'client %s/client 10.0.0.2 7000 hello\n' "$pair" \
        >>"$folder/deaf.scene"
    sed -i 's/7000;/7000 0.0.0.0;/' "$folder/deaf.scene"
    "$ladder" record "$folder/deaf.scene" -o "$folder/deaf" || return 1
    nothing_left
}

@test "a server that does not hear SIGTERM is killed, with its children" {
    apart deaf
}

# --- programs that fail ------------------------------------------------------

@test "a server without its listen() fails with a line that says so" {
    require gcc cc
    sed '/if (listen(/,/die("listen");/d' lessons/05-handshake/server.c \
        >"$BATS_TEST_TMPDIR/server.c"
    no grep -q 'listen(listener' "$BATS_TEST_TMPDIR/server.c"
    ${CC:-cc} -std=c11 -D_POSIX_C_SOURCE=200809L -Icommon -w \
        -o "$BATS_TEST_TMPDIR/server" "$BATS_TEST_TMPDIR/server.c" common/*.c
    cp "$pair/client" "$BATS_TEST_TMPDIR"

    run timeout 10 "$ladder" record "$handshake" \
        --programs="$BATS_TEST_TMPDIR" -o "$BATS_TEST_TMPDIR/x.trace"
    assert_failure 1
    assert_output --partial "ladder: handshake: server failed: exit status 1"
    assert_output --partial "expected: client calls connect"
}

@test "a client that crashes, fails or hangs is named in one line" {
    scene crash <<<$'server ./server 7000 0.0.0.0\nclient sh -c "kill -SEGV $$"'
    run play crash
    assert_failure 1
    assert_output "ladder: crash: client was killed by SIGSEGV"

    scene three <<<$'server ./server 7000 0.0.0.0\nclient sh -c "exit 3"'
    run play three
    assert_failure 1
    assert_output "ladder: three: client failed: exit status 3"

    scene hang <<-END
	limit 200ms
	server ./server 7000 0.0.0.0
	client tail -f /dev/null
	END
    run play hang
    assert_failure 1
    assert_output "ladder: hang: the limit of 200 ms was reached"

    scene spin <<-END
	limit 200ms
	server ./server 7000 0.0.0.0
	client sh -c "while :; do :; done"
	END
    run play spin
    assert_failure 1
    assert_output "ladder: spin: the limit of 200 ms was reached"
    transcript "$BATS_TEST_TMPDIR/spin.trace" | tail -n 1 |
        grep -qx "ladder reaches the limit of 200 ms"
}

@test "a program that cannot be started is named in one line" {
    local folder=$BATS_TEST_TMPDIR

    scene missing <<<'server ./missing 7000'
    run play missing
    assert_failure 1
    assert_output --partial \
        "missing.scene:1: no program './missing'; build it first"
    assert_equal "${#lines[@]}" 1

    scene mode <<<'server ./mode 7000'
    echo 'echo hello' >"$folder/mode"
    run ladder record "$folder/mode.scene" -o "$folder/mode.trace"
    assert_failure 1
    assert_output --partial "mode.scene:1: './mode' may not be executed"
    assert_equal "${#lines[@]}" 1

    scene format <<<'server ./format 7000'
    echo 'no program' >"$folder/format"
    chmod +x "$folder/format"
    run ladder record "$folder/format.scene" -o "$folder/format.trace"
    assert_failure 1
    assert_output "ladder: cannot start server (./format): Exec format error"

    scene folder <<<'server /tmp'
    run play folder
    assert_failure 1
    assert_output --partial "no program '/tmp'"
    run bash -c "ls '$folder' | grep trace"
    assert_output ""
}

# --- output that cannot be written -------------------------------------------

@test "a trace that cannot be written is one line, and no half file" {
    local path reason

    while read -r path reason; do
        run ladder record "$handshake" --programs="$pair" -o "$path"
        assert_failure 1
        assert_output "ladder: cannot write $path: $reason"
    done <<-END
	/no/such/folder/x.trace No such file or directory
	/proc/x.trace No such file or directory
	$BATS_TEST_TMPDIR Is a directory
	END
    run ladder record "$handshake" --programs="$pair" -o /dev/full
    assert_failure 1
    assert_output --regexp "^ladder: cannot write .*: No space left on device$"
}

@test "a full disk is one line, and no half file" {
    # shellcheck disable=SC2016     # the words are sh's
    run unshare -rm sh -c 'mount -t tmpfs -o size=4k tmpfs /mnt &&
        "$1" record "$2" --programs="$3" -o /mnt/x.trace
        echo "status $?"; ls -A /mnt' sh "$ladder" "$handshake" "$pair" \
        3>&- 4>&-
    assert_line --index 0 \
        "ladder: cannot write the trace: No space left on device"
    assert_line --index 1 "status 1"
    assert_equal "${#lines[@]}" 2
}

@test "an older trace stays whole when the new one fails" {
    echo "the older one" >"$BATS_TEST_TMPDIR/hang.trace"
    scene hang <<<$'server ./server 7000 0.0.0.0\nclient ./nothing'
    run play hang
    assert_failure 1
    assert_equal "$(cat "$BATS_TEST_TMPDIR/hang.trace")" "the older one"
}

@test "a drawing that cannot be written fails, whoever takes it" {
    run bash -c "'$ladder' run --server '$pair/server 7000 0.0.0.0' \
        --client '$pair/client 10.0.0.2 7000 hi' 2>&1 >/dev/full"
    assert_failure 1
    assert_output "ladder: cannot write the drawing: No space left on device"
    run bash -c "'$ladder' run --server '$pair/server 7000 0.0.0.0' \
        --client '$pair/client 10.0.0.2 7000 hi' 2>&1 >&-"
    assert_failure 1
    assert_output "ladder: cannot write the drawing: Bad file descriptor"
    run bash -c "'$ladder' run --server '$pair/server 7000 0.0.0.0' \
        --client '$pair/client 10.0.0.2 7000 hi' | :; exit \${PIPESTATUS[0]}"
    assert_failure 1
    assert_output "ladder: cannot write the drawing: Broken pipe"
}

# --- scenes that are none ----------------------------------------------------

@test "a scene with a mistake is refused with file, line and what is allowed" {
    local line message

    while IFS='|' read -r line message; do
        printf 'title x\n%s\nserver ./server 7000\n' "$line" |
            scene wrong
        run play wrong
        assert_failure 1
        assert_output --partial "wrong.scene:2: "
        assert_output --partial "$message"
        assert_equal "${#lines[@]}" 1
        [ ! -e "$BATS_TEST_TMPDIR/wrong.trace" ]
    done <<-END
	sever ./server 7000|there is no word 'sever'; the words are
	wire delay=20|delay=20 is no time
	wire speed=20|the wire has no 'speed'
	fault loose client syn 1|the wire cannot 'loose'
	fault lose me syn 1|'me'
	fault lose client sin 1|'sin' is no kind of segment
	fault lose client syn 0|'0' says neither which
	start nobody when client exits|nobody
	hold server accept when client exits|hold
	signal server SIGNOTHING when client exits|'SIGNOTHING' is no signal
	expect nonsense happens|nonsense
	expect never ladder hold|ladder never 'hold'
	expect never server prints hello|prints "hello"
	expect never server exits bad|'bad' is no exit status
	expect never server killed TERM|'TERM' is no signal
	limit 0s|'0s' is no time
	END
}

@test "a scene that cannot be read, is empty or is no text is one line" {
    run ladder record "$BATS_TEST_TMPDIR/none.scene" -o "$BATS_TEST_TMPDIR/x"
    assert_failure 1
    assert_output --partial \
        "none.scene: cannot be read: No such file or directory"
    scene empty </dev/null
    run play empty
    assert_failure 1
    assert_output --partial "the scene has no program"
    head -c 3000 /dev/urandom | scene noise
    run play noise
    assert_failure 1
    assert_equal "${#lines[@]}" 1
    LC_ALL=C no grep -q '[^[:print:]]' <<<"$output"
    run -2 ladder record
    run -2 ladder record "$handshake"
    run -2 ladder record "$handshake" -o
}
