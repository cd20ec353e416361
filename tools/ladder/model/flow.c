/*
 * flow.c - connections by their ends, and each side's place in its sequence.
 *
 * A relative number is the number on the wire minus the side's ISN, modulo
 * 2^32: the SYN is 0, the first byte 1.
 *
 *     side 0   ISN 5000: SYN 5000 -> 0,  bytes 5001..5006 -> 1:7
 *     side 1   ISN 9000: ack 9001 in a segment of side 0 -> ack 1
 *
 * Surprise: a 4-tuple may come back.  A new connection on it takes over the
 * entry of the old one.
 */
#include "model/flow.h"

#include <stdlib.h>

#include "model/connections.h"

enum { PORTS = 65536, WINDOW_SCALE_MAX = 14 };

struct flow_table {
    struct connections *connections;
    unsigned count;
    unsigned char ephemeral[PORTS / 8];
    unsigned char udp_served[PORTS / 8];    /* got a datagram before sending */
};

static bool
port_is_in(const unsigned char *set, uint16_t port)
{
    return (set[port / 8] >> port % 8 & 1) != 0;
}

static void
port_put(unsigned char *set, uint16_t port)
{
    set[port / 8] = (unsigned char)(set[port / 8] | 1 << port % 8);
}

struct flow_table *
flow_table_new(void)
{
    struct flow_table *table = calloc(1, sizeof *table);
    if (table == NULL)
        return NULL;
    table->connections = connections_new();
    if (table->connections == NULL) {
        free(table);
        return NULL;
    }
    return table;
}

void
flow_table_free(struct flow_table *table)
{
    if (table == NULL)
        return;
    connections_free(table->connections);
    free(table);
}

/* Makes the entry a connection that has not sent anything yet. */
static void
begin(struct flow_table *table, struct connection *c, unsigned number)
{
    c->number = number != 0 ? number : table->count + 1;
    c->noted = c->closing = false;
    for (int i = 0; i < 2; i++)
        c->sides[i] = (struct side){ .window_scale = -1 };
    flow_reserve(table, c->number);
}

static struct connection *
insert(struct flow_table *table, const struct ends *ends, unsigned number)
{
    struct connection *c = connections_add(table->connections, ends);
    if (c != NULL)
        begin(table, c, number);
    return c;
}

/*
 * Whether this segment of c's side begins another connection on its ends: a
 * SYN without ACK that is neither the one seen before nor the second half of a
 * simultaneous open.
 */
static bool
begins_another(const struct connection *c, int side,
               const struct segment *segment)
{
    const struct side *mine = &c->sides[side];
    if (!(segment->flags & TCP_SYN) || (segment->flags & TCP_ACK) || !c->noted)
        return false;
    if (mine->syn)
        return mine->isn != segment->seq;
    /* Not seen before: as the ack of the peer's SYN guessed it, or new. */
    return c->closing || mine->sent;
}

/* The first segment tells which port the kernel chose: that of its sender; in
   the middle of a story it is rather the high one. */
static void
note_ephemeral(struct flow_table *table, const struct segment *segment)
{
    uint16_t source = segment->source_port, target = segment->target_port;
    int syn = segment->flags & (TCP_SYN | TCP_ACK);
    bool answers = syn == (TCP_SYN | TCP_ACK)
        || (syn != TCP_SYN && source < 32768 && target >= 32768);
    port_put(table->ephemeral, answers ? target : source);
}

/* The sequence space the segment fills: SYN and FIN count one each. */
static uint32_t
space_of(const struct segment *segment)
{
    return (uint32_t)segment->payload_bytes
        + ((segment->flags & TCP_SYN) ? 1 : 0)
        + ((segment->flags & TCP_FIN) ? 1 : 0);
}

/* Learns where the side's numbers begin. */
static void
note_isn(struct side *side, const struct segment *segment)
{
    if (segment->flags & TCP_SYN) {
        if (side->syn && side->isn == segment->seq)
            return;             /* sent again */
        *side = (struct side){ .known = true, .syn = true,
                               .isn = segment->seq,
                               .window_scale = segment->window_scale };
    } else if (!side->known && !(segment->flags & TCP_RST)) {
        side->isn = segment->seq - 1;
        side->known = true;
    }
}

static void
note_numbers(struct side *mine, struct side *peer, struct segment *segment)
{
    bool ack = (segment->flags & TCP_ACK) != 0;
    if (ack && !peer->known && !(segment->flags & TCP_RST)) {
        peer->isn = segment->ack - 1;
        peer->known = true;
    }
    segment->from = mine->known ? segment->seq - mine->isn : 0;
    if ((segment->flags & TCP_SYN) && segment->payload_bytes > 0)
        segment->from++;        /* the bytes stand behind the SYN's number */
    segment->to = segment->from + (uint32_t)segment->payload_bytes;
    segment->relative_ack = 0;
    if (ack)
        segment->relative_ack = peer->known ? segment->ack - peer->isn : 1;
    for (size_t i = 0; i < segment->sack_blocks; i++) {
        uint32_t isn = peer->known ? peer->isn : 0;
        segment->relative_sack[i][0] = segment->sack[i].from - isn;
        segment->relative_sack[i][1] = segment->sack[i].to - isn;
    }
}

