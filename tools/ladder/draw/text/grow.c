/*
 * grow.c - the arrays of a ladder: what is open, never what is over.
 */
#include "draw/text/ladder.h"

#include <errno.h>
#include <stdlib.h>

void *
text_grow(struct text_ladder *ladder, void *array, size_t count, size_t size)
{
    bool is_full = (count & (count - 1)) == 0;  /* 0, 1, 2, 4, 8 ... */
    void *grown = array;

    if (is_full)
        grown = realloc(array, (count == 0 ? 1 : 2 * count) * size);
    if (grown == NULL && ladder->error == 0)
        ladder->error = errno;
    return grown;
}
