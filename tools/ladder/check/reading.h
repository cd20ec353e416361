/*
 * reading.h - all that a program has read from its connections.
 *
 * However many calls it took: a requirement says what a peer has read in all.
 */
#ifndef LADDER_READING_H
#define LADDER_READING_H

#include "model/event.h"

enum { READING_MAX = 256, READING_TEXT = 400 };

struct reading {
    unsigned char bytes[READING_MAX];   /* the first of them */
    size_t known;               /* how many stand in bytes */
    uint64_t total;             /* how many there were */
    bool ended;                 /* the last receive returned 0 */
    bool peeks;                 /* the call that goes on takes nothing */
    char error[24];             /* the last receive's, "ECONNRESET"; or "" */
    uint64_t step;              /* of the last receive's end; 0: none */
};

/* Takes note of an event of this actor (others are left alone). */
void
reading_event(struct reading *reading, const char *actor,
              const struct event *event);

/* Whether just these bytes were read, and with `ended` end of file then. */
bool
reading_is(const struct reading *reading, const char *bytes, size_t count,
           bool ended);

/* Writes bytes[0..count) into out[size] between quotes, cut where it is long:
   "busy\n" */
void
reading_quote(const unsigned char *bytes, size_t count, char *out,
              size_t size);

/* Writes what was read, and how it ended: `"busy\n", then end of file`. */
void
reading_describe(const struct reading *reading, char *out, size_t size);

#endif
