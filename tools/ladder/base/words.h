/*
 * words.h - a text that is put together piece by piece in the caller's bytes.
 *
 *     char list[160];
 *     struct words words = words_in(list, sizeof list);
 *     words_add(&words, "%u bytes", bytes);
 *
 * It ends with a NUL at any time.  What does not fit is cut, and nothing is
 * said about it: a row of a drawing is cut anyway.
 */
#ifndef LADDER_WORDS_H
#define LADDER_WORDS_H

#include <stddef.h>

struct words {
    char *out;                  /* the caller's, size bytes */
    size_t size, used;
};

/* Begins an empty text.  With a size of 0 nothing is ever written. */
struct words
words_in(char *out, size_t size);

void
words_add(struct words *words, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* The same without printf, where it must be quick: bytes[0..length). */
void
words_put(struct words *words, const char *bytes, size_t length);

#endif
