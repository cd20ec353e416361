/*
 * judge.h - from the trace of a requirement to its verdict.
 */
#ifndef LADDER_JUDGE_H
#define LADDER_JUDGE_H

#include "grade/exercise.h"

/*
 * Judges the requirement by the play that has just ended: its outcome, what it
 * has said, and its trace.  Fills in all of the requirement but the row.
 */
void
judge(const struct exercise *exercise, struct requirement *requirement,
      const struct together *play);

#endif
