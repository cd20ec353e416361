/*
 * engine.h - a scene, played: one process, one loop, one clock, one order.
 *
 * engine_step() does the one next thing: handles a program's stop, delivers a
 * due segment, runs what the scene has asked for, or waits.  record, run and
 * play are loops around it.
 */
#ifndef LADDER_ENGINE_H
#define LADDER_ENGINE_H

#include <stdbool.h>
#include <stdio.h>

#include "base/complaint.h"
#include "model/event.h"
#include "model/flow.h"
#include "scene/scene.h"
#include "trace/trace.h"
#include "capture/wire/wire.h"

/* Where events go: the trace, a live drawing.  Called in order. */
struct sink {
    void (*event)(void *context, const struct event *event,
                  const struct flow_table *flows);
    void (*rest)(void *context);        /* before waiting; may be NULL */
    void *context;
};

enum { SINKS_MAX = 4 };

struct engine_options {
    const char *programs;       /* the folder of "./X", or NULL */
    bool no_pin;                /* do not move programs to one CPU */
    bool hold;                  /* for play: segments wait to be released */
    int input;                  /* for play: also wake when this can be read;
                                   -1 for none */
};

enum engine_state {
    ENGINE_GOING, ENGINE_ENDED, ENGINE_LIMIT, ENGINE_INTERRUPTED, ENGINE_FAILED
};

struct engine;

/* Why there is no engine. */
enum engine_refusal {
    REFUSAL_FAILED,             /* something is wrong: a program is missing */
    REFUSAL_NO_HOSTS,           /* this machine does not allow private hosts */
    REFUSAL_SETTING             /* it refused a setting that the scene needs */
};

/*
 * Makes the hosts and the wire, and finds the programs.  NULL with one line in
 * message and the reason in *why.  Moves this process into the hosts' user
 * namespace for good: who records several scenes forks for each.
 */
struct engine *
engine_new(const struct scene *scene, const struct engine_options *options,
           enum engine_refusal *why, struct complaint *message);

/* What the trace's first line says of this run. */
void
engine_header(const struct engine *engine, struct trace_header *header);

void
engine_add_sink(struct engine *engine, struct sink sink);

/* The next thing.  With ENGINE_FAILED there is one line in message. */
enum engine_state
engine_step(struct engine *engine, struct complaint *message);

/*
 * How the run went, after its end: 0, or 1 with one line in message where a
 * client failed or a program crashed and the scene did not expect it.
 */
int
engine_verdict(const struct engine *engine, struct complaint *message);

/*
 * Whether the machine kept the recorder or a program that could run from the
 * CPU for so long that a kernel's timer may tell of the machine.
 */
bool
engine_starved(const struct engine *engine);

/* Says on standard error, one line each, which faults, holds and `when` of the
   scene have never met what they name: a slip of the pen, most often. */
void
engine_say_unmet(const struct engine *engine);

/* Ends all programs and frees everything; safe at any moment. */
void
engine_free(struct engine *engine);

/* --- for play ------------------------------------------------------------ */

/* True when every program rests and a held segment waits for a decision. */
bool
engine_at_rest(struct engine *engine);

struct wire *
engine_wire(struct engine *engine);

/* Nanoseconds since the run began. */
int64_t
engine_now(const struct engine *engine);

/* Tells of a deed of the wire on this packet, now. */
void
engine_tell(struct engine *engine, enum wire_deed deed,
            const struct packet *packet);

uint64_t
engine_events(const struct engine *engine);

#endif
