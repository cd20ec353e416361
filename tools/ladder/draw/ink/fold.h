/*
 * fold.h - a sentence on lines of a terminal's width.
 */
#ifndef LADDER_FOLD_H
#define LADDER_FOLD_H

#include <stdio.h>

/* Prints the UTF-8 text, broken at blanks into lines of at most columns
   characters where that can be, and ends the last line. */
void
fold_print(FILE *out, const char *text, unsigned columns);

/* The same behind the words of first; the other lines begin below the text. */
void
fold_print_behind(FILE *out, const char *first, const char *text,
                  unsigned columns);

#endif
