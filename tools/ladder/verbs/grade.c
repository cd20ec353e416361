/* grade.c - ladder grade LESSON [DEED]: what `make grade-N` and its like do. */
#include <stdio.h>
#include <string.h>

#include "grade/deeds.h"
#include "verbs/verbs.h"

static const struct {
    const char *word;
    int (*run)(struct exercise *exercise);
} deeds[] = {
    { "grade", deed_grade }, { "look", deed_look }, { "hint", deed_hint },
};

enum { DEEDS = sizeof deeds / sizeof deeds[0] };

int
verb_grade(const struct options *options)
{
    static struct exercise exercise;
    const char *word = options->word_count > 1 ? options->words[1] : "grade";
    size_t i = 0;

    while (i < DEEDS && strcmp(deeds[i].word, word) != 0)
        i++;
    if (options->word_count < 1 || options->word_count > 2 || i == DEEDS) {
        fprintf(stderr, "usage: ladder grade LESSON [grade|look|hint] "
                        "[--work=DIR] [--build=DIR] [--scene=NAME]\n");
        return STATUS_USAGE;
    }
    int status = exercise_open(&exercise, options->words[0], options);
    if (status == STATUS_DONE)
        status = deeds[i].run(&exercise);
    exercise_close(&exercise);
    return status;
}
