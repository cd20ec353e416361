/*
 * plan.c - which events are drawn one by one, and which are folded.
 *
 * A bulk transfer is a thousand segments that say the same.  Each event gets a
 * weight; long runs of light ones keep their beginning and their end, and what
 * is between becomes one band.  If that is still more than a page or two, the
 * next heavier kind is folded as well.  One byte of memory an event.
 */
#include <stdlib.h>
#include <string.h>

#include "draw/figure/plan.h"

/* How much of a run stays, the less the more there is: beginning and end. */
static const struct {
    size_t longest, head, tail;
} runs[] = {{26, 10, 8}, {18, 6, 5}, {14, 4, 4}};

enum { ROWS_MAX = 170, ROWS_MOST = 280, ROWS_FEW = 120, FIRST_MAX = 8,
       LANES_FEW = 3, LEVELS = sizeof runs / sizeof runs[0] };

static bool
has_row(unsigned char weight)
{
    return (weight & WEIGHT_MASK) < WEIGHT_NONE;
}

/* What becomes of an event that is in no fold. */
static unsigned char
fate_alone(unsigned char weight)
{
    unsigned kind = weight & WEIGHT_MASK;

    return kind == WEIGHT_NONE ? FATE_DROP
           : kind == WEIGHT_REPEAT ? FATE_REPEAT : FATE_SHOW;
}

/* --- folding ------------------------------------------------------------- */

/* Moves at forward to where a step begins: an effect stays with its cause, and
   what is repeated with what it repeats. */
static size_t
to_step(const unsigned char *weights, size_t at, size_t end)
{
    while (at < end && (!(weights[at] & STEP_BEGINS) ||
                        (weights[at] & WEIGHT_MASK) == WEIGHT_REPEAT))
        at++;
    return at;
}

/* Folds the middle of the run [from, to) if it is worth it; returns how many
   rows are left of it. */
static size_t
fold_run(const unsigned char *weights, unsigned char *fates, size_t from,
         size_t to, size_t rows, unsigned level)
{
    if (rows <= runs[level].longest)
        return rows;
    size_t head = from, tail = to, kept = 0;
    for (; head < to && kept < runs[level].head; head++)
        kept += has_row(weights[head]);
    for (kept = 0; tail > head && kept < runs[level].tail; tail--)
        kept += has_row(weights[tail - 1]);
    head = to_step(weights, head, to);
    tail = to_step(weights, tail, to);
    size_t left = rows;
    for (size_t i = head; i < tail; i++) {
        if ((weights[i] & WEIGHT_MASK) == WEIGHT_NONE)
            continue;
        fates[i] = FATE_FOLD;
        left -= has_row(weights[i]);
    }
    return left;
}

/* Folds all runs of events that weigh at most level; returns the rows left. */
static size_t
fold_level(const unsigned char *weights, unsigned char *fates, size_t count,
           unsigned level)
{
    size_t rows = 0, run_rows = 0, run_from = 0;
    unsigned first[WEIGHT_MASK + 1] = {0};

    for (size_t i = 0; i < count; i++) {
        unsigned weight = weights[i] & WEIGHT_MASK;
        bool light = weight <= level;

        fates[i] = fate_alone(weights[i]);
        if (!has_row(weights[i]))
            continue;
        if (light && weight > 0 && first[weight]++ < FIRST_MAX)
            light = false;      /* the first of each kind is the story */
        if (light) {
            if (run_rows++ == 0)
                run_from = i;
            continue;
        }
        rows += 1 + fold_run(weights, fates, run_from, i, run_rows, level);
        run_rows = 0;
    }
    return rows + fold_run(weights, fates, run_from, count, run_rows, level);
}

/* When nothing else helps: the first and the last rows, and one band. */
static void
fold_middle(const unsigned char *weights, unsigned char *fates, size_t count)
{
    size_t head = 0, tail = count, kept = 0;

    for (; head < count && kept < ROWS_MOST / 2; head++)
        kept += has_row(weights[head]);
    for (kept = 0; tail > head && kept < ROWS_MOST / 4; tail--)
        kept += has_row(weights[tail - 1]);
    head = to_step(weights, head, tail);
    for (size_t i = head; i < tail; i++)
        if (fates[i] == FATE_SHOW || fates[i] == FATE_REPEAT)
            fates[i] = FATE_FOLD;
}

static size_t
rows_of(const unsigned char *weights, size_t count)
{
    size_t rows = 0;

    for (size_t i = 0; i < count; i++)
        rows += has_row(weights[i]);
    return rows;
}

static int
fold_all(struct plan *plan, unsigned char *weights, size_t *rows)
{
    unsigned level = WEIGHT_ROUTINE;

    plan->fates = malloc(plan->count + 1);
    if (plan->fates == NULL)
        return -1;
    *rows = rows_of(weights, plan->count);
    if (*rows <= ROWS_FEW) {
        for (size_t i = 0; i < plan->count; i++)
            plan->fates[i] = fate_alone(weights[i]);
        return 0;
    }
    do
        *rows = fold_level(weights, plan->fates, plan->count, level++);
    while (*rows > ROWS_MAX && level < LEVELS);
    if (*rows > ROWS_MOST)
        fold_middle(weights, plan->fates, plan->count);
    return 0;
}

