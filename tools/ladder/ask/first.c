/* first.c - a lesson's first run asks its first question. */
#include "ask/first.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "ask/kept.h"
#include "ask/predict_all.h"
#include "ask/session.h"
#include "lesson/show.h"

/* Whether somebody sits there who has not been asked in this lesson yet. */
static bool
is_first(const struct lesson *lesson)
{
    const char *wanted = getenv("PREDICT");
    const char *scene = lesson->options->scene;

    return isatty(STDIN_FILENO) && isatty(STDOUT_FILENO) &&
           (wanted == NULL || strcmp(wanted, "no") != 0) &&
           (scene == NULL || scene[0] == '\0') &&
           !lesson->options->no_verdict && !kept_is_there(lesson);
}

/* The first question is about what is shown: before it, and behind it. */
static int
show_between(struct lesson *lesson, const struct predict *predict)
{
    struct session session;
    bool left = false;

    session_begin(&session, lesson, predict, 0, 1);
    bool asked = session_before(&session);
    printf("\n");
    int status = lesson_show(lesson, true);
    if (status == STATUS_DONE && asked)
        status = session_behind(&session, &left);
    if (status == STATUS_DONE && asked && predict->count > 1)
        printf("More questions: make predict-%s\n", lesson->number);
    return status;
}

/* It is about another scene: this one is seen first.  The row of the offer is
   gone when the student leaves, for the first screen has none to spare. */
static int
show_first(struct lesson *lesson, const struct predict *predict)
{
    int status = lesson_show(lesson, true);

    if (status != STATUS_DONE)
        return status;
    if (answer_quietly("Enter: predict what another wire changes. s: not now. ")
        == '\n') {
        printf("\n");
        return predict_all(lesson, predict);
    }
    printf("\r\033[K");
    FILE *kept = kept_open(lesson);
    if (kept != NULL)
        fclose(kept);
    return status;
}

int
first_show(struct lesson *lesson)
{
    struct predict *predict = is_first(lesson) ? predict_of(lesson, false)
                                               : NULL;
    int status;

    if (predict == NULL)
        status = lesson_show(lesson, true);
    else if (strcmp(predict->questions[0].scene, lesson->scenes[0]->name) == 0)
        status = show_between(lesson, predict);
    else
        status = show_first(lesson, predict);
    predict_free(predict);
    return status;
}
