# The house itself: what is where, and that no two truths exist.

load helper

# The folders of the lessons, without "lessons/".
lessons() {
    for folder in lessons/[0-9]*/; do basename "$folder"; done
}

@test "every lesson has its test, and every test its lesson" {
    assert_equal "$(lessons)" \
        "$(for file in tests/lessons/*.bats; do basename "$file" .bats; done)"
}

@test "every lesson has a chapter, a program and a scene with its recording" {
    for lesson in lessons/[0-9]*; do
        [ -f "$lesson/README.md" ] || fail "$lesson has no README.md"
        compgen -G "$lesson/*.c" >/dev/null || fail "$lesson has no program"
        compgen -G "$lesson/*.scene" >/dev/null || fail "$lesson has no scene"
        for scene in "$lesson"/*.scene; do
            trace=$lesson/recorded/$(basename "$scene" .scene).trace
            [ -f "$trace" ] || fail "there is no $trace: make record-N"
        done
    done
}

@test "no recording is without its scene, and none is over 200 KB" {
    for trace in lessons/*/recorded/*; do
        [ -e "$trace" ] || continue
        scene=${trace%/recorded/*}/$(basename "$trace" .trace).scene
        [ -f "$scene" ] || fail "$trace has no $scene"
        [ "$(wc -c <"$trace")" -le 204800 ] || fail "$trace is over 200 KB"
    done
}

@test "every chapter has the template's sections, in its order" {
    wanted=$(grep '^## ' docs/chapter-template.md)
    for chapter in lessons/[0-9]*/README.md; do
        assert_equal "$chapter: $(grep '^## ' "$chapter")" "$chapter: $wanted"
        head -n 1 "$chapter" | grep -q "^# ${chapter:8:2} · " ||
            fail "$chapter does not begin with its number and name"
        sed -n 3p "$chapter" | grep -q '^\*\*' ||
            fail "$chapter does not ask its question in line 3"
    done
}

@test "what stands between the markers of the chapters is fresh" {
    LADDER=$ladder run tools/handout/refresh --check
    assert_success
    assert_output ""
}

@test "every target of the Makefile has its help" {
    run make -s help
    assert_success
    targets=$(awk '/^[a-zA-Z%-]+:/ { sub(/:.*/, ""); print }' Makefile)
    for target in $targets; do
        assert_output --regexp "make ${target/\%/N} +[a-z]"
    done
    run grep -E '.{81}' <<<"$output"
    assert_output ""
}

@test "every make command that the texts name exists" {
    targets=" $(make -s help | awk '{ print $2 }' | tr '\n' ' ')"
    commands=$(cat README.md docs/*.md lessons/*/README.md |
        grep -Eo '(`|^    )make [a-z0-9N %-]+' | sed 's/.*make //' |
        tr ' ' '\n' | sed -E 's/-[0-9]+$/-N/' | sort -u)
    for target in $commands; do
        [[ "$targets" == *" $target "* ]] || fail "there is no make $target"
    done
}

@test "every file that the texts link to exists" {
    for text in README.md docs/*.md lessons/*/README.md; do
        [ "$text" = docs/chapter-template.md ] && continue
        for target in $(grep -Eo '\]\([^)#:]+[)#]' "$text" | tr -d '])(#'); do
            [ -e "$(dirname "$text")/$target" ] || fail "$text: no $target"
        done
    done
}

@test "an unknown lesson lists the lessons, with status 2" {
    for target in lesson-99 lesson-x play-99 record-99 check-99; do
        run -2 make -s "$target" BUILD="$BATS_TEST_TMPDIR"
        assert_line "  05-handshake"
    done
}

@test "common/ has the lessons' functions word for word" {
    # Each function here is somewhere in a lesson, from its name to its brace.
    for file in common/*.c; do
        for name in $(grep -Eo '^[a-z_]+\(' "$file" | tr -d '('); do
            case $name in
            die | usage | port_arg | accept_failed) continue ;;
            esac
            text=$(sed -n "/^$name(/,/^}/p" "$file")
            found=no
            for source in $(grep -l "^$name(" lessons/*/*.c); do
                assert_equal "$(sed -n "/^$name(/,/^}/p" "$source")" "$text"
                found=yes
            done
            [ "$found" = yes ] || fail "no lesson teaches $name of $file"
        done
    done
}

@test "no generated file is tracked" {
    git rev-parse 2>/dev/null || skip "not a git checkout of this user's"
    run git ls-files --cached --ignored --exclude-standard
    assert_output ""
    run git ls-files '*.o' '*.d' '*.pdf' '*.html.tmp' build
    assert_output ""
}

@test "every C file is laid out as the others" {
    run tools/layout
    assert_output ""
    assert_success
}

@test "what is laid out otherwise is named, with its line" {
    printf '%s\n' 'static int one(void)' '{' "$(printf '\tint a;')" '}' '' \
        'int' 'two(void) {' '    if(1)' "$(printf '%80s;' '')" '    ; ' '}' \
        >"$BATS_TEST_TMPDIR/wrong.c"
    run -1 tools/layout "$BATS_TEST_TMPDIR/wrong.c"
    assert_line --partial "wrong.c:1: the return type"
    assert_line --partial "wrong.c:3: a tab"
    assert_line --partial "wrong.c:7: a function's brace"
    assert_line --partial "wrong.c:8: no blank"
    assert_line --partial "wrong.c:9: more than 80 columns"
    assert_line --partial "wrong.c:10: a blank at the end"
    assert_equal "${#lines[@]}" 6
}

