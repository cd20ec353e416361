/*
 * array.c - an array that grows by doubling.
 */
#include "base/array.h"

#include <errno.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>

enum { ROOM_FIRST = 16 };

void *
array_room(void *items, size_t *room, size_t wanted, size_t item_bytes)
{
    size_t more = *room < ROOM_FIRST ? ROOM_FIRST : *room;

    if (wanted <= *room && items != NULL)
        return items;
    while (more < wanted && more <= SIZE_MAX / 2)
        more *= 2;
    if (more < wanted || more > SIZE_MAX / item_bytes) {
        errno = ENOMEM;
        return NULL;
    }
    void *moved = realloc(items, more * item_bytes);
    if (moved != NULL)
        *room = more;
    return moved;
}

void *
array_one_more(void *items, size_t count, size_t item_bytes)
{
    bool is_full = (count & (count - 1)) == 0;  /* 0, 1, 2, 4, 8 ... */
    size_t more = count == 0 ? 1 : 2 * count;

    if (!is_full)
        return items;
    if (count > SIZE_MAX / 2 || more > SIZE_MAX / item_bytes) {
        errno = ENOMEM;
        return NULL;
    }
    return realloc(items, more * item_bytes);
}
