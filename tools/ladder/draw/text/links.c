/*
 * links.c - the connections that are open, and what was drawn of them.
 */
#include "draw/text/ladder.h"

#include <string.h>

enum colour
state_colour(const char *state)
{
    static const struct { const char *state; enum colour colour; } known[] = {
        { "LISTEN", COLOUR_BLUE },          { "SYN-SENT", COLOUR_YELLOW },
        { "SYN-RECEIVED", COLOUR_YELLOW },  { "ESTABLISHED", COLOUR_GREEN },
        { "FIN-WAIT-1", COLOUR_MAGENTA },   { "FIN-WAIT-2", COLOUR_MAGENTA },
        { "CLOSE-WAIT", COLOUR_MAGENTA },   { "CLOSING", COLOUR_MAGENTA },
        { "LAST-ACK", COLOUR_MAGENTA },     { "TIME-WAIT", COLOUR_CYAN },
        { "CLOSED", COLOUR_DIM },
    };

    for (size_t i = 0; i < sizeof known / sizeof known[0]; i++)
        if (strcmp(known[i].state, state) == 0)
            return known[i].colour;
    return COLOUR_NONE;
}

struct link *
link_find(const struct text_ladder *ladder, unsigned conn)
{
    for (size_t i = 0; i < ladder->links.count; i++)
        if (ladder->links.all[i].conn == conn)
            return &ladder->links.all[i];
    return NULL;
}

struct link *
link_of(struct text_ladder *ladder, unsigned conn)
{
    struct link *link = conn != 0 ? link_find(ladder, conn) : NULL;

    if (link != NULL || conn == 0)
        return link;
    struct link *grown = text_grow(ladder, ladder->links.all,
                                   ladder->links.count, sizeof *grown);
    if (grown == NULL)
        return NULL;
    ladder->links.all = grown;
    link = &grown[ladder->links.count++];
    *link = (struct link){ .conn = conn };
    return link;
}

/* A connection that no host knows any more is forgotten. */
void
link_forget(struct text_ladder *ladder, struct link *link)
{
    for (int side = 0; side < HOSTS; side++)
        if (link->state[side][0] != '\0'
            && strcmp(link->state[side], "CLOSED") != 0)
            return;
    *link = ladder->links.all[--ladder->links.count];
}
