/*
 * collect.h - the state of the second reading, for collect.c,
 * calls.c, wire.c and fold.c alone.
 */
#ifndef LADDER_LAYOUT_COLLECT_H
#define LADDER_LAYOUT_COLLECT_H

#include "model/transcript.h"
#include "trace/trace.h"
#include "draw/figure/parts.h"

/* A call that has not returned yet. */
struct open_call {
    int tid, call;              /* call: -1 while it is hidden in a fold */
    uint64_t step;
    int64_t start_ns;
};

/* A segment in flight whose sending a fold hides. */
struct pending {
    uint64_t packet;
    int64_t sent_ns;
    enum host host;
    struct segment segment;
};

/* What a fold hides, to be told in words. */
struct summary {
    uint64_t segments[HOSTS], bytes[HOSTS], lost, again, calls, prints;
    struct { char name[NAME_MAX_CALL]; uint64_t count; } names[6];
    size_t name_count;
};

struct collector {
    struct layout *layout;
    const struct plan *plan;
    const struct flow_table *flows;
    size_t index, noted;        /* this event, the next noted one */
    struct open_call open[1024];
    size_t open_count;
    struct pending *pending;
    size_t pending_count, pending_room;
    struct summary summary;
    int fold;                   /* the moment of the open fold, or -1 */
    struct event last_hidden;
};

/* Adds a moment for the event; its index, or -1 where memory is short. */
int
collect_moment(struct collector *collector, const struct event *event);

/* The number of an actor, which is new or was seen before. */
unsigned
collect_actor(struct collector *collector, enum host host, const char *actor);

/* Each takes an event of its kind; moment is -1 while a fold hides it. */
void
collect_call(struct collector *collector, const struct event *event,
             int moment);
void
collect_return(struct collector *collector, const struct event *event,
               int moment);
/* A call that is made once more at once, and its return: no moments. */
void
collect_repeat(struct collector *collector, const struct event *event);

/* An actor is gone, and so are the calls it was in. */
void
collect_end(struct collector *collector, const struct event *event, int moment);

void
collect_remark(struct collector *collector, const struct event *event,
               int moment);
void
collect_state(struct collector *collector, const struct event *event,
              int moment);
void
collect_sends(struct collector *collector, const struct event *event,
              int moment);
void
collect_gets(struct collector *collector, const struct event *event,
             int moment);
void
collect_deed(struct collector *collector, const struct event *event,
             int moment);

/* A fold opens at its first hidden event; each one is counted; then it ends,
   with its band and what it hides in words. */
void
collect_hidden(struct collector *collector, const struct event *event);
void
collect_fold_end(struct collector *collector);

#endif
