/*
 * predict_all.h - all questions of a lesson, scene by scene.
 */
#ifndef LADDER_ASK_PREDICT_ALL_H
#define LADDER_ASK_PREDICT_ALL_H

#include "lesson/lesson.h"
#include "predict/predict.h"

/* The questions of the lesson in this folder; NULL with a line on standard
   error, or in silence where it has none and needed is false. */
struct predict *
predict_of(const struct lesson *lesson, bool needed);

/* Asks, shows and marks; lesson's own scenes are not used.  An exit status. */
int
predict_all(const struct lesson *lesson, const struct predict *predict);

/* Prints the questions, or with answers the right choices, for the chapter: out
   of the recordings, or with --build= or
   --programs= out of the traces there.  An exit status. */
int
predict_print(const struct lesson *lesson, const struct predict *predict,
              bool answers);

#endif
