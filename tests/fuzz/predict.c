/*
 * predict.c - fuzzes the reading of a lesson's questions.
 */
#include "fuzz.h"

#include <stdlib.h>
#include <string.h>

#include "predict/predict.h"

/* Stops where a question breaks a promise of predict.h. */
static void
check_question(const struct predict_question *question)
{
    if (question->scene == NULL || question->text[0] == '\0' ||
        (question->model == NULL) != (question->count >= 2))
        abort();
    for (size_t i = 0; i < question->count; i++) {
        const struct predict_choice *choice = &question->choices[i];
        if (choice->count == 0 || choice->text[0] == '\0')
            abort();
        for (size_t j = 0; j < choice->count; j++) {
            const struct predict_condition *condition = &choice->conditions[j];
            if (condition->count == 0 || condition->least > condition->most)
                abort();
            for (size_t k = 0; k < condition->count; k++)
                if (condition->events[k][0] == '\0')
                    abort();
        }
    }
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
    struct complaint why = { "" };
    struct predict *predict = predict_parse((const char *)bytes, length,
                                            "fuzz", &why);

    if (predict == NULL) {
        if (why.text[0] == '\0' || strchr(why.text, '\n') != NULL)
            abort();
        return 0;
    }
    for (size_t i = 0; i < predict->count; i++)
        check_question(&predict->questions[i]);
    predict_free(predict);
    return 0;
}
