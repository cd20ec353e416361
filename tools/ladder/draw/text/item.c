/*
 * item.c - a call in as many columns as there are.
 *
 *     bind(3, 0.0.0.0:7000) = 0       whole
 *     bind(3, :7000) = 0              the address loses its host first
 *     setsockopt(3, ..) = 0           then the arguments are cut
 *     close(4) = 0; accept(listener)  calls alone: two may share a row
 */
#include "draw/text/parts.h"

#include <ctype.h>
#include <string.h>

/* Calls that follow each other within this time are one instant. */
static const int64_t SHARE_NS = 50 * 1000000;

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
call_room(const struct text_ladder *ladder, enum host side, unsigned slot)
{
    /* A blank in front of the host's line. */
    return ladder->layout.side[side] - 2 * slot - ladder->layout.lines;
}

/* --- sharing a row: calls alone, where the first screen has 24 rows ----- */

/* Calls whose arguments matter less than the row they take. */
static bool
is_setup(const char *name)
{
    static const char *const names[] = {
        "socket", "setsockopt", "getsockopt", "bind", "getsockname",
        "getpeername", "fcntl",
    };

    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        if (strcmp(name, names[i]) == 0)
            return true;
    return false;
}

bool
call_wraps(const struct text_ladder *ladder, const char *name)
{
    return ladder->layout.lines && is_setup(name);
}

/* The item in few columns: "socket(..) = 3", "bind(3, :7000) = 0". */
static void
compose_short(const struct text_ladder *ladder, const struct call_item *item,
              char *out, size_t size)
{
    struct call_item brief = *item;
    const char *more = ladder->options.unicode ? "\xE2\x80\xA6" : "..";
    unsigned middle = text_columns(brief.middle);

    char *comma = strstr(brief.middle, ", ");
    bool has_address = strchr(brief.middle, ':') != NULL;
    if (is_setup(item->name) && comma != NULL && !has_address
        && middle > 14) {
        if (brief.middle[0] >= '0' && brief.middle[0] <= '9')
            snprintf(comma, sizeof brief.middle
                     - (size_t)(comma - brief.middle), ", %s", more);
        else
            snprintf(brief.middle, sizeof brief.middle, "%s", more);
    }
    if (is_setup(item->name) && has_address)
        middle = 10;
    unsigned fixed = text_columns(brief.before) + text_columns(brief.label)
        + text_columns(brief.open) + text_columns(brief.close);
    call_compose(&brief, out, size, fixed + middle, ladder->options.unicode);
}

/* Calls that mostly return on a later row. */
static bool
may_block(const char *name)
{
    return strcmp(name, "connect") == 0 || strncmp(name, "accept", 6) == 0
        || strncmp(name, "recv", 4) == 0;
}

/* The columns that the event needs at least. */
static unsigned
columns_wanted(const struct text_ladder *ladder, const struct event *event)
{
    const char *text = event->text != NULL ? event->text : "";
    const char *port = strrchr(text, ':');
    unsigned arguments = (unsigned)strlen(text);

    if (event->kind == EVENT_EXITS)
        return 14;                      /* "killed SIGPIPE" */
    if (event->kind == EVENT_PRINTS)
        return 9 + arguments;
    if (port != NULL)
        arguments = (unsigned)strlen(port) + 3;
    else if (is_setup(event->name) && arguments > 8)
        arguments = 4;                  /* "3, .." */
    if (event->data_bytes > 0)
        arguments += (unsigned)event->data_bytes + 5;
    arguments += names_extra(ladder, event);
    unsigned result = may_block(event->name) ? 2 : 6;   /* ")" or ") = 0" */
    return (unsigned)strlen(event->name) + arguments + result;
}

bool
calls_join(const struct text_ladder *ladder, const struct event *event)
{
    const struct row *row = &ladder->row;
    char before[2 * CALL_MAX];

    if (ladder->layout.show != LANE_CALLS || event->host == HOST_NONE
        || (event->kind != EVENT_CALL && event->kind != EVENT_PRINTS
            && event->kind != EVENT_EXITS))
        return false;
    const struct call_item *item = &row->call[event->host];
    if (!item->used || !item->quiet || strcmp(item->actor, event->actor) != 0
        || row->call[host_peer(event->host)].used
        || event->time_ns - row->time_ns > SHARE_NS)
        return false;
    compose_short(ladder, item, before, sizeof before);
    unsigned room = call_room(ladder, event->host, item->slot);
    return text_columns(before) + 2 + columns_wanted(ladder, event) <= room;
}

void
calls_share(struct text_ladder *ladder, const struct event *event,
            struct call_item *item)
{
    struct row *row = &ladder->row;
    char before[2 * CALL_MAX];

    if (!row->open || !calls_join(ladder, event))
        return;
    compose_short(ladder, &row->call[event->host], before, sizeof before);
    snprintf(item->before, sizeof item->before, "%.*s; ",
             (int)sizeof item->before - 3, before);
    item->label[0] = '\0';
    row->call[event->host].used = false;
    row->step = event->step;
}
