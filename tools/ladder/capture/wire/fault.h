/*
 * fault.h - which of the scene's faults befall a segment.
 */
#ifndef LADDER_FAULT_H
#define LADDER_FAULT_H

#include "scene/scene.h"
#include "model/segment.h"

struct fault_memory;

/* What the faults do to one segment; several may hit the same one. */
struct fault_hits {
    bool lose, duplicate, reorder, corrupt;
    int64_t delay_ns;
};

/* What must be remembered of each fault: how many segments of its kind have
   passed, and its random numbers.  NULL with errno. */
struct fault_memory *
fault_memory_new(const struct scene *scene);

void
fault_memory_free(struct fault_memory *memory);

/* Asks every fault about a segment that host sends; call it once for each. */
struct fault_hits
fault_befalls(struct fault_memory *memory, enum host host,
              const struct segment *segment);

/* Whether the scene's fault i has befallen a segment. */
bool
fault_met(const struct fault_memory *memory, size_t i);

#endif
