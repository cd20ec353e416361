# helper.bash - what the bats files share.  A test file begins with
#
#     load ../helper          # ("helper" for a file in tests/ itself)
#
# and then has in view: $root (the checkout), $BUILD, $ladder, $lesson (the
# folder of the lesson, for tests/lessons/NN-name.bats), $programs (where that
# lesson's programs are), and the functions below.  Nothing here sleeps.

bats_require_minimum_version 1.5.0

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
BUILD=${BUILD:-$root/build}
case $BUILD in /*) ;; *) BUILD=$root/$BUILD ;; esac
export BUILD
ladder=$BUILD/bin/ladder
case $BATS_TEST_FILENAME in
*/tests/lessons/*)
    lesson=lessons/$(basename "$BATS_TEST_FILENAME" .bats)
    programs=$BUILD/$lesson ;;
esac

BATS_LIB_PATH=${BATS_LIB_PATH:+$BATS_LIB_PATH:}/usr/lib/bats:/usr/share/bats
export BATS_LIB_PATH=$BATS_LIB_PATH:/usr/lib:/usr/local/lib:/opt/homebrew/lib
bats_load_library bats-support
bats_load_library bats-assert

setup() {
    cd "$root" || return
}

teardown() {
    stop_servers
}

# --- what this machine can do ----------------------------------------------

# require PACKAGE COMMAND: skips the test where COMMAND is not installed.
require() {
    command -v "$2" >/dev/null || skip "needs $2: install $1 (make deps)"
}

# require_hosts: skips the test, with the doctor's reason, where no private
# hosts can be made.  tools/check asks the doctor once for all tests.
require_hosts() {
    if [ -z "${LADDER_HOSTS:-}" ]; then
        LADDER_REASON=$("$ladder" doctor 2>&1) && LADDER_HOSTS=yes ||
            { [ $? -eq 1 ] && LADDER_HOSTS=no; } || LADDER_HOSTS=broken
    fi
    case $LADDER_HOSTS in
    yes) ;;
    no) skip "no private hosts here: $(sed -n 's/^ *why: *//p' \
        <<<"$LADDER_REASON" | head -n 1)" ;;
    *) fail "ladder doctor: $LADDER_REASON" ;;
    esac
}

# --- servers ----------------------------------------------------------------

server_pids=()

# start_server PROGRAM [ADDRESS]: starts PROGRAM on a free port, waits for its
# ready line, and sets $port, $server_pid and $ready.  Asks for another port
# where one was taken in between.
start_server() {
    local program=$1
    shift

    for _ in 1 2 3 4 5; do
        port=$("$BUILD/tests/free-port") || return
        if start_program "$program" "$port" "$@"; then
            return 0
        fi
        grep -q 'in use' "$BATS_TEST_TMPDIR/server.err" || break
    done
    echo "# $program did not start:" >&2
    cat "$BATS_TEST_TMPDIR/server.err" >&2
    return 1
}

# start_program PROGRAM ARG...: starts it in the background and reads its first
# line of output into $ready.  Fails if it ends before, or says nothing in 10
# s.  bats waits for whoever holds its descriptors 3 and 4: we close them.
start_program() {
    exec {server_output}< <(
        exec "$@" 2>"$BATS_TEST_TMPDIR/server.err" 3>&- 4>&-)
    server_pid=$!
    server_pids+=("$server_pid")
    IFS= read -r -t 10 ready <&"$server_output"
}

# next_line: the next line that this server prints, in $line, within 10 s.
next_line() {
    IFS= read -r -t 10 line <&"$server_output"
}

# Ends every server that the test started, and waits for its end.
stop_servers() {
    local pid

    for pid in "${server_pids[@]}"; do
        kill -KILL "$pid" 2>/dev/null || :
        wait "$pid" 2>/dev/null || :
    done
    server_pids=()
}

# assert_serving: the server that start_server started still answers.
assert_serving() {
    run timeout 10 "$programs/client" 127.0.0.1 "$port" "still there"
    assert_success
    assert_output "still there"
}

# assert_survives_rude_clients: each of them costs its own connection only.
assert_survives_rude_clients() {
    local manner

    for manner in silent half reset deaf; do
        run "$BUILD/tests/rude-client" "$port" "$manner"
        assert_success
        assert_serving
    done
}

