/* cable.c - what segments do between the hosts. */
#include "capture/engine/parts.h"

#include <errno.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "capture/hosts/drops.h"
#include "capture/wire/forge.h"

enum { SENT_MAX = 65536 };

/* A host whose programs rest sends only when a timer tells its kernel to. */
static const int64_t settled_ns = 500000;

/* The packets that have left the hosts since the step's cause. */
struct sent {
    struct packet **packets;
    int64_t *times_ns;
    size_t count, capacity;
};

static bool
sent_add(struct sent *sent, struct packet *packet, int64_t now_ns)
{
    if (sent->count == sent->capacity) {
        size_t more = sent->capacity == 0 ? 16 : sent->capacity * 2;
        struct packet **packets = realloc(sent->packets,
                                          more * sizeof *packets);
        if (packets != NULL)
            sent->packets = packets;
        int64_t *times = realloc(sent->times_ns, more * sizeof *times);
        if (times != NULL)
            sent->times_ns = times;
        if (packets == NULL || times == NULL)
            return false;
        sent->capacity = more;
    }
    sent->packets[sent->count] = packet;
    sent->times_ns[sent->count++] = now_ns;
    return true;
}

/* What the kernel sends of its own accord on any IPv6 link: not our story. */
static bool
is_noise(const unsigned char *bytes, size_t length)
{
    enum { IPV6_TARGET = 24, MULTICAST = 0xff };

    return length > IPV6_TARGET && bytes[0] >> 4 == 6 &&
           bytes[IPV6_TARGET] == MULTICAST;
}

/* Takes all that a host has put on the wire. */
static void
drain(struct engine *engine, enum host host, struct sent *sent)
{
    static unsigned char bytes[DRAIN_MAX];
    ssize_t got;

    while (sent->count < SENT_MAX &&
           (got = read(engine->hosts.tun[host], bytes, sizeof bytes)) > 0) {
        if (is_noise(bytes, (size_t)got))
            continue;
        struct packet *packet = wire_packet(engine->wire, host, bytes,
                                            (size_t)got);
        if (packet == NULL || !sent_add(sent, packet, engine_now(engine))) {
            free(packet);
            return;
        }
        if (packet->segment.source.version == 6)
            engine->diag.family6[HOST_CLIENT] =
                engine->diag.family6[HOST_SERVER] = true;
        flow_note(engine->flows, host, &packet->segment);
        if (packet->segment.protocol == PROTOCOL_TCP &&
            (packet->segment.flags & (TCP_SYN | TCP_FIN | TCP_RST)) != 0)
            engine->cable.look[host] |= LOOK_CONNECTIONS;
    }
}

static struct event
packet_event(enum event_kind kind, enum host host, const struct packet *packet)
{
    struct event event = event_new(kind);

    event.host = host;
    event.conn = packet->segment.conn;
    event.packet = packet->number;
    event.segment = packet->segment;
    event.packet_bytes = packet->length;
    return event;
}

/* An event that shows the packet's bytes, as many as the scene wants kept. */
static void
show_bytes(const struct engine *engine, struct event *event,
           const struct packet *packet)
{
    size_t wanted = engine->scene->capture_bytes;

    event->bytes = packet->bytes;
    event->captured_bytes = wanted == 0 || wanted > packet->length
                                ? packet->length : wanted;
}

void
engine_tell(struct engine *engine, enum wire_deed deed,
            const struct packet *packet)
{
    struct event event = packet_event(EVENT_WIRE, packet->host, packet);

    event.deed = deed;
    engine->cable.harmed |= deed != WIRE_HURRIED && deed != WIRE_FORGED;
    if (deed == WIRE_CORRUPTED || deed == WIRE_FORGED)
        show_bytes(engine, &event, packet);
    tell(engine, &event);
}

static void
tell_queue(struct engine *engine, enum host host)
{
    size_t queue = wire_queue(engine->wire, host, engine_now(engine));

    if (!engine->scene->measure || queue == engine->cable.queue[host])
        return;
    struct event event = event_new(EVENT_METER);
    event.host = host;
    event.wire_queue = (int64_t)queue;
    engine->cable.queue[host] = queue;
    tell(engine, &event);
}

/* Puts a forged packet on the wire towards the other host. */
static void
send_forged(struct engine *engine, enum host from, const unsigned char *bytes,
            size_t length)
{
    enum wire_deed fates[FATES_MAX];
    struct packet *packet = wire_packet(engine->wire, from, bytes, length);
    bool gone;

    if (packet == NULL)
        return;
    packet->forged = true;
    flow_note(engine->flows, from, &packet->segment);
    engine_tell(engine, WIRE_FORGED, packet);
    wire_send(engine->wire, packet, engine_now(engine), fates, &gone);
    if (gone) {
        engine_tell(engine, WIRE_LOST, packet);
        free(packet);
    }
}

