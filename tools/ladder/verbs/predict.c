/* predict.c - ladder predict DIR: answer before the ladder is seen. */
#include <stdio.h>
#include <string.h>

#include "ask/predict_all.h"
#include "verbs/verbs.h"

/* The form that --as= names: NULL asks; false with a line if it is none. */
static bool
is_form(const char *as)
{
    if (as == NULL || strcmp(as, "questions") == 0 ||
        strcmp(as, "answers") == 0)
        return true;
    fprintf(stderr, "ladder: no form '%s'; --as= takes questions, answers\n",
            as);
    return false;
}

int
verb_predict(const struct options *options)
{
    struct lesson lesson = { .plays = true };

    if (options->word_count != 1) {
        fprintf(stderr, "usage: ladder predict DIR [--as=questions|answers]\n");
        return STATUS_USAGE;
    }
    if (!is_form(options->as))
        return STATUS_USAGE;
    lesson_name(&lesson, options);
    lesson.drawing = lesson_drawing(options, 0);
    struct predict *predict = predict_of(&lesson, true);
    if (predict == NULL)
        return STATUS_FAILED;
    int status = options->as == NULL
        ? predict_all(&lesson, predict)
        : predict_print(&lesson, predict, strcmp(options->as, "answers") == 0);
    predict_free(predict);
    return status;
}
