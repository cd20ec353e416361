# Elsewhere than on Linux: what is built there, built here with POSIX alone.

load ../helper

setup_file() {
    here=$(cd "$(dirname "$BATS_TEST_FILENAME")/../.." && pwd)
    export ELSEWHERE=$BATS_FILE_TMPDIR/build
    nice make -s -C "$here" os=Darwin all BUILD="$ELSEWHERE" CFLAGS=-O0 \
        >"$BATS_FILE_TMPDIR/make.log" 2>&1 || {
        cat "$BATS_FILE_TMPDIR/make.log"
        return 1
    }
}

setup() {
    cd "$root" || return
    elsewhere=$ELSEWHERE/bin/ladder
}

@test "no file of the Linux recorder is in it, and nothing is GNU's" {
    run find "$ELSEWHERE/tools/ladder/capture" "$ELSEWHERE/tools/ladder/vm" \
        -name '*.o' ! -path '*/elsewhere/*' ! -name wire.o ! -name fault.o
    refute_output --partial .o
    run make -s -B -n V=1 os=Darwin all BUILD="$ELSEWHERE"
    refute_output --partial _GNU_SOURCE
}

@test "a lesson runs its pair on loopback and shows its recordings" {
    run -0 "$elsewhere" lesson lessons/05-handshake --build="$ELSEWHERE" \
        --scene=handshake
    assert_line --index 0 --partial "recording needs Linux"
    assert_line "The three-way handshake, on loopback:"
    assert_line --regexp '^  client +\| hello$'
    assert_line "Recorded earlier, on the kernel named here:"
    assert_line --regexp 'Linux [0-9.]+ '
    assert_line --partial "SYN-RECEIVED"
}

@test "each lesson ends well there" {
    for folder in lessons/[0-9]*; do
        timeout 120 "$elsewhere" lesson "$folder" --build="$ELSEWHERE" \
            --scene=all >"$BATS_TEST_TMPDIR/out" 2>&1 ||
            fail "$folder: $(cat "$BATS_TEST_TMPDIR/out")"
        run grep "cannot start" "$BATS_TEST_TMPDIR/out"
        assert_output ""
    done
}

@test "a trace is drawn there byte for byte as here" {
    trace=lessons/05-handshake/recorded/handshake.trace
    for form in text transcript svg html pcapng plot table; do
        "$ladder" draw --as="$form" "$trace" >"$BATS_TEST_TMPDIR/here"
        "$elsewhere" draw --as="$form" "$trace" >"$BATS_TEST_TMPDIR/there"
        cmp "$BATS_TEST_TMPDIR/here" "$BATS_TEST_TMPDIR/there"
    done
}

@test "expectations are checked there" {
    run -0 "$elsewhere" expect lessons/05-handshake/handshake.scene \
        lessons/05-handshake/recorded/handshake.trace
    assert_output --partial "expectations hold"
}

@test "recording says in one line that it is not there" {
    scene=lessons/05-handshake/handshake.scene
    for words in "record $scene -o $BATS_TEST_TMPDIR/x" "play $scene" \
                 "run --server true"; do
        # shellcheck disable=SC2086     # words are meant
        run -1 "$elsewhere" $words
        assert_output --partial "not here: recording needs Linux"
        assert_equal "${#lines[@]}" 1
    done
    [ ! -e "$BATS_TEST_TMPDIR/x" ]
}

@test "the doctor there says why, and what would help" {
    run -1 "$elsewhere" doctor
    assert_line --partial "why:    recording needs Linux"
    assert_line --partial "remedy: a machine with Linux"
}
