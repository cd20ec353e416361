# The manual: the man page, --help and docs/ say what the code does, no less
# and no more.

load ../helper

page=docs/ladder.1.md
words=tools/ladder/scene/line.c

# options_of_code: the names of all options, one a line.
options_of_code() {
    grep -Eo '\{ "[a-z-]+", \.' tools/ladder/options/options.c | tr -d '{",. ' |
        sort -u
}

# options_in: the names of the options in the text on standard input.
options_in() {
    grep -Eo '(^|[^a-z])\\?--[a-z][a-z-]*' | sed 's/.*--//' |
        grep -vx help | sort -u
}

verbs() {
    sed -n 's/^    { "\([a-z]*\)", verb_.*/\1/p' tools/ladder/main.c
}

@test "every option of the code is in the man page, and no other" {
    [ "$(options_of_code | wc -l)" -gt 20 ]
    assert_equal "$(sed -n '/^# OPTIONS/,/^# SCENES/p' "$page" | options_in)" \
        "$(options_of_code)"
}

@test "every option in the help of a verb is one" {
    for verb in $(verbs); do
        for option in $("$ladder" "$verb" --help | options_in); do
            options_of_code | grep -qx -e "$option" ||
                fail "ladder $verb --help: --$option"
        done
    done
}

@test "an option of another verb is usage: it would do nothing" {
    run -2 "$ladder" draw x.trace --limit=3s
    assert_output "ladder: --limit is no option of draw, but of: run; \
\`ladder draw --help\` lists them"
    for words in "doctor --all" "expect a b --in=vm" "play x --fault=x" \
                 "run --server x --as=svg" "lesson x -o y" "vm --quiet" \
                 "record x -o y --view=all" "draw x --client y"; do
        # shellcheck disable=SC2086     # words are meant
        run -2 "$ladder" $words
        assert_equal "${#lines[@]}" 1
        assert_output --partial "is no option of ${words%% *}, but of: "
    done
}

@test "an option given twice, or with no such word, is usage" {
    run -2 "$ladder" draw --as=svg x.trace --as=text
    assert_output "ladder: --as is given twice: 'svg' and 'text'"
    run -2 "$ladder" draw --color=purple x.trace
    assert_output "ladder: --color=purple: give one of auto always never"
    run -2 "$ladder" draw --as=pcapng --at=router x.trace
    assert_output "ladder: --at=router: give one of client server"
}

@test "what the help of a verb names, that verb takes" {
    for verb in $(verbs); do
        [ "$verb" = vm ] && continue    # it tells of the others' --in
        for option in $("$ladder" "$verb" --help | options_in); do
            # Without its value it goes no further than the command line.
            run "$ladder" "$verb" "--$option"
            refute_output --partial "is no option of"
        done
    done
}

# options_of VERB: those that the code's table says it knows.
options_of() {
    sed -n '/known_by\[\]/,/^};/s/^    { "\(.*\)", "\(.*\)" },$/\1=\2/p' \
        tools/ladder/options/options.c | grep " $1 .*=" | sed 's/.*=//'
}

@test "what a verb takes, its help names" {
    [ "$(options_of draw | wc -w)" -ge 10 ]
    for verb in $(verbs); do
        help=$("$ladder" "$verb" --help)
        for option in $(options_of "$verb"); do
            case $option in
            output) named="-o F" ;;
            show) named=--view ;;           # its other name
            colour) named=--color ;;
            *) named=--$option ;;
            esac
            grep -q -e "$named" <<<"$help" ||
                fail "ladder $verb --help: no $named"
        done
    done
}

@test "output that cannot be written is one line and a failure" {
    [ -c /dev/full ] || skip "no /dev/full here"
    for words in --help "draw --help" doctor vm \
        "draw tests/fixtures/handshake.trace"; do
        # shellcheck disable=SC2086     # words are meant
        run -1 sh -c 'exec "$@" >/dev/full' sh "$ladder" $words
        assert_equal "${#lines[@]}" 1
        assert_output --partial "No space left on device"
    done
}

