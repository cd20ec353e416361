/* place.c - where a scene is played: hosts, a virtual machine or loopback. */
#include "where/place.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "capture/engine/probe.h"
#include "draw/text/file.h"
#include "record/output.h"
#include "vm/player.h"

static void
find_vm(const char *kernel, struct place *place)
{
    place->kind = vm_available(kernel, &place->image, &place->no_vm) == 0
                      ? PLACE_VM : PLACE_MISSING;
}

void
place_find(const char *word, struct place *place)
{
    char why[PROBE_TEXT], remedy[PROBE_TEXT];

    *place = (struct place){ .kind = PLACE_HOSTS };
    if (word == NULL || strcmp(word, "auto") == 0) {
        if (probe_hosts(why, remedy))
            return;
        snprintf(place->why, sizeof place->why, "%.*s", PLACE_TEXT - 1, why);
        snprintf(place->remedy, sizeof place->remedy, "%.*s", PLACE_TEXT - 1,
                 remedy);
        find_vm(NULL, place);
        if (place->kind == PLACE_MISSING)
            place->kind = PLACE_LOOPBACK;
    } else if (strcmp(word, "loopback") == 0) {
        place->kind = PLACE_LOOPBACK;
    } else if (strcmp(word, "vm") == 0 || strncmp(word, "vm=", 3) == 0) {
        find_vm(word[2] == '=' && word[3] != '\0' ? word + 3 : NULL, place);
        if (place->kind == PLACE_MISSING)
            fprintf(stderr, "ladder: %s\n", place->no_vm.text);
    } else if (strcmp(word, "hosts") != 0) {
        fprintf(stderr, "ladder: --in=%s: the places are auto, hosts, vm, "
                        "vm=KERNEL and loopback\n", word);
        place->kind = PLACE_UNKNOWN;
    }
}

void
place_announce(const struct place *place, FILE *out)
{
    fprintf(out, "%s%sLinux %s boots in a virtual machine; that takes some "
                 "seconds.\n", place->why, place->why[0] == '\0' ? "" : "; ",
            place->image.version);
}

static const struct place_listener nobody;

/* What place_record() and its results share. */
struct playing {
    const struct recording *recordings;
    const struct place_listener *listener;
    enum outcome worst;
};

/* Copies a guest's trace to its file.  0, or -1 with a line on standard
   error. */
static int
keep_trace(FILE *trace, const char *path)
{
    struct complaint message = { "" };
    char bytes[8192];
    size_t got;

    struct output *output = output_open(path, &message);
    int result = output == NULL ? -1 : 0;
    while (result == 0 && (got = fread(bytes, 1, sizeof bytes, trace)) > 0)
        if (fwrite(bytes, 1, got, output_file(output)) != got) {
            result = complain(&message, "cannot write the trace: %s",
                              strerror(errno));
        }
    if (result == 0)
        result = output_commit(output, &message);
    if (result == -1)
        fprintf(stderr, "ladder: %s\n", message.text);
    output_close(output);
    return result;
}

static enum outcome
keep_and_draw(const struct recording *recording, FILE *trace)
{
    struct complaint message = { "" };
    const char *name = recording->trace != NULL ? recording->trace
                                                : recording->scene->name;
    enum outcome outcome = OUTCOME_DONE;

    if (recording->drawing != NULL &&
        text_draw_file(trace, name, recording->drawing, stdout, &message) ==
            -1) {
        fprintf(stderr, "ladder: %s\n", message.text);
        outcome = OUTCOME_FAILED;
    }
    rewind(trace);
    if (recording->trace != NULL && keep_trace(trace, recording->trace) == -1)
        outcome = OUTCOME_FAILED;
    return outcome;
}

static void
hear_result(void *context, size_t which, const struct vm_result *result)
{
    struct playing *playing = context;
    const struct recording *recording = &playing->recordings[which];
    const struct place_listener *listener = playing->listener;
    enum outcome outcome = (enum outcome)result->outcome;

    if (listener->begin != NULL)
        listener->begin(listener->context, which);
    if (result->trace != NULL) {
        enum outcome kept = keep_and_draw(recording, result->trace);
        if (kept != OUTCOME_DONE)
            outcome = kept;
    }
    fputs(result->out, stdout);
    fflush(stdout);
    fputs(result->err, stderr);
    if (outcome != OUTCOME_DONE && outcome != OUTCOME_SKIPPED)
        playing->worst = OUTCOME_FAILED;
    if (listener->end != NULL)
        listener->end(listener->context, which, outcome);
}

/* Plays the jobs, one for each recording. */
static enum outcome
play_jobs(const struct place *place, const struct job *jobs, size_t count,
          struct playing *playing)
{
    struct vm_listener results = { .result = hear_result, .context = playing };
    struct complaint message = { "" };

    int played = vm_play(&place->image, jobs, count, &results, &message);
    if (jobs[0].player != NULL)
        player_end(jobs[0].player);
    if (played == -1) {
        fprintf(stderr, "ladder: %s\n", message.text);
        playing->worst = OUTCOME_FAILED;
    }
    return playing->worst;
}

enum outcome
place_record(const struct place *place, const struct recording *recordings,
             size_t count, const struct place_listener *listener)
{
    struct playing playing = { .recordings = recordings,
                               .listener = listener == NULL ? &nobody
                                                            : listener };
    struct job *jobs = calloc(count + 1, sizeof *jobs);

    if (jobs == NULL) {
        fprintf(stderr, "ladder: %s\n", strerror(errno));
        return OUTCOME_FAILED;
    }
    for (size_t i = 0; i < count; i++)
        jobs[i] = (struct job){ .scene = recordings[i].scene,
                                .programs = recordings[i].programs,
                                .words = recordings[i].no_pin
                                             ? "record --no-pin" : "record" };
    enum outcome worst = play_jobs(place, jobs, count, &playing);
    free(jobs);
    return worst;
}

enum outcome
place_play(const struct place *place, const struct recording *recording,
           const char *words)
{
    struct playing playing = { .recordings = recording, .listener = &nobody };
    struct player player;
    struct job job = { .scene = recording->scene, .words = words,
                       .programs = recording->programs, .player = &player };

    player_begin(&player);
    return play_jobs(place, &job, 1, &playing);
}
