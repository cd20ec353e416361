/*
 * grammar.c - the lines of a transcript, a row for each kind of event.
 */
#include "model/grammar.h"

#include <stdio.h>
#include <string.h>

#include "model/pattern.h"

static const struct grammar rows[] = {
    { EVENT_CALL, "calls", SUBJECT_ACTOR, TELLS_CALL,
      { { "calls", OBJECT_CALL } } },
    { EVENT_RETURN, "returns", SUBJECT_ACTOR_CALL, TELLS_RETURN,
      { { "returns", OBJECT_RESULT } } },
    { EVENT_STATE, "state", SUBJECT_HOST, TELLS_STATE,
      { { "state", OBJECT_STATE } } },
    { EVENT_QUEUE, "queue", SUBJECT_HOST, TELLS_QUEUE,
      { { "queue", OBJECT_QUEUE } } },
    { EVENT_SENDS, "sends", SUBJECT_HOST, TELLS_SENDS,
      { { "sends", OBJECT_SEGMENT } } },
    { EVENT_GETS, "gets", SUBJECT_HOST, TELLS_GETS,
      { { "gets", OBJECT_SEGMENT } } },
    { EVENT_WIRE, "wire", SUBJECT_WIRE, TELLS_WIRE,
      { { "", OBJECT_WIRE_DEED } } },
    { EVENT_PRINTS, "prints", SUBJECT_ACTOR, TELLS_PRINT,
      { { "prints", OBJECT_QUOTED } } },
    { EVENT_EXITS, "exits", SUBJECT_ACTOR, TELLS_REMARK,
      { { "exits", OBJECT_STATUS }, { "killed", OBJECT_SIGNAL } } },
    { EVENT_LADDER, "ladder", SUBJECT_LADDER, TELLS_LADDER,
      { { "", OBJECT_LADDER_DEED } } },
    { EVENT_METER, "meter", SUBJECT_NONE, TELLS_NUMBERS,
      { { NULL, OBJECT_CALL } } },
};

_Static_assert(sizeof rows / sizeof rows[0] == EVENT_KINDS,
               "every kind of event has its row, in the order of its enum");

/* RFC 9293's, in the order of a connection's life. */
static const char *const states[] = {
    "LISTEN", "SYN-SENT", "SYN-RECEIVED", "ESTABLISHED", "FIN-WAIT-1",
    "FIN-WAIT-2", "CLOSE-WAIT", "CLOSING", "LAST-ACK", "TIME-WAIT", "CLOSED",
};

static const char *const udp_states[] = { "bound", "connected, local only" };

const struct grammar *
grammar_of(enum event_kind kind)
{
    return &rows[(unsigned)kind < EVENT_KINDS ? kind : EVENT_METER];
}

const struct phrase *
grammar_phrase(const struct event *event)
{
    const struct grammar *grammar = grammar_of(event->kind);
    bool killed = event->kind == EVENT_EXITS && event->signal != 0;

    if (grammar->subject == SUBJECT_NONE)
        return NULL;
    return &grammar->phrases[killed ? 1 : 0];
}

const char *
grammar_subject(enum subject subject)
{
    switch (subject) {
    case SUBJECT_WIRE:   return "wire";
    case SUBJECT_LADDER: return "ladder";
    case SUBJECT_ACTOR:
    case SUBJECT_ACTOR_CALL:
    case SUBJECT_HOST:
    case SUBJECT_NONE:
        break;
    }
    return "";
}

bool
grammar_is_state(const char *pattern)
{
    for (size_t i = 0; i < sizeof states / sizeof states[0]; i++)
        if (pattern_matches(pattern, states[i]))
            return true;
    for (size_t i = 0; i < sizeof udp_states / sizeof udp_states[0]; i++)
        if (pattern_matches(pattern, udp_states[i]))
            return true;
    return false;
}

const char *
grammar_states(char *out, size_t size)
{
    size_t used = 0;

    out[0] = '\0';
    for (size_t i = 0; i < sizeof states / sizeof states[0] && used < size;
         i++)
        used += (size_t)snprintf(out + used, size - used, "%s%s",
                                 i > 0 ? " " : "", states[i]);
    return out;
}
