/*
 * grammar.h - which lines a transcript has: one table for all who need it.
 *
 *     server calls accept(3)
 *     ^      ^    ^
 *     |      |    object: what stands behind the verb
 *     |      verb
 *     subject: who
 *
 * The transcript writes its lines by this table, a scene's events are checked
 * against it, a trace's reader knows by it what an event must have, and the
 * drawings ask it how an event is told.  A new kind of event begins here: a
 * kind without its row does not compile, and one that is told in a way of its
 * own does not compile until each drawing has thought of it.
 */
#ifndef LADDER_GRAMMAR_H
#define LADDER_GRAMMAR_H

#include <stdbool.h>
#include <stddef.h>

#include "model/event.h"

enum subject {
    SUBJECT_ACTOR,              /* a program: "client-2", "server/2" */
    SUBJECT_ACTOR_CALL,         /* "client connect" */
    SUBJECT_HOST,               /* "server" */
    SUBJECT_WIRE,               /* "wire" */
    SUBJECT_LADDER,             /* "ladder" */
    SUBJECT_NONE                /* it has no line */
};

enum object {
    OBJECT_CALL,                /* "connect(3, 10.0.0.2:7000)" */
    OBJECT_RESULT,              /* "-1 EAGAIN", "interrupted" */
    OBJECT_QUOTED,              /* "\"hello\"" */
    OBJECT_STATUS,              /* "0" */
    OBJECT_SIGNAL,              /* "SIGTERM" */
    OBJECT_STATE,               /* "c2 SYN-SENT" */
    OBJECT_QUEUE,               /* "1/16" */
    OBJECT_SEGMENT,             /* "c2 SYN 0:0" */
    OBJECT_WIRE_DEED,           /* "lost client's c2 SYN 0:0" */
    OBJECT_LADDER_DEED          /* "holds server at accept" */
};

/* How an event is told in a drawing. */
enum telling {
    TELLS_CALL,                 /* a call begins */
    TELLS_RETURN,               /* and ends */
    TELLS_PRINT,                /* what a program says, in its column */
    TELLS_REMARK,               /* the line's words, in its program's column */
    TELLS_STATE,                /* a lane of a socket goes on otherwise */
    TELLS_QUEUE,                /* a mark beside the listener's lane */
    TELLS_SENDS,                /* an arrow begins */
    TELLS_GETS,                 /* and ends */
    TELLS_WIRE,                 /* something befalls an arrow */
    TELLS_LADDER,               /* one row of words across all columns */
    TELLS_NUMBERS               /* nothing but a plot shows it */
};

enum { PHRASES_MAX = 2 };

struct phrase {
    const char *verb;           /* "" where the object says it all */
    enum object object;
};

struct grammar {
    enum event_kind kind;
    const char *name;           /* a trace's word for the kind */
    enum subject subject;
    enum telling telling;
    struct phrase phrases[PHRASES_MAX]; /* verb NULL: no more */
};

/* The row of a kind; that of METER, which has no line, for none. */
const struct grammar *
grammar_of(enum event_kind kind);

/* The phrase that tells this event, or NULL where it has no line. */
const struct phrase *
grammar_phrase(const struct event *event);

/* "wire" or "ladder"; "" for a subject that has many names. */
const char *
grammar_subject(enum subject subject);

/* Whether a line can have this behind "HOST state ", without a connection's
   number: RFC 9293's name, "bound" or "connected, local only", or a beginning
   of one as pattern.h has it. */
bool
grammar_is_state(const char *pattern);

/* All states that a TCP socket can have, with a blank between two. */
const char *
grammar_states(char *out, size_t size);

#endif
