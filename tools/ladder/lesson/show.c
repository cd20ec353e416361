/* show.c - plays a lesson's scenes, and prints what `make lesson-N` shows. */
#include "lesson/show.h"

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "record/apart.h"
#include "draw/table/table.h"
#include "draw/text/file.h"
#include "draw/ink/fold.h"
#include "lesson/lesson.h"
#include "lesson/menu.h"
#include "lesson/screen.h"
#include "where/loopback.h"
#include "record/record.h"
#include "where/go.h"

enum { AT_ONCE = 3 };

/* The folder that make has built into. */
static const char *
build_of(const struct options *options)
{
    return options->build == NULL ? "build" : options->build;
}

/* Draws the recording that came with the lesson, and says what it is. */
static void
show_recorded(const struct lesson *lesson, const struct scene *scene)
{
    char path[PATH_MAX * 2];
    struct complaint message;

    snprintf(path, sizeof path, "%s/recorded/%s.trace", lesson->folder,
             scene->name);
    FILE *trace = fopen(path, "r");
    if (trace == NULL) {
        fprintf(stderr, "ladder: %s: %s\n", path, strerror(errno));
        return;
    }
    printf("\nRecorded earlier, on the kernel named here:\n");
    if (text_draw_file(trace, path, &lesson->drawing, stdout, &message) == -1)
        fprintf(stderr, "ladder: %s\n", message.text);
    fclose(trace);
}

/* What is left where no recording can be made: the pair, and a recording. */
static void
show_without_hosts(const struct lesson *lesson, const struct scene *scene)
{
    struct complaint message = { "" };

    printf("\n%s, on loopback:\n", scene->title);
    if (loopback_run(scene, lesson->programs, &message) == -1)
        fprintf(stderr, "ladder: %s\n", message.text);
    show_recorded(lesson, scene);
}

/* Starts the recording of a scene. */
static int
start_scene(const struct lesson *lesson, const struct scene *scene,
            struct apart *apart)
{
    char trace[PATH_MAX * 2];

    snprintf(trace, sizeof trace, "%s/%s.trace", lesson->programs,
             scene->name);
    struct recording recording = {
        .scene = scene, .trace = trace, .programs = lesson->programs,
        .no_pin = lesson->options->no_pin, .drawing = &lesson->drawing,
    };
    return apart_start(apart, &recording);
}

static void
ask_question(const struct lesson *lesson, const struct scene *scene)
{
    if (scene->question[0] != '\0') {
        fold_print(stdout, scene->question, lesson->drawing.columns);
        /* The first screen of all has no row to spare. */
        if (scene->show != LANE_CALLS)
            printf("\n");
    }
    fflush(stdout);
}

/* What stands below a drawing.  The first screen of all has no room for more
   than the next command. */
static void
praise(const struct lesson *lesson, const struct scene *scene)
{
    unsigned show = lesson->drawing.show != 0 ? lesson->drawing.show
                                              : scene->show;
    char text[sizeof lesson->programs + 128];

    if (scene->expect_count == 0 || show == LANE_CALLS)
        return;
    snprintf(text, sizeof text, "All %zu expectations hold. The trace: "
                                "%.4000s/%.80s.trace",
             scene->expect_count, lesson->programs, scene->name);
    fold_print(stdout, text, lesson->drawing.columns);
}

/* Shows what the recording of scene i draws, as it comes. */
static enum outcome
show_scene(const struct lesson *lesson, struct apart *all, size_t i)
{
    ask_question(lesson, lesson->scenes[i]);
    enum outcome outcome = apart_finish(all, lesson->count, i);
    if (outcome == OUTCOME_DONE)
        praise(lesson, lesson->scenes[i]);
    return outcome;
}

/* On loopback.  Where nobody asked for that, says why, and what would help. */
static int
show_on_loopback(void *context, const struct place *place)
{
    struct lesson *lesson = context;

    lesson->plays = false;
    if (place->why[0] != '\0')
        printf("No ladder of a fresh run here: %s. `%s/bin/ladder doctor` "
               "explains; what would allow it: %s%s%s\n", place->why,
               build_of(lesson->options), place->remedy,
               place->no_vm.text[0] == '\0'
                   ? "" : "; or a virtual machine, without any right: ",
               place->no_vm.text);
    for (size_t i = 0; i < lesson->count; i++)
        show_without_hosts(lesson, lesson->scenes[i]);
    return STATUS_DONE;
}

