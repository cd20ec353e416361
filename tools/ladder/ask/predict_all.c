/* predict_all.c - a lesson's questions, asked or printed. */
#include "ask/predict_all.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "ask/session.h"
#include "draw/ink/fold.h"
#include "lesson/show.h"

enum { CHAPTER_COLUMNS = 88 };

struct predict *
predict_of(const struct lesson *lesson, bool needed)
{
    struct complaint why = { "" };
    char path[PATH_MAX + 16];

    snprintf(path, sizeof path, "%s/predict", lesson->folder);
    if (!needed && access(path, F_OK) == -1)
        return NULL;
    struct predict *predict = predict_read(path, &why);
    if (predict == NULL)
        fprintf(stderr, "ladder: %s\n", why.text);
    return predict;
}

/* --- asking --------------------------------------------------------------- */

/* Plays one scene of the lesson and draws it; says in lesson->plays whether
   that was a fresh run. */
static int
show_scene(struct lesson *lesson, const char *name)
{
    struct options options = *lesson->options;
    const struct options *former = lesson->options;

    options.scene = name;
    lesson->options = &options;
    int status = lesson_read_scenes(lesson);
    if (status == STATUS_DONE)
        status = lesson_choose_scene(lesson) ? lesson_show(lesson, false)
                                             : STATUS_USAGE;
    lesson_free_scenes(lesson);
    lesson->options = former;
    return status;
}

int
predict_all(const struct lesson *lesson, const struct predict *predict)
{
    struct lesson own = *lesson;
    struct session session;
    int status = STATUS_DONE;
    bool left = false;

    own.count = own.other_count = 0;
    own.plays = true;
    for (size_t i = 0; i < predict->count && status == STATUS_DONE && !left;
         i = session.end) {
        session_begin(&session, &own, predict, i, PREDICT_QUESTIONS);
        left = !session_before(&session);
        if (left)
            break;
        status = show_scene(&own, predict->questions[i].scene);
        if (status == STATUS_DONE)
            status = session_behind(&session, &left);
    }
    return status;
}

/* --- for the chapter ------------------------------------------------------ */

/*
 *     1. How long does `connect` wait?
 *        - **a** 20 ms
 */
static void
print_question(const struct predict_question *question, size_t number)
{
    char first[32];

    snprintf(first, sizeof first, "%zu. ", number);
    fold_print_behind(stdout, first, question->text, CHAPTER_COLUMNS);
    for (size_t j = 0; j < question->count; j++) {
        snprintf(first, sizeof first, "   - **%c** ", (char)('a' + j));
        printf("%s", first);
        fold_print_behind(stdout, "", question->choices[j].text,
                          CHAPTER_COLUMNS - 11);
    }
}

/* Marks the question by the recording of its scene, and prints the answer. */
static int
print_answer(const struct lesson *lesson, const struct predict *predict,
             size_t i)
{
    const struct predict_question *question = &predict->questions[i];
    struct complaint why = { "" };
    struct predict_mark mark;
    char path[2 * PATH_MAX], text[ANSWER_MAX * 2], number[32];

    if (lesson->options->build != NULL || lesson->options->programs != NULL)
        snprintf(path, sizeof path, "%s/%.200s.trace", lesson->programs,
                 question->scene);
    else
        snprintf(path, sizeof path, "%s/recorded/%.200s.trace", lesson->folder,
                 question->scene);
    FILE *trace = fopen(path, "r");
    if (trace == NULL) {
        fprintf(stderr, "ladder: %s: %s\n", path, strerror(errno));
        return STATUS_FAILED;
    }
    int result = predict_mark(predict, question, trace, path, &mark, &why);
    fclose(trace);
    if (result == -1) {
        fprintf(stderr, "ladder: %s\n", why.text);
        return STATUS_FAILED;
    }
    if (question->model != NULL)
        snprintf(text, sizeof text, "%s", question->model);
    else
        snprintf(text, sizeof text, "**%c** %s%s%s", (char)('a' + mark.right),
                 question->choices[mark.right].text,
                 question->choices[mark.right].say[0] == '\0' ? "" : ". ",
                 question->choices[mark.right].say);
    snprintf(number, sizeof number, "%zu. ", i + 1);
    fold_print_behind(stdout, number, text, CHAPTER_COLUMNS);
    return STATUS_DONE;
}

int
predict_print(const struct lesson *lesson, const struct predict *predict,
              bool answers)
{
    int status = STATUS_DONE;

    for (size_t i = 0; i < predict->count && status == STATUS_DONE; i++)
        if (answers)
            status = print_answer(lesson, predict, i);
        else
            print_question(&predict->questions[i], i + 1);
    return status;
}
