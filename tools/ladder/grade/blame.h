/*
 * blame.h - which call of the student's own a report points at.
 */
#ifndef LADDER_BLAME_H
#define LADDER_BLAME_H

#include "check/expect.h"
#include "grade/exercise.h"

/*
 * Finds the last call of the student's program on the connection that the first
 * finding is about, up to the line that it is about; or, where it is about no
 * connection, its last call at all.  Fills in call, line and nth of the
 * requirement.
 */
void
blame(const struct exercise *exercise, struct requirement *requirement,
      const struct expect_findings *found, FILE *trace);

#endif