/* A virtual machine has played scene i; its drawing follows. */
static void
begin_played(void *context, size_t i)
{
    const struct lesson *lesson = context;

    printf("\n");
    ask_question(lesson, lesson->scenes[i]);
}

static void
end_played(void *context, size_t i, enum outcome outcome)
{
    const struct lesson *lesson = context;

    if (outcome == OUTCOME_DONE)
        praise(lesson, lesson->scenes[i]);
    else if (outcome == OUTCOME_SKIPPED)
        show_recorded(lesson, lesson->scenes[i]);
    fflush(stdout);
}

/* Counts what the scenes cost that ask for it, side by side. */
static void
show_table(const struct lesson *lesson)
{
    char path[PATH_MAX * 2];
    struct complaint message;
    struct table table = { .count = 0 };

    for (size_t i = 0; i < lesson->count; i++) {
        snprintf(path, sizeof path, "%s/%s.trace", lesson->programs,
                 lesson->scenes[i]->name);
        FILE *trace = lesson->scenes[i]->table ? fopen(path, "r") : NULL;
        if (trace == NULL)
            continue;
        if (table_add(&table, trace, path, &message) == -1)
            fprintf(stderr, "ladder: %s\n", message.text);
        fclose(trace);
    }
    if (table.count == 0)
        return;
    printf("\n");
    table_print(&table, lesson->drawing.unicode, stdout);
    printf("\n");
}

/* All scenes in one virtual machine, one after the other. */
static int
show_in_vm(void *context, const struct place *place)
{
    const struct lesson *lesson = context;
    struct recording recordings[SCENES_MAX] = { { .scene = NULL } };
    static char traces[SCENES_MAX][PATH_MAX * 2];
    struct place_listener listener = { begin_played, end_played,
                                       (void *)lesson };

    for (size_t i = 0; i < lesson->count; i++) {
        snprintf(traces[i], sizeof traces[i], "%s/%s.trace", lesson->programs,
                 lesson->scenes[i]->name);
        recordings[i] = (struct recording){
            .scene = lesson->scenes[i], .trace = traces[i],
            .programs = lesson->programs, .drawing = &lesson->drawing,
            .no_pin = lesson->options->no_pin,
        };
    }
    place_announce(place, stdout);
    fflush(stdout);
    return place_record(place, recordings, lesson->count, &listener) ==
                   OUTCOME_DONE ? STATUS_DONE : STATUS_FAILED;
}

static int
start_until(const struct lesson *lesson, struct apart *all, size_t *started,
            size_t until)
{
    for (; *started < lesson->count && *started < until; ++*started)
        if (start_scene(lesson, lesson->scenes[*started],
                        &all[*started]) == -1)
            return -1;
    return 0;
}

static int
show_on_hosts(void *context, bool last_resort)
{
    const struct lesson *lesson = context;
    struct apart all[SCENES_MAX] = { 0 };
    enum outcome outcome = OUTCOME_DONE;
    int status = STATUS_DONE;
    size_t started = 0;

    (void)last_resort;          /* each scene says why there are no hosts */
    for (size_t i = 0; i < lesson->count && outcome != OUTCOME_INTERRUPTED;
         i++) {
        /* A few scenes ahead of the one that is shown: they mostly wait. */
        if (start_until(lesson, all, &started, i + AT_ONCE) == -1) {
            status = STATUS_FAILED;
            break;
        }
        if (i > 0)
            printf("\n");
        outcome = show_scene(lesson, all, i);
        if (outcome == OUTCOME_SKIPPED)
            show_recorded(lesson, lesson->scenes[i]);
        else if (outcome != OUTCOME_DONE)
            status = STATUS_FAILED;
    }
    apart_end(all, lesson->count);
    return status;
}

static const struct place_ways ways = {
    .hosts = show_on_hosts, .vm = show_in_vm, .loopback = show_on_loopback,
};

/* What stands behind the drawings. */
static void
print_end(const struct lesson *lesson, bool menu)
{
    show_table(lesson);
    if (menu)
        menu_print(lesson);
}

int
lesson_show(struct lesson *lesson, bool menu)
{
    screen_begin(lesson_wants_all(lesson) ? SCREEN_PAGE : SCREEN_WATCH);
    int status = place_go(lesson->options->in, &ways, lesson);
    if (status == STATUS_DONE)
        print_end(lesson, menu);
    screen_end();
    return status;
}
