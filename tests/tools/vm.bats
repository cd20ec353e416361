# The virtual machine: a scene where no hosts can be made, and what goes wrong.
#
# Each boot takes some seconds of a CPU, so what can be asked of one machine is
# asked of one.  A stand-in for QEMU plays the guests that misbehave.

load ../helper

setup() {
    cd "$root" || return
    export LADDER_KERNELS=${LADDER_KERNELS:-$root/build/kernels}
    scene=lessons/05-handshake/handshake.scene
    handshake=$BUILD/lessons/05-handshake
    trace=$BATS_TEST_TMPDIR/x.trace
}

# Skips where no virtual machine can be had, even after trying to get one.
require_vm() {
    case $(uname -m) in
    x86_64) require qemu-system-x86 qemu-system-x86_64 ;;
    *) skip "tried on x86-64 only" ;;
    esac
    "$ladder" vm >"$BATS_TEST_TMPDIR/vm" 2>&1 && return
    timeout 120 tools/kernels "$LADDER_KERNELS" >/dev/null 2>&1 ||
        skip "no kernel for a virtual machine: make kernels"
}

# Skips where sanitizers are built in: the first program of a machine has no
# /proc yet, and AddressSanitizer complains of that.
require_plain() {
    ! grep -q __asan_init "$ladder" || skip "a sanitized guest says more"
}

# Puts a QEMU into PATH that does what standard input says, in sh: descriptor 3
# is the console, descriptor 4 the line.  And a kernel for it.
stand_in() {
    mkdir -p "$BATS_TEST_TMPDIR/bin" "$BATS_TEST_TMPDIR/kernels/9.9"
    cat - >"$BATS_TEST_TMPDIR/words" <<'END'
#!/bin/sh
for word; do
    case $word in
    fd=*,set=1) console=${word%,*} ;;
    socket,id=line,*) line=${word##*,} ;;
    esac
done
eval "exec 3>&${console#fd=} 4>&${line#fd=}"
END
    cat "$BATS_TEST_TMPDIR/words" /dev/fd/9 9<&0 \
        >"$BATS_TEST_TMPDIR/bin/qemu-system-$(uname -m)"
    chmod +x "$BATS_TEST_TMPDIR/bin/qemu-system-$(uname -m)"
    { head -c 514 /dev/zero; echo "HdrS"; head -c 512 /dev/zero; } \
        >"$BATS_TEST_TMPDIR/kernels/9.9/vmlinuz"
    export LADDER_KERNELS=$BATS_TEST_TMPDIR/kernels
    PATH=$BATS_TEST_TMPDIR/bin:$PATH
}

teardown() {
    [ -z "${session:-}" ] || tmux -L "$session" kill-server 2>/dev/null || :
}

# record PLACE: records the handshake there.
record() {
    "$ladder" record "$scene" --programs="$handshake" -o "$trace" --quiet \
        --in="$1"
}

# Runs "$@" where no namespace may be made.
without_namespaces() {
    if unshare -Ur true 2>/dev/null; then
        # shellcheck disable=SC2016     # the inner shell expands it
        unshare -Ur sh -c 'for what in user net mnt; do
            echo 0 >/proc/sys/user/max_"$what"_namespaces; done
            exec "$@"' sh "$@"
    else
        "$@"
    fi
}

@test "where nothing is allowed, lesson 05 is played in a virtual machine" {
    require_vm
    mkdir "$BATS_TEST_TMPDIR/lessons"
    cp -r "$handshake" "$BATS_TEST_TMPDIR/lessons/05-handshake"
    run -0 without_namespaces timeout 60 "$ladder" lesson \
        lessons/05-handshake --build="$BATS_TEST_TMPDIR" --scene=all
    assert_line --index 0 --partial "boots in a virtual machine"
    assert_output --regexp "The three-way handshake +Linux 6"
    assert_output --regexp "Both ends connect at once +Linux 6"
    assert_line --regexp "^Next: "
    for scene in handshake lost-ack lost-syn simultaneous-open; do
        trace=$BATS_TEST_TMPDIR/lessons/05-handshake/$scene.trace
        head -n 1 "$trace" | grep -q '"in":"vm"' || fail "$scene: not in a VM"
        "$ladder" expect "lessons/05-handshake/$scene.scene" "$trace"
    done
    # The story is the one that private hosts tell.
    cd lessons/05-handshake
    "$ladder" draw --as=transcript recorded/handshake.trace \
        >"$BATS_TEST_TMPDIR/hosts"
    cd "$BATS_TEST_TMPDIR/lessons/05-handshake"
    "$ladder" draw --as=transcript handshake.trace |
        diff "$BATS_TEST_TMPDIR/hosts" -
}

