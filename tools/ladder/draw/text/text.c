/*
 * text.c - the ladder, drawn with characters for a terminal.
 *
 *     The three-way handshake
 *     Linux 6.18.44 · wire: 20 ms each way
 *
 *           ms client calls     state │      the wire       │ state  server ...
 *              connect(3, :7000)      │                     │              ┊
 *              ┊             SYN-SENT ├ SYN ──────────────╮ │              ┊
 *           20 ┊                      │                   ╰▶│ SYN-RECEIVED ┊
 *
 * One event after the other, and a row is printed as soon as nothing more can
 * belong to it: a run is watched as it happens.  What is remembered is what is
 * open (connections, packets in flight, programs), never what is over.
 */
#include "draw/text/ladder.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "draw/text/calls.h"
#include "draw/text/header.h"
#include "draw/text/notes.h"
#include "draw/text/state.h"
#include "draw/text/wire.h"

enum { SILENCE_LEAST_MS = 100, SILENCE_MOST_MS = 500, MS = 1000000 };

static void
set_silence(struct text_ladder *ladder)
{
    int64_t most = 0;

    for (int i = 0; i < HOSTS && ladder->scene != NULL; i++)
        if (ladder->scene->wire[i].delay_ns > most)
            most = ladder->scene->wire[i].delay_ns;
    ladder->clock.silence_ns = 10 * most;
    if (ladder->clock.silence_ns < (int64_t)SILENCE_LEAST_MS * MS)
        ladder->clock.silence_ns = (int64_t)SILENCE_LEAST_MS * MS;
    if (ladder->clock.silence_ns > (int64_t)SILENCE_MOST_MS * MS)
        ladder->clock.silence_ns = (int64_t)SILENCE_MOST_MS * MS;
}

struct text_ladder *
text_begin(FILE *out, const struct trace_header *header,
           const struct scene *scene, const struct text_options *options)
{
    struct text_ladder *ladder = calloc(1, sizeof *ladder);

    if (ladder == NULL)
        return NULL;
    ladder->out = out;
    ladder->header = header;
    ladder->scene = scene;
    ladder->options = *options;
    if (story_begin(&ladder->story, scene, options->show) == -1) {
        free(ladder);
        return NULL;
    }
    text_layout_set(&ladder->layout, options, ladder->story.show,
                    ladder->story.notes.count > 0);
    set_silence(ladder);
    text_title(ladder);
    text_lanes(ladder);
    fflush(out);
    return ladder;
}

static void
ladder_event(struct text_ladder *ladder, const struct event *event)
{
    struct row *row = &ladder->row;
    char words[sizeof row->said - 16];

    row_before(ladder, event);
    row_close(ladder);
    row_open(ladder, event);
    const char *text = event->text != NULL ? event->text : "";
    text_escape(words, sizeof words, text, strlen(text),
                ladder->options.unicode);
    snprintf(row->said, sizeof row->said, "( ladder %s )", words);
    calls_hold(ladder, &event->act);
}

/* Draws one event that is not folded. */
static void
draw(struct text_ladder *ladder, const struct event *event)
{
    unsigned conn = event->conn != 0 ? event->conn : event->segment.conn;

    if (conn > ladder->links.conns)
        ladder->links.conns = conn;
    enum telling telling = grammar_of(event->kind)->telling;
    switch (telling) {
    case TELLS_CALL: case TELLS_RETURN: case TELLS_PRINT: case TELLS_REMARK:
        calls_event(ladder, event, telling);
        break;
    case TELLS_STATE:
        state_event(ladder, event);
        break;
    case TELLS_QUEUE:
        queue_event(ladder, event);
        break;
    case TELLS_SENDS:
        wire_sends(ladder, event);
        break;
    case TELLS_GETS:
        wire_gets(ladder, event);
        ladder->note = 0;               /* it stands at the arrival */
        if (event->dropped && (ladder->layout.show & LANE_STATE))
            drop_event(ladder, event);
        break;
    case TELLS_WIRE:
        wire_deed(ladder, event);
        break;
    case TELLS_LADDER:
        ladder_event(ladder, event);
        break;
    case TELLS_NUMBERS:
        break;
    }
}

/* Ends the bulk phase, if there is one: its row, and the events kept. */
static void
end_fold(struct text_ladder *ladder)
{
    const struct event *event;

    fold_end(ladder);
    for (size_t i = 0; (event = fold_kept(ladder, i)) != NULL; i++)
        draw(ladder, event);
    fold_drop(ladder);
}

