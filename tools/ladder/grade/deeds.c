/* deeds.c - what can be done with an exercise: one function a target. */
#include "grade/deeds.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "grade/judge.h"
#include "grade/look.h"
#include "grade/progress.h"
#include "grade/report.h"
#include "where/go.h"

/* The plays mostly wait, so there are more of them than CPUs. */
static size_t
at_once(void)
{
    long cpus = sysconf(_SC_NPROCESSORS_ONLN);

    return cpus < 2 ? 2 : (size_t)cpus + 1;
}

static bool
measures(const struct scene *scene)
{
    for (size_t i = 0; i < scene->expect_count; i++)
        if (scene->expects[i].since != NULL)
            return true;
    return false;
}

static bool
is_unicode(const struct exercise *exercise)
{
    return options_unicode(exercise->lesson.options);
}

static void
judge_all(struct exercise *exercise, struct together *plays)
{
    for (size_t i = 0; i < exercise->count; i++) {
        struct requirement *requirement = &exercise->requirements[i];
        judge(exercise, requirement, &plays[i]);
        if (requirement->verdict == VERDICT_FAILS)
            look_find_row(requirement, is_unicode(exercise));
    }
}

static void
prepare(const struct exercise *exercise, struct together *plays)
{
    for (size_t i = 0; i < exercise->count; i++) {
        const struct requirement *requirement = &exercise->requirements[i];
        remove(requirement->trace);
        plays[i] = (struct together){
            .recording = { .scene = requirement->scene,
                           .trace = requirement->trace,
                           .programs = exercise->programs,
                           .silent = true },
            .measures = measures(requirement->scene),
        };
    }
}

static int
grade_on_hosts(void *context, bool last_resort)
{
    struct exercise *exercise = context;
    static struct together plays[SCENES_MAX];

    prepare(exercise, plays);
    if (!together_play(plays, exercise->count, at_once())) {
        fprintf(stderr, "ladder: interrupted\n");
        return STATUS_FAILED;
    }
    if (!last_resort && plays[0].outcome == OUTCOME_NO_HOSTS)
        return OUTCOME_NO_HOSTS;
    judge_all(exercise, plays);
    return STATUS_DONE;
}

/* In a virtual machine, one after the other; what each says is its own. */
static void
end_play(void *context, size_t which, enum outcome outcome)
{
    ((struct together *)context)[which].outcome = outcome;
}

static int
grade_in_vm(void *context, const struct place *place)
{
    struct exercise *exercise = context;
    static struct together plays[SCENES_MAX];
    struct recording recordings[SCENES_MAX];
    struct place_listener listener = { .end = end_play, .context = plays };

    prepare(exercise, plays);
    for (size_t i = 0; i < exercise->count; i++) {
        plays[i].outcome = OUTCOME_FAILED;
        recordings[i] = plays[i].recording;
    }
    place_announce(place, stderr);
    place_record(place, recordings, exercise->count, &listener);
    judge_all(exercise, plays);
    return STATUS_DONE;
}

static int
leave_all_unchecked(void *context, const struct place *place)
{
    struct exercise *exercise = context;
    struct together play = { .outcome = OUTCOME_NO_HOSTS };

    if (place->why[0] != '\0')
        fprintf(stderr, "ladder: %s; what would allow it: %s\n", place->why,
                place->remedy);
    for (size_t i = 0; i < exercise->count; i++) {
        remove(exercise->requirements[i].trace);
        judge(exercise, &exercise->requirements[i], &play);
    }
    return STATUS_DONE;
}

/* Remembers what this grade has shown. */
static int
keep_progress(const struct exercise *exercise)
{
    struct progress progress;

    progress_read(exercise, &progress);
    progress.graded = exercise_hash(exercise);
    progress.failing[0] = '\0';
    progress.all_hold = true;
    for (size_t i = exercise->count; i-- > 0;) {
        const struct requirement *requirement = &exercise->requirements[i];
        progress.all_hold &= requirement->verdict == VERDICT_HOLDS;
        if (requirement->verdict == VERDICT_FAILS)
            snprintf(progress.failing, sizeof progress.failing, "%s",
                     requirement->scene->name);
    }
    return progress_write(exercise, &progress);
}

