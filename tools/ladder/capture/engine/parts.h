/*
 * parts.h - the engine's inside, shared by its files only:
 * engine.c (the loop), open.c (what it runs on), gate.c (how long a segment
 * waits), stops.c (what programs do), cable.c (what segments do), stage.c (what
 * the scene does), told.c (the stream of events), verdict.c (how it went),
 * starved.c (was it undisturbed?), count.c (what is left).  Each part of the
 * struct has one file that changes it.
 */
#ifndef LADDER_ENGINE_PARTS_H
#define LADDER_ENGINE_PARTS_H

#include <limits.h>

#include "base/complaint.h"
#include "capture/engine/engine.h"
#include "capture/hosts/hosts.h"
#include "capture/kernel/state.h"
#include "capture/programs/tracee.h"
#include "capture/kernel/view.h"

enum { DRAIN_MAX = 65536 };

/* A scene's word that has met its event and waits for its moment. */
struct due_deed {
    bool met;
    bool done;
    int64_t at_ns;
};

struct hold_state {
    unsigned passed;            /* such calls so far */
    struct tracee *tracee;      /* held, or NULL */
    bool over;                  /* its `until` has been met */
};

/* What waits for programs that do not rest. */
enum waiting {
    WAITS_NOTHING,
    WAITS_DUE,                  /* a segment, or a deed of the scene */
    WAITS_STOP,                 /* a program, for another that computes */
    WAITS_LOOK                  /* we, to see what the hosts have sent */
};

/* The gate that it waits at: gate.c's. */
struct gate {
    enum waiting what;
    int64_t since_ns;           /* it waits since; 0: nothing does */
    int64_t cpu_ns;             /* the CPU that programs had used then */
    unsigned stops;             /* and how often they have stopped since */
    bool overtaking;            /* programs have not rested since a hurry */
    int64_t longest_ns;         /* that a segment has waited */
};

/* Whether programs run, and since when: starved.c's. */
struct settling {
    bool runs;
    int64_t since_ns, resting_since_ns;
    int64_t cpu_ns;             /* the CPU that they and we had used then */
    size_t count;               /* and how many they were */
    bool starved;               /* the machine kept us waiting */
};

/* What is known of both ends of the wire: cable.c's. */
struct cable {
    unsigned look[HOSTS];       /* enum look: what may have changed */
    int64_t drained_ns;         /* when both ends were read */
    uint64_t drops[HOSTS];      /* by listeners, as last counted */
    size_t queue[HOSTS];        /* that waits for the rate, as last told */
    unsigned again;             /* segments that were sent before */
    bool harmed;                /* the wire or a kernel has lost one, or more */
    bool unreachable[HOSTS];    /* the next segment is answered with ICMP */
};

/* How far the scene has come: stage.c's. */
struct staged {
    struct due_deed *starts, *triggers;
    struct hold_state *holds;
    unsigned *injected;         /* calls of each inject's kind, so far */
    bool end_met;
    bool stopping;              /* servers have been told to stop */
    int64_t stopping_since_ns;
    bool said_loopback;
    bool counted;               /* what the servers have, before any client */
};

/* What the loop itself remembers from turn to turn: engine.c's. */
struct loop {
    bool resumed;               /* a program has been let go just now */
    unsigned streak;            /* stops handled since the programs rested */
    int64_t next_tick_ns;       /* when sockets are read again while idle */
    int64_t next_hearing_ns;    /* when the signals are read again */
};

struct engine {
    /* What it runs on: open.c makes it, and gives it back. */
    const struct scene *scene;
    struct engine_options options;
    struct hosts hosts;
    struct diag diag;
    struct wire *wire;
    struct view *view;
    struct flow_table *flows;
    struct tracees tracees;
    struct actor *actors;       /* one for each of the scene's programs */
    char **paths;               /* and where its file is */
    int signals;                /* signalfd: SIGCHLD, SIGINT, SIGTERM, SIGHUP */
    int64_t start_ns;           /* on the monotonic clock */
    int64_t epoch_ns;           /* on the real one */

    /* The stream of events: told.c. */
    struct sink sinks[SINKS_MAX];
    size_t sink_count;
    uint64_t step, events;

    struct loop loop;
    struct gate gate;
    struct settling settling;
    struct cable cable;
    struct staged staged;
    enum engine_state state;
};

/* --- gate.c --------------------------------------------------------------- */

