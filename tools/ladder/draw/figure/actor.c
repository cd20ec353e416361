/*
 * actor.c - the programs that a figure names, by number.
 */
#include <string.h>

#include "draw/figure/collect.h"

unsigned
collect_actor(struct collector *collector, enum host host, const char *actor)
{
    struct layout *layout = collector->layout;

    for (size_t i = 0; i < layout->name_count; i++)
        if (strcmp(layout->names[i], actor) == 0)
            return (unsigned)i;
    if (!room_for_one(&layout->names, &layout->name_room, layout->name_count,
                      sizeof *layout->names, &layout->failed))
        return 0;
    clean_text(layout->names[layout->name_count], ACTOR_MAX, actor, 16);
    if (host != HOST_NONE)
        layout->actors[host]++;
    return (unsigned)layout->name_count++;
}