@test "scripts, tests and the Makefile have lines of at most 80 columns" {
    run grep -rnIE '.{81}' --include='*.bats' --include='*.bash' \
        --include='*.lua' --include='*.css' tests tools
    assert_output ""
    # shellcheck disable=SC2046     # one word a file
    run grep -nE '.{81}' Makefile $(grep -rlE '^#!' tools .ci)
    assert_output ""
}

@test "every C file begins by saying what it is" {
    run find tools tests lessons common -name '*.[ch]' -exec awk '
        FNR == 1 && !/^\/\*/ { print FILENAME }' {} +
    assert_output ""
}

@test "each room says what lives there" {
    run find tools/ladder -type d ! -exec test -s {}/README.md \; -print
    assert_output ""
    run find tools/ladder -name README.md -exec awk '
        FNR == 1 && !/^# / { print FILENAME " has no title" }
        FNR == 10 { print FILENAME " is too long to be read" }' {} +
    assert_output ""
}

@test "no text is written without its size" {
    run grep -rnwE 'strcat|strcpy|stpcpy|sprintf|vsprintf|strncat|strncpy' \
        --include='*.[ch]' tools/ladder lessons common tests
    assert_output ""
}

@test "no files of the recorder need each other in a circle" {
    objects=()
    while read -r source; do
        object=$BUILD/${source%.c}.o
        [ -f "$object" ] && objects+=("$object")
    done < <(find tools/ladder -name '*.c')
    [ "${#objects[@]}" -gt 150 ]
    run tests/circles "${objects[@]}"
    assert_output ""
    assert_success
}

@test "a circle of files is found, and named" {
    cd "$BATS_TEST_TMPDIR"
    echo 'int b(void); int a(void); int a(void) { return b(); }' >a.c
    echo 'int a(void); int c(void); int b(void); int b(void) { return a(); }' \
        >b.c
    echo 'int a(void); int c(void); int c(void) { return a(); }' >c.c
    ${CC:-cc} -c a.c b.c c.c
    run -1 "$OLDPWD/tests/circles" a.o b.o c.o
    assert_output --regexp '^(a.c b.c|b.c a.c)$'
    run -0 "$OLDPWD/tests/circles" a.o c.o
    assert_output ""
}

# rooms: the recorder's rooms from the lowest, as docs/architecture.md has them.
rooms() {
    sed -n '/^## The rooms/,/^## /s/^    \([a-z][a-z./]*\)  .*/\1/p' \
        docs/architecture.md
}

# upward: reads lines "FILE:LINE:#include "OTHER"", prints those that go up.
upward() {
    awk -F '[:"]' -v list="$(rooms | tr '\n' ' ')" '
        function floor(file,    i, best) {
            for (i = 1; i <= count; i++)
                if (index(file "/", room[i] "/") == 1 &&
                    length(room[i]) > length(room[best]))
                    best = i
            return best + 0
        }
        BEGIN { count = split(list, room, " ") }
        {
            sub(/^tools\/ladder\//, "", $1)
            from = floor($1); to = floor($4)
            if (from == 0 || to == 0)
                print $1 ":" $2 ": " (to ? $1 : $4) " is in no room"
            else if (to > from)
                print $1 ":" $2 ": " $4 " is of a higher room"
        }'
}

@test "a file includes its own room and lower ones only" {
    [ "$(rooms | wc -l)" -gt 20 ]
    for room in $(rooms); do
        [ -e "tools/ladder/$room" ] || fail "there is no room $room"
    done
    includes=$(grep -rnE '^#include "[^"]+/' --include='*.[ch]' tools/ladder)
    [ "$(wc -l <<<"$includes")" -gt 300 ]
    assert_equal "$(upward <<<"$includes")" ""
    run upward <<<'tools/ladder/model/event.c:7:#include "trace/trace.h"'
    assert_output "model/event.c:7: trace/trace.h is of a higher room"
    run upward <<<'tools/ladder/attic/old.c:7:#include "model/event.h"'
    assert_output "attic/old.c:7: attic/old.c is in no room"
}

@test "every function that docs/architecture.md names is where it says" {
    # shellcheck disable=SC2016     # a backquote of Markdown
    stops=$(grep -oE '\[`[a-z_]+`\]\([^)]+\)' docs/architecture.md |
        sed 's/[][`)]//g')
    [ "$(wc -l <<<"$stops")" -gt 25 ]
    while IFS='(' read -r name file; do
        grep -q "^$name(" "docs/$file" || fail "$file has no $name()"
    done <<<"$stops"
}

@test "every file of the recorder is in a room" {
    files=$(find tools/ladder -name '*.[ch]' |
        sed 's|$|:1:#include "base/utf8.h"|')
    assert_equal "$(upward <<<"$files")" ""
}

@test "a lesson's program is a page or two to read" {
    run find lessons common -name '*.[ch]' ! -path '*/exercise/*' \
        ! -path 'lessons/clients/*' \
        -exec awk 'FNR == 181 { print FILENAME " has over 180 lines" }' {} +
    assert_output ""
}

@test "nothing sleeps where it could wait for something" {
    run grep -rnE '(^|[^a-z_])(u|nano)?sleep *\(?[0-9]' \
        --exclude-dir=wrong --exclude-dir=right \
        --include='*.c' --include='*.bats' --include='*.bash' lessons tests
    assert_output ""
}

@test "prose has no em dash" {
    run grep -rn '—' --include='*.md' README.md docs lessons
    assert_output ""
}

@test "the scripts please shellcheck" {
    require shellcheck shellcheck
    # shellcheck disable=SC2046     # one word a file
    run shellcheck -x $(grep -lE '^#!/(usr/)?bin/(env )?(ba)?sh' -r tools .ci) \
        $(find tests -name '*.bats' -o -name '*.bash')
    assert_success
}
