# scenes.bash - tiny scenes for tests/tools: written, played and asked.
# Loaded behind ../helper.

pair=$BUILD/lessons/05-handshake        # ./server and ./client of these scenes
peers=$BUILD/tests/programs             # and others: see tests/programs

# scene NAME: writes standard input to NAME.scene, in the test's folder.
scene() {
    cat >"$BATS_TEST_TMPDIR/$1.scene"
}

# ladder ARG...: with the descriptors that bats waits for closed.
ladder() {
    timeout -k 5 60 "$ladder" "$@" 3>&- 4>&-
}

# play NAME [ARG...]: records NAME.scene into $trace, for `run`.
play() {
    local name=$1

    shift
    trace=$BATS_TEST_TMPDIR/$name.trace
    ladder record "$BATS_TEST_TMPDIR/$name.scene" --programs="$pair" \
        -o "$trace" "$@"
}

# played NAME: the same, and it must go well; then its transcript is in $told.
played() {
    run play "$1"
    assert_success
    trace=$BATS_TEST_TMPDIR/$1.trace
    told=$BATS_TEST_TMPDIR/$1.told
    transcript "$trace" >"$told"
}

# all_played NAME...: plays them side by side; each must go well.
all_played() {
    local name pids=()

    for name in "$@"; do
        play "$name" >"$BATS_TEST_TMPDIR/$name.said" 2>&1 &
        pids+=($!)
    done
    for name in "$@"; do
        wait "${pids[0]}" || { cat "$BATS_TEST_TMPDIR/$name.said"; return 1; }
        pids=("${pids[@]:1}")
        transcript "$BATS_TEST_TMPDIR/$name.trace" \
            >"$BATS_TEST_TMPDIR/$name.told" || return
    done
}

# tells LINE...: the transcript in $told has lines that begin so, in this order.
tells() {
    in_order "$told" "$@" || { cat "$told"; return 1; }
}

# never LINE: no line of $told begins so.
never() {
    ! grep -n "^$1" "$told"
}

# no COMMAND...: it must fail.  (A test does not end at a "! COMMAND".)
no() {
    ! "$@"
}

# times N LINE: just so many lines of $told begin so.
times() {
    assert_equal "$(grep -c "^$2" "$told")" "$1"
}

# when_ns KIND HOST [NTH]: the time of the NTH event of this kind in $trace, in
# ns; of the last with $.
when_ns() {
    grep "\"k\":\"$1\",\"h\":\"$2\"" "$trace" | sed -n "${3:-1}p" |
        sed 's/^{"t":\([0-9]*\).*/\1/'
}
