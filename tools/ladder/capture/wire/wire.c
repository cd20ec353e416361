/* wire.c - the cable between the two hosts: what waits on it, until when. */
#include "capture/wire/wire.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "capture/wire/fault.h"

/* A packet that was to be overtaken waits this long for one to do it. */
static const int64_t overtaken_wait_ns = 200 * 1000000LL;

struct wire {
    const struct scene *scene;
    struct packet *first[HOSTS];        /* in flight, by due time */
    struct packet *last[HOSTS];
    struct packet *overtaken[HOSTS];    /* in flight; goes behind the next */
    int64_t free_at_ns[HOSTS];          /* when the rate allows the next one */
    size_t in_flight;
    uint64_t numbered;
    bool cut;
    bool hold;
    struct fault_memory *faults;
};

struct wire *
wire_new(const struct scene *scene)
{
    struct wire *wire = calloc(1, sizeof *wire);
    if (wire == NULL)
        return NULL;
    wire->scene = scene;
    wire->faults = fault_memory_new(scene);
    if (wire->faults == NULL) {
        free(wire);
        return NULL;
    }
    return wire;
}

void
wire_free(struct wire *wire)
{
    if (wire == NULL)
        return;
    for (enum host host = HOST_CLIENT; host < HOSTS; host++)
        for (struct packet *packet = wire->first[host]; packet != NULL;) {
            struct packet *next = packet->next;
            free(packet);
            packet = next;
        }
    fault_memory_free(wire->faults);
    free(wire);
}

struct packet *
wire_packet(struct wire *wire, enum host host, const unsigned char *bytes,
            size_t length)
{
    struct packet *packet = malloc(sizeof *packet + length);
    if (packet == NULL)
        return NULL;
    *packet = (struct packet){ .number = ++wire->numbered, .host = host,
                               .length = length };
    memcpy(packet->bytes, bytes, length);
    segment_parse(&packet->segment, packet->bytes, length, length);
    return packet;
}

/* Puts the packet in its place by due time: nearly always the end. */
static void
insert(struct wire *wire, struct packet *packet)
{
    enum host host = packet->host;
    struct packet *last = wire->last[host];

    wire->in_flight++;
    packet->next = NULL;
    if (last == NULL || last->due_ns <= packet->due_ns) {
        if (last == NULL)
            wire->first[host] = packet;
        else
            last->next = packet;
        wire->last[host] = packet;
        return;
    }
    struct packet **place = &wire->first[host];
    while ((*place)->due_ns <= packet->due_ns)
        place = &(*place)->next;
    packet->next = *place;
    *place = packet;
}

struct packet *
wire_take_out(struct wire *wire, struct packet *packet)
{
    enum host host = packet->host;
    struct packet *before = NULL;

    for (struct packet *p = wire->first[host]; p != packet; p = p->next)
        before = p;
    if (before == NULL)
        wire->first[host] = packet->next;
    else
        before->next = packet->next;
    if (wire->last[host] == packet)
        wire->last[host] = before;
    if (wire->overtaken[host] == packet)
        wire->overtaken[host] = NULL;
    wire->in_flight--;
    packet->next = NULL;
    return packet;
}

size_t
wire_queue(const struct wire *wire, enum host host, int64_t now_ns)
{
    size_t waiting = 0;

    if (wire->scene->wire[host].rate_bits == 0)
        return 0;
    for (const struct packet *p = wire->first[host]; p != NULL; p = p->next)
        waiting += p->departs_ns > now_ns;
    return waiting;
}

/* When the wire's rate lets the packet's last bit go; -1: the queue is full. */
static int64_t
departure(struct wire *wire, const struct packet *packet, int64_t now_ns)
{
    const struct scene_wire *way = &wire->scene->wire[packet->host];
    int64_t *free_at_ns = &wire->free_at_ns[packet->host];

    if (way->rate_bits == 0)
        return now_ns;
    if (way->queue_packets != 0 &&
        wire_queue(wire, packet->host, now_ns) > way->queue_packets)
        return -1;
    if (*free_at_ns < now_ns)
        *free_at_ns = now_ns;
    *free_at_ns += (int64_t)((double)packet->length * 8e9 /
                             (double)way->rate_bits);
    return *free_at_ns;
}

void
packet_corrupt(struct packet *packet)
{
    packet->bytes[packet->length - 1] ^= 1;
    packet->corrupted = true;
}

struct packet *
wire_duplicate(struct wire *wire, const struct packet *packet, int64_t due_ns)
{
    size_t size = sizeof *packet + packet->length;
    struct packet *copy = malloc(size);

    if (copy == NULL)
        return NULL;
    memcpy(copy, packet, size);
    if (packet->segment.payload != NULL)
        copy->segment.payload = copy->bytes +
                                (packet->segment.payload - packet->bytes);
    copy->due_ns = due_ns;
    insert(wire, copy);
    return copy;
}

