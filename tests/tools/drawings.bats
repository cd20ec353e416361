# What ladder draws of a trace, checked with other people's readers.

load ../helper

handshake=lessons/05-handshake/recorded/handshake.trace

# draw FORM TRACE [OPTION...]: into $drawn.
draw() {
    drawn=$BATS_TEST_TMPDIR/drawn.$1
    local form=$1 trace=$2

    shift 2
    "$ladder" draw --as="$form" "$@" -o "$drawn" "$trace"
}

# tshark warns about root on standard error.
quietly() {
    "$@" 2>/dev/null
}

# browse PAGE [OPTION...]: the page's DOM after its scripts have run.
browse() {
    local page=$1

    shift
    timeout 60 chromium --headless --no-sandbox --disable-gpu --no-first-run \
        --disable-background-networking --disable-component-update \
        --disable-sync --user-data-dir="$BATS_TEST_TMPDIR/chromium" \
        --dump-dom "$@" "file://$page" 2>/dev/null 3>&- 4>&-
}

@test "the figure and the page of every recording are well-formed" {
    require libxml2-utils xmllint
    for trace in lessons/*/recorded/*.trace tests/fixtures/*.trace; do
        draw svg "$trace" || fail "$trace"
        xmllint --noout "$drawn" || fail "$trace"
        draw svg "$trace" --blank || fail "$trace"
        xmllint --noout "$drawn" || fail "$trace"
    done
}

@test "homework has the calls and the time, and no states and no arrows" {
    draw svg "$handshake" --blank
    run cat "$drawn"
    assert_output --partial "connect(3"
    refute_output --partial "SYN-RECEIVED"
    refute_output --partial "SYN,ACK"
}

@test "a figure needs nothing that WeasyPrint or a phone cannot draw" {
    draw svg "$handshake"
    run grep -cE '<marker|foreignObject|var\(|href="http' "$drawn"
    assert_output 0
    run grep -c 'role="img"' "$drawn"
    assert_output 1
    run grep -cE '<title|<desc' "$drawn"
    assert_output 2
}

@test "a figure says what a listener has dropped, in words" {
    draw svg lessons/07-accept-queue/recorded/late-syn.trace
    run grep -c '>c3 dropped<' "$drawn"
    assert_output 1
    draw svg lessons/07-accept-queue/recorded/late-syn.trace --blank
    run grep -c '>c3 dropped<' "$drawn"
    assert_output 0
}

@test "a figure's server has the port of its first listener" {
    draw svg lessons/04-names-and-ports/recorded/in-use.trace
    run cat "$drawn"
    assert_output --partial ">port 7000<"
}

@test "one connection, program or span of time is chosen in every drawing" {
    queued=lessons/07-accept-queue/recorded/queued.trace
    for form in text transcript svg html pcapng plot table; do
        draw "$form" "$queued"
        cp "$drawn" "$BATS_TEST_TMPDIR/whole"
        for chosen in --connection=c2 --actor=client-2 --to=60ms; do
            draw "$form" "$queued" "$chosen" || fail "$form $chosen"
            ! cmp -s "$drawn" "$BATS_TEST_TMPDIR/whole" ||
                fail "$form $chosen draws all"
        done
    done
    draw transcript "$queued" --connection=2
    run cat "$drawn"
    assert_line "client-2 calls connect(3, 10.0.0.2:7000)"
    assert_line "client sends c2 SYN 0:0"
    refute_output --partial "c1"
    refute_output --partial "calls listen"
    draw transcript "$queued" --actor=client
    run cat "$drawn"
    assert_output --partial "client calls connect"
    refute_output --partial "client-2"
    refute_output --partial "c2"
    draw transcript "$queued" --actor=server
    run grep -c "SYN 0:0" "$drawn"
    assert_output 4
}

@test "numbers of a chosen span are those of the whole run" {
    draw transcript "$handshake" --from=50ms
    run cat "$drawn"
    refute_output --partial "SYN"
    while read -r line; do
        run "$ladder" draw --as=transcript "$handshake"
        assert_line "$line"
    done <"$drawn"
}

@test "what cannot be chosen is a mistake in the command" {
    for wrong in --connection=cx --connection=0 --from=soon --to=-1s \
        "--from=2s --to=1s"; do
        # shellcheck disable=SC2086 # two options
        run "$ladder" draw $wrong "$handshake"
        assert_failure 2
    done
}

@test "a page steps forward and back by key, by button and by touch" {
    require chromium chromium
    draw html "$handshake"
    mv "$drawn" "$BATS_TEST_TMPDIR/page.html"
    cat >>"$BATS_TEST_TMPDIR/page.html" <<'END'
<script>
var said = [], where = function () {
    said.push(document.getElementById('where').textContent);
};
function press(key) {
    document.dispatchEvent(new KeyboardEvent('keydown', { key: key }));
    where();
}
press('ArrowRight'); press('j'); press(' '); press('ArrowLeft'); press('k');
document.getElementById('next').click(); where();
document.getElementById('back').click(); where();
press('End'); press('Home');
var all = [].slice.call(document.querySelectorAll('#steps li'));
var at = all.findIndex(function (line) {
    return line.textContent === 'server state SYN-RECEIVED';
});
all[at].click(); where();
said.push(document.getElementById('states').textContent);
function touch(kind, list, x) {
    var event = new Event(kind);
    event[list] = [{ clientX: x, clientY: 9 }];
    document.getElementById('panel').dispatchEvent(event);
}
function swipe(from, to) {
    touch('touchstart', 'touches', from);
    touch('touchend', 'changedTouches', to);
    where();
}
swipe(300, 100); swipe(100, 300);
document.body.setAttribute('data-said', said.join('|'));
</script>
END
    run browse "$BATS_TEST_TMPDIR/page.html"
    said=$(sed -n 's/.*data-said="\([^"]*\)".*/\1/p' <<<"$output")
    steps=$(grep -c '^<li>' "$BATS_TEST_TMPDIR/page.html")
    expected="step 1 of $steps|step 2 of $steps|step 3 of $steps"
    expected+="|step 2 of $steps|step 1 of $steps|step 2 of $steps"
    expected+="|step 1 of $steps|step $steps of $steps|step 1 of $steps"
    IFS='|' read -ra said <<<"$said"
    assert_equal "$(IFS='|'; echo "${said[*]:0:9}")" "$expected"
    at=${said[9]#step }
    at=${at% of *}
    assert_equal "${said[11]}|${said[12]}" \
        "step $((at + 1)) of $steps|step $at of $steps"
    run echo "${said[10]}"
    assert_output --partial "SYN-SENT"
    assert_output --partial "SYN-RECEIVED"
}

@test "on a phone a finger moves the figure, and is not caught by a script" {
    draw html "$handshake"
    run grep -o 'figure svg{[^}]*}' "$drawn"
    refute_output --partial "touch-action"
}

@test "without scripts the page is the whole figure and its transcript" {
    draw html "$handshake"
    run sed '/<script>/,$d' "$drawn"
    assert_output --partial "SYN-RECEIVED"
    assert_output --partial "<li>server queue 1/16</li>"
    assert_output --partial 'id="panel" hidden="hidden"'
    run grep -cE 'src=|href="http|@import' "$drawn"
    assert_output 0
}

@test "tshark finds nothing wrong in a capture, and the same segments" {
    require tshark tshark
    for at in client server; do
        draw pcapng "$handshake" --at=$at
        run capinfos -o "$drawn"
        assert_output --partial "True"
        run quietly tshark -r "$drawn" -o tcp.check_checksum:TRUE -Y \
            '_ws.malformed || _ws.expert.severity == error ||
            tcp.checksum.status == 0 || ip.checksum.status == 0'
        assert_output ""
        run quietly tshark -r "$drawn" -T fields -e tcp.flags.str
        assert_equal "${#lines[@]}" "$(transcript "$handshake" |
            grep -cE "^$at (sends|gets) ")"
    done
}

