/*
 * first.h - the question that appears by itself, at a lesson's first run.
 */
#ifndef LADDER_ASK_FIRST_H
#define LADDER_ASK_FIRST_H

#include "lesson/lesson.h"

/*
 * Shows the lesson's scenes as lesson_show() does.  On a terminal, once a
 * lesson and not with PREDICT=no, its first question stands before the ladder,
 * and again behind it; where that question is about another scene than the one
 * that is shown, the questions are offered behind the menu.  An exit status.
 */
int
first_show(struct lesson *lesson);

#endif