/* The packet that was to be overtaken goes right behind this one. */
static void
overtake(struct wire *wire, const struct packet *packet)
{
    struct packet *slow = wire->overtaken[packet->host];

    if (slow == NULL || packet->due_ns == INT64_MAX)
        return;
    wire_take_out(wire, slow);
    slow->due_ns = packet->due_ns + 1;
    insert(wire, slow);
}

size_t
wire_send(struct wire *wire, struct packet *packet, int64_t now_ns,
          enum wire_deed fates[FATES_MAX], bool *gone)
{
    size_t count = 0;
    struct fault_hits hits = fault_befalls(wire->faults, packet->host,
                                           &packet->segment);

    *gone = true;
    if (wire->cut || hits.lose) {
        fates[count++] = WIRE_LOST;
        return count;
    }
    packet->departs_ns = departure(wire, packet, now_ns);
    if (packet->departs_ns == -1) {
        fates[count++] = WIRE_DROPPED;
        return count;
    }

    *gone = false;
    packet->due_ns = packet->departs_ns +
                     wire->scene->wire[packet->host].delay_ns + hits.delay_ns;
    if (hits.delay_ns > 0)
        fates[count++] = WIRE_DELAYED;
    if (hits.reorder) {
        fates[count++] = WIRE_REORDERED;
        packet->due_ns += overtaken_wait_ns;
    }
    if (hits.corrupt) {
        fates[count++] = WIRE_CORRUPTED;
        packet_corrupt(packet);
    }
    if (wire->hold)
        packet->due_ns = INT64_MAX;
    insert(wire, packet);
    if (hits.reorder)
        wire->overtaken[packet->host] = packet;
    else
        overtake(wire, packet);
    if (hits.duplicate &&
        wire_duplicate(wire, packet, packet->due_ns) != NULL)
        fates[count++] = WIRE_DUPLICATED;
    return count;
}

/* The host whose first packet in flight is due first, or HOST_NONE. */
static enum host
first_due(const struct wire *wire)
{
    const struct packet *client = wire->first[HOST_CLIENT];
    const struct packet *server = wire->first[HOST_SERVER];

    if (client == NULL && server == NULL)
        return HOST_NONE;
    if (client == NULL)
        return HOST_SERVER;
    if (server == NULL)
        return HOST_CLIENT;
    return server->due_ns < client->due_ns ? HOST_SERVER : HOST_CLIENT;
}

bool
wire_fault_met(const struct wire *wire, size_t i)
{
    return fault_met(wire->faults, i);
}

int64_t
wire_next_due(const struct wire *wire)
{
    enum host host = first_due(wire);

    return host == HOST_NONE ? INT64_MAX : wire->first[host]->due_ns;
}

struct packet *
wire_arrival(struct wire *wire, int64_t now_ns)
{
    enum host host = first_due(wire);

    if (host == HOST_NONE || wire->first[host]->due_ns > now_ns)
        return NULL;
    return wire_take_out(wire, wire->first[host]);
}

size_t
wire_in_flight(const struct wire *wire)
{
    return wire->in_flight;
}

void
wire_cut(struct wire *wire, bool cut)
{
    wire->cut = cut;
}

struct packet *
wire_lost(struct wire *wire)
{
    enum host host = first_due(wire);

    if (!wire->cut || host == HOST_NONE)
        return NULL;
    return wire_take_out(wire, wire->first[host]);
}

void
wire_hold(struct wire *wire, bool hold)
{
    wire->hold = hold;
}

static struct packet *
held_from(struct packet *packet)
{
    while (packet != NULL && packet->due_ns != INT64_MAX)
        packet = packet->next;
    return packet;
}

struct packet *
wire_held_of(const struct wire *wire, enum host host)
{
    return held_from(wire->first[host]);
}

struct packet *
wire_first_held(const struct wire *wire)
{
    struct packet *client = wire_held_of(wire, HOST_CLIENT);
    struct packet *server = wire_held_of(wire, HOST_SERVER);

    if (client == NULL || server == NULL)
        return client == NULL ? server : client;
    return client->number < server->number ? client : server;
}

struct packet *
wire_next_held(const struct packet *packet)
{
    return held_from(packet->next);
}

void
wire_release(struct wire *wire, struct packet *packet, int64_t due_ns)
{
    wire_take_out(wire, packet);
    packet->due_ns = due_ns;
    insert(wire, packet);
}
