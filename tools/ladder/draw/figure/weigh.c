/*
 * weigh.c - how much an event tells.
 *
 * Moving data is routine, a loss is worth a look, a state is the story.
 */
#include <string.h>

#include "draw/figure/plan.h"
#include "draw/story/calls.h"
#include "model/grammar.h"

static bool
moves_data(const char *name)
{
    return (call_class(name) & (CALL_MOVES | CALL_WAITS | CALL_SLEEPS)) != 0;
}

static enum weight
weight_of_return(struct planner *planner, const struct event *event)
{
    const char *error = event->error == NULL ? "" : event->error;
    bool same = strcmp(planner->last_call, event->name) == 0 &&
                strncmp(planner->last_error, error,
                        sizeof planner->last_error - 1) == 0;

    snprintf(planner->last_call, sizeof planner->last_call, "%s", event->name);
    snprintf(planner->last_error, sizeof planner->last_error, "%s", error);
    if (!moves_data(event->name))
        return WEIGHT_STORY;
    if (error[0] != '\0')
        return same ? WEIGHT_ROUTINE : WEIGHT_MINOR;
    return event->value == 0 ? WEIGHT_SIGNAL : WEIGHT_ROUTINE;
}

static enum weight
weight_of_segment(const struct segment *segment)
{
    if (segment->protocol == PROTOCOL_ICMP)
        return WEIGHT_SIGNAL;
    if (segment->protocol != PROTOCOL_TCP)
        return WEIGHT_ROUTINE;
    if (segment->flags & (TCP_SYN | TCP_FIN | TCP_RST))
        return WEIGHT_STORY;
    if (segment->again || segment->sack_blocks > 0 || segment->window == 0)
        return WEIGHT_MINOR;
    return WEIGHT_ROUTINE;
}

enum weight
plan_weigh(struct planner *planner, const struct event *event)
{
    switch (grammar_of(event->kind)->telling) {
    case TELLS_CALL:
        return moves_data(event->name) ? WEIGHT_ROUTINE : WEIGHT_STORY;
    case TELLS_RETURN:
        return weight_of_return(planner, event);
    case TELLS_SENDS:
    case TELLS_GETS:
        return weight_of_segment(&event->segment);
    case TELLS_WIRE:
        return event->deed == WIRE_HURRIED ? WEIGHT_ROUTINE : WEIGHT_MINOR;
    case TELLS_QUEUE:
        return WEIGHT_SIGNAL;
    case TELLS_PRINT:
        return WEIGHT_ROUTINE;
    case TELLS_STATE:
    case TELLS_REMARK:
    case TELLS_LADDER:
        return WEIGHT_STORY;
    case TELLS_NUMBERS:
        return WEIGHT_NONE;
    }
    return WEIGHT_NONE;
}
