/*
 * kept.h - where a student's answers are kept: work/05/predict.
 */
#ifndef LADDER_ASK_KEPT_H
#define LADDER_ASK_KEPT_H

#include <stdbool.h>
#include <stdio.h>

#include "lesson/lesson.h"

/* Whether the student has been asked in this lesson, or has left then. */
bool
kept_is_there(const struct lesson *lesson);

/*
 * Opens the file behind its last line, with its folders and its first line made
 * where they are missing.  NULL with a line on standard error.
 */
FILE *
kept_open(const struct lesson *lesson);

#endif
