/*
 * table.h - what runs cost and what they delivered, side by side.
 *
 *                                               tcp         udp
 *                                               TCP         UDP
 *     ---------------------------------------------------------
 *     client sends     segments                  25          20
 *                      bytes on the wire      1,588         880
 *                      sent again                 1           0
 *     server's program gets
 *                      bytes                    320         304
 *                      missing                    0          16
 *
 * A column is one protocol of one run.  Times are those of the ladder's rows:
 * when the cause came, since the first event.  A row that says 0 for every run
 * is left out.
 */
#ifndef LADDER_TABLE_H
#define LADDER_TABLE_H

#include <stdio.h>

#include "base/complaint.h"
#include "model/event.h"

enum { TABLE_COLUMNS_MAX = 8, TABLE_NAME_MAX = 16 };

/* What one host's side sent, and what became of it. */
struct table_way {
    uint64_t segments;          /* or datagrams, or ICMP messages */
    uint64_t wire_bytes;        /* with all headers from IP on */
    uint64_t again;             /* segments sent before */
    uint64_t lost;              /* by the wire */
    uint64_t overtaken;         /* segments with bytes that came after later
                                   ones */
    uint64_t sent_bytes;        /* that its programs' sends took */
    uint64_t got_bytes;         /* that the other side's programs received */
    int64_t first_ns, last_ns;  /* of those receives' steps; -1: none */
};

struct table_column {
    char run[TABLE_NAME_MAX];   /* the scene's name, cut */
    enum protocol protocol;
    struct table_way ways[HOSTS];       /* by the host that sends */
};

/* Begin with `struct table table = { .count = 0 };`. */
struct table {
    struct table_column columns[TABLE_COLUMNS_MAX];
    size_t count;
};

/*
 * Counts the trace in file, and adds a column for each protocol that it used.
 * 0, or -1 with one line in message, in which name is the trace's;
 * also where the table is full.
 */
int
table_add(struct table *table, FILE *file, const char *name,
          struct complaint *message);

/* Prints it, with box-drawing characters if unicode.  0, or -1 with errno. */
int
table_print(const struct table *table, bool unicode, FILE *out);

#endif
