/*
 * play.h - one game of ladder play, and how it is shown and asked for.
 */
#ifndef LADDER_PLAY_H
#define LADDER_PLAY_H

#include "record/keeper.h"
#include "options/options.h"
#include "play/deal.h"
#include "play/input.h"

enum { CONNS_MAX = 64 };

struct play {
    const struct options *options;
    struct scene *scene;
    int64_t limit_ns;                   /* what the scene's file says, */
    char *end;                          /* and its end; may be NULL */
    struct engine *engine;
    struct keeper keeper;
    struct deal deal;
    struct input input;
    char state[HOSTS][CONNS_MAX][STATE_MAX];    /* 0: of no connection */
    unsigned conns;                     /* connections so far */
    bool terminal;                      /* single keys, and a prompt */
    uint64_t chosen;                    /* packet number; 0: the oldest */
    int64_t wait_until_ns;
    int64_t heard_ns;                   /* when the last event was */
    bool thinking;                      /* a segment waits for the student */
    bool all;                           /* the network is left to itself */
    bool end_met;
    bool quit;
};

/* --- prompt.c: what the student sees --------------------------------- */

/* A sink: takes note of both hosts' states, of what was sent, of the end. */
void
play_hear(void *context, const struct event *event,
          const struct flow_table *flows);

/* The place of the chosen segment among those that wait, from 1. */
size_t
play_chosen(const struct play *play);

/* On a terminal: shows the segment that waits, between both states. */
void
play_prompt(const struct play *play);

/* On a terminal: nothing waits; says so when that has lasted a while. */
void
play_prompt_silence(const struct play *play);

/* --- decide.c: what the student says --------------------------------- */

/* Takes one decision, if it has been made.  True if something was done. */
bool
play_take_decision(struct play *play);

/* On a terminal: the keys that end or stop the game, at any moment.  With
   forget, the others are forgotten: they are about no segment. */
void
play_take_quit(struct play *play, bool forget);

#endif