# assert_longest_line: 510 bytes come back whole; one more is refused.
assert_longest_line() {
    local longest

    longest=$(printf '%0510d' 7)
    run timeout 10 "$programs/client" 127.0.0.1 "$port" "$longest"
    assert_success
    assert_output "$longest"

    run -2 timeout 10 "$programs/client" 127.0.0.1 "$port" "${longest}1"
    assert_equal "${#lines[@]}" 1
}

# assert_port_in_use: the port has a server, and a second one says so.
assert_port_in_use() {
    run -1 timeout 10 "$programs/server" "$port"
    assert_output "bind: Address already in use"
}

# assert_usage PROGRAM USAGE ARGUMENTS...: with each of these (one word holds
# all arguments of a call) PROGRAM ends with status 2 and the line of its usage.
assert_usage() {
    local program=$1 usage=$2 arguments

    shift 2
    for arguments; do
        # shellcheck disable=SC2086     # several words are meant
        run -2 timeout 10 "$programs/$program" $arguments
        assert_equal "${#lines[@]}" 1
        assert_output --partial "usage: $program $usage"
    done
}

# assert_refuses_bad_ports PROGRAM BEFORE... -- AFTER...: a port that is none
# ends PROGRAM with status 2 and one line that names it.
assert_refuses_bad_ports() {
    local program=$1 bad before=()

    shift
    while [ $# -gt 0 ] && [ "$1" != -- ]; do
        before+=("$1")
        shift
    done
    shift
    for bad in 0 65536 70000 99999999999999999999 -1 7x x7 ' 7' ''; do
        run -2 timeout 10 "$program" "${before[@]}" "$bad" "$@"
        assert_equal "${#lines[@]}" 1
        assert_output --partial "'$bad' is not a port"
    done
}

# --- recordings -------------------------------------------------------------

# scenes: the paths of the lesson's scenes, one a line.
scenes() {
    find "$root/$lesson" -maxdepth 1 -name '*.scene' | sort
}

# record SCENE: records afresh into $trace.
record() {
    trace=$BATS_TEST_TMPDIR/$(basename "$1" .scene).trace
    "$ladder" record "$1" --programs="$programs" -o "$trace" \
        >"$BATS_TEST_TMPDIR/record.out" 2>&1 3>&- 4>&- || {
        local status=$?
        echo "# ladder record $1: status $status" >&2
        cat "$BATS_TEST_TMPDIR/record.out" >&2
        return "$status"
    }
}

# transcript TRACE: its transcript.
transcript() {
    "$ladder" draw --as=transcript "$1"
}

# in_order FILE LINE...: FILE has lines that begin so, in this order.
in_order() {
    local file=$1

    shift
    # shellcheck disable=SC2016     # the words are awk's
    printf '%s\n' "$@" | awk '
        NR == FNR { wanted[++count] = $0; next }
        found < count && index($0, wanted[found + 1]) == 1 { found++ }
        END {
            if (found < count)
                print "not told, in this order: " wanted[found + 1]
            exit found < count
        }' - "$file"
}

# assert_order TRACE LINE...: the transcript has lines that begin so, in order.
assert_order() {
    transcript "$1" >"$BATS_TEST_TMPDIR/transcript" || return
    in_order "$BATS_TEST_TMPDIR/transcript" "${@:2}"
}

# scene_tests: each scene of the lesson, recorded afresh, holds its
# expectations and tells the story of the recording that the chapter shows.
# A scene that measures, or that delivers on time, need not repeat it exactly.
scene_tests() {
    local scene name

    require_hosts
    for scene in $(scenes); do
        name=$(basename "$scene" .scene)
        record "$scene" || return
        "$ladder" expect "$scene" "$trace" || return
        "$ladder" expect "$scene" "$root/$lesson/recorded/$name.trace" || return
        grep -Eq '^(wire .*order=time|measure)' "$scene" && continue
        transcript "$root/$lesson/recorded/$name.trace" \
            >"$BATS_TEST_TMPDIR/$name.recorded" || return
        transcript "$trace" >"$BATS_TEST_TMPDIR/$name.afresh" || return
        diff -u "$BATS_TEST_TMPDIR/$name.recorded" \
            "$BATS_TEST_TMPDIR/$name.afresh" || return
    done
}