/* Answers a packet as a router does that has no way to its target. */
static bool
answer_unreachable(struct engine *engine, const struct packet *packet)
{
    unsigned char bytes[FORGED_MAX];
    enum host host = packet->host;

    if (!engine->cable.unreachable[host])
        return false;
    size_t length = forge_unreachable(bytes, packet->bytes, packet->length);
    if (length == 0)
        return false;
    engine->cable.unreachable[host] = false;
    engine_tell(engine, WIRE_LOST, packet);
    send_forged(engine, host_peer(host), bytes, length);
    return true;
}

static void
put_on_wire(struct engine *engine, struct packet *packet, int64_t now_ns)
{
    enum wire_deed fates[FATES_MAX];
    bool gone;
    struct event event = packet_event(EVENT_SENDS, packet->host, packet);

    event.time_ns = now_ns;
    show_bytes(engine, &event, packet);
    tell(engine, &event);
    engine->cable.again += packet->segment.again && !packet->segment.probe;
    if (answer_unreachable(engine, packet)) {
        free(packet);
        return;
    }
    size_t count = wire_send(engine->wire, packet, now_ns, fates, &gone);
    for (size_t i = 0; i < count; i++)
        engine_tell(engine, fates[i], packet);
    tell_queue(engine, packet->host);
    if (gone)
        free(packet);
}

void
observe(struct engine *engine, enum host moved)
{
    struct sent sent = { .count = 0 };
    int64_t now = engine_now(engine);

    if (now - engine->cable.drained_ns > settled_ns)
        moved = HOST_NONE;
    for (enum host host = HOST_CLIENT; host < HOSTS; host++)
        if (moved == HOST_NONE || moved == host)
            drain(engine, host, &sent);
    if (moved == HOST_NONE)
        engine->cable.drained_ns = now;
    for (enum host host = HOST_CLIENT; host < HOSTS; host++) {
        unsigned look = engine->cable.look[host];
        engine->cable.look[host] = 0;
        if (look != 0)
            view_look(engine->view, host, look, told_by_view, engine);
    }
    for (size_t i = 0; i < sent.count; i++)
        put_on_wire(engine, sent.packets[i], sent.times_ns[i]);
    free(sent.packets);
    free(sent.times_ns);
}

void
observe_timers(struct engine *engine)
{
    if (engine_now(engine) - engine->cable.drained_ns > settled_ns)
        observe(engine, HOST_NONE);
}

/* What a segment's arrival may change on a host. */
static unsigned
look_after(const struct engine *engine, enum host host,
           const struct segment *segment)
{
    if (segment->protocol == PROTOCOL_UDP)
        return 0;
    if (segment->protocol == PROTOCOL_TCP && !engine->scene->measure &&
        (segment->flags & (TCP_SYN | TCP_FIN | TCP_RST)) == 0 &&
        view_is_established(engine->view, host, segment->conn))
        return 0;               /* data and ACKs leave it ESTABLISHED */
    return LOOK_CONNECTIONS | LOOK_QUEUES;
}

/* Whether the segment that has just arrived was dropped at a listener. */
static bool
was_dropped(struct engine *engine, enum host host,
            const struct segment *segment, unsigned look)
{
    int counters = engine->hosts.counters[host];

    if (segment->protocol != PROTOCOL_TCP || (look & LOOK_QUEUES) == 0 ||
        counters == -1)
        return false;
    uint64_t before = engine->cable.drops[host];
    engine->cable.drops[host] = drops_count(counters);
    return engine->cable.drops[host] > before;
}

void
deliver(struct engine *engine, bool hurried)
{
    struct packet *packet = wire_arrival(engine->wire, engine_now(engine));

    if (packet == NULL)
        return;
    enum host target = host_peer(packet->host);

    begin_step(engine);
    tell_queue(engine, packet->host);
    if (hurried)
        engine_tell(engine, WIRE_HURRIED, packet);
    struct event event = packet_event(EVENT_GETS, target, packet);
    event.time_ns = engine_now(engine);
    unsigned look = look_after(engine, target, &packet->segment);
    if (write(engine->hosts.tun[target], packet->bytes, packet->length) != -1) {
        event.dropped = was_dropped(engine, target, &packet->segment, look);
        engine->cable.harmed |= event.dropped;
        tell(engine, &event);
    } else {
        engine_tell(engine, WIRE_REFUSED, packet);
    }
    engine->cable.look[target] |= look;
    gate_close(engine, hurried);
    gate_note_arrival(engine, packet->due_ns);
    free(packet);
    observe(engine, target);
}

void
lose_all(struct engine *engine)
{
    struct packet *packet;

    while ((packet = wire_lost(engine->wire)) != NULL) {
        engine_tell(engine, WIRE_LOST, packet);
        free(packet);
    }
}

void
flood(struct engine *engine, uint16_t port, unsigned count)
{
    unsigned char bytes[FORGED_MAX];

    for (unsigned i = 0; i < count; i++) {
        size_t length = forge_syn(bytes, i, port);
        send_forged(engine, HOST_CLIENT, bytes, length);
    }
}
