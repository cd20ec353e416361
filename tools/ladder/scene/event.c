/*
 * event.c - an EVENT of a scene: the beginning of a transcript's line.
 *
 * An EVENT that no line can begin with is a mistake that nobody would notice:
 * `expect never sever sends RST` would hold for ever.  So its words are checked
 * against the transcript's grammar, up to the first "*", as far as the grammar
 * fixes them.
 */
#include "scene/line.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* One word of an EVENT; length 0 behind the last. */
struct word {
    const char *text;
    int length;                 /* int, since printf's "%.*s" takes one */
};

static struct word
next_word(struct word before)
{
    const char *text = before.text + before.length;
    text += strspn(text, " ");
    return (struct word){ text, (int)strcspn(text, " ") };
}

/* Whether nothing can be said of this word: it is not there, or has a "*". */
static bool
is_open(struct word word)
{
    return word.length == 0 ||
           memchr(word.text, '*', (size_t)word.length) != NULL;
}

static bool
is_word(struct word word, const char *text)
{
    return word_is(word.text, (size_t)word.length, text);
}

static bool
is_one_of(struct word word, const char *const *list)
{
    while (*list != NULL && !is_word(word, *list))
        list++;
    return *list != NULL;
}

/* Whether the word has only characters of the set. */
static bool
is_made_of(struct word word, const char *set)
{
    return strspn(word.text, set) >= (size_t)word.length;
}

static struct word
skip_connection(struct word word)
{
    bool numbered = word.length > 1 && word.text[0] == 'c' &&
        strspn(word.text + 1, "0123456789") >= (size_t)word.length - 1;
    return numbered ? next_word(word) : word;
}

/* "SYN,ACK" as flags; -1 if a part is none.  "SYN," is a beginning of one. */
static int
flags_parse(struct word word)
{
    static const struct { const char *name; int flag; } names[] = {
        { "SYN", TCP_SYN }, { "FIN", TCP_FIN }, { "RST", TCP_RST },
        { "PSH", TCP_PSH }, { "ACK", TCP_ACK }, { "URG", TCP_URG },
        { "ECE", TCP_ECE }, { "CWR", TCP_CWR },
    };
    int flags = 0;

    while (word.length >= 3) {
        size_t i = 0;
        while (i < sizeof names / sizeof names[0] &&
               memcmp(word.text, names[i].name, 3) != 0)
            i++;
        if (i == sizeof names / sizeof names[0] ||
            (word.length > 3 && word.text[3] != ','))
            return -1;
        flags |= names[i].flag;
        word.text += word.length > 3 ? 4 : 3;
        word.length -= word.length > 3 ? 4 : 3;
    }
    return word.length == 0 ? flags : -1;
}

/* What stands behind "HOST sends": "SYN,ACK", "c2 SYN", "udp", "icmp". */
static int
check_segment(const struct scene_line *line, struct word word)
{
    static const char *const others[] = {
        "udp", "icmp", "none", "fragment", "packet", NULL
    };
    char name[64];

    word = skip_connection(word);
    if (is_open(word) || is_one_of(word, others))
        return 0;
    int flags = flags_parse(word);
    if (flags <= 0)
        return scene_fail(line, "'%.*s' is no segment; write flags as in "
                          "SYN,ACK, or udp, icmp", word.length, word.text);
    struct segment segment = { .flags = (uint8_t)flags };
    segment_flags(&segment, name, sizeof name);
    if (strncmp(name, word.text, strlen(name)) != 0 ||
        word.length > (int)strlen(name) + 1)
        return scene_fail(line, "a transcript never writes '%.*s'; write '%s'",
                          word.length, word.text, name);
    return 0;
}

