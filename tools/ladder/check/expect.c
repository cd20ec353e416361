/*
 * expect.c - the expectations of a scene, held against a trace.
 *
 * Expectations in order: a line of the transcript goes to the first expectation
 * that has not held yet and matches it.  Those behind it that have held already
 * held too early, and wait anew:
 *
 *     expect a    line 1: b    b holds, should a never come
 *     expect b    line 2: a    a holds; b waits again
 *                 line 3: b    b holds
 *
 * So one pass over the trace finds each expectation that fails, not only the
 * first, and keeps no lines but those that it may print.
 */
#include "check/expect.h"

#include <stdlib.h>
#include <string.h>

#include "check/left.h"
#include "check/reading.h"
#include "model/pattern.h"
#include "model/transcript.h"
#include "trace/trace.h"

enum { QUOTE_MAX = 200 };

/* A line of the transcript that is worth printing. */
struct seen {
    uint64_t number;            /* from 1; 0 for none */
    char text[QUOTE_MAX];       /* its beginning */
};

/* What is known of one expectation. */
struct check {
    const struct scene_expect *expect;
    bool ordered;
    struct seen held;           /* in order: where it holds, as it stands now */
    struct seen first, last;    /* the first and last line that matches */
    struct seen near;           /* the line that is most like the pattern */
    size_t alike;               /* how many characters of it are the same */
    uint64_t count;             /* of the lines that match */
    int64_t since_ns;           /* within: when it began, or -1 */
    int64_t after_ns;           /* and how much later it happened, or -1 */
    struct reading reading;     /* of `read` */
    struct left left;           /* of `at end` */
};

/* The line of the event that is looked at. */
struct line {
    uint64_t number;
    char plain[TRANSCRIPT_MAX];        /* without a connection's number */
    char numbered[TRANSCRIPT_MAX];
    const char *shown;                  /* the one that the transcript has */
};

static void
note(struct seen *seen, const struct line *line)
{
    seen->number = line->number;
    snprintf(seen->text, sizeof seen->text, "%s", line->shown);
}

/* How many characters the two begin with alike, if these are two words. */
static size_t
alike(const char *pattern, const char *line)
{
    size_t length = 0, blanks = 0;

    while (pattern[length] != '\0' && pattern[length] == line[length])
        blanks += pattern[length++] == ' ';
    return blanks >= 2 ? length : 0;
}

static bool
line_matches(const char *pattern, const struct line *line)
{
    return pattern_matches(pattern, line->plain) ||
           pattern_matches(pattern, line->numbered);
}

/* Counts the line where it matches; whether it does. */
static bool
count_line(struct check *check, const struct line *line)
{
    const char *pattern = check->expect->pattern;

    if (!line_matches(pattern, line)) {
        size_t length = alike(pattern, line->shown);
        if (length > check->alike) {
            check->alike = length;
            note(&check->near, line);
        }
        return false;
    }
    if (check->count++ == 0)
        note(&check->first, line);
    note(&check->last, line);
    return true;
}

/* `within`: the first such line behind the first that it counts from. */
static void
time_line(struct check *check, const struct line *line, int64_t time_ns)
{
    if (check->since_ns == -1 && line_matches(check->expect->since, line))
        check->since_ns = time_ns;
    if (check->since_ns == -1 || check->after_ns != -1 ||
        !line_matches(check->expect->pattern, line))
        return;
    check->after_ns = time_ns - check->since_ns;
    note(&check->held, line);
}

static void
check_line(struct check *checks, size_t count, const struct line *line,
           const struct event *event)
{
    bool taken = false;

    for (size_t i = 0; i < count; i++) {
        struct check *check = &checks[i];
        if (check->expect->kind != EXPECT_EVENT)
            continue;
        if (check->expect->since != NULL)
            time_line(check, line, event->time_ns);
        bool matches = count_line(check, line);
        if (!check->ordered)
            continue;
        if (taken) {
            check->held.number = 0;
        } else if (matches && check->held.number == 0) {
            note(&check->held, line);
            taken = true;
        }
    }
}

/* --- a trace ------------------------------------------------------------- */

/* How many connections the trace has, or -1 with a message. */
static int
count_connections(FILE *file, const char *name, unsigned *connections,
                  struct complaint *message)
{
    struct event event;
    int more;

    if (fseek(file, 0, SEEK_SET) == -1) {
        complain(message, "%.200s: not a file that can be read "
                 "twice; save it first", name);
        return -1;
    }
    struct trace_reader *reader = trace_open(file, name, message);
    if (reader == NULL)
        return -1;
    do
        more = trace_next(reader, &event, message);
    while (more == 1);
    *connections = flow_count(trace_flows(reader));
    trace_close(reader);
    return more;
}

