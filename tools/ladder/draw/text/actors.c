/*
 * actors.c - the programs of each host, and the bars of blocked calls.
 *
 * A program keeps its column ("slot") as long as it lives:
 *
 *     :                       client sleeps in a call
 *     : 2: recv(3)            client-2 enters one
 *     : :                     both sleep
 */
#include "draw/text/ladder.h"

#include <string.h>

struct actor *
actor_find(const struct text_ladder *ladder, const char *name)
{
    for (size_t i = 0; i < ladder->programs.actor_count; i++)
        if (strcmp(ladder->programs.actors[i].name, name) == 0)
            return &ladder->programs.actors[i];
    return NULL;
}

static bool
slot_is_taken(const struct text_ladder *ladder, enum host host, unsigned slot)
{
    for (size_t i = 0; i < ladder->programs.actor_count; i++)
        if (ladder->programs.actors[i].host == host
            && ladder->programs.actors[i].slot == slot)
            return true;
    return false;
}

struct actor *
actor_of(struct text_ladder *ladder, const struct event *event)
{
    struct actor *actor = actor_find(ladder, event->actor);

    if (actor != NULL)
        return actor;
    struct programs *programs = &ladder->programs;
    struct actor *grown = text_grow(ladder, programs->actors,
                                    programs->actor_count, sizeof *grown);
    if (grown == NULL)
        return NULL;
    ladder->programs.actors = grown;
    unsigned slot = 0;
    while (slot < ladder->layout.slots
           && slot_is_taken(ladder, event->host, slot))
        slot++;
    actor = &grown[ladder->programs.actor_count++];
    *actor = (struct actor){ .host = event->host, .slot = slot };
    snprintf(actor->name, sizeof actor->name, "%s", event->actor);
    return actor;
}

void
actor_forget(struct text_ladder *ladder, const char *name)
{
    struct actor *actor = actor_find(ladder, name);

    if (actor == NULL)
        return;
    names_exit(ladder, name);
    *actor = ladder->programs.actors[--ladder->programs.actor_count];
}

void
actor_label(const struct event *event, char *out, size_t size)
{
    const char *name = event->actor;
    const char *host = host_name(event->host);
    size_t length = strlen(host);

    out[0] = '\0';
    if (strncmp(name, host, length) == 0
        && (name[length] == '\0' || strchr("-/.", name[length]) != NULL))
        name += length;
    if (*name == '-')
        name++;
    if (*name != '\0')
        snprintf(out, size, "%.8s: ", name);
}

/* The column of a slot's bar. */
static unsigned
bar_x(const struct text_ladder *ladder, enum host side, unsigned slot)
{
    const struct layout *layout = &ladder->layout;

    if (side == HOST_SERVER && layout->mirrored)
        return layout->side_x[side] + layout->side[side] - 1 - 2 * slot;
    return layout->side_x[side] + 2 * slot;
}

void
calls_bars(const struct text_ladder *ladder, struct cells *cells,
           enum host side, const char *skip)
{
    if (!(ladder->layout.show & LANE_CALLS))
        return;
    for (size_t i = 0; i < ladder->programs.actor_count; i++) {
        const struct actor *actor = &ladder->programs.actors[i];
        if (actor->host != side || (!actor->blocked && !actor->held)
            || actor->slot >= ladder->layout.slots
            || strcmp(actor->name, skip) == 0)
            continue;
        cells_glyph(cells, bar_x(ladder, side, actor->slot),
                    actor->held ? GLYPH_HELD : GLYPH_BLOCKED, COLOUR_DIM);
    }
}

unsigned
calls_bar_columns(const struct text_ladder *ladder, enum host side)
{
    unsigned columns = 0;

    if (!(ladder->layout.show & LANE_CALLS))
        return 0;
    for (size_t i = 0; i < ladder->programs.actor_count; i++) {
        const struct actor *actor = &ladder->programs.actors[i];
        if (actor->host == side && (actor->blocked || actor->held)
            && actor->slot < ladder->layout.slots
            && 2 * actor->slot + 1 > columns)
            columns = 2 * actor->slot + 1;
    }
    return columns;
}

void
calls_note(struct text_ladder *ladder, const struct event *event)
{
    struct actor *actor = actor_of(ladder, event);
    char ignored[32];

    if (actor == NULL)
        return;
    actor->blocked = event->kind == EVENT_CALL;
    if (event->kind == EVENT_RETURN)
        names_return(ladder, event, ignored, sizeof ignored);
}

/*
 * "holds client at connect" and what ends it: the bar of a program that the
 * recorder keeps stopped is not the bar of a call that sleeps.
 */
void
calls_hold(struct text_ladder *ladder, const struct ladder_act *act)
{
    struct actor *actor = actor_find(ladder, act->actor);

    if (actor == NULL)
        return;
    actor->held = act->deed == LADDER_HOLDS;
    if (!actor->held || !(ladder->layout.show & LANE_CALLS))
        return;
    struct call_item *item = &ladder->row.call[actor->host];
    *item = (struct call_item){ .used = true, .slot = actor->slot };
    snprintf(item->actor, sizeof item->actor, "%s", act->actor);
    snprintf(item->open, sizeof item->open, "held");
}