@test "a capture's comments say which call or which state it was" {
    require tshark tshark
    draw pcapng "$handshake" --at=client
    run tshark -r "$drawn" -T fields -e frame.comment
    assert_output --partial "connect"
    assert_output --partial "ESTABLISHED"
}

@test "a plot has axes with units, and refuses what it cannot plot" {
    require libxml2-utils xmllint
    for y in sequence window sequence,window; do
        draw plot tests/fixtures/lossy.trace --y=$y || fail "$y"
        xmllint --noout "$drawn" || fail "$y"
    done
    draw plot tests/fixtures/lossy.trace --y=sequence
    run cat "$drawn"
    assert_output --partial "time ("
    draw plot lessons/04-names-and-ports/recorded/two-clients.trace --y=sequence
    run cat "$drawn"
    assert_output --partial ">sequence of c1 ("
    run -1 "$ladder" draw --as=plot --y=nonsense tests/fixtures/lossy.trace
    assert_equal "${#lines[@]}" 1
    assert_output --partial "nonsense"
}

@test "a live drawing and one from the file are the same bytes" {
    require_hosts
    "$ladder" run --wire=delay=5ms -o "$BATS_TEST_TMPDIR/run.trace" \
        --server "$BUILD/lessons/05-handshake/server 7000 0.0.0.0" \
        --client "$BUILD/lessons/05-handshake/client server 7000 hello" \
        >"$BATS_TEST_TMPDIR/live" 2>&1 3>&- 4>&- || :
    "$ladder" draw "$BATS_TEST_TMPDIR/run.trace" >"$BATS_TEST_TMPDIR/drawn"
    grep -v '^ladder: ' "$BATS_TEST_TMPDIR/live" |
        diff - "$BATS_TEST_TMPDIR/drawn"
}
