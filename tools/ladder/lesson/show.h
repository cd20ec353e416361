/*
 * show.h - plays a lesson's scenes and shows them.
 */
#ifndef LADDER_LESSON_SHOW_H
#define LADDER_LESSON_SHOW_H

#include <stdbool.h>

#include "lesson/lesson.h"

/*
 * Plays the scenes that were chosen, where --in= says, draws them, and ends
 * with the table of those that are compared and, if it is wanted, the menu.
 * Clears lesson->plays where there were no hosts.  Returns an exit status.
 */
int
lesson_show(struct lesson *lesson, bool menu);

#endif
