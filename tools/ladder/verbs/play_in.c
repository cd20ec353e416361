/* play_in.c - ladder play, where --in= says. */
#include <stdio.h>

#include "record/record.h"
#include "verbs/verbs.h"
#include "where/go.h"

/* In a virtual machine the ladder in there has the game; the trace is kept
   here, so here is said where. */
static int
play_in_vm(void *context, const struct place *place)
{
    const struct options *options = context;
    struct complaint message;
    char words[128];
    struct scene *scene = scene_read(options->words[0], &message);

    if (scene == NULL) {
        fprintf(stderr, "ladder: %s\n", message.text);
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

static int
play_on_hosts(void *context, bool last_resort)
{
    (void)last_resort;          /* it says itself why there are none */
    return verb_play(context);
}

int
verb_play_in(const struct options *options)
{
    static const struct place_ways ways = {
        .hosts = play_on_hosts, .vm = play_in_vm, .wants = "decide",
    };

    if (options->word_count != 1)
        return verb_play(options);      /* it says how it is called */
    return place_go(options->in, &ways, (void *)options);
}
