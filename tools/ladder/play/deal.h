/*
 * deal.h - the segments that wait on the wire, and what becomes of them.
 */
#ifndef LADDER_PLAY_DEAL_H
#define LADDER_PLAY_DEAL_H

#include "capture/engine/engine.h"
#include "play/deeds.h"

enum { HELD_BACK_MAX = 256 };

struct deal {
    struct engine *engine;
    const struct scene *scene;
    struct deeds deeds;
    uint64_t held_back[HELD_BACK_MAX];  /* packets that let others pass */
    size_t held_back_count;
};

/* How many segments wait for a decision. */
size_t
deal_waiting(const struct deal *deal);

/* The number-th of them from 1: oldest first, those held back last.  NULL if
   there are not so many. */
struct packet *
deal_packet(const struct deal *deal, size_t number);

bool
deal_is_held_back(const struct deal *deal, const struct packet *packet);

/* The decisions: "deliver" and 'd', "lose" and 'l' ... */
struct decision {
    char key;
    const char *word;
    void (*act)(struct deal *deal, struct packet *packet);
};

/* The one with this word, or if word is NULL with this key; NULL if none. */
const struct decision *
decision_named(const char *word, char key);

/* Delivers all that wait, and lets those that follow pass. */
void
deal_all(struct deal *deal);

#endif