/* Whether the event is folded away, or kept until that is certain. */
static bool
folds(struct text_ladder *ladder, const struct event *event, bool has_note)
{
    if (ladder->options.all)
        return false;
    if (!fold_is_over(ladder, event, has_note))
        return fold_takes(ladder, event);
    end_fold(ladder);
    ladder->fold.step = event->step;
    return false;
}

/* Draws the event, or folds it away. */
static void
pass(struct text_ladder *ladder, const struct event *event, unsigned note)
{
    if (!folds(ladder, event, note != 0)) {
        ladder->note = note;
        draw(ladder, event);
        ladder->note = 0;
    }
    if (ladder->fold.folding)
        repeats_forget(&ladder->repeats);
}

/* Says how often the last call was made, once that is certain. */
static void
tell_times(struct text_ladder *ladder, unsigned times)
{
    if (times > 1)
        calls_times(ladder, kept_event(&ladder->repeats.back), times);
}

/* Draws a call that was held back and did not return at once; whether there
   was one. */
static bool
release(struct text_ladder *ladder, const struct event *event, bool has_note)
{
    unsigned times = ladder->repeats.times;
    const struct event *held = repeats_release(&ladder->repeats, event,
                                               has_note);

    if (held == NULL)
        return false;
    tell_times(ladder, times);
    pass(ladder, held, 0);
    return true;
}

/* Counts the event if it repeats what came before; false for any other. */
static bool
repeats(struct text_ladder *ladder, const struct event *event, bool has_note)
{
    if (ladder->options.all || ladder->fold.folding)
        return false;
    if (release(ladder, event, has_note) && ladder->fold.folding)
        return false;
    unsigned times = ladder->repeats.times;
    enum repeat answer = repeats_take(&ladder->repeats, event, has_note);
    if (answer == REPEAT_NO)
        tell_times(ladder, times);
    if (answer == REPEAT_ONE_MORE)
        ladder->clock.last_ns = event->time_ns;
    return answer != REPEAT_NO;
}

/* Whether a ladder for homework leaves it to the student. */
static bool
is_answer(const struct event *event)
{
    switch (event->kind) {
    case EVENT_CALL: case EVENT_RETURN: case EVENT_EXITS: case EVENT_LADDER:
        return false;
    default:
        return true;
    }
}

void
text_event(struct text_ladder *ladder, const struct event *event,
           const struct flow_table *flows)
{
    struct told told = story_event(&ladder->story, event, flows);

    if (ladder->options.blank && is_answer(event))
        told.drawn = false;
    if (ladder->options.blank)
        told.note = 0;
    if (!told.drawn) {
        if (event->kind == EVENT_EXITS)
            actor_forget(ladder, event->actor);
        return;
    }
    if (!repeats(ladder, event, told.note != 0))
        pass(ladder, event, told.note);
    fflush(ladder->out);
}

/* Whether more may join the open row though its step is over. */
static bool
row_may_grow(const struct text_ladder *ladder)
{
    const struct row *row = &ladder->row;

    if (repeats_may_come(&ladder->repeats))
        return true;
    for (int side = 0; side < HOSTS; side++)
        if (ladder->layout.show == LANE_CALLS && row->call[side].used
            && row->call[side].quiet)
            return true;
    return false;
}

void
text_flush(struct text_ladder *ladder)
{
    release(ladder, NULL, false);
    if (ladder->row.open && row_may_grow(ladder))
        return;
    row_close(ladder);
    fflush(ladder->out);
}

int
text_end(struct text_ladder *ladder)
{
    if (!release(ladder, NULL, false))
        tell_times(ladder, ladder->repeats.times);
    end_fold(ladder);
    row_close(ladder);
    if (ladder->story.notes.numbered > 0 && !ladder->options.blank) {
        text_rule(ladder);
        notes_print(ladder);
    }
    int error = ladder->error;
    errno = 0;
    if ((fflush(ladder->out) != 0 || ferror(ladder->out)) && error == 0)
        error = errno != 0 ? errno : EIO;
    free(ladder->programs.actors);
    free(ladder->programs.descriptors);
    free(ladder->links.all);
    free(ladder->flights.all);
    story_free(&ladder->story);
    free(ladder);
    errno = error;
    return error == 0 ? 0 : -1;
}
