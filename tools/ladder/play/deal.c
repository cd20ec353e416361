/* deal.c - the segments that wait on the wire, and what becomes of them. */
#include "play/deal.h"

#include <stdlib.h>
#include <string.h>

bool
deal_is_held_back(const struct deal *deal, const struct packet *packet)
{
    for (size_t i = 0; i < deal->held_back_count; i++)
        if (deal->held_back[i] == packet->number)
            return true;
    return false;
}

size_t
deal_waiting(const struct deal *deal)
{
    struct wire *wire = engine_wire(deal->engine);
    size_t count = 0;

    for (enum host host = HOST_CLIENT; host < HOSTS; host++)
        for (struct packet *packet = wire_held_of(wire, host); packet != NULL;
             packet = wire_next_held(packet))
            count++;
    return count;
}

/* Whether a stands before b. */
static bool
is_before(const struct deal *deal, const struct packet *a,
          const struct packet *b)
{
    bool a_back = deal_is_held_back(deal, a);

    if (a_back != deal_is_held_back(deal, b))
        return !a_back;
    return a->number < b->number;
}

struct packet *
deal_packet(const struct deal *deal, size_t number)
{
    struct wire *wire = engine_wire(deal->engine);
    struct packet *found = NULL;

    for (size_t place = 0; place < number; place++) {
        const struct packet *last = found;
        found = NULL;
        for (enum host host = HOST_CLIENT; host < HOSTS; host++)
            for (struct packet *packet = wire_held_of(wire, host);
                 packet != NULL; packet = wire_next_held(packet))
                if ((last == NULL || is_before(deal, last, packet)) &&
                    (found == NULL || is_before(deal, packet, found)))
                    found = packet;
        if (found == NULL)
            return NULL;
    }
    return found;
}

/* --- the decisions -------------------------------------------------------- */

/* Notes the deed, and lets the packet arrive now. */
static void
release(struct deal *deal, struct packet *packet, enum deed deed)
{
    int64_t now_ns = engine_now(deal->engine);

    deeds_note(&deal->deeds, deed, packet, deal->scene, now_ns);
    wire_release(engine_wire(deal->engine), packet, now_ns);
}

static void
deliver(struct deal *deal, struct packet *packet)
{
    release(deal, packet, DEED_DELIVER);
}

static void
lose(struct deal *deal, struct packet *packet)
{
    deeds_note(&deal->deeds, DEED_LOSE, packet, deal->scene,
               engine_now(deal->engine));
    wire_take_out(engine_wire(deal->engine), packet);
    engine_tell(deal->engine, WIRE_LOST, packet);
    free(packet);
}

static void
duplicate(struct deal *deal, struct packet *packet)
{
    if (wire_duplicate(engine_wire(deal->engine), packet,
                       engine_now(deal->engine)) != NULL)
        engine_tell(deal->engine, WIRE_DUPLICATED, packet);
    release(deal, packet, DEED_DUPLICATE);
}

static void
corrupt(struct deal *deal, struct packet *packet)
{
    packet_corrupt(packet);
    engine_tell(deal->engine, WIRE_CORRUPTED, packet);
    release(deal, packet, DEED_CORRUPT);
}

static void
hold_back(struct deal *deal, struct packet *packet)
{
    if (deal_is_held_back(deal, packet) ||
        deal->held_back_count == HELD_BACK_MAX)
        return;
    deal->deeds.held++;
    deal->held_back[deal->held_back_count++] = packet->number;
}

static const struct decision decisions[] = {
    { 'd', "deliver", deliver },     { 'l', "lose", lose },
    { 'u', "duplicate", duplicate }, { 'h', "hold", hold_back },
    { 'c', "corrupt", corrupt },
};

const struct decision *
decision_named(const char *word, char key)
{
    for (size_t i = 0; i < sizeof decisions / sizeof decisions[0]; i++)
        if (word == NULL ? decisions[i].key == key
                         : strcmp(decisions[i].word, word) == 0)
            return &decisions[i];
    return NULL;
}

void
deal_all(struct deal *deal)
{
    struct wire *wire = engine_wire(deal->engine);
    struct packet *packet;

    wire_hold(wire, false);
    while ((packet = wire_first_held(wire)) != NULL)
        deliver(deal, packet);
}
