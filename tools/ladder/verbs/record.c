/* record.c - ladder record SCENE -o FILE.trace, and ladder run. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "record/apart.h"
#include "record/record.h"
#include "record/many.h"
#include "verbs/verbs.h"
#include "where/place.h"

enum { SCENE_TEXT_BYTES = 16384, RUN_LINES = 64 };

/* An outcome as an exit status: what this kernel cannot show is no failure. */
static int
status_of(enum outcome outcome)
{
    switch (outcome) {
    case OUTCOME_DONE:
    case OUTCOME_SKIPPED:
        return STATUS_DONE;
    case OUTCOME_USAGE:
        return STATUS_USAGE;
    default:
        return STATUS_FAILED;
    }
}

/* Plays one recording where --in= says. */
static int
record_somewhere(const struct options *options,
                 const struct recording *recording)
{
    struct place place;

    place_find(options->in, &place);
    if (place.kind == PLACE_UNKNOWN)
        return STATUS_USAGE;
    if (place.kind == PLACE_MISSING)
        return STATUS_FAILED;
    if (place.kind == PLACE_VM) {
        if (!options->quiet)
            place_announce(&place, stderr);
        return status_of(place_record(&place, recording, 1, NULL));
    }
    if (place.kind == PLACE_LOOPBACK && place.why[0] == '\0') {
        fprintf(stderr, "ladder: on loopback there is nothing to record; "
                        "`ladder lesson DIR --in=loopback` runs a pair\n");
        return STATUS_USAGE;
    }
    int status = status_of(apart_alone(recording));
    if (place.kind == PLACE_LOOPBACK && place.no_vm[0] != '\0')
        fprintf(stderr, "ladder: a virtual machine needs no right, but %s\n",
                place.no_vm);
    return status;
}

static bool
ends_in_slash(const char *path)
{
    size_t length = strlen(path);

    return length > 0 && path[length - 1] == '/';
}

int
verb_record(const struct options *options)
{
    char message[SCENE_MESSAGE_MAX];

    if (options->word_count == 0 || options->output == NULL) {
        fprintf(stderr, "usage: ladder record SCENE -o FILE.trace, or "
                        "ladder record SCENE... -o FOLDER/\n");
        return STATUS_USAGE;
    }
    if (options->word_count > 1 || ends_in_slash(options->output))
        return record_many(options);
    struct scene *scene = scene_read(options->words[0], message);
    if (scene == NULL) {
        fprintf(stderr, "ladder: %s\n", message);
        return STATUS_FAILED;
    }
    struct recording recording = {
        .scene = scene, .trace = options->output, .again = true,
        .programs = options->programs, .no_pin = options->no_pin,
    };
    int status = record_somewhere(options, &recording);
    scene_free(scene);
    return status;
}

/* The scene that `ladder run` plays, as the text of a scene file; and which
   option each of its lines comes from. */
struct run_text {
    char text[SCENE_TEXT_BYTES];
    size_t used;
    const char *options[RUN_LINES];
    size_t lines;
    bool full;
    bool broken;                /* a value has a newline in it */
};

static void
add(struct run_text *run, const char *option, const char *value)
{
    size_t room = sizeof run->text - run->used;

    if (value == NULL)
        return;
    /* A newline would begin a word of the value's own choice. */
    run->broken |= strchr(value, '\n') != NULL;
    int length = snprintf(run->text + run->used, room, "%s %s\n", option,
                          value);
    if (length < 0 || (size_t)length >= room || run->lines == RUN_LINES) {
        run->full = true;
        return;
    }
    run->options[run->lines++] = option;
    run->used += (size_t)length;
}

static void
add_all(struct run_text *run, const char *option,
        const struct option_list *list)
{
    for (size_t i = 0; i < list->count; i++)
        add(run, option, list->values[i]);
}

/* "run:3: no such" becomes "--fault: no such". */
static void
complain(const struct run_text *run, const char *message)
{
    char *rest = NULL;
    unsigned long line = 0;

    if (strncmp(message, "run:", 4) == 0)
        line = strtoul(message + 4, &rest, 10);
    if (line >= 1 && line <= run->lines && rest != NULL && rest[0] == ':')
        fprintf(stderr, "ladder: --%s:%s\n", run->options[line - 1],
                rest + 1);
    else
        fprintf(stderr, "ladder: %s\n", message);
}

/* The scene that the options of `ladder run` describe, or NULL. */
static struct scene *
scene_of(const struct options *options)
{
    static struct run_text run;
    char message[SCENE_MESSAGE_MAX] = "";

    add_all(&run, "wire", &options->wires);
    add(&run, "limit", options->limit);
    add_all(&run, "fault", &options->faults);
    add(&run, "server", options->server);
    add_all(&run, "client", &options->clients);
    if (run.broken) {
        fprintf(stderr, "ladder: an option's value is one line; write a scene "
                        "and record it\n");
        return NULL;
    }
    if (run.full) {
        fprintf(stderr, "ladder: the options are longer than %d bytes\n",
                SCENE_TEXT_BYTES);
        return NULL;
    }
    struct scene *scene = scene_parse(run.text, run.used, "run", message);
    if (scene == NULL)
        complain(&run, message);
    return scene;
}

int
verb_run(const struct options *options)
{
    int lanes = options_lanes(options);

    if (options->word_count != 0 ||
        (options->server == NULL && options->clients.count == 0)) {
        fprintf(stderr, "usage: ladder run --server 'CMD' [--client 'CMD']... "
                        "[--wire='delay=20ms'] [--fault='lose client data 3'] "
                        "[--limit=10s] [-o FILE.trace]\n");
        return STATUS_USAGE;
    }
    struct scene *scene = lanes == -1 ? NULL : scene_of(options);
    if (scene == NULL)
        return STATUS_USAGE;
    struct text_options drawing = {
        .columns = options_columns(options), .show = (unsigned)lanes,
        .colour = options_colour(options), .unicode = options_unicode(options),
        .all = options->all,
    };
    struct recording recording = {
        .scene = scene, .trace = options->output,
        .programs = options->programs, .no_pin = options->no_pin,
        .drawing = options->quiet ? NULL : &drawing,
    };
    int status = record_somewhere(options, &recording);
    scene_free(scene);
    return status;
}