/* What stands behind "HOST state": only RFC 9293's names are in capitals. */
static int
check_state(const struct scene_line *line, struct word word)
{
    static const char *const states[] = {
        "LISTEN", "SYN-SENT", "SYN-RECEIVED", "ESTABLISHED", "FIN-WAIT-1",
        "FIN-WAIT-2", "CLOSE-WAIT", "CLOSING", "LAST-ACK", "TIME-WAIT",
        "CLOSED", NULL
    };

    word = skip_connection(word);
    if (is_open(word) || is_one_of(word, states))
        return 0;
    if (!is_made_of(word, "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_"))
        return 0;
    /* "SYN-" is a beginning: a pattern may end with a punctuation mark. */
    if (word.text[word.length - 1] == '-' && word.text[word.length] == '\0')
        for (const char *const *state = states; *state != NULL; state++)
            if (strncmp(word.text, *state, (size_t)word.length) == 0)
                return 0;
    return scene_fail(line, "'%.*s' is no state; the states are LISTEN "
                      "SYN-SENT SYN-RECEIVED ESTABLISHED FIN-WAIT-1 FIN-WAIT-2 "
                      "CLOSE-WAIT CLOSING LAST-ACK TIME-WAIT CLOSED",
                      word.length, word.text);
}

static int
fail_deed(const struct scene_line *line, struct word word)
{
    scene_fail(line, "the wire never '%.*s' a segment; its words are",
               word.length, word.text);
    for (int deed = 0; deed < WIRE_DEEDS; deed++)
        complain_on(line->message, " %s", wire_deed_name((enum wire_deed)deed));
    return -1;
}

/* "wire lost client's SYN" */
static int
check_wire(const struct scene_line *line, struct word word)
{
    static const char *const owners[] = { "client's", "server's", NULL };
    int deed = 0;

    if (is_open(word))
        return 0;
    while (deed < WIRE_DEEDS &&
           !is_word(word, wire_deed_name((enum wire_deed)deed)))
        deed++;
    if (deed == WIRE_DEEDS)
        return fail_deed(line, word);
    word = next_word(word);
    if (is_open(word))
        return 0;
    if (deed == WIRE_FORGED)            /* nobody's: "wire forged SYN" */
        return check_segment(line, word);
    if (!is_one_of(word, owners))
        return scene_fail(line, "whose segment is '%.*s'? write client's or "
                          "server's", word.length, word.text);
    return check_segment(line, next_word(word));
}

/* "ladder holds server" */
static int
check_ladder(const struct scene_line *line, struct word word)
{
    static const char *const deeds[] = {
        "starts", "stops", "holds", "releases", "signals", "cuts", "mends",
        "floods", "reaches", "cannot", NULL
    };

    if (is_open(word) || is_one_of(word, deeds))
        return 0;
    return scene_fail(line, "ladder never '%.*s'; its words are starts stops "
                      "holds releases signals cuts mends floods reaches cannot",
                      word.length, word.text);
}

/* What stands behind "server prints", "server exits", "server killed". */
static int
check_program(const struct scene_line *line, struct word deed)
{
    struct word word = next_word(deed);

    if (is_open(word) || is_word(deed, "calls"))
        return 0;
    if (is_word(deed, "prints") && word.text[0] != '"')
        return scene_fail(line, "what a program prints stands in quotes; "
                          "write: prints \"%s\"", word.text);
    if (is_word(deed, "exits") && !is_made_of(word, "0123456789"))
        return scene_fail(line, "'%.*s' is no exit status; write a number",
                          word.length, word.text);
    if (is_word(deed, "killed") && strncmp(word.text, "SIG", 3) != 0)
        return scene_fail(line, "'%.*s' is no signal; write a name like "
                          "SIGTERM", word.length, word.text);
    return 0;
}