@test "a game: what is decided here is done there" {
    require_vm
    require_plain
    printf '%s\n' deliver lose nonsense "deliver 9" all \
        >"$BATS_TEST_TMPDIR/lines"
    run -0 --separate-stderr timeout 60 "$ladder" play "$scene" --in=vm \
        --programs="$handshake" -o "$trace" <"$BATS_TEST_TMPDIR/lines"
    assert_line --regexp "^The three-way handshake +Linux 6.*"
    assert_output --partial "lost 1,"
    assert_line "    fault lose server syn-ack 1"
    assert_line "The trace is $trace"
    assert_equal "$(sed 1d <<<"$stderr" | head -n 1)" "ladder: 'nonsense' is \
no decision; say deliver [N], lose, duplicate, hold, corrupt, all, wait 200ms \
or quit"
    # Both kernels send again after a second, so there may be two by then.
    sed 1,2d <<<"$stderr" |
        grep -qEx "ladder: there (is 1|are 2) segments? on the wire, no 9"
    head -n 1 "$trace" | grep -q '"kernel":"6[.0-9]*",.*"in":"vm"'
    run "$ladder" draw --as=transcript "$trace"
    assert_line "wire lost server's SYN,ACK 0:0 ack 1"
    assert_line 'client prints "hello"'
}

# await WORDS: waits until the terminal shows them, 60 s at most.
await() {
    local start=$SECONDS

    until tmux -L "$session" capture-pane -p | grep -q "$1"; do
        if [ $((SECONDS - start)) -ge 60 ]; then
            tmux -L "$session" capture-pane -p
            return 1
        fi
    done
}

@test "a game in a terminal: keys, and it is as before after q and Ctrl-C" {
    require_vm
    require_plain
    require tmux tmux
    local key

    session=ladder-vm-$$
    cat >"$BATS_TEST_TMPDIR/game.sh" <<-END
	cd $root
	stty -a >$BATS_TEST_TMPDIR/before
	for key in q C-c; do
	    $ladder play $scene --programs=$handshake --in=vm
	    echo "\$key: status \$?"
	    stty -a | cmp - $BATS_TEST_TMPDIR/before && echo "\$key: as before"
	done
	cat     # the terminal stays until the test has seen it
	END
    tmux -L "$session" -f /dev/null new-session -d -x 100 -y 60 \
        "bash $BATS_TEST_TMPDIR/game.sh" 3>&- 4>&-
    for key in q C-c; do
        await "client's SYN.*LISTEN"
        tmux -L "$session" send-keys d
        await "server's SYN,ACK.*SYN-RECEIVED"
        tmux -L "$session" send-keys "$key"
        await "$key: as before"
        tmux -L "$session" capture-pane -p >"$BATS_TEST_TMPDIR/$key"
    done
    grep -q "q: status 0" "$BATS_TEST_TMPDIR/q"
    grep -q "C-c: status 1" "$BATS_TEST_TMPDIR/C-c"
        grep -q "ladder: interrupted; nothing was kept" "$BATS_TEST_TMPDIR/C-c"
}

@test "a scene that fails in a guest fails here, with the same words" {
    require_vm
    require_plain
    cat >"$BATS_TEST_TMPDIR/wrong.scene" <<'END'
server ./server 7000 0.0.0.0
client ./client 10.0.0.2 7000 hello
expect client state LISTEN
END
    cd "$BATS_TEST_TMPDIR"
    run -1 "$ladder" record wrong.scene --programs="$handshake" -o "$trace" \
        --in=vm --quiet
    assert_line --index 0 "wrong.scene:3: expected: client state LISTEN"
    [ -s "$trace" ] || fail "the trace was not kept"
}

