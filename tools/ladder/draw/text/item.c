/*
 * item.c - a call in as many columns as there are.
 *
 *     bind(3, 0.0.0.0:7000) = 0       whole
 *     bind(3, :7000) = 0              the address loses its host first
 *     setsockopt(3, ..) = 0           then the arguments are cut
 */
#include "draw/text/ladder.h"

#include <ctype.h>
#include <string.h>

#include "draw/story/calls.h"
#include "draw/text/calls.h"

/* The length of "10.0.0.2" or "[fd00::2]" at text, if ":" stands behind it. */
static size_t
host_part(const char *text)
{
    size_t length = 0;

    if (text[0] == '[') {
        length = strspn(text + 1, "0123456789abcdef:.") + 1;
        if (text[length] != ']')
            return 0;
        length++;
    } else {
        length = strspn(text, "0123456789.");
        if (memchr(text, '.', length) == NULL)
            return 0;
    }
    return text[length] == ':' ? length : 0;
}

/* Leaves the port of each address: "3, 10.0.0.2:7000" is "3, :7000". */
static void
drop_hosts(char *out, size_t size, const char *text)
{
    size_t used = 0;
    bool in_word = false;

    while (*text != '\0' && used + 1 < size) {
        if (!in_word)
            text += host_part(text);
        in_word = isalnum((unsigned char)*text) || *text == '.';
        out[used++] = *text++;
    }
    out[used] = '\0';
}

unsigned
call_compose(const struct call_item *item, char *out, size_t size,
             unsigned room, bool unicode)
{
    char middle[CALL_MAX], brief[CALL_MAX], whole[4 * CALL_MAX];

    unsigned fixed = text_columns(item->before) + text_columns(item->label)
        + text_columns(item->open) + text_columns(item->close);
    unsigned left = room > fixed ? room - fixed : 0;
    snprintf(middle, sizeof middle, "%s", item->middle);
    if (text_columns(middle) > left) {
        if (item->arguments)
            drop_hosts(brief, sizeof brief, item->middle);
        else
            snprintf(brief, sizeof brief, "%s", item->middle);
        text_shorten(middle, sizeof middle, brief, left, unicode);
    }
    snprintf(whole, sizeof whole, "%s%s%s%s%s", item->before, item->label,
             item->open, middle, item->close);
    text_shorten(out, size, whole, room, unicode);
    return text_columns(out);
}

unsigned
call_least_columns(const struct call_item *item)
{
    char brief[CALL_MAX];

    drop_hosts(brief, sizeof brief, item->middle);
    return text_columns(brief);
}

unsigned
call_room(const struct text_ladder *ladder, enum host side, unsigned slot)
{
    /* A blank in front of the host's line. */
    return ladder->layout.side[side] - 2 * slot - ladder->layout.lines;
}

bool
call_wraps(const struct text_ladder *ladder, const char *name)
{
    return ladder->layout.lines && (call_class(name) & CALL_SETS_UP) != 0;
}
