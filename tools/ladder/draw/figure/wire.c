/*
 * wire.c - the second reading, on the wire: arrows and their words.
 */
#include <inttypes.h>
#include <string.h>

#include "base/words.h"
#include "draw/figure/collect.h"

enum { PENDING_MAX = 4096 };

/* --- an arrow's words ---------------------------------------------------- */

static void
syn_words(const struct segment *segment, char *out, size_t size)
{
    struct words words = words_in(out, size);
    char flags[48];

    words_add(&words, "%s seq 0", segment_flags(segment, flags, sizeof flags));
    if (segment->flags & TCP_ACK)
        words_add(&words, " ack %" PRIu32, segment->relative_ack);
    if (segment->mss != 0)
        words_add(&words, ", mss %u", segment->mss);
    if (segment->window_scale >= 0)
        words_add(&words, ", ws");
    if (segment->sack_permitted)
        words_add(&words, ", sack");
    if (segment->timestamps)
        words_add(&words, ", ts");
}

/* A datagram's ports, or the port that an ICMP error is about. */
static void
add_ports(struct arrow *arrow, const char *conn)
{
    const struct segment *segment = &arrow->segment;
    char text[LABEL_BYTES];

    segment_text(segment, text, sizeof text - 32);
    if (segment->protocol == PROTOCOL_UDP) {
        snprintf(arrow->words[0], LABEL_BYTES, "%.12sudp %u>%u%.50s", conn,
                 segment->source_port, segment->target_port, text + 3);
        snprintf(arrow->words[1], LABEL_BYTES, "%.12sudp :%u%.50s", conn,
                 segment->target_port, text + 3);
    } else if (segment->protocol == PROTOCOL_ICMP && segment->quotes &&
               segment->quoted_target_port != 0) {
        snprintf(arrow->words[0], LABEL_BYTES, "%.12s%.60s :%u", conn, text,
                 segment->quoted_target_port);
        memcpy(arrow->words[1], arrow->words[0], LABEL_BYTES);
    }
}

/* From all that a transcript says of a segment down to its heart. */
static void
arrow_words(struct arrow *arrow, bool numbered)
{
    const struct segment *segment = &arrow->segment;
    char text[LABEL_BYTES], conn[16] = "", flags[48];
    const char *again = segment->again ? ", again" : "";

    if (numbered && segment->conn != 0)
        snprintf(conn, sizeof conn, "c%u ", segment->conn);
    segment_text(segment, text, sizeof text - 16);
    snprintf(arrow->words[0], LABEL_BYTES, "%.12s%.80s", conn, text);
    memcpy(arrow->words[1], arrow->words[0], LABEL_BYTES);
    memcpy(arrow->words[2], arrow->words[0], LABEL_BYTES);
    if (segment->protocol != PROTOCOL_TCP) {
        add_ports(arrow, conn);
        return;
    }
    segment_flags(segment, flags, sizeof flags);
    if (segment->flags & TCP_SYN && segment->payload_bytes == 0) {
        syn_words(segment, text, sizeof text);
        snprintf(arrow->words[0], LABEL_BYTES, "%.12s%.70s%s", conn, text,
                 again);
        snprintf(arrow->words[1], LABEL_BYTES, "%.12s%.40s seq 0%s", conn,
                 flags, again);
        snprintf(arrow->words[2], LABEL_BYTES, "%.12s%.40s%s", conn, flags,
                 segment->again ? " again" : "");
    } else if (segment->payload_bytes > 0) {
        const char *fin = segment->flags & TCP_FIN ? "FIN "
                          : segment->flags & TCP_URG ? "URG " : "";

        snprintf(arrow->words[1], LABEL_BYTES,
                 "%.12s%s%" PRIu32 ":%" PRIu32 " (%zu)%s", conn, fin,
                 segment->from, segment->to, segment->payload_bytes, again);
        snprintf(arrow->words[2], LABEL_BYTES,
                 "%.12s%s%" PRIu32 ":%" PRIu32 "%s", conn, fin, segment->from,
                 segment->to, segment->again ? " again" : "");
    } else {
        snprintf(arrow->words[1], LABEL_BYTES, "%.12s%.40s ack %" PRIu32 "%s",
                 conn, flags, segment->relative_ack, again);
        if (segment->flags == TCP_ACK)
            snprintf(arrow->words[2], LABEL_BYTES, "%.12sack %" PRIu32, conn,
                     segment->relative_ack);
        else
            snprintf(arrow->words[2], LABEL_BYTES, "%.12s%.40s", conn, flags);
    }
}

/* --- arrows -------------------------------------------------------------- */

static struct arrow *
find_arrow(struct layout *layout, uint64_t packet)
{
    for (size_t i = layout->arrow_count; i-- > 0; )
        if (layout->arrows[i].packet == packet)
            return &layout->arrows[i];
    return NULL;
}

static struct arrow *
new_arrow(struct collector *collector, const struct segment *segment,
          enum host host, uint64_t packet, int64_t sent_ns)
{
    struct layout *layout = collector->layout;

    if (!room_for_one(&layout->arrows, &layout->arrow_room, layout->arrow_count,
                      sizeof *layout->arrows, &layout->failed))
        return NULL;
    struct arrow *arrow = &layout->arrows[layout->arrow_count++];
    *arrow = (struct arrow){.host = host, .packet = packet, .from = -1,
                            .to = -1, .sent_ns = sent_ns, .arrived_ns = -1,
                            .segment = *segment};
    arrow->segment.payload = NULL;      /* it lives no longer than the event */
    arrow_words(arrow, collector->plan->connections > 1);
    return arrow;
}

