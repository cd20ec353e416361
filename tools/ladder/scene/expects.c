/*
 * expects.c - the word `expect`: what must be true of a run.
 *
 *     expect  kernel>=6.5 never client sends RST
 *     expect  at most 5 times server calls poll
 *     expect  within 300ms client-2 recv returns 0 of client-2 calls connect
 *     expect  read client-2 "busy\n" then end
 *     expect  at end server descriptors as at start
 */
#include "scene/line.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { READ_MAX = 64 };         /* a trace keeps so much of each call's bytes */

bool
expect_is_ordered(const struct scene_expect *expect)
{
    return expect->kind == EXPECT_EVENT && !expect->never &&
           expect->times == 0 && expect->since == NULL;
}

/* Whether the next word of text is this one; then text is moved behind it. */
static bool
take_word(char **cursor, const char *word)
{
    if (!word_is(*cursor, word_length(*cursor), word))
        return false;
    word_take(cursor);
    return true;
}

/* "kernel>=6.5" in front of all else. */
static int
take_kernel(const struct scene_line *line, char **cursor,
            struct scene_expect *expect)
{
    if (strncmp(*cursor, "kernel", 6) != 0)
        return 0;
    char *range = word_take(cursor);
    if (!kernel_range_valid(range))
        return scene_fail(line, "'%.40s' is no range of kernels; write it as "
                          "in kernel>=6.5 or kernel<6.5", range);
    expect->kernel = scene_copy(line, range, strlen(range));
    return expect->kernel == NULL ? -1 : 0;
}

/* "3 times": how often. */
static int
take_times(const struct scene_line *line, char **cursor, unsigned *times)
{
    uint64_t read;
    char *number = word_take(cursor), *word = word_take(cursor);

    if (word == NULL || strcmp(word, "times") != 0)
        return scene_fail(line, "'times' is missing behind %.40s; write: %s",
                          number == NULL ? "the number" : number, line->usage);
    if (!number_parse(number, 1, 1000000, &read))
        return scene_fail(line, "%.40s times is out of range; write 1 to "
                          "1000000, or never", number);
    *times = (unsigned)read;
    return 0;
}

/* Where " of " stands last in text, not between two double quotes; or NULL. */
static char *
find_of(char *text)
{
    char *found = NULL;

    for (char *at = text; *at != '\0'; at++) {
        at += quote_length(at);
        if (strncmp(at, " of ", 4) == 0)
            found = at;
    }
    return found;
}

/* "within 300ms EVENT of EVENT", behind its first word. */
static int
read_within(const struct scene_line *line, char *cursor,
            struct scene_expect *expect)
{
    char *time = word_take(&cursor), *of = find_of(cursor);

    expect->within_ns = time == NULL ? -1 : duration_parse(time);
    if (expect->within_ns <= 0)
        return scene_fail(line, "'%.40s' is no time; write it as in within "
                          "300ms EVENT of EVENT", time == NULL ? "" : time);
    if (of == NULL)
        return scene_fail(line, "'of' is missing; write it as in within 300ms "
                          "EVENT of EVENT");
    *of = '\0';
    expect->pattern = scene_event(line, cursor);
    if (expect->pattern == NULL)
        return -1;
    expect->since = scene_event(line, of + 4);
    return expect->since == NULL ? -1 : 0;
}

/* --- read ACTOR "TEXT" --------------------------------------------------- */

static int
digit_of(char text)
{
    return isdigit((unsigned char)text) ? text - '0'
                                        : tolower((unsigned char)text) - 'a' +
                                              10;
}

/* What text[0..length) stands for, \n and \xHH taken for bytes, into out. */
static size_t
unescape(const char *text, size_t length, char *out)
{
    size_t count = 0;

    for (size_t i = 0; i < length; i++) {
        if (text[i] != '\\' || i + 1 == length) {
            out[count++] = text[i];
        } else if (text[i + 1] == 'x' && i + 3 < length &&
                   isxdigit((unsigned char)text[i + 2]) &&
                   isxdigit((unsigned char)text[i + 3])) {
            out[count++] = (char)(digit_of(text[i + 2]) * 16 +
                                  digit_of(text[i + 3]));
            i += 3;
        } else {
            i++;
            out[count++] = text[i] == 'n'   ? '\n'
                           : text[i] == 'r' ? '\r'
                           : text[i] == 't' ? '\t' : text[i];
        }
    }
    return count;
}

static int
read_read(const struct scene_line *line, char *cursor,
          struct scene_expect *expect)
{
    char *actor = word_take(&cursor);
    size_t length = quote_length(cursor);

    if (actor == NULL || length == 0)
        return scene_fail(line, "what it reads stands in quotes; write it as "
                          "in read client \"busy\\n\" then end");
    if (!scene_has_actor(line->scene, actor, strlen(actor)))
        return scene_no_actor(line, actor, strlen(actor));
    snprintf(expect->actor, sizeof expect->actor, "%s", actor);
    expect->bytes = scene_copy(line, cursor + 1, length - 1);
    if (expect->bytes == NULL)
        return -1;
    expect->byte_count = unescape(cursor + 1, length - 1, expect->bytes);
    if (expect->byte_count > READ_MAX)
        return scene_fail(line, "these are more than %d bytes; let the program "
                          "compare them, and expect what it prints", READ_MAX);
    cursor += length + 1;
    cursor += strspn(cursor, " \t");
    expect->then_end = strcmp(cursor, "then end") == 0 ||
                       strcmp(cursor, "then end of file") == 0;
    if (*cursor != '\0' && !expect->then_end)
        return scene_fail(line, "'%.40s' cannot stand here; only 'then end' "
                          "can", cursor);
    return 0;
}

