/*
 * deeds.h - what can be done with an exercise: one function a make target.
 * Each returns an exit status.
 */
#ifndef LADDER_GRADE_DEEDS_H
#define LADDER_GRADE_DEEDS_H

#include "grade/exercise.h"

/* make grade-N: plays every requirement and reports. */
int
deed_grade(struct exercise *exercise);

/* make look-N: the ladder of the first requirement that does not hold. */
int
deed_look(struct exercise *exercise);

/* make hint-N: one more hint for it, after a grade of changed code. */
int
deed_hint(struct exercise *exercise);

#endif
