/*
 * menu.h - what a lesson offers behind its drawing.
 */
#ifndef LADDER_LESSON_MENU_H
#define LADDER_LESSON_MENU_H

#include "lesson/lesson.h"

/* Prints the scenes that were not shown, each with its question and the
   command that shows it, and what to do next. */
void
menu_print(const struct lesson *lesson);

#endif
