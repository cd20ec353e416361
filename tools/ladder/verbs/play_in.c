/* play_in.c - ladder play, where --in= says. */
#include <stdio.h>

#include "record/record.h"
#include "verbs/verbs.h"
#include "where/place.h"

/* In a virtual machine the ladder in there has the game; the trace is kept
   here, so here is said where. */
static int
play_in_vm(const struct options *options, const struct place *place)
{
    char message[SCENE_MESSAGE_MAX], words[128];
    struct scene *scene = scene_read(options->words[0], message);

    if (scene == NULL) {
        fprintf(stderr, "ladder: %s\n", message);
        return STATUS_FAILED;
    }
    snprintf(words, sizeof words, "play --quiet --columns=%u --colour=%s%s%s",
             options_columns(options),
             options_colour(options) ? "always" : "never",
             options_unicode(options) ? "" : " --ascii",
             options->no_pin ? " --no-pin" : "");
    struct recording recording = { .scene = scene, .trace = options->output,
                                   .programs = options->programs };
    place_announce(place, stderr);
    enum outcome outcome = place_play(place, &recording, words);
    scene_free(scene);
    if (outcome == OUTCOME_DONE && options->output != NULL)
        printf("The trace is %s\n", options->output);
    return outcome == OUTCOME_DONE ? STATUS_DONE : STATUS_FAILED;
}

int
verb_play_in(const struct options *options)
{
    struct place place;

    if (options->word_count != 1)
        return verb_play(options);      /* it says how it is called */
    place_find(options->in, &place);
    if (place.kind == PLACE_UNKNOWN)
        return STATUS_USAGE;
    if (place.kind == PLACE_MISSING)
        return STATUS_FAILED;
    if (place.kind == PLACE_VM)
        return play_in_vm(options, &place);
    if (place.kind == PLACE_LOOPBACK && place.why[0] == '\0') {
        fprintf(stderr, "ladder: on loopback there is nothing to decide; "
                        "`ladder lesson DIR --in=loopback` runs a pair\n");
        return STATUS_USAGE;
    }
    int status = verb_play(options);
    if (place.kind == PLACE_LOOPBACK && place.no_vm[0] != '\0')
        fprintf(stderr, "ladder: a virtual machine needs no right, but %s\n",
                place.no_vm);
    return status;
}