/* The checks of the expectations that concern the trace's kernel. */
static size_t
begin_checks(struct check *checks, const struct scene *scene,
             const struct trace_header *header)
{
    size_t count = 0;

    for (size_t i = 0; i < scene->expect_count; i++) {
        const struct scene_expect *expect = &scene->expects[i];
        if (expect->kernel && !kernel_in_range(expect->kernel, header->kernel))
            continue;
        checks[count++] = (struct check){
            .expect = expect, .ordered = expect_is_ordered(expect),
            .since_ns = -1, .after_ns = -1, .left = { .expect = expect },
        };
    }
    return count;
}

/* What is not said of one line: what was read, what is left. */
static void
check_state(struct check *checks, size_t count, const struct event *event)
{
    for (size_t i = 0; i < count; i++) {
        if (checks[i].expect->kind == EXPECT_READ)
            reading_event(&checks[i].reading, checks[i].expect->actor, event);
        else if (checks[i].expect->kind == EXPECT_LEFT)
            left_event(&checks[i].left, event);
    }
}

/* Holds every line against the checks; how many checks there are, or -1. */
static int
check_events(const struct scene *scene, struct trace_reader *reader,
             bool numbered, struct check *checks, struct complaint *message)
{
    size_t count = begin_checks(checks, scene, trace_header(reader));
    struct line *line = calloc(1, sizeof *line);
    struct event event;
    int more;

    if (line == NULL) {
        complain(message, "%.200s: out of memory", scene->file);
        return -1;
    }
    line->shown = numbered ? line->numbered : line->plain;
    while ((more = trace_next(reader, &event, message)) == 1) {
        const struct flow_table *flows = trace_flows(reader);
        check_state(checks, count, &event);
        if (!transcript_line(&event, flows, false, line->plain,
                             sizeof line->plain))
            continue;
        transcript_line(&event, flows, true, line->numbered,
                        sizeof line->numbered);
        line->number++;
        check_line(checks, count, line, &event);
    }
    free(line);
    return more == -1 ? -1 : (int)count;
}

/* --- what failed --------------------------------------------------------- */

static void
print_seen(FILE *out, const char *words, const struct seen *seen)
{
    fprintf(out, "    %s transcript line %llu: %s\n", words,
            (unsigned long long)seen->number, seen->text);
}

/* The last check before this one that did hold, or NULL. */
static const struct check *
held_before(const struct check *checks, const struct check *check)
{
    while (check-- > checks)
        if (check->ordered && check->held.number > 0)
            return check;
    return NULL;
}

/*
 *     x.scene:12: expected: server queue 1/16
 *         x.scene:11 held at transcript line 40: server state ESTABLISHED
 *         it happened before that, at transcript line 31: server queue 1/16
 */
static int
report_order(const struct scene *scene, const struct check *checks,
             const struct check *check, FILE *out)
{
    char words[320];

    if (check->held.number > 0)
        return 0;
    fprintf(out, "%s:%d: expected: %s\n", scene->file, check->expect->line,
            check->expect->pattern);
    const struct check *before = held_before(checks, check);
    if (before != NULL) {
        snprintf(words, sizeof words, "%.200s:%d held at", scene->file,
                 before->expect->line);
        print_seen(out, words, &before->held);
    }
    if (check->count > 0)
        print_seen(out, before && check->last.number == before->held.number
                            ? "it happened only there, at"
                            : "it happened before that, at", &check->last);
    else if (check->alike > 0)
        print_seen(out, "it did not happen; most like it is", &check->near);
    else
        fprintf(out, "    it did not happen\n");
    return 1;
}

static bool
count_holds(const struct check *check)
{
    const struct scene_expect *expect = check->expect;

    return expect->at_most ? check->count <= expect->times
                           : check->count == expect->times;
}

static int
report_count(const struct scene *scene, const struct check *check, FILE *out)
{
    const struct scene_expect *expect = check->expect;

    if (count_holds(check))
        return 0;
    if (expect->never)
        fprintf(out, "%s:%d: expected never: %s\n", scene->file, expect->line,
                expect->pattern);
    else
        fprintf(out, "%s:%d: expected %s%u times: %s\n", scene->file,
                expect->line, expect->at_most ? "at most " : "",
                expect->times, expect->pattern);
    fprintf(out, "    it happened %llu time%s\n",
            (unsigned long long)check->count, check->count == 1 ? "" : "s");
    if (check->count > 0)
        print_seen(out, "first at", &check->first);
    if (check->count > 1)
        print_seen(out, "last at", &check->last);
    if (check->count == 0 && check->alike > 0)
        print_seen(out, "most like it is", &check->near);
    return 1;
}

static bool
holds(const struct check *check)
{
    const struct scene_expect *expect = check->expect;

    switch (expect->kind) {
    case EXPECT_READ:
        return reading_is(&check->reading, expect->bytes, expect->byte_count,
                          expect->then_end);
    case EXPECT_LEFT:
        return left_holds(&check->left);
    case EXPECT_EVENT:
        break;
    }
    if (check->ordered)
        return check->held.number > 0;
    if (expect->since != NULL)
        return check->after_ns != -1 && check->after_ns <= expect->within_ns;
    return count_holds(check);
}

