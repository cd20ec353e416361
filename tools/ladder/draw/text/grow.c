/*
 * grow.c - the arrays of a ladder: what is open, never what is over.
 */
#include "draw/text/ladder.h"

#include <errno.h>

#include "base/array.h"

void *
text_grow(struct text_ladder *ladder, void *array, size_t count, size_t size)
{
    void *grown = array_one_more(array, count, size);

    if (grown == NULL && ladder->error == 0)
        ladder->error = errno;
    return grown;
}
