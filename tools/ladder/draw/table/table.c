/*
 * table.c - counts a trace, one event after the other.
 *
 * Segments are counted where they leave.  What a program got is counted where
 * its call returns: TCP may hold back bytes that have arrived, and then the
 * program does not have them.
 */
#include "draw/table/table.h"

#include <stdlib.h>
#include <string.h>

#include "trace/trace.h"
#include "draw/ink/terminal.h"

enum { CONNECTIONS_WATCHED = 1024, PROTOCOLS = PROTOCOL_ICMP + 1 };

/* How far the arrivals from one host have come. */
struct mark {
    bool seen;
    uint32_t from;              /* TCP: the highest first byte */
    uint64_t packet;            /* UDP: the highest number */
};

struct counting {
    int64_t begin_ns;           /* what the ladder's first row calls 0 */
    uint64_t step;
    int64_t step_ns;            /* when its cause came: the ladder's row */
    struct table_way ways[PROTOCOLS][HOSTS];
    struct mark udp[HOSTS];
    struct mark tcp[CONNECTIONS_WATCHED][HOSTS];
};

static void
take_sending(struct counting *counting, const struct event *event)
{
    struct table_way *way =
        &counting->ways[event->segment.protocol][event->host];

    way->segments++;
    way->wire_bytes += event->packet_bytes;
    way->again += event->segment.again;
}

/* A copy right behind its twin is not overtaken; one sent again may be. */
static void
take_arrival(struct counting *counting, const struct event *event)
{
    const struct segment *segment = &event->segment;
    enum host sender = host_peer(event->host);
    struct table_way *way = &counting->ways[segment->protocol][sender];
    struct mark *mark = &counting->udp[sender];

    if (segment->payload_bytes == 0)
        return;
    if (segment->protocol == PROTOCOL_TCP) {
        if (event->conn >= CONNECTIONS_WATCHED)
            return;
        mark = &counting->tcp[event->conn][sender];
        if (mark->seen && seq_before(segment->from, mark->from)) {
            way->overtaken++;
            return;
        }
    } else if (mark->seen && event->packet < mark->packet) {
        way->overtaken++;
        return;
    }
    *mark = (struct mark){ .seen = true, .from = segment->from,
                           .packet = event->packet };
}

static bool
is_one_of(const char *name, const char *const names[])
{
    for (size_t i = 0; names[i] != NULL; i++)
        if (strcmp(name, names[i]) == 0)
            return true;
    return false;
}

static void
take_return(struct counting *counting, const struct event *event)
{
    static const char *const sends[] = { "send", "sendto", "sendmsg", "write",
                                         "writev", "sendfile", NULL };
    static const char *const receives[] = { "recv", "recvfrom", "recvmsg",
                                            "read", "readv", NULL };
    enum protocol protocol = event->udp ? PROTOCOL_UDP : PROTOCOL_TCP;
    struct table_way *ways = counting->ways[protocol];

    if (event->value <= 0)
        return;
    if (is_one_of(event->name, sends))
        ways[event->host].sent_bytes += (uint64_t)event->value;
    if (!is_one_of(event->name, receives))
        return;
    struct table_way *way = &ways[host_peer(event->host)];
    way->got_bytes += (uint64_t)event->value;
    way->last_ns = counting->step_ns - counting->begin_ns;
    if (way->first_ns == -1)
        way->first_ns = way->last_ns;
}

static void
take_event(struct counting *counting, const struct event *event)
{
    enum protocol protocol = event->segment.protocol;

    if (event->host == HOST_NONE)
        return;
    if (counting->begin_ns == -1)
        counting->begin_ns = event->time_ns;
    if (counting->step_ns == -1 || event->step != counting->step) {
        counting->step = event->step;
        counting->step_ns = event->time_ns;
    }
    if (event->kind == EVENT_RETURN)
        take_return(counting, event);
    if (protocol == PROTOCOL_OTHER)
        return;
    if (event->kind == EVENT_SENDS)
        take_sending(counting, event);
    if (event->kind == EVENT_GETS && protocol != PROTOCOL_ICMP)
        take_arrival(counting, event);
    if (event->kind == EVENT_WIRE && (event->deed == WIRE_LOST ||
                                      event->deed == WIRE_DROPPED))
        counting->ways[protocol][event->host].lost++;
}

/* Adds the protocols that were used. */
static int
add_columns(struct table *table, const struct counting *counting,
            const char *run, const char *name, struct complaint *message)
{
    for (int protocol = PROTOCOL_TCP; protocol < PROTOCOLS; protocol++) {
        const struct table_way *ways = counting->ways[protocol];
        struct table_column *column = &table->columns[table->count];

        if (ways[HOST_CLIENT].segments + ways[HOST_SERVER].segments == 0)
            continue;
        if (table->count == TABLE_COLUMNS_MAX) {
            complain(message, "%.200s: the table is full: it has "
                     "%d columns", name, TABLE_COLUMNS_MAX);
            return -1;
        }
        *column = (struct table_column){ .protocol = (enum protocol)protocol };
        memcpy(column->ways, ways, sizeof column->ways);
        if (run != NULL)
            text_escape(column->run, sizeof column->run, run, strlen(run),
                        false);
        table->count++;
    }
    return 0;
}

int
table_add(struct table *table, FILE *file, const char *name,
          struct complaint *message)
{
    struct counting *counting = calloc(1, sizeof *counting);
    struct trace_reader *reader = NULL;
    struct event event;
    int got, result = -1;

    if (counting == NULL) {
        complain(message, "%.200s: out of memory", name);
        return -1;
    }
    counting->begin_ns = counting->step_ns = -1;
    for (int protocol = 0; protocol < PROTOCOLS; protocol++)
        for (int host = 0; host < HOSTS; host++)
            counting->ways[protocol][host].first_ns =
                counting->ways[protocol][host].last_ns = -1;
    rewind(file);
    if ((reader = trace_open(file, name, message)) == NULL)
        goto out;
    while ((got = trace_next(reader, &event, message)) == 1)
        take_event(counting, &event);
    if (got == 0)
        result = add_columns(table, counting, trace_header(reader)->scene_name,
                             name, message);
out:
    if (reader != NULL)
        trace_close(reader);
    free(counting);
    return result;
}
