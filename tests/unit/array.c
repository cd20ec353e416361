/*
 * array.c - tests of tools/ladder/base/array.c.
 */
#include <errno.h>
#include <stdint.h>
#include <stdlib.h>

#include "base/array.h"
#include "tap.h"

enum { ITEMS = 1000 };

static bool
in_order(const int *items)
{
    for (int i = 0; i < ITEMS; i++)
        if (items[i] != i)
            return false;
    return true;
}

static void
test_room(void)
{
    int *items = NULL;
    size_t room = 0;
    unsigned moves = 0;
    bool enough = true;

    for (int i = 0; i < ITEMS; i++) {
        size_t before = room;
        items = array_room(items, &room, (size_t)i + 1, sizeof *items);
        enough &= items != NULL && room > (size_t)i;
        moves += room != before;
        items[i] = i;
    }
    check(enough && in_order(items), "an array keeps its items as it grows");
    check(moves < 10, "it grows by doubling: %u times for %d items", moves,
          ITEMS);
    int *more = array_room(items, &room, 5 * ITEMS, sizeof *items);
    check(more != NULL && room >= 5 * ITEMS && in_order(more),
          "it grows by as many as are wanted");
    free(more);
}

static void
test_one_more(void)
{
    int *items = NULL;

    for (int i = 0; i < ITEMS; i++) {
        items = array_one_more(items, (size_t)i, sizeof *items);
        items[i] = i;           /* the sanitizers look on */
    }
    check(in_order(items), "an array without a room of its own grows too");
    free(items);
}

static void
test_too_much(void)
{
    size_t room = 16;
    char *items = malloc(room);

    items[0] = 'a';
    errno = 0;
    check(array_room(items, &room, SIZE_MAX, 1) == NULL && errno == ENOMEM &&
          room == 16 && items[0] == 'a',
          "what memory cannot hold is refused, and the items stay");
    errno = 0;
    check(array_room(items, &room, 32, SIZE_MAX / 4) == NULL &&
          errno == ENOMEM, "a product that does not fit is refused");
    errno = 0;
    check(array_one_more(items, 64, SIZE_MAX / 64) == NULL && errno == ENOMEM,
          "also where one more is wanted");
    free(items);
}

int
main(void)
{
    test_room();
    test_one_more();
    test_too_much();
    return done();
}
