/*
 * complaint.h - one line that says what was wrong, where, and what to do.
 *
 * Who calls owns the struct; who fails writes the line and returns -1 or NULL;
 * main, or a verb, prints it.
 */
#ifndef LADDER_COMPLAINT_H
#define LADDER_COMPLAINT_H

#include <stdarg.h>

enum { COMPLAINT_MAX = 1536 };

struct complaint {
    char text[COMPLAINT_MAX];   /* without a newline; "" while all is well */
};

/* Writes the line, in place of a former one; what does not fit is cut.
   Returns -1, for `return complain(...)`. */
int
complain(struct complaint *complaint, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* The same behind what is written already: "x.scene:3: " and then why. */
int
complain_more(struct complaint *complaint, const char *format,
              va_list arguments) __attribute__((format(printf, 2, 0)));

/* And once more: "; the words are" and then each of them.  Returns -1. */
int
complain_on(struct complaint *complaint, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

#endif
