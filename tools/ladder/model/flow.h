/*
 * flow.h - which connection a segment belongs to, and its place in it.
 *
 * Connections are numbered 1, 2 ... in the order of their first segment.  The
 * recorder and every drawing ask the same table, so that they never disagree.
 * Memory is for connections, not for segments.
 */
#ifndef LADDER_FLOW_H
#define LADDER_FLOW_H

#include "model/event.h"
#include "model/segment.h"

struct flow_table;

/* A new, empty table, or NULL with errno ENOMEM.  The caller frees it. */
struct flow_table *
flow_table_new(void);

void
flow_table_free(struct flow_table *table);

/*
 * Notes that host sends this segment: numbers its connection (a SYN without
 * ACK on a closed or forgotten 4-tuple begins a new one), and fills in conn,
 * from, to, relative_ack, relative_sack, again, data_number, window_bytes.  For
 * UDP and ICMP only conn is set, to the connection an ICMP error quotes or 0.
 * Call it once for each segment, when it is sent.
 */
void
flow_note(struct flow_table *table, enum host host, struct segment *segment);

/*
 * The same, for a segment whose recorder has numbered its connection already:
 * a connection that begins here is number (0: the next one).
 */
void
flow_note_numbered(struct flow_table *table, enum host host,
                   struct segment *segment, unsigned number);

/* Says that a connection of this number exists, though no segment told it. */
void
flow_reserve(struct flow_table *table, unsigned number);

/*
 * The number of the connection with these ends on host (any order of events:
 * a socket may be seen before its segment), or 0 if the table has none.
 */
unsigned
flow_find(const struct flow_table *table,
          const struct address *local, uint16_t local_port,
          const struct address *peer, uint16_t peer_port);

/* Numbers a connection that has not sent a segment yet; returns its number. */
unsigned
flow_claim(struct flow_table *table, enum host host,
           const struct address *local, uint16_t local_port,
           const struct address *peer, uint16_t peer_port);

/* How many connections the table has numbered so far. */
unsigned
flow_count(const struct flow_table *table);

/* Whether port is a connecting side's port of a numbered connection: one that
   the kernel chose, so that it differs from run to run. */
bool
flow_is_ephemeral(const struct flow_table *table, uint16_t port);

#endif