@test "a full disk is one line" {
    require_vm
    require_plain
    run -1 "$ladder" run --server 'true' -o /dev/full --in=vm --quiet
    assert_output "ladder: cannot write /dev/full: No space left on device"
}

@test "a guest that panics shows its last lines" {
    require_vm
    LADDER_VM_APPEND=rdinit=/nothing run -1 timeout 60 "$ladder" record \
        "$scene" --programs="$handshake" -o "$trace" --in=vm --quiet
    assert_line --index 0 --regexp "^ladder: the virtual machine .*last lines:$"
    assert_line --index 1 --partial "Kernel panic"
    [ ! -e "$trace" ]
}

@test "a module that the guest cannot load is named" {
    require_vm
    require_plain
    mkdir "$BATS_TEST_TMPDIR/9.9"
    newest=$(echo "$LADDER_KERNELS"/[0-9]* | tr ' ' '\n' | sort -V | tail -n 1)
    cp -r "$newest/." "$BATS_TEST_TMPDIR/9.9"
    echo "no module" >"$BATS_TEST_TMPDIR/9.9/modules/tun.ko"
    run -1 timeout 60 "$ladder" record "$scene" --programs="$handshake" \
        -o "$trace" --in=vm="$BATS_TEST_TMPDIR/9.9/" --quiet
    assert_line --index 0 "ladder: the virtual machine (Linux 9.9) does not \
start; its last lines:"
    assert_line --partial "/modules/tun.ko: Exec format error"
    [ ! -e "$trace" ]
}

@test "QEMU does not outlive a ladder that is killed" {
    stand_in <<'END'
echo "my number is $$" >&3
exec tail -f /dev/null
END
    "$ladder" record "$scene" --programs="$handshake" -o "$trace" --quiet \
        --in=vm 3>&- 4>&- &
    recorder=$!
    for _ in $(seq 1000); do
        machine=$(pgrep -P "$recorder") && break
        kill -0 "$recorder"
    done
    kill -KILL "$recorder"
    wait "$recorder" || :
    timeout 10 tail --pid="$machine" -f /dev/null
}

@test "a guest that hangs is ended when its time is over" {
    stand_in <<'END'
echo "loading" >&3
exec tail -f /dev/null
END
    LADDER_VM_BOOT=1 run -1 timeout 20 "$ladder" record "$scene" \
        --programs="$handshake" -o "$trace" --in=vm --quiet
    assert_line --index 0 "ladder: the virtual machine (Linux 9.9) does not \
boot: its time is over; its last lines:"
    assert_line --index 1 "    loading"
    assert_equal "${#lines[@]}" 2
    [ ! -e "$trace" ]
}

# The frame with which a guest says that it is up.
hello='\114\101\104\061\110\000\000\000\000\000\000\000\015\031\120\042'

@test "a guest that hangs later is ended as well, in a game too" {
    stand_in <<END
echo "loading" >&3
printf '$hello' >&4
echo "up" >&3
exec tail -f /dev/null
END
    printf 'limit 100ms\nserver true\n' >"$BATS_TEST_TMPDIR/short.scene"
    for words in "record -o $trace" play; do
        # shellcheck disable=SC2086     # words are meant
        LADDER_VM_LATE=1 run -1 timeout 20 "$ladder" $words --quiet --in=vm \
            "$BATS_TEST_TMPDIR/short.scene" </dev/null
        assert_line "ladder: the virtual machine (Linux 9.9) hangs: its time \
is long over; its last lines:"
        assert_line "    loading"
        [ ! -e "$trace" ]
    done
}

@test "a QEMU that ends at once is reported with its words" {
    stand_in <<'END'
printf 'no memory\r\n\033[2Jfor you\n' >&3
exit 1
END
    run -1 record vm
    assert_line --index 0 --partial "does not start; its last lines:"
    assert_line --index 1 "    no memory"
    assert_line --index 2 "    [2Jfor you"
}