/*
 * This waits while programs do not rest.  Whether it has waited long enough:
 * then it happens all the same, hurried.
 */
bool
gate_is_over(struct engine *engine, enum waiting what);

/* A program's stop was handled while something may wait at the gate. */
void
gate_count_stop(struct engine *engine);

/* What waited has gone, hurried or not. */
void
gate_close(struct engine *engine, bool hurried);

/* A segment that was due then has arrived now. */
void
gate_note_arrival(struct engine *engine, int64_t due_ns);

/* The run is over: says if the gate has made kernels send segments again, which
   neither the wire nor a full queue has lost. */
void
gate_confess(struct engine *engine);

/* All programs rest: whoever kept on running has been overtaken. */
void
gate_note_rest(struct engine *engine);

/* --- starved.c ------------------------------------------------------------ */

/* The programs run, from now on unless they ran already; and now they rest:
   did they and we have the CPU all the time between? */
void
begin_settling(struct engine *engine);

void
end_settling(struct engine *engine);

/* All have rested, and a segment may be due: have we slept too long? */
void
note_lateness(struct engine *engine);

/* --- told.c --------------------------------------------------------------- */

/* A new cause: what follows belongs to it. */
void
begin_step(struct engine *engine);

/* Tells an event: completes time and step, and gives it to the sinks; the
   stage is one of them. */
void
tell(struct engine *engine, struct event *event);

/* The same, as a view tells it; context is the engine. */
void
told_by_view(void *context, struct event *event);

/* "ladder starts client": format is for what stands behind the deed. */
void
tell_ladder(struct engine *engine, enum ladder_deed deed, const char *format,
            ...) __attribute__((format(printf, 3, 4)));

/* Reads what a program has printed, line by line.  With all, also the last
   line without its end. */
void
tell_output(struct engine *engine, struct actor *actor, bool all);

/* --- cable.c -------------------------------------------------------------- */

/*
 * Tells what has followed from the step's cause so far: state changes, queue
 * changes, segments sent.  With a host, only that one has moved, and the other
 * end of the cable is looked at only if half a millisecond has passed.
 */
void
observe(struct engine *engine, enum host moved);

/* The same, if the cable has not been looked at for half a millisecond: between
   two calls of a program little can have happened. */
void
observe_timers(struct engine *engine);

/* Delivers the segment that is due first. */
void
deliver(struct engine *engine, bool hurried);

/* Loses what is in flight on a cable that has been cut. */
void
lose_all(struct engine *engine);

/* Sends count SYNs from invented neighbours to the server's port: lesson 09.
   The target is the private host; there is no way to name another. */
void
flood(struct engine *engine, uint16_t port, unsigned count);

/* --- stops.c -------------------------------------------------------------- */

/* Handles the stop of a tracee and lets it go on, unless it is held. */
void
handle_stop(struct engine *engine, struct tracee *tracee);

/* --- count.c -------------------------------------------------------------- */

/* Tells what the programs have open, where the scene expects something of it
   at the end. */
void
count_left(struct engine *engine);

/* --- injected.c ----------------------------------------------------------- */

/* Changes the call that the tracee enters, where the scene says so. */
void
inject_into_call(struct engine *engine, struct tracee *tracee, bool restart);

/* --- stage.c -------------------------------------------------------------- */

/* Starts programs, sends signals, cuts and mends, ends: what is due of it.
   True if anything was done. */
bool
stage_act(struct engine *engine, struct complaint *message);

/* Whether stage_act() or stage_end() would do anything. */
bool
stage_is_due(const struct engine *engine);

/* Tells the servers that are left to stop, if the clients are gone and the wire
   is quiet; kills those that do not listen. */
void
stage_end(struct engine *engine);

/* Cuts and mends that are due: they need not wait for the programs. */
void
stage_touch_wire(struct engine *engine);

/* When the next of the scene's deeds is due, or INT64_MAX. */
int64_t
stage_next_ns(const struct engine *engine);

/* Makes room for the scene's deeds, and hears all events from now on if the
   scene waits for any.  0, or -1 without memory. */
int
stage_open(struct engine *engine);

void
stage_close(struct engine *engine);

/* Forgets a tracee that has gone, if it was held. */
void
stage_forget(struct engine *engine, const struct tracee *tracee);

/* Whether the call that the tracee enters is to be held. */
bool
stage_holds(struct engine *engine, struct tracee *tracee);

/* Whether the run is over. */
bool
stage_is_over(struct engine *engine);

#endif