@test "every verb is in the man page, with an example that begins so" {
    [ "$(verbs | wc -l)" -ge 8 ]
    for verb in $(verbs); do
        [ "$verb" = guest ] && continue
        grep -qx "\*\*$verb\*\*" "$page" || fail "$verb has no paragraph"
        grep -Eq "^ +ladder $verb( |\$)" "$page" || fail "$verb: no example"
        grep -Eq "^\*\*ladder $verb\*\*" "$page" || fail "$verb: no synopsis"
    done
}

@test "every word of a scene is in the man page and in docs/scenes.md" {
    scene_words=$(sed -n 's/^    { "\([a-z]*\)", ".*/\1/p' "$words")
    [ "$(wc -l <<<"$scene_words")" -gt 20 ]
    for word in $scene_words; do
        sed -n '/^# SCENES/,/^# FILES/p' "$page" | grep -q "\*\*$word\*\*" ||
            fail "$word is not in the man page"
        grep -Eq "(\`|^    )${word}[ \`]" docs/scenes.md ||
            fail "$word is not in docs/scenes.md"
    done
}

@test "the examples of a scene's words in the man page are lines of a scene" {
    local scene_words word

    sed -n '/^# SCENES/,/^# FILES/s/^        //p' "$page" \
        >"$BATS_TEST_TMPDIR/all.scene"
    scene_words=$(sed -n 's/^    { "\([a-z]*\)", ".*/\1/p' "$words")
    for word in $scene_words; do
        grep -Eq "^$word( |\$)" "$BATS_TEST_TMPDIR/all.scene" ||
            fail "$word has no example"
    done
    run -0 "$ladder" expect "$BATS_TEST_TMPDIR/all.scene" \
        tests/fixtures/handshake.trace
}

@test "every variable that the code asks for is in the man page" {
    names=$(grep -rhoE 'getenv\("[A-Z_]+' tools/ladder | cut -d '"' -f 2)
    for name in $names LC_ALL LC_CTYPE LANG; do
        grep -Eq "^\*\*.*$name" "$page" || fail "$name"
    done
}

@test "every form that a trace is drawn as is in the man page" {
    forms=$("$ladder" draw --as=none x 2>&1 | sed 's/.*takes //')
    [ "$(wc -w <<<"$forms")" -ge 7 ]
    for form in $forms; do
        grep -q "\*\*$form\*\*" "$page" || fail "$form"
        "$ladder" draw --help | grep -q -e "--as=$form" || fail "help: $form"
    done
}

@test "the page that is installed is the one that is written" {
    require pandoc pandoc
    pandoc --standalone --from=markdown --to=man "$page" \
        --output="$BATS_TEST_TMPDIR/ladder.1"
    # The first line names the pandoc.
    cmp <(sed 1d docs/ladder.1) <(sed 1d "$BATS_TEST_TMPDIR/ladder.1") ||
        [ "$(head -n 1 docs/ladder.1)" != \
            "$(head -n 1 "$BATS_TEST_TMPDIR/ladder.1")" ] ||
        fail "docs/ladder.1 is stale: make refresh"
}

@test "man shows it without a complaint" {
    require man-db man
    run --separate-stderr env MANWIDTH=80 LC_ALL=C.UTF-8 \
        man --warnings -l docs/ladder.1
    assert_success
    assert_equal "$stderr" ""
    assert_line --partial "ladder run --server CMD"
}

@test "install needs no pandoc, and puts the page where man looks" {
    run make -s install BUILD="$BUILD" DESTDIR="$BATS_TEST_TMPDIR/root" \
        PREFIX=/usr
    assert_success
    [ -x "$BATS_TEST_TMPDIR/root/usr/bin/ladder" ]
    cmp docs/ladder.1 "$BATS_TEST_TMPDIR/root/usr/share/man/man1/ladder.1"
    run make -s -n install BUILD="$BUILD"
    refute_output --partial pandoc
}

@test "--help fits a screen of 24 rows and 80 columns, and each verb's too" {
    for verb in "" $(verbs); do
        # shellcheck disable=SC2086     # no word where there is none
        run -0 "$ladder" $verb --help
        [ "${#lines[@]}" -le 24 ] || fail "$verb: ${#lines[@]} rows"
        for line in "${lines[@]}"; do
            [ "${#line}" -le 80 ] || fail "$verb: $line"
        done
        assert_line --index 0 --regexp "^usage: ladder ${verb:-VERB}"
    done
}

