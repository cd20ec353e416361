/*
 * mark.c - holds a question's choices against a trace.
 *
 * One pass: each condition counts its single event, or walks along its chain.
 *
 *     if client connect returns 0 then server accept returns
 *         line 40: client connect returns 0     1 of 2
 *         line 52: server accept returns 4      2 of 2: it holds, and row 52
 *                                               is the one that decides
 */
#include "predict/predict.h"

#include <stdlib.h>
#include <string.h>

#include "model/pattern.h"
#include "model/transcript.h"
#include "scene/scene.h"
#include "trace/trace.h"

struct row {
    char text[PREDICT_ROW_MAX];
    int64_t ms;
};

/* How far a condition has come. */
struct progress {
    uint64_t times;             /* of a single event */
    size_t next;                /* of a chain: the event that is waited for */
    struct row row;             /* where it came so far */
};

struct marking {
    const struct predict *predict;
    const struct predict_question *question;
    struct progress progress[PREDICT_CHOICES][PREDICT_CONDITIONS];
    struct row decides;         /* the first row that `row` names */
    bool begun;
    int64_t first_ns;           /* of the first event that a ladder draws */
    struct complaint *complaint;
};

static void
keep_row(struct row *row, const char *line, int64_t ms)
{
    snprintf(row->text, sizeof row->text, "%.*s", PREDICT_ROW_MAX - 1, line);
    row->ms = ms;
}

static void
step(const struct predict_condition *condition, struct progress *progress,
     const struct event *event, const struct flow_table *flows,
     const char *line, int64_t ms)
{
    bool chain = condition->count > 1;

    if (progress->next == condition->count ||
        !pattern_matches_event(condition->events[progress->next], event,
                               flows))
        return;
    if (chain)
        progress->next++;
    progress->times++;
    if (chain || progress->times == 1)
        keep_row(&progress->row, line, ms);
}

static bool
holds(const struct predict_condition *condition,
      const struct progress *progress)
{
    bool happened = condition->count > 1
        ? progress->next == condition->count
        : progress->times >= condition->least &&
          progress->times <= condition->most;

    return happened != condition->never;
}

static void
take(struct marking *marking, const struct event *event,
     const struct flow_table *flows)
{
    const struct predict_question *question = marking->question;
    char line[TRANSCRIPT_MAX];

    if (!transcript_line(event, flows, false, line, sizeof line))
        return;
    /* A ladder's time begins with the first row of the hosts. */
    if (!marking->begun)
        marking->first_ns = event->time_ns;
    marking->begun |= event->kind != EVENT_LADDER;
    int64_t ms = (event->time_ns - marking->first_ns + 500000) / 1000000;
    if (question->row != NULL && marking->decides.text[0] == '\0' &&
        pattern_matches_event(question->row, event, flows))
        keep_row(&marking->decides, line, ms);
    for (size_t i = 0; i < question->count; i++)
        for (size_t j = 0; j < question->choices[i].count; j++)
            step(&question->choices[i].conditions[j],
                 &marking->progress[i][j], event, flows, line, ms);
}

/* Whether these words can be an event of this scene at all: a condition with a
   slip of the pen would never hold, and nobody would notice. */
static int
check_event(const struct marking *marking, struct scene *scene, int line,
            const char *event)
{
    struct complaint why = { "" };
    char expect[512];

    snprintf(expect, sizeof expect, "expect %.500s", event);
    if (scene_add_line(scene, expect, line, &why) == 0)
        return 0;
    const char *reason = strstr(why.text, ": ");
    return complain(marking->complaint, "%.200s:%d: %.300s",
                    marking->predict->file, line,
                    reason == NULL ? why.text : reason + 2);
}

static int
check_events(const struct marking *marking, const struct trace_header *header)
{
    const struct predict_question *question = marking->question;
    struct scene *scene = scene_parse(header->scene, strlen(header->scene),
                                      header->scene_name, marking->complaint);
    int result = scene == NULL ? -1 : 0;

    if (result == 0 && question->row != NULL)
        result = check_event(marking, scene, question->line, question->row);
    for (size_t i = 0; i < question->count; i++)
        for (size_t j = 0; j < question->choices[i].count; j++) {
            const struct predict_choice *choice = &question->choices[i];
            const struct predict_condition *condition = &choice->conditions[j];
            for (size_t k = 0; k < condition->count && result == 0; k++)
                result = check_event(marking, scene, choice->line,
                                     condition->events[k]);
        }
    scene_free(scene);
    return result;
}

static int
read_trace(struct marking *marking, FILE *file, const char *name)
{
    struct event event;
    int more = -1;

    rewind(file);
    struct trace_reader *reader = trace_open(file, name, marking->complaint);
    if (reader == NULL)
        return -1;
    if (check_events(marking, trace_header(reader)) == 0)
        while ((more = trace_next(reader, &event, marking->complaint)) == 1)
            take(marking, &event, trace_flows(reader));
    trace_close(reader);
    return more;
}

/* --- the verdict ---------------------------------------------------------- */

/* Whether all conditions of choice i hold. */
static bool
is_true(const struct marking *marking, size_t i)
{
    const struct predict_choice *choice = &marking->question->choices[i];
    bool all = true;

    for (size_t j = 0; j < choice->count; j++)
        all &= holds(&choice->conditions[j], &marking->progress[i][j]);
    return all;
}

/* The row that proves choice i, or an empty one: what never happens has none */
static struct row
proof_of(const struct marking *marking, size_t i)
{
    const struct predict_choice *choice = &marking->question->choices[i];

    for (size_t j = 0; j < choice->count; j++)
        if (!choice->conditions[j].never &&
            marking->progress[i][j].row.text[0] != '\0')
            return marking->progress[i][j].row;
    return (struct row){ .ms = 0 };
}

static int
decide(const struct marking *marking, const char *name,
       struct predict_mark *mark)
{
    const struct predict_question *question = marking->question;
    size_t count = 0;

    for (size_t i = 0; i < question->count; i++)
        if (is_true(marking, i)) {
            count++;
            mark->right = i;
        }
    if (question->model == NULL && count != 1)
        return complain(marking->complaint, "%.200s:%d: %zu choices are true "
                        "in %.300s; one alone must be", marking->predict->file,
                        question->line, count, name);
    struct row row = question->row != NULL || question->model != NULL
                         ? marking->decides : proof_of(marking, mark->right);
    snprintf(mark->row, sizeof mark->row, "%s", row.text);
    mark->ms = row.ms;
    if (question->row != NULL && row.text[0] == '\0')
        return complain(marking->complaint, "%.200s:%d: no row of %.300s is "
                        "`%.200s`", marking->predict->file, question->line,
                        name, question->row);
    return 0;
}

int
predict_mark(const struct predict *predict,
             const struct predict_question *question, FILE *file,
             const char *name, struct predict_mark *mark,
             struct complaint *complaint)
{
    struct marking *marking = calloc(1, sizeof *marking);

    *mark = (struct predict_mark){ .right = 0 };
    if (marking == NULL)
        return complain(complaint, "%.200s: out of memory", name);
    marking->predict = predict;
    marking->question = question;
    marking->complaint = complaint;
    int result = read_trace(marking, file, name);
    if (result == 0)
        result = decide(marking, name, mark);
    free(marking);
    return result;
}
