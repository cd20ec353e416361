/*
 * pattern.h - does a transcript's line match what a scene says?
 *
 * A pattern is matched from the line's start; "*" stands for any characters;
 * the line may go on behind the pattern's end, but not in the middle of a word
 * or number: "server queue 1" does not match "server queue 16/16", and
 * "client sends SYN" does not match "client sends SYN,ACK" - but a pattern that
 * ends with a punctuation mark ("server queue 1/") goes on with anything.
 */
#ifndef LADDER_PATTERN_H
#define LADDER_PATTERN_H

#include <stdbool.h>

#include "model/event.h"
#include "model/flow.h"

bool
pattern_matches(const char *pattern, const char *line);

/* Whether the event's line matches, with or without its connection's number. */
bool
pattern_matches_event(const char *pattern, const struct event *event,
                      const struct flow_table *flows);

#endif
