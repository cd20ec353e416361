/*
 * words.c - a text that is put together piece by piece, and cut at its end.
 */
#include "base/words.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

struct words
words_in(char *out, size_t size)
{
    if (size > 0)
        out[0] = '\0';
    return (struct words){ .out = out, .size = size };
}

void
words_add(struct words *words, const char *format, ...)
{
    va_list arguments;

    if (words->size == 0)
        return;
    va_start(arguments, format);
    int length = vsnprintf(words->out + words->used, words->size - words->used,
                           format, arguments);
    va_end(arguments);
    if (length > 0)
        words->used += (size_t)length;
    if (words->used >= words->size)
        words->used = words->size - 1;
}

void
words_put(struct words *words, const char *bytes, size_t length)
{
    if (words->size == 0)
        return;
    if (length > words->size - 1 - words->used)
        length = words->size - 1 - words->used;
    memcpy(words->out + words->used, bytes, length);
    words->used += length;
    words->out[words->used] = '\0';
}
