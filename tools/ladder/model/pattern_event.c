/*
 * pattern_event.c - a pattern against an event, by the event's line.
 */
#include "model/pattern.h"

#include "model/transcript.h"

bool
pattern_matches_event(const char *pattern, const struct event *event,
                      const struct flow_table *flows)
{
    char line[TRANSCRIPT_MAX];

    if (!transcript_line(event, flows, false, line, sizeof line))
        return false;
    if (pattern_matches(pattern, line))
        return true;
    return event->conn != 0
        && transcript_line(event, flows, true, line, sizeof line)
        && pattern_matches(pattern, line);
}
