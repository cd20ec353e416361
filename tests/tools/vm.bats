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
    fd=*,set=2) line=${word%,*} ;;
    esac
done
eval "exec 3>&${console#fd=} 4>&${line#fd=}"
END
    cat "$BATS_TEST_TMPDIR/words" /dev/fd/9 9<&0 \
        >"$BATS_TEST_TMPDIR/bin/qemu-system-$(uname -m)"
    chmod +x "$BATS_TEST_TMPDIR/bin/qemu-system-$(uname -m)"
    { head -c 514 /dev/zero; echo "HdrS"; } \
        >"$BATS_TEST_TMPDIR/kernels/9.9/vmlinuz"
    export LADDER_KERNELS=$BATS_TEST_TMPDIR/kernels
    PATH=$BATS_TEST_TMPDIR/bin:$PATH
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
        lessons/05-handshake --build="$BATS_TEST_TMPDIR"
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

@test "words behind --in= that mean nothing are refused, with the places" {
    run -2 record moon
    assert_output --partial "auto, hosts, vm, vm=KERNEL and loopback"
    run -2 record loopback
    assert_output --partial "nothing to record"
    run -2 "$ladder" play "$scene" --in=vm
    assert_output --partial "play needs private hosts"
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