int
deed_grade(struct exercise *exercise)
{
    static const struct place_ways ways = {
        .hosts = grade_on_hosts, .vm = grade_in_vm,
        .loopback = leave_all_unchecked, .tries = true,
    };
    int status = place_go(exercise->lesson.options->in, &ways, exercise);

    if (status != STATUS_DONE)
        return status;
    report_begin(exercise, is_unicode(exercise), stdout);
    for (size_t i = 0; i < exercise->count; i++)
        report_requirement(exercise, &exercise->requirements[i], stdout);
    status = report_end(exercise, stdout);
    return keep_progress(exercise) == -1 ? STATUS_FAILED : status;
}

/* --- after a grade -------------------------------------------------------- */

/* The requirement that the last grade found failing; NULL, with a line on
   standard error or output, where there is none. */
static struct requirement *
find_failing(struct exercise *exercise, const struct progress *progress)
{
    for (size_t i = 0; i < exercise->count; i++)
        if (strcmp(exercise->requirements[i].scene->name,
                   progress->failing) == 0)
            return &exercise->requirements[i];
    if (progress->graded == 0)
        fprintf(stderr, "ladder: nothing has been graded yet: make grade-%s\n",
                exercise->short_number);
    else
        printf("Nothing failed in the last grade.\n");
    return NULL;
}

/* What a grade says of the trace that it has left. */
static void
judge_again(const struct exercise *exercise, struct requirement *requirement)
{
    struct together play = { .outcome = OUTCOME_FAILED };

    snprintf(play.said, sizeof play.said, "a program did not end well, or the "
             "limit of the scene was reached");
    judge(exercise, requirement, &play);
    look_find_row(requirement, is_unicode(exercise));
}

int
deed_look(struct exercise *exercise)
{
    struct complaint message = { "" };
    struct progress progress;

    progress_read(exercise, &progress);
    struct requirement *requirement = find_failing(exercise, &progress);
    if (requirement == NULL)
        return progress.graded == 0 ? STATUS_USAGE : STATUS_DONE;
    judge_again(exercise, requirement);
    if (look_draw(requirement, stdout,
                  options_colour(exercise->lesson.options),
                  is_unicode(exercise), &message) == -1) {
        fprintf(stderr, "ladder: %s\n", message.text);
        return STATUS_FAILED;
    }
    if (requirement->row > 0)
        printf("(1) stands in row %u.\n", requirement->row);
    return STATUS_DONE;
}

static void
print_hints(const struct requirement *requirement, unsigned count)
{
    printf("%s\n", requirement->scene->title);
    for (size_t i = 0; i < count && i < requirement->scene->hint_count; i++)
        printf("  - %s\n", requirement->scene->hints[i]);
}

int
deed_hint(struct exercise *exercise)
{
    struct progress progress;

    progress_read(exercise, &progress);
    const struct requirement *requirement = find_failing(exercise, &progress);
    if (requirement == NULL)
        return progress.graded == 0 ? STATUS_USAGE : STATUS_DONE;
    if (strcmp(progress.hinted, progress.failing) != 0) {
        snprintf(progress.hinted, sizeof progress.hinted, "%s",
                 progress.failing);
        progress.hints = 0;
    }
    if (progress.hints == 0 || progress.hinted_at != progress.graded) {
        progress.hints += progress.hints < requirement->scene->hint_count;
        progress.hinted_at = progress.graded;
    }
    print_hints(requirement, progress.hints);
    printf("Change your program, then: make grade-%s\n",
           exercise->short_number);
    return progress_write(exercise, &progress) == -1 ? STATUS_FAILED
                                                     : STATUS_DONE;
}
