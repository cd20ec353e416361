/*
 * connections.h - connections by their ends: a hash table.
 *
 * Private to flow.c.  Memory is for 4-tuples: a new connection on ends that
 * were used before takes over their entry.
 */
#ifndef LADDER_CONNECTIONS_H
#define LADDER_CONNECTIONS_H

#include "model/segment.h"

/* One end's sending. */
struct side {
    bool known;                 /* isn is: from its SYN, or guessed */
    bool sent;                  /* a segment that counts, so next is */
    bool syn;                   /* its SYN was seen */
    uint32_t isn;
    uint32_t next;              /* behind the last it has sent */
    int window_scale;           /* its SYN's, or -1 */
    unsigned data_segments;
};

/* Ends in order, the lower first, so that both directions are one key. */
struct ends {
    struct address address[2];
    uint16_t port[2];
};

struct connection {
    struct connection *chained;
    struct ends ends;
    unsigned number;
    bool noted;                 /* it has sent a segment; else only claimed */
    bool closing;               /* FIN or RST was seen */
    struct side sides[2];
};

struct connections;

/* An empty table, or NULL with errno ENOMEM.  The caller frees it. */
struct connections *
connections_new(void);

void
connections_free(struct connections *table);

/* Puts the ends in order; returns which of them the first one became. */
int
ends_order(struct ends *ends, const struct address *first, uint16_t first_port,
           const struct address *second, uint16_t second_port);

/* The connection on these ends, or NULL. */
struct connection *
connections_find(const struct connections *table, const struct ends *ends);

/* Adds an entry that is all zero but its ends; NULL without memory. */
struct connection *
connections_add(struct connections *table, const struct ends *ends);

#endif