/* What stands behind an actor or a host. */
static int
check_deed(const struct scene_line *line, struct word who)
{
    static const char *const calls[] = {
        "calls", "prints", "exits", "killed", NULL
    };
    static const char *const states[] = {
        "state", "queue", "sends", "gets", NULL
    };
    struct word word = next_word(who);

    if (is_open(word))
        return 0;
    if (is_one_of(word, calls))
        return check_program(line, word);
    if (is_one_of(word, states)) {
        if (host_named(who.text, (size_t)who.length) == HOST_NONE)
            return scene_fail(line, "'%.*s' is said of a host; write client "
                              "or server, not %.*s", word.length, word.text,
                              who.length, who.text);
        return is_word(word, "state") ? check_state(line, next_word(word))
             : is_word(word, "queue") ? 0
             : check_segment(line, next_word(word));
    }
    struct word returns = next_word(word);
    if (returns.length > 0 && is_open(returns))
        return 0;
    if (!is_made_of(word, "abcdefghijklmnopqrstuvwxyz0123456789_") ||
        !is_word(returns, "returns"))
        return scene_fail(line, "'%.*s' cannot stand behind %.*s; write calls, "
                          "prints, exits, killed, state, queue, sends, gets or "
                          "NAME returns", word.length, word.text, who.length,
                          who.text);
    return 0;
}

/* Whether a word up to its "*" may begin the line of someone called name. */
static bool
may_begin(struct word word, const char *name)
{
    size_t length = strcspn(word.text, "*");
    size_t least = length < strlen(name) ? length : strlen(name);
    return memcmp(word.text, name, least) == 0;
}

static int
check_first_star(const struct scene_line *line, struct word word)
{
    const struct scene *scene = line->scene;
    bool found = may_begin(word, "client") || may_begin(word, "server") ||
                 may_begin(word, "wire") || may_begin(word, "ladder");

    for (size_t i = 0; i < scene->program_count; i++)
        found = found || may_begin(word, scene->programs[i].name);
    return found ? 0 : scene_no_actor(line, word.text, (size_t)word.length);
}

static int
check(const struct scene_line *line, const char *pattern)
{
    struct word word = next_word((struct word){ pattern, 0 });

    if (word.length == 0)
        return scene_incomplete(line);
    if (is_open(word))
        return check_first_star(line, word);
    if (is_word(word, "wire"))
        return check_wire(line, next_word(word));
    if (is_word(word, "ladder"))
        return check_ladder(line, next_word(word));
    if (host_named(word.text, (size_t)word.length) == HOST_NONE &&
        !scene_has_actor(line->scene, word.text, (size_t)word.length))
        return scene_no_actor(line, word.text, (size_t)word.length);
    return check_deed(line, word);
}

/* `start ... after 20ms` would wait for a line that ends with these words. */
static int
check_end(const struct scene_line *line, const char *pattern)
{
    size_t time = word_before(pattern, strlen(pattern));
    size_t after = word_before(pattern, time);

    if (strncmp(pattern + after, "after ", 6) == 0 && time == after + 6 &&
        duration_parse(pattern + time) != -1)
        return scene_fail(line, "'%s' cannot stand here; only signal, cut, "
                          "mend, flood and unreachable can wait",
                          pattern + after);
    return 0;
}

/* Makes blanks that follow each other one space, but not between two quotes. */
static void
join_blanks(char *text)
{
    char *out = text;
    size_t quoted = 0;          /* characters up to the closing quote */

    for (const char *in = text; *in != '\0'; in++) {
        quoted = quoted > 0 ? quoted - 1 : quote_length(in);
        bool blank = *in == ' ' || *in == '\t';
        if (quoted > 0 || !blank)
            *out++ = *in;
        else if (out > text && in[1] != '\0' && in[1] != ' ' && in[1] != '\t')
            *out++ = ' ';
    }
    *out = '\0';
}

char *
scene_event(const struct scene_line *line, const char *text)
{
    char *pattern = scene_copy(line, text, strlen(text));

    if (pattern == NULL)
        return NULL;
    join_blanks(pattern);
    if (check_end(line, pattern) == -1 || check(line, pattern) == -1) {
        free(pattern);
        return NULL;
    }
    return pattern;
}
