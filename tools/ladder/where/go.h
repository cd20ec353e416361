/*
 * go.h - the one decision where a scene is played, for all verbs.
 */
#ifndef LADDER_GO_H
#define LADDER_GO_H

#include <stdbool.h>

#include "where/place.h"

/*
 * What a verb does in each place.  A scene that hosts() cannot play because the
 * machine allows no hosts is OUTCOME_NO_HOSTS, in silence unless it is the last
 * resort.  Without loopback(), a verb has nothing to do there but to say so, in
 * the word `wants`: "record".
 */
struct place_ways {
    int (*hosts)(void *context, bool last_resort);
    int (*vm)(void *context, const struct place *place);
    int (*loopback)(void *context, const struct place *place);
    const char *wants;
    bool tries;                 /* hosts() finds out whether there are hosts */
};

/*
 * Goes the way of the place that the word behind --in= means (NULL: auto).
 * Returns what that way returns, OUTCOME_FAILED or OUTCOME_USAGE: an exit
 * status.
 */
int
place_go(const char *word, const struct place_ways *ways, void *context);

#endif
