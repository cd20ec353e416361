/* many.c - ladder record SCENE... -o FOLDER/: many scenes at once. */
#include "verbs/many.h"

#include <errno.h>
#include <libgen.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "record/apart.h"
#include "where/go.h"

/* A scene, and what its recording needs for longer than a moment. */
struct entry {
    struct scene *scene;
    char lesson[NAME_MAX + 1];  /* its folder's name, "05-handshake" */
    char programs[PATH_MAX];
    char folder[PATH_MAX];      /* where its trace goes, and */
    char trace[PATH_MAX];
};

/* The name of the folder that a scene stands in: a name, never "..". */
static void
name_folder(const char *file, char out[NAME_MAX + 1])
{
    char path[PATH_MAX];

    if (realpath(file, path) == NULL)
        snprintf(path, sizeof path, "%s", file);
    snprintf(out, NAME_MAX + 1, "%.*s", NAME_MAX, basename(dirname(path)));
}

static int
make_folder(const char *path)
{
    const char *uid = getenv("SUDO_UID"), *gid = getenv("SUDO_GID");

    if (mkdir(path, 0777) == 0)
        return uid == NULL || gid == NULL || geteuid() != 0
                   ? 0 : chown(path, (uid_t)atol(uid), (gid_t)atol(gid));
    if (errno == EEXIST)
        return 0;
    fprintf(stderr, "ladder: %s: %s\n", path, strerror(errno));
    return -1;
}

/* Reads one scene, and finds out where its trace goes. */
static int
open_entry(struct entry *entry, const struct options *options,
           const char *file)
{
    struct complaint message = { "" };

    entry->scene = scene_read(file, &message);
    if (entry->scene == NULL) {
        fprintf(stderr, "ladder: %s\n", message.text);
        return -1;
    }
    name_folder(file, entry->lesson);
    if (options->programs != NULL)
        snprintf(entry->programs, PATH_MAX, "%s", options->programs);
    else if (options->build != NULL)
        snprintf(entry->programs, PATH_MAX, "%.2000s/lessons/%s",
                 options->build, entry->lesson);
    size_t length = strlen(options->output);
    while (length > 1 && options->output[length - 1] == '/')
        length--;
    snprintf(entry->folder, PATH_MAX, "%.*s/%s", (int)length, options->output,
             entry->lesson);
    snprintf(entry->trace, PATH_MAX, "%.3000s/%.255s.trace", entry->folder,
             entry->scene->name);
    return 0;
}

/* Whether each scene has a trace of its own; else says which has not. */
static bool
are_apart(const struct entry *entries, size_t count)
{
    for (size_t i = 0; i < count; i++)
        for (size_t other = 0; other < i; other++)
            if (strcmp(entries[i].trace, entries[other].trace) == 0) {
                fprintf(stderr, "ladder: %s and %s would both be %s\n",
                        entries[other].scene->file, entries[i].scene->file,
                        entries[i].trace);
                return false;
            }
    return true;
}

static int
make_folders(const struct options *options, const struct entry *entries,
             size_t count)
{
    int result = make_folder(options->output);

    for (size_t i = 0; i < count && result == 0; i++)
        result = make_folder(entries[i].folder);
    return result;
}

static void
say(const struct entry *entry, enum outcome outcome)
{
    fflush(stderr);
    printf("%-7s %s/%s\n",
           outcome == OUTCOME_DONE ? "holds"
               : outcome == OUTCOME_SKIPPED ? "skipped" : "fails",
           entry->lesson, entry->scene->name);
    fflush(stdout);
}

/* In a virtual machine, a scene is over. */
static void
end_entry(void *context, size_t which, enum outcome outcome)
{
    say((const struct entry *)context + which, outcome);
}

/* The scenes, and how each is to be recorded. */
struct batch {
    struct entry *entries;
    struct recording *recordings;
    size_t count;
};

static int
status_of(enum outcome worst)
{
    return worst == OUTCOME_DONE ? STATUS_DONE : STATUS_FAILED;
}

/* On hosts, a process for each. */
static int
play_on_hosts(void *context, bool last_resort)
{
    struct batch *batch = context;
    enum outcome worst = OUTCOME_DONE;

    for (size_t i = 0; i < batch->count; i++) {
        struct apart apart;
        batch->recordings[i].silent = !last_resort;
        enum outcome outcome = apart_start(&apart, &batch->recordings[i]) == -1
                                   ? OUTCOME_FAILED
                                   : apart_finish(&apart, 1, 0);
        if (outcome == OUTCOME_NO_HOSTS && !last_resort)
            return OUTCOME_NO_HOSTS;
        if (outcome == OUTCOME_INTERRUPTED)
            return STATUS_FAILED;       /* its line has been printed */
        say(&batch->entries[i], outcome);
        if (outcome != OUTCOME_DONE && outcome != OUTCOME_SKIPPED)
            worst = OUTCOME_FAILED;
    }
    return status_of(worst);
}

static int
play_in_vm(void *context, const struct place *place)
{
    struct batch *batch = context;
    struct place_listener listener = { .end = end_entry,
                                       .context = batch->entries };

    place_announce(place, stderr);
    return status_of(place_record(place, batch->recordings, batch->count,
                                  &listener));
}

static int
refuse_loopback(void *context, const struct place *place)
{
    (void)context;
    fprintf(stderr, "ladder: %s%sthere is nothing to record on loopback\n",
            place->why, place->why[0] == '\0' ? "" : "; ");
    return STATUS_FAILED;
}

static const struct place_ways ways = {
    .hosts = play_on_hosts, .vm = play_in_vm, .loopback = refuse_loopback,
    .tries = true,
};

int
record_many(const struct options *options)
{
    size_t count = options->word_count;
    struct entry *entries = calloc(count, sizeof *entries);
    struct recording *recordings = calloc(count, sizeof *recordings);
    int status = STATUS_FAILED;

    if (entries == NULL || recordings == NULL) {
        fprintf(stderr, "ladder: %s\n", strerror(errno));
        goto out;
    }
    for (size_t i = 0; i < count; i++) {
        struct entry *entry = &entries[i];
        if (open_entry(entry, options, options->words[i]) == -1)
            goto out;
        recordings[i] = (struct recording){
            .scene = entry->scene, .trace = entry->trace,
            .programs = entry->programs[0] == '\0' ? NULL : entry->programs,
            .no_pin = options->no_pin,
        };
    }
    if (!are_apart(entries, count)) {
        status = STATUS_USAGE;
        goto out;
    }
    if (make_folders(options, entries, count) == -1)
        goto out;
    struct batch batch = { entries, recordings, count };
    status = place_go(options->in, &ways, &batch);
out:
    for (size_t i = 0; entries != NULL && i < count; i++)
        scene_free(entries[i].scene);
    free(entries);
    free(recordings);
    return status;
}
