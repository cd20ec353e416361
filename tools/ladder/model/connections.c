/*
 * connections.c - chains of connections that are grown with their number.
 */
#include "model/connections.h"

#include <stdlib.h>
#include <string.h>

#include "base/hash.h"

enum { BUCKETS_FIRST = 64 };

struct connections {
    struct connection **buckets;
    size_t bucket_count;        /* a power of two */
    size_t entries;
    uint64_t seed;              /* so that a trace cannot choose its bucket */
};

struct connections *
connections_new(void)
{
    struct connections *table = calloc(1, sizeof *table);
    if (table == NULL)
        return NULL;
    table->buckets = calloc(BUCKETS_FIRST, sizeof *table->buckets);
    if (table->buckets == NULL) {
        free(table);
        return NULL;
    }
    table->bucket_count = BUCKETS_FIRST;
    table->seed = hash_seed(table);
    return table;
}

void
connections_free(struct connections *table)
{
    if (table == NULL)
        return;
    for (size_t i = 0; i < table->bucket_count; i++) {
        struct connection *next;
        for (struct connection *c = table->buckets[i]; c != NULL; c = next) {
            next = c->chained;
            free(c);
        }
    }
    free(table->buckets);
    free(table);
}

int
ends_order(struct ends *ends, const struct address *first, uint16_t first_port,
           const struct address *second, uint16_t second_port)
{
    int order = memcmp(first->bytes, second->bytes, sizeof first->bytes);
    if (order == 0)
        order = (int)first_port - (int)second_port;
    int side = order <= 0 ? 0 : 1;
    ends->address[side] = *first;
    ends->port[side] = first_port;
    ends->address[1 - side] = *second;
    ends->port[1 - side] = second_port;
    return side;
}

static bool
ends_equal(const struct ends *a, const struct ends *b)
{
    return a->port[0] == b->port[0] && a->port[1] == b->port[1]
        && address_equal(&a->address[0], &b->address[0])
        && address_equal(&a->address[1], &b->address[1]);
}

static size_t
bucket_of(const struct connections *table, const struct ends *ends)
{
    uint64_t hash = table->seed ^ ((uint64_t)ends->port[0] << 16
                                   | ends->port[1]);
    for (int i = 0; i < 2; i++)
        for (int half = 0; half < 16; half += 8) {
            uint64_t bytes;
            memcpy(&bytes, ends->address[i].bytes + half, sizeof bytes);
            hash = hash_mix(hash ^ bytes);
        }
    return (size_t)(hash & (table->bucket_count - 1));
}

struct connection *
connections_find(const struct connections *table, const struct ends *ends)
{
    struct connection *c = table->buckets[bucket_of(table, ends)];
    while (c != NULL && !ends_equal(&c->ends, ends))
        c = c->chained;
    return c;
}

/* Twice the buckets.  Without memory the table only becomes slower. */
static void
grow(struct connections *table)
{
    size_t old_count = table->bucket_count;
    struct connection **old = table->buckets;
    struct connection **new = calloc(2 * old_count, sizeof *new);

    if (new == NULL)
        return;
    table->buckets = new;
    table->bucket_count = 2 * old_count;
    for (size_t i = 0; i < old_count; i++) {
        struct connection *next;
        for (struct connection *c = old[i]; c != NULL; c = next) {
            next = c->chained;
            size_t bucket = bucket_of(table, &c->ends);
            c->chained = new[bucket];
            new[bucket] = c;
        }
    }
    free(old);
}

struct connection *
connections_add(struct connections *table, const struct ends *ends)
{
    struct connection *c = calloc(1, sizeof *c);
    if (c == NULL)
        return NULL;
    if (table->entries >= table->bucket_count)
        grow(table);
    c->ends = *ends;
    size_t bucket = bucket_of(table, ends);
    c->chained = table->buckets[bucket];
    table->buckets[bucket] = c;
    table->entries++;
    return c;
}
