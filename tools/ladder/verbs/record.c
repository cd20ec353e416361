/* record.c - ladder record SCENE -o FILE.trace, and ladder run. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "record/apart.h"
#include "record/record.h"
#include "verbs/many.h"
#include "verbs/verbs.h"
#include "where/go.h"

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

/* What record_somewhere() hands on. */
struct task {
    const struct options *options;
    const struct recording *recording;
};

static int
record_on_hosts(void *context, bool last_resort)
{
    const struct task *task = context;
    struct recording recording = *task->recording;

    recording.silent = !last_resort;
    enum outcome outcome = apart_alone(&recording);
    return outcome == OUTCOME_NO_HOSTS && !last_resort ? OUTCOME_NO_HOSTS
                                                       : status_of(outcome);
}

static int
record_in_vm(void *context, const struct place *place)
{
    const struct task *task = context;

    if (!task->options->quiet)
        place_announce(place, stderr);
    return status_of(place_record(place, task->recording, 1, NULL));
}

/* Plays one recording where --in= says. */
static int
record_somewhere(const struct options *options,
                 const struct recording *recording)
{
    static const struct place_ways ways = {
        .hosts = record_on_hosts, .vm = record_in_vm, .wants = "record",
        .tries = true,
    };
    struct task task = { options, recording };

    return place_go(options->in, &ways, &task);
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
    struct complaint message = { "" };

    if (options->word_count == 0 || options->output == NULL) {
        fprintf(stderr, "usage: ladder record SCENE -o FILE.trace, or "
                        "ladder record SCENE... -o FOLDER/\n");
        return STATUS_USAGE;
    }
    if (options->word_count > 1 || ends_in_slash(options->output))
        return record_many(options);
    struct scene *scene = scene_read(options->words[0], &message);
    if (scene == NULL) {
        fprintf(stderr, "ladder: %s\n", message.text);
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
refuse(const struct run_text *run, const char *message)
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
    struct complaint message = { "" };

    /* Anybody's programs: who computes must not hold the wire back. */
    add(&run, "wire", "order=time");
    add_all(&run, "wire", &options->wires);
    add(&run, "limit", options->limit);
    add_all(&run, "fault", &options->faults);
    add(&run, "server", options->server);
    add_all(&run, "client", &options->clients);
    add_all(&run, "inject", &options->injects);
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
    struct scene *scene = scene_parse(run.text, run.used, "run", &message);
    if (scene == NULL)
        refuse(&run, message.text);
    else
        scene->typed = true;
    return scene;
}

int
verb_run(const struct options *options)
{
    int lanes = options_lanes(options);
    struct choice choice;

    if (options->word_count != 0 ||
        (options->server == NULL && options->clients.count == 0)) {
        fprintf(stderr, "usage: ladder run --server 'CMD' [--client 'CMD']... "
                        "[--wire='delay=20ms'] [--fault='lose client data 3'] "
                        "[--limit=10s] [-o FILE.trace]\n");
        return STATUS_USAGE;
    }
    if (lanes == -1 || options_choice(options, &choice) == -1)
        return STATUS_USAGE;
    struct scene *scene = scene_of(options);
    if (scene == NULL)
        return STATUS_USAGE;
    struct text_options drawing = {
        .columns = options_columns(options), .show = (unsigned)lanes,
        .colour = options_colour(options), .unicode = options_unicode(options),
        .all = options->all,
        .choice = options_choose(options) ? &choice : NULL,
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