@test "an unknown verb or option is status 2, and says what there is" {
    run -2 "$ladder" darw x.trace
    assert_line --index 0 "ladder: no verb 'darw'"
    assert_line --regexp '^  draw +'
    run -2 "$ladder"
    assert_line --index 0 "usage: ladder VERB ..."
    run -2 "$ladder" draw --colums=80 x.trace
    assert_output --partial "unknown option --colums"
    assert_output --partial "ladder draw --help"
}

@test "the lines that docs/transcript.md shows are lines of a transcript" {
    # A scene takes them as events only if each word is one.
    sed -n '/^## What programs do/,/^## The order/s/^    //p' \
        docs/transcript.md >"$BATS_TEST_TMPDIR/lines"
    [ "$(wc -l <"$BATS_TEST_TMPDIR/lines")" -gt 35 ]
    { echo 'server ./server'; echo 'client ./client'
        sed 's/^/expect never /' "$BATS_TEST_TMPDIR/lines"
    } >"$BATS_TEST_TMPDIR/all.scene"
    run "$ladder" expect "$BATS_TEST_TMPDIR/all.scene" \
        tests/fixtures/handshake.trace
    # It finds that some of them happened, and says so: it has read them all.
    assert_output --partial "all.scene:3: expected never: client calls connect"
}

@test "every key of a trace is in docs/trace.md" {
    keys=$(sed -n 's/^    { "\([a-z_]*\)", FIELD_.*/\1/p' \
        tools/ladder/trace/line.c)
    [ "$(wc -l <<<"$keys")" -gt 25 ]
    for key in $keys; do
        grep -q "\`$key\`" docs/trace.md || fail "$key"
    done
}

@test "every kind of event and its verb are in docs/" {
    rows=$(sed -n '/^static const struct grammar rows/,/^};/p' \
        tools/ladder/model/grammar.c)
    names=$(grep -oE '\{ EVENT_[A-Z]+, "[a-z]+"' <<<"$rows" | cut -d '"' -f 2)
    [ "$(wc -w <<<"$names")" -ge 11 ]
    for name in $names; do
        # shellcheck disable=SC2016     # a backquote of Markdown
        grep -E '^\| `k` ' docs/trace.md | grep -qF "\`$name\`" ||
            fail "docs/trace.md, key k: no $name"
        grep -qF "\"k\":\"$name\"" docs/trace.md ||
            fail "docs/trace.md shows no line of $name"
    done
    verbs=$(grep -oE '\{ "[a-z]+", OBJECT' <<<"$rows" | cut -d '"' -f 2)
    [ "$(wc -w <<<"$verbs")" -ge 9 ]
    for verb in $verbs; do
        sed -n '/^These are its lines/,/^## Who/p' docs/transcript.md |
            grep -qw "$verb" || fail "docs/transcript.md, its lines: no $verb"
    done
}

@test "every deed of the wire and of the recorder is in the documents" {
    wire=$(sed -n 's/^    case WIRE_.*return "\([a-z]*\)".*/\1/p' \
        tools/ladder/model/event.c)
    ladder=$(sed -n '/^words_of/,/^}/s/.*){ "\([a-z]*\)".*/\1/p' \
        tools/ladder/model/deed.c)
    [ "$(wc -w <<<"$wire")" -ge 9 ] && [ "$(wc -w <<<"$ladder")" -ge 11 ]
    for deed in $wire; do
        grep -q "^    wire $deed " docs/transcript.md || fail "wire $deed"
        # shellcheck disable=SC2016     # a backquote of Markdown
        grep -E '^\| `deed` ' docs/trace.md | grep -qF "\`$deed\`" ||
            fail "docs/trace.md, key deed: no $deed"
    done
    for deed in $ladder; do
        grep -Eq "(^    |\`)ladder $deed( |\`|$)" docs/transcript.md ||
            fail "ladder $deed"
    done
}