static bool
take_pending(struct collector *collector, uint64_t packet, struct pending *out)
{
    for (size_t i = 0; i < collector->pending_count; i++) {
        if (collector->pending[i].packet != packet)
            continue;
        *out = collector->pending[i];
        memmove(&collector->pending[i], &collector->pending[i + 1],
                (collector->pending_count - i - 1) * sizeof *out);
        collector->pending_count--;
        return true;
    }
    return false;
}

/* A host's addresses: the first of each family that it sends from. */
static void
collect_address(struct layout *layout, const struct event *event)
{
    bool second = event->segment.source.version == 6;
    char *address = layout->address[event->host][second];

    if (address[0] == '\0')
        address_text(&event->segment.source, address,
                     sizeof layout->address[0][0]);
}

void
collect_sends(struct collector *collector, const struct event *event,
              int moment)
{
    struct layout *layout = collector->layout;
    struct arrow *arrow;

    if (event->host == HOST_NONE)
        return;
    if (event->kind == EVENT_SENDS && event->segment.source.version != 0)
        collect_address(layout, event);
    if (moment != -1) {
        arrow = new_arrow(collector, &event->segment, event->host,
                          event->packet, event->time_ns);
        if (arrow != NULL) {
            arrow->from = moment;
            layout->moments[moment].arrow = (int)(arrow - layout->arrows);
        }
        return;
    }
    if (collector->pending_count == PENDING_MAX)
        memmove(collector->pending, collector->pending + 1,
                --collector->pending_count * sizeof *collector->pending);
    if (!room_for_one(&collector->pending, &collector->pending_room,
                      collector->pending_count, sizeof *collector->pending,
                      &layout->failed))
        return;
    collector->pending[collector->pending_count++] = (struct pending){
        .packet = event->packet, .sent_ns = event->time_ns,
        .host = event->host, .segment = event->segment};
}

/* It has arrived, and the listener had no room for it: "c3 dropped". */
static void
collect_drop(struct collector *collector, const struct event *event, int moment)
{
    struct layout *layout = collector->layout;
    char conn[16] = "";

    if (!event->dropped || moment == -1 ||
        !room_for_one(&layout->remarks, &layout->remark_room,
                      layout->remark_count, sizeof *layout->remarks,
                      &layout->failed))
        return;
    struct remark *remark = &layout->remarks[layout->remark_count++];
    *remark = (struct remark){.host = event->host, .moment = moment,
                              .kind = REMARK_DROP};
    if (collector->plan->connections > 1 && event->segment.conn != 0)
        snprintf(conn, sizeof conn, "c%u ", event->segment.conn);
    snprintf(remark->text, sizeof remark->text, "%sdropped", conn);
}

void
collect_gets(struct collector *collector, const struct event *event, int moment)
{
    struct layout *layout = collector->layout;
    struct arrow *arrow = find_arrow(layout, event->packet);
    struct pending pending;

    if (event->host == HOST_NONE)
        return;
    collect_drop(collector, event, moment);
    if (arrow == NULL && take_pending(collector, event->packet, &pending) &&
        moment != -1)
        arrow = new_arrow(collector, &pending.segment, pending.host,
                          event->packet, pending.sent_ns);
    if (arrow != NULL && arrow->arrived_ns != -1) {
        int from = arrow->from;

        arrow = new_arrow(collector, &event->segment, arrow->host,
                          event->packet, arrow->sent_ns);
        if (arrow != NULL) {
            arrow->from = from;
            arrow->copy = true;
        }
    }
    if (arrow == NULL || arrow->host == event->host)
        return;
    if (arrow->forged && arrow->segment.protocol == PROTOCOL_OTHER) {
        arrow->segment = event->segment;
        arrow->segment.payload = NULL;
        arrow_words(arrow, collector->plan->connections > 1);
    }
    arrow->arrived_ns = event->time_ns;
    arrow->lost = arrow->dropped = false;
    arrow->to = moment;
    if (moment != -1)
        layout->moments[moment].arrow = (int)(arrow - layout->arrows);
}

void
collect_deed(struct collector *collector, const struct event *event, int moment)
{
    struct arrow *arrow = find_arrow(collector->layout, event->packet);
    struct pending pending;

    if (event->deed == WIRE_FORGED && arrow == NULL) {
        collect_sends(collector, event, moment);
        arrow = find_arrow(collector->layout, event->packet);
        if (arrow != NULL)
            arrow->forged = true;
        return;
    }
    if (arrow != NULL && moment != -1)
        collector->layout->moments[moment].arrow =
            (int)(arrow - collector->layout->arrows);
    if (event->deed == WIRE_LOST || event->deed == WIRE_DROPPED) {
        if (arrow == NULL) {
            take_pending(collector, event->packet, &pending);
        } else if (arrow->arrived_ns == -1) {
            arrow->lost = true;
            arrow->dropped = event->deed == WIRE_DROPPED;
        }
    } else if (arrow != NULL && event->deed != WIRE_HURRIED) {
        snprintf(arrow->deed, sizeof arrow->deed, "%s",
                 wire_deed_name(event->deed));
    }
}
