/* place.c - elsewhere than on Linux scenes are played on loopback only: a
   virtual machine with Linux could not run this system's programs. */
#include "where/place.h"

#include <string.h>

#include "capture/engine/probe.h"

void
place_find(const char *word, struct place *place)
{
    *place = (struct place){ .kind = PLACE_LOOPBACK };
    if (word == NULL || strcmp(word, "auto") == 0) {
        probe_hosts(place->why, place->remedy);
    } else if (strcmp(word, "hosts") == 0 || strncmp(word, "vm", 2) == 0) {
        fprintf(stderr, "ladder: --in=%s: not here: recording needs Linux\n",
                word);
        place->kind = PLACE_MISSING;
    } else if (strcmp(word, "loopback") != 0) {
        fprintf(stderr, "ladder: --in=%s: the places are auto, hosts, vm, "
                        "vm=KERNEL and loopback\n", word);
        place->kind = PLACE_UNKNOWN;
    }
}

/* No scene has ever a virtual machine as its place. */

void
place_announce(const struct place *place, FILE *out)
{
    (void)place;
    (void)out;
}

enum outcome
place_record(const struct place *place, const struct recording *recordings,
             size_t count, const struct place_listener *listener)
{
    (void)place;
    (void)recordings;
    (void)count;
    (void)listener;
    return OUTCOME_NO_HOSTS;
}

enum outcome
place_play(const struct place *place, const struct recording *recording,
           const char *words)
{
    (void)place;
    (void)recording;
    (void)words;
    return OUTCOME_NO_HOSTS;
}
