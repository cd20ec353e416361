/*
 * room.c - arrays that grow.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "draw/figure/parts.h"

bool
room_for_one(void *array, size_t *room, size_t count, size_t each, bool *failed)
{
    void *bigger;

    if (count < *room)
        return true;
    size_t more = *room == 0 ? 32 : *room * 2;
    memcpy(&bigger, array, sizeof bigger);      /* a pointer of any type */
    bigger = more > SIZE_MAX / each ? NULL : realloc(bigger, more * each);
    if (bigger == NULL) {
        *failed = true;
        return false;
    }
    memcpy(array, &bigger, sizeof bigger);
    *room = more;
    return true;
}
