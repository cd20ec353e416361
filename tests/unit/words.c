/*
 * words.c - tests of tools/ladder/base/words.c.
 */
#include <string.h>

#include "base/words.h"
#include "tap.h"

static void
test_pieces(void)
{
    char out[16] = "old";
    struct words words = words_in(out, sizeof out);

    check(out[0] == '\0' && words.used == 0, "a text begins empty");
    words_add(&words, "%d bytes", 6);
    words_put(&words, ", again", strlen(", again"));
    check(strcmp(out, "6 bytes, again") == 0 && words.used == 14,
          "pieces stand one behind the other");
    words_put(&words, "a\0b", 0);
    words_add(&words, "%s", "");
    check(words.used == 14, "an empty piece changes nothing");
}

/* Each size, cut in each way: nothing is written behind it. */
static void
test_cut(void)
{
    bool ended = true, kept = true;

    for (size_t size = 1; size < 24; size++)
        for (int put = 0; put < 2; put++) {
            char out[32];
            memset(out, '#', sizeof out);
            struct words words = words_in(out, size);
            for (int i = 0; i < 5; i++) {
                if (put)
                    words_put(&words, "12345", 5);
                else
                    words_add(&words, "%d", 12345);
            }
            ended &= strlen(out) == size - 1 && words.used == size - 1 &&
                     strncmp(out, "1234512345123451234512345", size - 1) == 0;
            kept &= out[size] == '#';
        }
    check(ended, "what does not fit is cut, and the text ends");
    check(kept, "nothing is written behind its size");
}

int
main(void)
{
    char none = '#';
    struct words words = words_in(&none, 0);

    test_pieces();
    test_cut();
    words_add(&words, "%s", "text");
    words_put(&words, "text", 4);
    check(none == '#' && words.used == 0, "a size of nothing takes nothing");
    return done();
}