/* --- at end -------------------------------------------------------------- */

static bool
left_parse(const char *word, enum scene_left *left)
{
    static const char *const names[] = {
        [LEFT_DESCRIPTORS] = "descriptors", [LEFT_CHILDREN] = "children",
        [LEFT_ZOMBIES] = "zombies", [LEFT_SOCKETS] = "sockets",
    };

    for (size_t i = 0; word != NULL && i < sizeof names / sizeof names[0]; i++)
        if (strcmp(word, names[i]) == 0) {
            *left = (enum scene_left)i;
            return true;
        }
    return false;
}

/* "CLOSE-WAIT" behind "HOST sockets". */
static int
take_state(const struct scene_line *line, char **cursor,
           struct scene_expect *expect)
{
    char *state = word_take(cursor), event[STATE_MAX + 20];

    if (scene_host(line, expect->actor) == HOST_NONE)
        return -1;
    if (state == NULL || strlen(state) >= sizeof expect->state)
        return scene_incomplete(line);
    snprintf(event, sizeof event, "server state %s", state);
    char *checked = scene_event(line, event);
    free(checked);
    snprintf(expect->state, sizeof expect->state, "%s", state);
    return checked == NULL ? -1 : 0;
}

/* "5", "at most 5", "as at start" */
static int
take_number(const struct scene_line *line, char *cursor,
            struct scene_expect *expect)
{
    uint64_t number;

    if (strcmp(cursor, "as at start") == 0 &&
        expect->left == LEFT_DESCRIPTORS) {
        expect->as_at_start = true;
        return 0;
    }
    if (take_word(&cursor, "at"))
        expect->at_most = take_word(&cursor, "most");
    if (!number_parse(cursor, 0, 1000000, &number))
        return scene_fail(line, "'%.40s' is no number; write 5, at most 5 or, "
                          "for descriptors, as at start", cursor);
    expect->number = (unsigned)number;
    return 0;
}

static int
read_left(const struct scene_line *line, char *cursor,
          struct scene_expect *expect)
{
    char *actor = word_take(&cursor), *what = word_take(&cursor);

    if (actor == NULL || !left_parse(what, &expect->left))
        return scene_fail(line, "write: expect at end PROGRAM descriptors|"
                          "children|zombies N, or at end HOST sockets STATE N");
    snprintf(expect->actor, sizeof expect->actor, "%.*s", ACTOR_MAX - 1,
             actor);
    if (expect->left == LEFT_SOCKETS) {
        if (take_state(line, &cursor, expect) == -1)
            return -1;
    } else if (!scene_has_actor(line->scene, actor, strlen(actor))) {
        return scene_no_actor(line, actor, strlen(actor));
    }
    return take_number(line, cursor, expect);
}

/* --- the word ------------------------------------------------------------- */

/* What stands behind "at": "end ..." or "most 3 times EVENT". */
static int
read_at(const struct scene_line *line, char *cursor,
        struct scene_expect *expect)
{
    if (take_word(&cursor, "end")) {
        expect->kind = EXPECT_LEFT;
        return read_left(line, cursor, expect);
    }
    if (!take_word(&cursor, "most"))
        return scene_fail(line, "behind 'at' stands 'end' or 'most 3 times'");
    expect->at_most = true;
    if (take_times(line, &cursor, &expect->times) == -1)
        return -1;
    expect->pattern = scene_event(line, cursor);
    return expect->pattern == NULL ? -1 : 0;
}

static int
read_expectation(const struct scene_line *line, char *cursor,
                 struct scene_expect *expect)
{
    if (take_kernel(line, &cursor, expect) == -1)
        return -1;
    char *whole = scene_copy(line, cursor, strlen(cursor));
    int result = whole == NULL ? -1 : 0;

    if (result == -1)
        return -1;
    if (take_word(&cursor, "at")) {
        result = read_at(line, cursor, expect);
    } else if (take_word(&cursor, "within")) {
        result = read_within(line, cursor, expect);
    } else if (take_word(&cursor, "read")) {
        expect->kind = EXPECT_READ;
        result = read_read(line, cursor, expect);
    } else {
        if (take_word(&cursor, "never"))
            expect->never = true;
        else if (*cursor >= '0' && *cursor <= '9')
            result = take_times(line, &cursor, &expect->times);
        if (result == 0)
            expect->pattern = scene_event(line, cursor);
        result = expect->pattern == NULL ? -1 : 0;
    }
    if (expect->pattern == NULL)
        expect->pattern = whole;
    else
        free(whole);
    return result;
}

int
read_expect(struct scene_line *line)
{
    struct scene *scene = line->scene;
    struct scene_expect expect = { .line = line->number };
    struct scene_expect *expects = scene_grow(
        line, scene->expects, scene->expect_count, sizeof *expects);

    if (expects == NULL)
        return -1;
    scene->expects = expects;
    int result = read_expectation(line, line->rest, &expect);
    expects[scene->expect_count++] = expect;    /* freed with the scene */
    return result;
}
