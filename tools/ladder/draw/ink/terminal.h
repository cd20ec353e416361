/*
 * terminal.h - words for a terminal: how wide they are, and which are safe.
 *
 * Pure functions of the bytes; the locale has no say, since a drawing must be
 * the same bytes on every machine.
 */
#ifndef LADDER_INK_TERMINAL_H
#define LADDER_INK_TERMINAL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * Reads one character of UTF-8 at *text and moves *text behind it.  Returns
 * its code, or -1 where it is broken (one byte is passed then).
 */
int32_t
text_next(const char **text);

/* The columns that text takes; characters that take none count as none. */
unsigned
text_columns(const char *text);

/* How many columns a character takes: 0, 1, or 2 for wide ones such as CJK. */
unsigned
character_columns(int32_t character);

/*
 * Copies text into out[size] so that nothing in it can move the cursor: control
 * characters, invisible ones and broken UTF-8 come out as \xNN, and so does all
 * that is not ASCII unless unicode.  Cuts at a character's end.
 */
void
text_escape(char *out, size_t size, const char *text, size_t length,
            bool unicode);

/*
 * Copies text into out[size], cut to room columns; the last of them are the
 * sign for "and so on" where something was cut.
 */
void
text_shorten(char *out, size_t size, const char *text, unsigned room,
             bool unicode);

#endif