/* What happened instead, of a check that does not hold, in one line. */
static void
describe(const struct check *check, char *out, size_t size)
{
    const struct scene_expect *expect = check->expect;
    char read[READING_TEXT];

    if (expect->kind == EXPECT_READ) {
        reading_describe(&check->reading, read, sizeof read);
        snprintf(out, size, "%s has read %s", expect->actor, read);
    } else if (expect->kind == EXPECT_LEFT) {
        left_describe(&check->left, out, size);
    } else if (expect->since != NULL && check->after_ns != -1) {
        snprintf(out, size, "it happened after %lld ms",
                 (long long)(check->after_ns / 1000000));
    } else if (expect->never || expect->times > 0) {
        snprintf(out, size, "it happened %llu time%s",
                 (unsigned long long)check->count,
                 check->count == 1 ? "" : "s");
    } else if (check->ordered && check->count > 0) {
        snprintf(out, size, "it happened too early: %.*s", QUOTE_MAX,
                 check->last.text);
    } else if (check->alike > 0) {
        snprintf(out, size, "most like it is: %.*s", QUOTE_MAX,
                 check->near.text);
    } else {
        snprintf(out, size, "it did not happen");
    }
}

/* Of `within`, `read` and `at end`. */
static int
report_other(const struct scene *scene, const struct check *check, FILE *out)
{
    const struct scene_expect *expect = check->expect;
    char happened[EXPECT_TEXT], expected[EXPECT_TEXT];

    if (holds(check))
        return 0;
    expect_describe(expect, expected, sizeof expected);
    describe(check, happened, sizeof happened);
    fprintf(out, "%s:%d: expected: %s\n    %s\n", scene->file, expect->line,
            expected, happened);
    return 1;
}

static int
report(const struct scene *scene, const struct check *checks, size_t count,
       FILE *out)
{
    int failures = 0;

    for (const struct check *check = checks; check < checks + count; check++)
        failures += check->expect->kind != EXPECT_EVENT ||
                            check->expect->since != NULL
                        ? report_other(scene, check, out)
                    : check->ordered ? report_order(scene, checks, check, out)
                                     : report_count(scene, check, out);
    return failures;
}

/* --- as the report of a grade has it -------------------------------------- */

void
expect_describe(const struct scene_expect *expect, char *out, size_t size)
{
    char read[READING_TEXT];

    if (expect->kind == EXPECT_READ) {
        reading_quote((const unsigned char *)expect->bytes, expect->byte_count,
                      read, sizeof read);
        snprintf(out, size, "%s has read %s in all%s", expect->actor,
                 expect->byte_count == 0 ? "nothing" : read,
                 expect->then_end ? ", then end of file" : "");
    } else if (expect->since != NULL) {
        snprintf(out, size, "within %lld ms: %s, of: %s",
                 (long long)(expect->within_ns / 1000000), expect->pattern,
                 expect->since);
    } else if (expect->kind == EXPECT_EVENT && expect->times > 0) {
        snprintf(out, size, "%s%u times: %s", expect->at_most ? "at most " : "",
                 expect->times, expect->pattern);
    } else {
        snprintf(out, size, "%s%s", expect->never ? "never: " : "",
                 expect->pattern);
    }
}

static void
find(const struct check *checks, size_t count, struct expect_findings *found)
{
    for (const struct check *check = checks; check < checks + count; check++) {
        if (holds(check))
            continue;
        if (found->failed++ > 0)
            continue;
        found->first = check->expect;
        found->line = check->count == 0      ? 0
                      : check->expect->never ? check->first.number
                                             : check->last.number;
        found->step = check->reading.step;
        describe(check, found->happened, sizeof found->happened);
    }
}

/* What is to be done with the checks of a trace: one of the two is NULL. */
static int
check_trace(const struct scene *scene, FILE *file, const char *name,
            FILE *out, struct expect_findings *found, struct complaint *message)
{
    unsigned connections = 0;
    int result = -1;

    if (count_connections(file, name, &connections, message) == -1)
        return -1;
    rewind(file);
    struct trace_reader *reader = trace_open(file, name, message);
    if (reader == NULL)
        return -1;
    /* One more than there are: calloc() of nothing may be NULL. */
    struct check *checks = calloc(scene->expect_count + 1, sizeof *checks);
    if (checks == NULL)
        complain(message, "%.200s: out of memory", name);
    else
        result = check_events(scene, reader, connections > 1, checks, message);
    if (result > 0 && out != NULL)
        result = report(scene, checks, (size_t)result, out);
    else if (result > 0)
        find(checks, (size_t)result, found);
    free(checks);
    trace_close(reader);
    return result;
}

int
expect_check(const struct scene *scene, FILE *file, const char *name,
             FILE *out, struct complaint *message)
{
    return check_trace(scene, file, name, out, NULL, message);
}

int
expect_find(const struct scene *scene, FILE *file, const char *name,
            struct expect_findings *found, struct complaint *message)
{
    *found = (struct expect_findings){ .first = NULL };
    return check_trace(scene, file, name, NULL, found, message) == -1 ? -1 : 0;
}
