/*
 * naming.h - a segment's name, in the words of a scene's fault.
 */
#ifndef LADDER_NAMING_H
#define LADDER_NAMING_H

#include <stddef.h>
#include <stdint.h>

#include "model/event.h"

enum { NAMED_MAX = 256, SEGMENT_NAME_MAX = 64 };

/* What has been sent so far, as far as naming needs it. */
struct naming {
    unsigned sent[HOSTS][16];   /* by kind: first sendings */
    struct {
        uint64_t packet;
        enum host host;
        const char *kind;       /* "data" */
        unsigned conn, number, again;
        uint32_t from;
    } recent[NAMED_MAX];
    size_t count;               /* of all, the last NAMED_MAX are kept */
};

/* Takes note of a segment that was sent; call it for each, in order. */
void
naming_note(struct naming *naming, const struct event *sends);

/* Writes "client data 3" or "client data 3 again 1"; "" if it is not known. */
const char *
naming_of(const struct naming *naming, uint64_t packet, char *out,
          size_t size);

#endif