/* Compares the segment with what the side has sent, and counts it in. */
static void
note_progress(struct side *mine, struct segment *segment)
{
    uint32_t space = space_of(segment);
    uint32_t end = segment->seq + space;

    segment->again = space > 0 && mine->sent && !seq_before(mine->next, end);
    segment->probe = space == 0 && mine->sent
        && !(segment->flags & TCP_RST) && segment->seq == mine->next - 1;
    segment->data_number = 0;
    if (segment->payload_bytes > 0 && !segment->again)
        segment->data_number = ++mine->data_segments;
    if (segment->flags & TCP_RST)
        return;                 /* its seq may be anything, 0 as well */
    if (!mine->sent || seq_before(mine->next, end))
        mine->next = end;
    mine->sent = true;
}

static int64_t
window_of(const struct side *mine, const struct side *peer,
          const struct segment *segment)
{
    int scale = mine->window_scale;
    if ((segment->flags & TCP_SYN) || scale < 0 || peer->window_scale < 0)
        return segment->window;
    if (scale > WINDOW_SCALE_MAX)       /* RFC 7323, section 2.3 */
        scale = WINDOW_SCALE_MAX;
    return (int64_t)segment->window << scale;
}

static void
note_tcp(struct flow_table *table, struct segment *segment, unsigned number)
{
    struct ends ends;
    int side = ends_order(&ends, &segment->source, segment->source_port,
                          &segment->target, segment->target_port);
    struct connection *c = connections_find(table->connections, &ends);
    struct side fresh[2] = { { .window_scale = -1 }, { .window_scale = -1 } };
    struct side *sides = fresh;

    if (c == NULL)
        c = insert(table, &ends, number);
    else if (begins_another(c, side, segment))
        begin(table, c, number);
    if (c != NULL) {            /* else memory is short: told without a place */
        if (!c->noted)
            note_ephemeral(table, segment);
        c->noted = true;
        sides = c->sides;
        segment->conn = c->number;
    }
    note_isn(&sides[side], segment);
    note_numbers(&sides[side], &sides[1 - side], segment);
    note_progress(&sides[side], segment);
    segment->window_bytes = window_of(&sides[side], &sides[1 - side], segment);
    if (c != NULL && (segment->flags & (TCP_FIN | TCP_RST)))
        c->closing = true;
}

static void
note_udp(struct flow_table *table, const struct segment *segment)
{
    uint16_t source = segment->source_port;
    if (source >= 32768 && !port_is_in(table->udp_served, source))
        port_put(table->ephemeral, source);
    if (!port_is_in(table->ephemeral, segment->target_port))
        port_put(table->udp_served, segment->target_port);
}

void
flow_note_numbered(struct flow_table *table, enum host host,
                   struct segment *segment, unsigned number)
{
    (void)host;                 /* the addresses tell; loopback has only one */
    segment->conn = 0;
    if (segment->protocol == PROTOCOL_TCP)
        note_tcp(table, segment, number);
    else if (segment->protocol == PROTOCOL_UDP)
        note_udp(table, segment);
    else if (segment->quotes && segment->quoted_protocol == PROTOCOL_TCP)
        segment->conn = flow_find(table, &segment->quoted_source,
                                  segment->quoted_source_port,
                                  &segment->quoted_target,
                                  segment->quoted_target_port);
}

void
flow_note(struct flow_table *table, enum host host, struct segment *segment)
{
    flow_note_numbered(table, host, segment, 0);
}

void
flow_reserve(struct flow_table *table, unsigned number)
{
    if (number > table->count)
        table->count = number;
}

unsigned
flow_find(const struct flow_table *table,
          const struct address *local, uint16_t local_port,
          const struct address *peer, uint16_t peer_port)
{
    struct ends ends;
    ends_order(&ends, local, local_port, peer, peer_port);
    const struct connection *c = connections_find(table->connections, &ends);
    return c != NULL ? c->number : 0;
}

unsigned
flow_claim(struct flow_table *table, enum host host,
           const struct address *local, uint16_t local_port,
           const struct address *peer, uint16_t peer_port)
{
    struct ends ends;
    (void)host;
    ends_order(&ends, local, local_port, peer, peer_port);
    struct connection *c = connections_find(table->connections, &ends);
    if (c == NULL)
        c = insert(table, &ends, 0);
    else if (c->noted && c->closing)
        begin(table, c, 0);     /* the ends are in use again */
    return c != NULL ? c->number : 0;
}

unsigned
flow_count(const struct flow_table *table)
{
    return table->count;
}

bool
flow_is_ephemeral(const struct flow_table *table, uint16_t port)
{
    return port_is_in(table->ephemeral, port);
}
