/*
 * room.c - arrays that grow.
 */
#include <string.h>

#include "base/array.h"
#include "draw/figure/parts.h"

bool
room_for_one(void *array, size_t *room, size_t count, size_t each, bool *failed)
{
    void *bigger;

    if (count < *room)
        return true;
    memcpy(&bigger, array, sizeof bigger);      /* a pointer of any type */
    bigger = array_room(bigger, room, count + 1, each);
    if (bigger == NULL) {
        *failed = true;
        return false;
    }
    memcpy(array, &bigger, sizeof bigger);
    return true;
}