static void
show_all(struct plan *plan, unsigned char *weights)
{
    for (size_t i = 0; i < plan->count; i++)
        weights[i] = (weights[i] & WEIGHT_MASK) == WEIGHT_NONE ? FATE_DROP
                                                               : FATE_SHOW;
    plan->fates = weights;
}

/* Keeps the number of the event's notes, if it has any; whether it does. */
static bool
plan_note(struct planner *planner, unsigned note)
{
    struct plan *plan = planner->plan;

    if (note == 0 || !room_for_one(&plan->noted, &plan->noted_room,
                                   plan->noted_count, sizeof plan->noted[0],
                                   &planner->failed))
        return false;
    plan->noted[plan->noted_count].event = plan->count;
    plan->noted[plan->noted_count++].note = note;
    return true;
}

/* Counts a call that repeats the one before it, with its return. */
static void
plan_repeat(struct planner *planner, unsigned char *weights,
            const struct event *event, bool has_note)
{
    size_t at = planner->plan->count;

    repeats_release(&planner->repeats, event, has_note);
    switch (repeats_take(&planner->repeats, event, has_note)) {
    case REPEAT_NO:
        return;
    case REPEAT_HELD:
        planner->held = at;
        return;
    case REPEAT_ONE_MORE:
        weights[planner->held] = WEIGHT_REPEAT |
                                 (weights[planner->held] & STEP_BEGINS);
        weights[at] = WEIGHT_REPEAT | (weights[at] & STEP_BEGINS);
    }
}

static void
plan_event(struct planner *planner, unsigned char *weights,
           const struct event *event, const struct flow_table *flows)
{
    struct plan *plan = planner->plan;
    enum weight weight = plan_weigh(planner, event);
    struct told told = story_event(&plan->story, event, flows);
    bool begins = event->step != planner->step || event->kind == EVENT_CALL ||
                  event->kind == EVENT_GETS;

    bool hidden = plan_hides(planner, event);

    plan_party(planner, event, hidden);
    if (hidden)
        weight = WEIGHT_NONE;
    else if (plan_note(planner, told.note))
        weight = WEIGHT_NOTED;
    planner->step = event->step;
    weights[plan->count] = (unsigned char)(weight |
                                           (begins ? STEP_BEGINS : 0));
    if (told.drawn && !hidden)
        plan_repeat(planner, weights, event, told.note != 0);
    plan->count++;
}

/* Reads the trace into weights.  0, or -1 with a message. */
static int
weigh_all(struct planner *planner, unsigned char **weights, FILE *file,
          const char *name, struct complaint *message)
{
    struct plan *plan = planner->plan;
    struct event event;
    int got = -1;

    rewind(file);
    struct trace_reader *reader = trace_open(file, name, message);
    if (reader == NULL)
        return -1;
    while (!planner->failed &&
           (got = trace_next(reader, &event, message)) == 1) {
        if (plan->count < EVENTS_MAX &&
            room_for_one(weights, &plan->room, plan->count, 1,
                         &planner->failed) &&
            room_for_one(&planner->parties, &planner->party_room, plan->count,
                         sizeof *planner->parties, &planner->failed))
            plan_event(planner, *weights, &event, trace_flows(reader));
    }
    trace_close(reader);
    return got;
}

/* One plan with at most lanes lanes.  Returns its rows, or -1. */
static long
plan_with(struct plan *plan, unsigned lanes, FILE *file, const char *name,
          const struct scene *scene, const struct svg_options *options,
          struct complaint *message)
{
    size_t rows = 0;
    struct planner *planner = calloc(1, sizeof *planner);
    unsigned char *weights = NULL;
    int got = -1;

    *plan = (struct plan){0};
    if (planner == NULL) {
        complain(message, "%s: out of memory", name);
        return -1;
    }
    *planner = (struct planner){.plan = plan, .actors = 1,
                                .step = UINT64_MAX, .lanes_max = lanes};
    weights = calloc(1, sizeof *weights);       /* it grows */
    planner->failed = weights == NULL ||
                      story_begin(&plan->story, scene, options->show) == -1;
    if (!planner->failed)
        got = weigh_all(planner, &weights, file, name, message);
    if (got == 0 && plan->hidden > 0)
        plan_drop(planner, weights);
    if (got == 0 && options->all) {
        show_all(plan, weights);
        weights = NULL;
    } else if (got == 0 && !planner->failed) {
        planner->failed = fold_all(plan, weights, &rows) == -1;
    }
    if (planner->failed)
        complain(message, "%s: out of memory", name);
    if (planner->failed || got != 0)
        got = -1;
    free(weights);
    free(planner->ends);
    free(planner->parties);
    free(planner->sockets);
    free(planner);
    return got == -1 ? -1 : (long)rows;
}

int
plan_make(struct plan *plan, FILE *file, const char *name,
          const struct scene *scene, const struct svg_options *options,
          struct complaint *message)
{
    long rows = plan_with(plan, options->all ? ALL_LANES_MAX : LANES_MAX, file,
                          name, scene, options, message);

    if (rows > ROWS_MOST && plan->connections > LANES_FEW) {
        plan_free(plan);
        rows = plan_with(plan, LANES_FEW, file, name, scene, options, message);
    }
    return rows == -1 ? -1 : 0;
}

void
plan_free(struct plan *plan)
{
    free(plan->fates);
    free(plan->slots);
    free(plan->noted);
    story_free(&plan->story);
}
