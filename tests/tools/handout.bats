# The chapters' markers, and the handout that is bound from the chapters.

load ../helper

setup() {
    cd "$root" || return
    export LADDER=$ladder
    chapter=$BATS_TEST_TMPDIR/chapter.md
    cat >"$BATS_TEST_TMPDIR/sample.c" <<'END'
#include <stdio.h>

static int
add(int a, int b);

enum { ROOM = 4 };

/* One of two. */
struct pair {
    int first;
};

/*
 * Adds.
 */
static int
add(int a, int b)
{
    if (a > b) {
        a = b;
    }
    else {
        a += 1;
    }
    return a + b;
}
END
}

quote() {
    run tools/handout/quote "$BATS_TEST_TMPDIR" "$1"
}

@test "a function is quoted with its comment, a declaration before it is not" {
    quote "code: sample.c add"
    assert_success
    assert_line --index 0 '```c'
    assert_line --index 1 '/*'
    assert_line --index 4 'static int'
    assert_line --index 5 'add(int a, int b)'
    assert_line --index 14 '}'
    assert_line --index 15 '```'
    assert_equal "${#lines[@]}" 16
}

@test "a struct is quoted by its name" {
    quote "code: sample.c struct pair"
    assert_output '```c
/* One of two. */
struct pair {
    int first;
};
```'
}

@test "of a function, one statement is quoted, moved to the left" {
    quote "code: sample.c add | if (a"
    assert_output '```c
if (a > b) {
    a = b;
}
```'
    quote "code: sample.c add | if (a ... return"
    assert_equal "${#lines[@]}" 9
    assert_line --index 7 'return a + b;'
}

@test "what does not exist is named, with chapter and line" {
    printf '%s\n' '# A' '<!-- code: sample.c gone -->' '<!-- end -->' \
        '<!-- code: gone.c add -->' '<!-- end -->' \
        '<!-- ladder: gone -->' '<!-- end -->' \
        '<!-- code: sample.c add | while -->' '<!-- end -->' \
        '<!-- code: sample.c add -->' >"$chapter"
    run -1 tools/handout/refresh --check "$chapter"
    assert_line "$chapter:2: code: sample.c gone: there is no gone in \
$BATS_TEST_TMPDIR/sample.c"
    assert_line "$chapter:4: code: gone.c add: there is no file gone.c"
    assert_line --partial "$chapter:6: ladder: gone: there is no recording"
    assert_line "$chapter:8: code: sample.c add | while: \
there is no such statement: while"
    assert_line "$chapter:10: code: sample.c add: no <!-- end --> follows"
}

@test "a recording as text is the ladder, and stays text in the handout" {
    run tools/handout/quote lessons/05-handshake 'text: handshake'
    assert_success
    assert_equal "$output" \
        "$(tools/handout/quote lessons/05-handshake 'ladder: handshake')"
}

@test "what is stale is named, then written, then fresh" {
    printf '%s\n' '# A' '' '<!-- code: sample.c struct pair -->' old \
        '<!-- end -->' 'After.' >"$chapter"
    run -1 tools/handout/refresh --check "$chapter"
    assert_output \
        "$chapter:3: code: sample.c struct pair: stale, run make refresh"

    run tools/handout/refresh "$chapter"
    assert_success
    run cat "$chapter"
    assert_output '# A

<!-- code: sample.c struct pair -->
```c
/* One of two. */
struct pair {
    int first;
};
```
<!-- end -->
After.'
    run tools/handout/refresh --check "$chapter"
    assert_success
    assert_output ""
}

@test "a marker inside a code block is text" {
    printf '%s\n' '```' '<!-- code: gone.c gone -->' '```' >"$chapter"
    run tools/handout/refresh --check "$chapter"
    assert_success
}

@test "a marker that fails keeps its text" {
    printf '%s\n' '<!-- code: gone.c gone -->' kept '<!-- end -->' >"$chapter"
    cp "$chapter" "$chapter.before"
    run -1 tools/handout/refresh "$chapter"
    cmp "$chapter" "$chapter.before"
}

@test "words of a marker are never run as a command" {
    printf '%s\n' "<!-- code: \$(touch ran) ';touch ran' -->" \
        '<!-- end -->' >"$chapter"
    cd "$BATS_TEST_TMPDIR"
    run -1 "$root/tools/handout/refresh" "$chapter"
    [ ! -e ran ]
}

@test "the handout is one file, and each of its links leads somewhere" {
    require pandoc pandoc
    PATH=$(without weasyprint) run tools/handout/handout "$BATS_TEST_TMPDIR/out"
    assert_success
    page=$BATS_TEST_TMPDIR/out/handout.html

    run grep -Eo '<(link|script|img)[^>]*(href|src)="[^d][^"]*"' "$page"
    assert_output ""
    ids=$(grep -Eo 'href="#[^"]+"' "$page" | cut -d '"' -f 2 | sort -u)
    for id in $ids; do
        grep -q "id=\"${id#\#}\"" "$page" || fail "$id leads nowhere"
    done
    for lesson in lessons/[0-9]*; do
        number=${lesson:8:2}
        grep -q "<h1 id=\"lesson-$number\"" "$page" || fail "no lesson-$number"
        grep -q "href=\"#lesson-$number\"" "$page" ||
            fail "$number is not in the contents"
    done
    grep -q '<figcaption><b>The three-way handshake</b> · Linux ' "$page"
    grep -q 'id="glossary"' "$page"
    refute grep -q '<!-- \(code\|ladder\|lines\|chapter\)' "$page"
}

# A PATH in which $1 is not found.
without() {
    mkdir -p "$BATS_TEST_TMPDIR/bin"
    for command in sh awk cat dirname git grep mkdir pandoc sort; do
        ln -sf "$(command -v "$command")" "$BATS_TEST_TMPDIR/bin/$command"
    done
    echo "$BATS_TEST_TMPDIR/bin"
}

@test "on paper a heading stands above its figure, and never alone" {
    require weasyprint weasyprint
    require poppler-utils pdftotext
    figure lessons/05-handshake/recorded/handshake.trace
    figure lessons/07-accept-queue/recorded/overflow.trace
    weasyprint -q "$BATS_TEST_TMPDIR/page.html" "$BATS_TEST_TMPDIR/page.pdf"
    for page in 1 2 3 4 5 6 7; do
        run pdftotext -f $page -l $page "$BATS_TEST_TMPDIR/page.pdf" -
        [[ $output != *"What happened"* || $output == *client* ]] ||
            fail "page $page has only a heading"
    done
}

@test "on paper a sentence that leads to code stays with it" {
    require pandoc pandoc
    require weasyprint weasyprint
    require poppler-utils pdftotext
    # On each page the sentence stands a little lower; on some there is no room.
    for above in {20..28}; do
        printf '# Page\n\n'
        yes $'words\n' | head -n $((above * 2))
        printf 'It is so:\n\n<!-- code: a.c b -->\n```\n'
        yes code | head -n 10
        printf '```\n'
    done >"$BATS_TEST_TMPDIR/page.md"
    pandoc --from=gfm --standalone --metadata title=t \
        --css=tools/handout/handout.css --lua-filter=tools/handout/filter.lua \
        "$BATS_TEST_TMPDIR/page.md" -o "$BATS_TEST_TMPDIR/page.html"
    weasyprint -q --base-url . "$BATS_TEST_TMPDIR/page.html" \
        "$BATS_TEST_TMPDIR/page.pdf"
    run awk 'BEGIN { RS = "\f" } /so:/ { sentences++ }
        /so:/ && !/code/ { print "page " NR " ends with the sentence" }
        /code/ && !/words/ { moved++ }
        END { if (sentences != 9 || !moved) print sentences, moved }' \
        <(pdftotext "$BATS_TEST_TMPDIR/page.pdf" -)
    assert_output ""
}

# figure TRACE: adds to page.html what the handout has around a figure.
figure() {
    local trace=$1 page=0 file=$BATS_TEST_TMPDIR/page.html

    [ -s "$file" ] ||
        echo "<style>$(cat tools/handout/handout.css)</style><main>" >"$file"
    {
        yes '<p>words</p>' | head -n 20
        echo '<h2>What happened</h2><figure class="ladder">'
        echo '<div class="paper">'
        while "$ladder" draw --as=svg --page=$((page += 1)) "$trace"; do
            :
        done
        echo '</div></figure>'
    } >>"$file" 2>/dev/null
}
