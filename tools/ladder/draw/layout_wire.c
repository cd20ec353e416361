/*
 * layout_wire.c - the second reading, on the wire: arrows, folds, the driver.
 */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "layout_collect.h"

enum { PENDING_MAX = 4096 };

/* --- an arrow's words -------------------------------------------------------- */

static void
syn_words(const struct segment *segment, char *out, size_t size)
{
    char flags[48];
    size_t used;

    segment_flags(segment, flags, sizeof flags);
    used = (size_t)snprintf(out, size, "%s seq 0", flags);
    if (segment->flags & TCP_ACK && used < size)
        used += (size_t)snprintf(out + used, size - used, " ack %" PRIu32,
                                 segment->relative_ack);
    if (segment->mss != 0 && used < size)
        used += (size_t)snprintf(out + used, size - used, ", mss %u",
                                 segment->mss);
    if (segment->window_scale >= 0 && used < size)
        used += (size_t)snprintf(out + used, size - used, ", ws");
    if (segment->sack_permitted && used < size)
        used += (size_t)snprintf(out + used, size - used, ", sack");
    if (segment->timestamps && used < size)
        snprintf(out + used, size - used, ", ts");
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
    if (segment->protocol != PROTOCOL_TCP)
        return;
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
        const char *fin = segment->flags & TCP_FIN ? "FIN " : "";

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

/* --- arrows ----------------------------------------------------------------- */

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

void
collect_sends(struct collector *collector, const struct event *event,
              int moment)
{
    struct layout *layout = collector->layout;
    struct arrow *arrow;

    if (event->host == HOST_NONE)
        return;
    if (event->kind == EVENT_SENDS && event->segment.source.version != 0 &&
        layout->address[event->host][0] == '\0')
        address_text(&event->segment.source, layout->address[event->host],
                     sizeof layout->address[0]);
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

void
collect_gets(struct collector *collector, const struct event *event, int moment)
{
    struct layout *layout = collector->layout;
    struct arrow *arrow = find_arrow(layout, event->packet);
    struct pending pending;

    if (event->host == HOST_NONE)
        return;
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

/* --- folds ------------------------------------------------------------------ */

void
summary_add(struct summary *summary, const struct event *event)
{
    size_t i = 0;

    switch (event->kind) {
    case EVENT_SENDS:
        if (event->host == HOST_NONE)
            return;
        summary->segments[event->host]++;
        summary->bytes[event->host] += event->segment.payload_bytes;
        summary->again += event->segment.again;
        return;
    case EVENT_WIRE:
        summary->lost += event->deed == WIRE_LOST ||
                         event->deed == WIRE_DROPPED;
        return;
    case EVENT_CALL:
        summary->calls++;
        while (i < summary->name_count &&
               strcmp(summary->names[i].name, event->name) != 0)
            i++;
        if (i == sizeof summary->names / sizeof summary->names[0])
            return;
        if (i == summary->name_count)
            clean_text(summary->names[summary->name_count++].name,
                       NAME_MAX_CALL, event->name, 20);
        summary->names[i].count++;
        return;
    case EVENT_PRINTS:
        summary->prints++;
        return;
    default:
        return;
    }
}

static size_t
add_words(char *out, size_t size, size_t used, const char *format,
          uint64_t count, const char *word)
{
    if (count == 0 || used >= size)
        return used;
    int more = snprintf(out + used, size - used, format, used > 0 ? ", " : "",
                        count, word);
    return more < 0 ? used : used + (size_t)more;
}

void
summary_words(const struct summary *summary, struct gap *gap)
{
    const char *const plain = "%s%" PRIu64 " %s";
    char *out = gap->words[0];
    size_t used = 0, size = sizeof gap->words[0];

    for (int host = 0; host < HOSTS; host++) {
        char words[64];

        snprintf(words, sizeof words, "segment%s from %s%.0s",
                 summary->segments[host] == 1 ? "" : "s",
                 host_name((enum host)host), "");
        used = add_words(out, size, used, plain, summary->segments[host],
                         words);
        if (summary->segments[host] > 0 && summary->bytes[host] > 0 &&
            used < size)
            used += (size_t)snprintf(out + used, size - used,
                                     " (%" PRIu64 " bytes)",
                                     summary->bytes[host]);
    }
    out = gap->words[1];
    used = add_words(out, size, 0, plain, summary->lost, "lost");
    used = add_words(out, size, used, plain, summary->again, "sent again");
    out = gap->words[used > 0 ? 2 : 1];
    used = 0;
    for (size_t i = 0; i < summary->name_count; i++)
        if (summary->names[i].count > 0)
            used = add_words(out, size, used, "%s%" PRIu64 " × %s",
                             summary->names[i].count, summary->names[i].name);
    add_words(out, size, used, "%s%" PRIu64 " %s", summary->prints,
              "lines printed");
    if (gap->words[0][0] == '\0') {
        memmove(gap->words[0], gap->words[1],
                sizeof gap->words - sizeof gap->words[0]);
        gap->words[2][0] = '\0';
    }
}

static void
end_fold(struct collector *collector)
{
    struct layout *layout = collector->layout;
    int moment = collect_moment(collector, &collector->last_hidden);

    if (moment == -1 || !room_for_one(&layout->gaps, &layout->gap_room,
                                      layout->gap_count, sizeof *layout->gaps,
                                      &layout->failed))
        return;
    struct gap *gap = &layout->gaps[layout->gap_count++];
    *gap = (struct gap){.fold = true, .after = collector->fold};
    layout->moments[moment].fold = MOMENT_FOLD_END;
    layout->moments[moment].note = 0;
    layout->moments[moment].host = HOST_NONE;
    summary_words(&collector->summary, gap);
    collector->fold = -1;
    collector->summary = (struct summary){0};
}

static int
begin_fold(struct collector *collector, const struct event *event)
{
    int moment = collect_moment(collector, event);

    if (moment == -1)
        return -1;
    collector->layout->moments[moment].fold = MOMENT_FOLD;
    collector->layout->moments[moment].note = 0;
    collector->layout->moments[moment].host = HOST_NONE;
    return moment;
}

/* --- the driver ------------------------------------------------------------- */

/* What every drawing leaves out: it says nothing to a reader. */
static bool
is_silent(const struct event *event)
{
    return event->kind == EVENT_LADDER && event->text != NULL &&
           strncmp(event->text, "starts ", 7) == 0;
}

static void
collect_event(struct collector *collector, const struct event *event,
              enum fate fate)
{
    int moment = -1;

    if (fate == FATE_DROP || is_silent(event))
        return;
    if (fate == FATE_FOLD) {
        if (collector->fold == -1)
            collector->fold = begin_fold(collector, event);
        summary_add(&collector->summary, event);
        collector->last_hidden = event_new(EVENT_LADDER);
        collector->last_hidden.time_ns = event->time_ns;
    } else {
        if (collector->fold != -1)
            end_fold(collector);
        moment = collect_moment(collector, event);
    }
    switch (event->kind) {
    case EVENT_CALL:
        collect_call(collector, event, moment);
        break;
    case EVENT_RETURN:
        collect_return(collector, event, moment);
        break;
    case EVENT_STATE:
        collect_state(collector, event,
                      moment == -1 ? collector->fold : moment);
        break;
    case EVENT_SENDS:
        collect_sends(collector, event, moment);
        break;
    case EVENT_GETS:
        collect_gets(collector, event, moment);
        break;
    case EVENT_WIRE:
        collect_deed(collector, event, moment);
        break;
    default:
        collect_remark(collector, event, moment);
        break;
    }
}

int
layout_collect(struct layout *layout, const struct plan *plan,
               struct trace_reader *reader, char *message)
{
    struct collector *collector = calloc(1, sizeof *collector);
    struct event event;
    int got = -1;

    if (collector == NULL) {
        layout->failed = true;
        return -1;
    }
    collector->layout = layout;
    collector->plan = plan;
    collector->flows = trace_flows(reader);
    collector->fold = -1;
    while (!layout->failed && (got = trace_next(reader, &event, message)) == 1) {
        if (collector->index < plan->count)
            collect_event(collector, &event,
                          plan->fates[collector->index]);
        collector->index++;
    }
    if (collector->fold != -1)
        end_fold(collector);
    free(collector->pending);
    free(collector);
    return got == 0 ? 0 : -1;
}
