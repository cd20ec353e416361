/*
 * event.c - an EVENT of a scene: the beginning of a transcript's line.
 *
 * An EVENT that no line can begin with is a mistake that nobody would notice:
 * `expect never sever sends RST` would hold for ever.  So its words are checked
 * against the table by which the transcript writes its lines (grammar.h), up to
 * the first "*", as far as the table fixes them.
 */
#include "scene/line.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "model/deed.h"
#include "model/grammar.h"

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

/* What stands behind "HOST sends": "SYN,ACK", "c2 SYN", "udp", "icmp". */
static int
check_segment(const struct scene_line *line, struct word word)
{
    char name[64];

    word = skip_connection(word);
    if (is_open(word) || segment_is_word(word.text, (size_t)word.length))
        return 0;
    int flags = segment_flags_parse(word.text, (size_t)word.length);
    if (flags == -1)
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

/* What stands behind "HOST state", to the line's end. */
static int
check_state(const struct scene_line *line, struct word word)
{
    char states[160];

    word = skip_connection(word);
    if (is_open(word) || strchr(word.text, '*') != NULL ||
        grammar_is_state(word.text))
        return 0;
    return scene_fail(line, "'%s' is no state; the states are %s, and bound "
                      "and connected of a UDP socket", word.text,
                      grammar_states(states, sizeof states));
}

/* "wire lost client's SYN" */
static int
check_wire(const struct scene_line *line, struct word word)
{
    int deed = 0;

    if (is_open(word))
        return 0;
    while (deed < WIRE_DEEDS &&
           !is_word(word, wire_deed_name((enum wire_deed)deed)))
        deed++;
    if (deed == WIRE_DEEDS) {
        scene_fail(line, "the wire never '%.*s' a segment; its words are",
                   word.length, word.text);
        for (int i = 0; i < WIRE_DEEDS; i++)
            complain_on(line->message, " %s",
                        wire_deed_name((enum wire_deed)i));
        return -1;
    }
    word = next_word(word);
    if (is_open(word))
        return 0;
    if (deed == WIRE_FORGED)            /* nobody's: "wire forged SYN" */
        return check_segment(line, word);
    for (int i = 0; i < HOSTS; i++) {
        const char *name = host_name((enum host)i);
        size_t length = strlen(name);
        if (strncmp(word.text, name, length) == 0 &&
            word.length == (int)length + 2 &&
            memcmp(word.text + length, "'s", 2) == 0)
            return check_segment(line, next_word(word));
    }
    return scene_fail(line, "whose segment is '%.*s'? write client's or "
                      "server's", word.length, word.text);
}

/* "ladder holds server" */
static int
check_ladder(const struct scene_line *line, struct word word)
{
    if (is_open(word) ||
        ladder_deed_named(word.text, (size_t)word.length) != LADDER_OTHER)
        return 0;
    scene_fail(line, "ladder never '%.*s'; its words are", word.length,
               word.text);
    for (int i = LADDER_OTHER + 1; i < LADDER_DEEDS; i++)
        complain_on(line->message, " %s",
                    ladder_deed_name((enum ladder_deed)i));
    return -1;
}

/* What stands behind a verb, as far as the grammar fixes it. */
static int
check_object(const struct scene_line *line, enum object object,
             struct word word)
{
    switch (object) {
    case OBJECT_WIRE_DEED:
        return check_wire(line, word);
    case OBJECT_LADDER_DEED:
        return check_ladder(line, word);
    case OBJECT_SEGMENT:
        return check_segment(line, word);
    case OBJECT_STATE:
        return check_state(line, word);
    case OBJECT_QUOTED:
        if (is_open(word) || word.text[0] == '"')
            return 0;
        return scene_fail(line, "what a program prints stands in quotes; "
                          "write: prints \"%s\"", word.text);
    case OBJECT_STATUS:
        if (is_open(word) || is_made_of(word, "0123456789"))
            return 0;
        return scene_fail(line, "'%.*s' is no exit status; write a number",
                          word.length, word.text);
    case OBJECT_SIGNAL:
        if (is_open(word) || strncmp(word.text, "SIG", 3) == 0)
            return 0;
        return scene_fail(line, "'%.*s' is no signal; write a name like "
                          "SIGTERM", word.length, word.text);
    case OBJECT_QUEUE:
        if (is_open(word) || is_made_of(word, "0123456789/"))
            return 0;
        return scene_fail(line, "'%.*s' is no queue; write how many wait and "
                          "the limit, as in 1/16", word.length, word.text);
    case OBJECT_CALL:
    case OBJECT_RESULT:
        break;                          /* any name, any number */
    }
    return 0;
}

/* The phrase with this verb, and who it is said of; NULL if there is none. */
static const struct phrase *
phrase_of(struct word verb, enum subject *subject)
{
    for (int kind = 0; kind < EVENT_KINDS; kind++) {
        const struct grammar *grammar = grammar_of((enum event_kind)kind);

        for (int i = 0; i < PHRASES_MAX && grammar->phrases[i].verb; i++)
            if (grammar->subject != SUBJECT_ACTOR_CALL &&
                is_word(verb, grammar->phrases[i].verb)) {
                *subject = grammar->subject;
                return &grammar->phrases[i];
            }
    }
    return NULL;
}

/* Adds the verbs of a subject to the message. */
static void
list_verbs(const struct scene_line *line, enum subject subject)
{
    for (int kind = 0; kind < EVENT_KINDS; kind++) {
        const struct grammar *grammar = grammar_of((enum event_kind)kind);

        for (int i = 0; i < PHRASES_MAX && grammar->phrases[i].verb; i++)
            if (grammar->subject == subject)
                complain_on(line->message, " %s,", grammar->phrases[i].verb);
    }
}

/* "connect returns": a call's name, and the verb that stands behind one. */
static int
check_return(const struct scene_line *line, struct word who, struct word word)
{
    const char *returns = grammar_of(EVENT_RETURN)->phrases[0].verb;
    struct word verb = next_word(word);

    if (verb.length > 0 && is_open(verb))
        return 0;
    if (is_made_of(word, "abcdefghijklmnopqrstuvwxyz0123456789_") &&
        is_word(verb, returns))
        return 0;
    scene_fail(line, "'%.*s' cannot stand behind %.*s; write", word.length,
               word.text, who.length, who.text);
    list_verbs(line, SUBJECT_ACTOR);
    list_verbs(line, SUBJECT_HOST);
    complain_on(line->message, " or NAME %s", returns);
    return -1;
}

/* What stands behind an actor or a host. */
static int
check_deed(const struct scene_line *line, struct word who)
{
    struct word word = next_word(who);
    enum subject subject;

    if (is_open(word))
        return 0;
    const struct phrase *phrase = phrase_of(word, &subject);
    if (phrase == NULL)
        return check_return(line, who, word);
    if (subject == SUBJECT_HOST &&
        host_named(who.text, (size_t)who.length) == HOST_NONE)
        return scene_fail(line, "'%.*s' is said of a host; write client or "
                          "server, not %.*s", word.length, word.text,
                          who.length, who.text);
    return check_object(line, phrase->object, next_word(word));
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
    bool found = may_begin(word, host_name(HOST_CLIENT)) ||
                 may_begin(word, host_name(HOST_SERVER)) ||
                 may_begin(word, grammar_subject(SUBJECT_WIRE)) ||
                 may_begin(word, grammar_subject(SUBJECT_LADDER));

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
    if (is_word(word, grammar_subject(SUBJECT_WIRE)))
        return check_wire(line, next_word(word));
    if (is_word(word, grammar_subject(SUBJECT_LADDER)))
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
