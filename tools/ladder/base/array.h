/*
 * array.h - an array that grows by doubling.
 *
 *     struct change *more = array_room(all, &room, count + 1, sizeof *more);
 *     if (more == NULL)
 *         return -1;              // all is as it was, and still the caller's
 *     all = more;
 */
#ifndef LADDER_ARRAY_H
#define LADDER_ARRAY_H

#include <stddef.h>

/*
 * The items, moved where they had to be, with room for wanted of them; *room is
 * how many there is room for.  NULL with errno where memory is short: then
 * items and *room are as they were.  What is new is not cleared.
 */
void *
array_room(void *items, size_t *room, size_t wanted, size_t item_bytes);

/* The same for one more than count, where nobody keeps the room: it is the
   power of two that holds count.  All of such an array is grown with this. */
void *
array_one_more(void *items, size_t count, size_t item_bytes);

#endif
