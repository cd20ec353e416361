/* go.c - the one decision where a scene is played, for all verbs. */
#include "where/go.h"

#include <stdio.h>
#include <string.h>

/* Nothing but hosts will do.  They have been asked for in vain where `auto` has
   come to this, and say why. */
static int
go_without_loopback(const struct place *place, const struct place_ways *ways,
                    void *context)
{
    if (place->why[0] == '\0') {
        fprintf(stderr, "ladder: on loopback there is nothing to %s; `ladder "
                        "lesson DIR --in=loopback` runs a pair\n",
                ways->wants);
        return OUTCOME_USAGE;
    }
    int status = ways->hosts(context, true);
    if (place->no_vm.text[0] != '\0')
        fprintf(stderr, "ladder: a virtual machine needs no right, but %s\n",
                place->no_vm.text);
    return status;
}

int
place_go(const char *word, const struct place_ways *ways, void *context)
{
    struct place place;

    if (ways->tries && (word == NULL || strcmp(word, "auto") == 0)) {
        int status = ways->hosts(context, false);
        if (status != OUTCOME_NO_HOSTS)
            return status;
    }
    place_find(word, &place);
    switch (place.kind) {
    case PLACE_HOSTS:
        return ways->hosts(context, true);
    case PLACE_VM:
        return ways->vm(context, &place);
    case PLACE_LOOPBACK:
        return ways->loopback == NULL
                   ? go_without_loopback(&place, ways, context)
                   : ways->loopback(context, &place);
    case PLACE_UNKNOWN:
        return OUTCOME_USAGE;
    case PLACE_MISSING:
        break;
    }
    return OUTCOME_FAILED;
}