@test "what is no frame on the line is refused" {
    for words in "LAD1H" "hello" "LAD1H\\0\\0\\0\\0\\0\\0\\0\\0\\0\\0\\0"; do
        stand_in <<END
printf '$words' >&4
head -c 300000 /dev/urandom >&4
END
        run -1 timeout 20 "$ladder" record "$scene" --quiet --in=vm \
            --programs="$handshake" -o "$trace"
        assert_line --index 0 \
            "ladder: the virtual machine (Linux 9.9) sent a damaged line"
        [ ! -e "$trace" ]
    done
}

@test "no QEMU, no kernel, a wrong kernel: one line each, and its remedy" {
    LADDER_KERNELS=$BATS_TEST_TMPDIR run -1 "$BASH" -c \
        "PATH=$BATS_TEST_TMPDIR \"\$@\"" - "$ladder" record "$scene" \
        --programs="$handshake" -o "$trace" --in=vm
    assert_equal "${#lines[@]}" 1
    assert_output --partial "install QEMU"
    stand_in </dev/null
    run -1 record vm=5
    assert_output "ladder: there is no kernel 5 for a virtual machine; there \
are 9.9"
    # 64 KiB, says its header.
    { head -c 501 /dev/zero; printf '\020'; head -c 12 /dev/zero; echo HdrS; } \
        >"$LADDER_KERNELS/9.9/vmlinuz"
    run -1 record vm
    assert_output --partial "9.9/vmlinuz is no Linux kernel: remove its folder"
    head -c 5000 /dev/urandom >"$LADDER_KERNELS/9.9/vmlinuz"
    run -1 record vm
    assert_equal "${#lines[@]}" 1
    assert_output --partial "9.9/vmlinuz is no Linux kernel: remove its folder"
    run -1 "$ladder" vm
    assert_line --partial "9.9/vmlinuz is no Linux kernel"
    rm -r "$LADDER_KERNELS/9.9"
    run -1 record vm
    assert_output --partial "\`make kernels\` fetches some"
    run -1 "$ladder" vm
    assert_line "No virtual machine can be had yet."
}

@test "where nothing is allowed, the way to a machine is told" {
    export LADDER_KERNELS=$BATS_TEST_TMPDIR
    stand_in </dev/null
    rm -r "$LADDER_KERNELS/9.9"
    run -1 without_namespaces "$ladder" doctor
    assert_line --regexp "^A virtual machine needs no right, .*make kernels"
    assert_line "Then: make kernels lesson-5 IN=vm"
    run -0 without_namespaces "$ladder" lesson lessons/05-handshake \
        --build="$BUILD" --scene=handshake
    assert_line --index 0 --regexp "^No ladder.*without any right:.*make kern"
    run -1 without_namespaces "$ladder" play "$scene" </dev/null
    assert_line --index 1 --regexp "needs no right, but .*make kernels"
}

@test "words behind --in= that mean nothing are refused, with the places" {
    run -2 record moon
    assert_output --partial "auto, hosts, vm, vm=KERNEL and loopback"
    run -2 record loopback
    assert_output --partial "nothing to record"
    run -2 "$ladder" play "$scene" --in=moon
    assert_output --partial "auto, hosts, vm, vm=KERNEL and loopback"
    run -2 "$ladder" play "$scene" --in=loopback
    assert_output --partial "nothing to decide"
    run -2 "$ladder" guest ttyS1
    assert_output --partial "see \`ladder vm\`"
}

@test "the kernels are fetched once" {
    for kernel in 6.1.5 6.12.7; do
        mkdir -p "$BATS_TEST_TMPDIR/kernels/$kernel"
        echo there >"$BATS_TEST_TMPDIR/kernels/$kernel/vmlinuz"
    done
    PATH=$BATS_TEST_TMPDIR:/usr/bin:/bin run -0 tools/kernels \
        "$BATS_TEST_TMPDIR/kernels"
    assert_output ""
    run -1 tools/kernels "$BATS_TEST_TMPDIR/kernels" /nonexistent.deb
    assert_output --partial "cannot unpack /nonexistent.deb"
    run find "$BATS_TEST_TMPDIR/kernels" -name '.work*'
    assert_output ""
}
