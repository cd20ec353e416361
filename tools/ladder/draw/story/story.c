/*
 * story.c - which events have a row, and in which lane.
 */
#include "draw/story/story.h"

#include <string.h>

#include "model/grammar.h"

int
story_begin(struct story *story, const struct scene *scene, unsigned show)
{
    *story = (struct story){ .show = show & LANE_ALL };
    if (story->show == 0 && scene != NULL)
        story->show = scene->show & LANE_ALL;
    if (story->show == 0)
        story->show = LANE_ALL;
    return notes_begin(&story->notes, scene);
}

void
story_free(struct story *story)
{
    notes_free(&story->notes);
}

bool
story_is_silent(const struct event *event)
{
    return event->kind == EVENT_LADDER && event->act.deed == LADDER_STARTS
        && strcmp(event->act.actor, host_name(event->act.host)) == 0;
}

/* Calls alone: "( ladder stops server )" has told this end already. */
static bool
is_told(const struct story *story, const struct event *event)
{
    return event->kind == EVENT_EXITS && event->signal != 0
        && event->host != HOST_NONE && story->stopped[event->host]
        && story->show == LANE_CALLS;
}

/* Which lane an event stands in; 0 for one that is never drawn. */
static unsigned
lane_of(const struct story *story, const struct event *event)
{
    bool placed = event->host != HOST_NONE;

    switch (grammar_of(event->kind)->telling) {
    case TELLS_CALL: case TELLS_RETURN: case TELLS_PRINT: case TELLS_REMARK:
        return placed && !is_told(story, event) ? LANE_CALLS : 0;
    case TELLS_STATE: case TELLS_QUEUE:
        return placed ? LANE_STATE : 0;
    case TELLS_SENDS: case TELLS_GETS:
        return placed ? LANE_WIRE : 0;
    case TELLS_WIRE:
        return LANE_WIRE;
    case TELLS_LADDER:
        return story_is_silent(event) ? 0 : LANE_ALL;
    case TELLS_NUMBERS:
        return 0;
    }
    return 0;
}

struct told
story_event(struct story *story, const struct event *event,
            const struct flow_table *flows)
{
    struct told told = {
        .drawn = (lane_of(story, event) & story->show) != 0,
    };

    told.note = notes_match(&story->notes, event, flows, told.drawn);
    if (event->kind == EVENT_LADDER && event->act.deed == LADDER_STOPS
        && event->act.host != HOST_NONE)
        story->stopped[event->act.host] = true;
    return told;
}
