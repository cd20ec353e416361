/*
 * deeds.h - what the student did to the segments, and a scene that does
 * it again.
 *
 * A scene names each segment ("client data 3"), so a loss is one line of it.
 * Time is the harder half: where a kernel's timer ran out, or a program gave
 * up, while the student thought, the scene must be as slow as the student was.
 * Then each segment's delay becomes a line too.
 */
#ifndef LADDER_PLAY_DEEDS_H
#define LADDER_PLAY_DEEDS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "capture/wire/wire.h"
#include "model/event.h"
#include "model/flow.h"
#include "scene/scene.h"
#include "play/naming.h"

enum deed { DEED_DELIVER, DEED_LOSE, DEED_DUPLICATE, DEED_CORRUPT, DEEDS };

enum { DEEDS_MAX = 1000, FAILURES_MAX = 8 };

struct deeds {
    struct naming naming;
    unsigned counts[DEEDS];
    unsigned held;              /* how often one was held back */
    struct deed_done {
        char segment[SEGMENT_NAME_MAX];
        enum deed deed;
        int64_t late_ns;        /* on the wire beyond the wire's own delay */
        bool overtaken;         /* by a later one of the same host */
    } all[DEEDS_MAX];           /* the first of them */
    size_t count;
    uint64_t latest[HOSTS];     /* the last packet sent that has arrived */
    bool disordered;            /* any was overtaken, also by the other's */
    bool timed;                 /* a timer ran out while one waited */
    char failures[FAILURES_MAX][96];    /* programs' ends: "client exits 1" */
    size_t failure_count;
};

/* Takes note of an event.  With thinking, a segment waits for the student and
   nothing else can happen but a timer. */
void
deeds_hear(struct deeds *deeds, const struct event *event,
           const struct flow_table *flows, bool thinking);

/* Takes note of a decision that the student makes at now_ns. */
void
deeds_note(struct deeds *deeds, enum deed deed, const struct packet *packet,
           const struct scene *scene, int64_t now_ns);

/* How a game went, for deeds_say(). */
struct game_end {
    const struct scene *scene;
    int64_t limit_ns;           /* that its file says */
    const char *trace;          /* the trace's path, or NULL */
    const char *programs;       /* --programs=DIR, or NULL */
    int64_t now_ns;             /* how long it took */
    size_t undecided;           /* segments that are still on the wire */
    unsigned columns;
};

/* Says on standard output what was done, where the trace is, and which scene
   would do it again. */
void
deeds_say(const struct deeds *deeds, const struct game_end *end);

#endif
