/* fault.c - which of the scene's faults befall a segment. */
#include "capture/wire/fault.h"

#include <limits.h>
#include <stdlib.h>

struct fault_state {
    unsigned passed;            /* first sendings of its kind so far */
    bool named;                 /* the segment that it names has been sent */
    unsigned conn;
    uint32_t from, to;          /* which one that was */
    unsigned resent;            /* and how often again */
    bool met;                   /* it has befallen a segment */
    uint64_t random;
};

struct fault_memory {
    const struct scene *scene;
    struct fault_state states[];
};

struct fault_memory *
fault_memory_new(const struct scene *scene)
{
    struct fault_memory *memory = calloc(
        1, sizeof *memory + scene->fault_count * sizeof memory->states[0]);

    if (memory == NULL)
        return NULL;
    memory->scene = scene;
    for (size_t i = 0; i < scene->fault_count; i++)
        /* Two faults with one seed must not choose the same segments. */
        memory->states[i].random = scene->faults[i].seed +
                                   i * 0xbf58476d1ce4e5b9u;
    return memory;
}

void
fault_memory_free(struct fault_memory *memory)
{
    free(memory);
}

static bool
is_kind(const struct segment *segment, enum fault_segment kind)
{
    uint8_t control = segment->flags & (TCP_SYN | TCP_FIN | TCP_RST | TCP_ACK);
    bool tcp = segment->protocol == PROTOCOL_TCP;

    switch (kind) {
    case SEGMENT_ANY:
        return true;
    case SEGMENT_SYN:
        return tcp && control == TCP_SYN;
    case SEGMENT_SYN_ACK:
        return tcp && control == (TCP_SYN | TCP_ACK);
    case SEGMENT_DATA:
        return tcp && segment->payload_bytes > 0;
    case SEGMENT_ACK:
        return tcp && control == TCP_ACK && segment->payload_bytes == 0;
    case SEGMENT_FIN:
        return tcp && (control & TCP_FIN) != 0;
    case SEGMENT_RST:
        return tcp && (control & TCP_RST) != 0;
    case SEGMENT_UDP:
        return segment->protocol == PROTOCOL_UDP;
    case SEGMENT_ICMP:
        return segment->protocol == PROTOCOL_ICMP;
    }
    return false;
}

/* A random share: splitmix64, so that the same seed gives the same fate. */
static bool
by_chance(uint64_t *random, double percent)
{
    uint64_t z = *random += 0x9e3779b97f4a7c15u;

    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
    z ^= z >> 31;
    return (double)(z >> 11) * 0x1p-53 * 100 < percent;
}

/* Whether this is the segment that the fault names, or a resend of it. */
static bool
is_named(const struct scene_fault *fault, struct fault_state *state,
         const struct segment *segment)
{
    if (!segment->again) {
        if (++state->passed != fault->number)
            return false;
        state->named = true;
        state->conn = segment->conn;
        state->from = segment->from;
        state->to = segment->to;
        return fault->again == 0 || fault->again == UINT_MAX;
    }
    if (!state->named || segment->conn != state->conn ||
        seq_before(state->from, segment->from) ||
        (segment->from != state->from && !seq_before(state->from, segment->to)))
        return false;
    state->resent++;
    return fault->again == UINT_MAX || fault->again == state->resent;
}

struct fault_hits
fault_befalls(struct fault_memory *memory, enum host host,
              const struct segment *segment)
{
    struct fault_hits hits = { 0 };

    for (size_t i = 0; i < memory->scene->fault_count; i++) {
        const struct scene_fault *fault = &memory->scene->faults[i];
        struct fault_state *state = &memory->states[i];

        if (fault->host != host || !is_kind(segment, fault->segment))
            continue;
        if (fault->number == 0 ? !by_chance(&state->random, fault->percent)
                               : !is_named(fault, state, segment))
            continue;
        state->met = true;
        hits.lose |= fault->kind == FAULT_LOSE;
        hits.duplicate |= fault->kind == FAULT_DUPLICATE;
        hits.reorder |= fault->kind == FAULT_REORDER;
        hits.corrupt |= fault->kind == FAULT_CORRUPT;
        if (fault->kind == FAULT_DELAY)
            hits.delay_ns += fault->by_ns;
    }
    return hits;
}

bool
fault_met(const struct fault_memory *memory, size_t i)
{
    return memory->states[i].met;
}
