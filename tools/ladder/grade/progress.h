/*
 * progress.h - what a student has been told so far: a small file beside the
 * traces, so that the next hint comes only after a grade of changed code.
 */
#ifndef LADDER_PROGRESS_H
#define LADDER_PROGRESS_H

#include "grade/exercise.h"

struct progress {
    uint64_t graded;            /* exercise_hash() at the last grade; 0: none */
    bool all_hold;
    char failing[NAME_MAX + 1]; /* the first requirement that did not hold */
    char hinted[NAME_MAX + 1];  /* the requirement that hints were given for */
    unsigned hints;             /* how many */
    uint64_t hinted_at;         /* and for which code the last one */
};

/* Nothing where there is no such file, or one that makes no sense. */
void
progress_read(const struct exercise *exercise, struct progress *progress);

/* 0, or -1 with a line on standard error. */
int
progress_write(const struct exercise *exercise,
               const struct progress *progress);

#endif
