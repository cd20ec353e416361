/*
 * plot.c - from events to columns of pixels, in one reading.
 */
#include "draw/plot/plot.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "scene/scene.h"
#include "trace/trace.h"
#include "draw/plot/parts.h"
#include "draw/ink/xml.h"

/* --- events -------------------------------------------------------------- */

static void
add_sample(struct plot *plot, const struct event *event)
{
    const struct segment *segment = &event->segment;

    if (plot->sample_count == SEGMENTS_MAX) {
        plot->samples_full = true;
        return;
    }
    plot->samples[plot->sample_count++] = (struct sample){
        .time_ns = event->time_ns, .from = segment->from, .to = segment->to,
        .host = event->host, .conn = event->conn, .again = segment->again,
        .packet = event->packet};
}

/* Whether the segment uses up sequence numbers. */
static bool
uses_numbers(const struct segment *segment)
{
    return segment->payload_bytes > 0 ||
           (segment->flags & (TCP_SYN | TCP_FIN)) != 0;
}

static void
take_sent(struct plot *plot, const struct event *event)
{
    const struct segment *segment = &event->segment;
    unsigned conn = event->conn;

    plot->bytes[conn][event->host] += segment->payload_bytes;
    if (plot->wanted[QUANTITY_WINDOW] && segment->flags & TCP_ACK)
        plot_add(plot, QUANTITY_WINDOW, ROLE_VALUE, event->host, conn,
                 event->time_ns, segment->window_bytes);
    if (!plot->wanted[QUANTITY_SEQUENCE] || !uses_numbers(segment))
        return;
    plot_add_range(plot, QUANTITY_SEQUENCE,
                   segment->again ? ROLE_AGAIN : ROLE_SENT, event->host, conn,
                   event->time_ns, segment->from, segment->to);
    add_sample(plot, event);
}

/* An acknowledgment counts where it arrives, at the sender of the data. */
static void
take_ack(struct plot *plot, const struct event *event)
{
    const struct segment *segment = &event->segment;
    int64_t *acked = &plot->acked[event->conn][event->host];

    if (!plot->wanted[QUANTITY_SEQUENCE] || !(segment->flags & TCP_ACK))
        return;
    if (segment->relative_ack < *acked)
        return;                 /* an old one, overtaken */
    *acked = segment->relative_ack;
    plot_add(plot, QUANTITY_SEQUENCE, ROLE_ACKED, event->host, event->conn,
             event->time_ns, *acked);
    plot_add(plot, QUANTITY_SEQUENCE, ROLE_WINDOW, event->host, event->conn,
             event->time_ns, *acked + segment->window_bytes);
}

static void
take_meter(struct plot *plot, const struct event *event)
{
    const struct {
        enum quantity quantity;
        int64_t value;
    } meters[] = {
        {QUANTITY_CWND, event->cwnd}, {QUANTITY_SSTHRESH, event->ssthresh},
        {QUANTITY_UNREAD, event->unread_bytes},
        {QUANTITY_UNSENT, event->unsent_bytes},
        {QUANTITY_RTT, event->rtt_us > 0 ? event->rtt_us : -1},
        {QUANTITY_QUEUE, event->wire_queue},
    };

    for (size_t i = 0; i < sizeof meters / sizeof meters[0]; i++) {
        bool queue = meters[i].quantity == QUANTITY_QUEUE;

        if (meters[i].value < 0 || !plot->wanted[meters[i].quantity] ||
            (event->conn == 0 && !queue))
            continue;
        plot_add(plot, meters[i].quantity, ROLE_VALUE, event->host,
                 queue ? 0 : event->conn, event->time_ns, meters[i].value);
    }
}

static void
take_loss(struct plot *plot, const struct event *event)
{
    if (event->deed != WIRE_LOST && event->deed != WIRE_DROPPED)
        return;
    if (plot->wanted[QUANTITY_SEQUENCE] && event->conn != 0 &&
        event->segment.protocol == PROTOCOL_TCP && event->segment.whole &&
        uses_numbers(&event->segment))
        plot_add_range(plot, QUANTITY_SEQUENCE, ROLE_LOST, event->host,
                       event->conn, event->time_ns, event->segment.from,
                       event->segment.to);
    for (size_t i = plot->sample_count; i-- > 0; )
        if (plot->samples[i].packet == event->packet) {
            plot->samples[i].lost = true;
            return;
        }
}

static void
take_event(struct plot *plot, const struct event *event)
{
    bool tcp = event->segment.protocol == PROTOCOL_TCP &&
               event->segment.whole && event->conn != 0;

    if (event->host == HOST_NONE || event->time_ns < 0)
        return;
    if (event->conn > CONNECTIONS_PLOTTED) {
        plot->more_connections = true;
        return;
    }
    if (event->conn > plot->connections)
        plot->connections = event->conn;
    if (event->kind == EVENT_METER)
        take_meter(plot, event);
    else if (event->kind == EVENT_WIRE)
        take_loss(plot, event);
    else if (event->kind == EVENT_SENDS && tcp)
        take_sent(plot, event);
    else if (event->kind == EVENT_GETS && tcp)
        take_ack(plot, event);
}

/* --- the plot ------------------------------------------------------------ */

static void
take_title(struct plot *plot, const struct trace_header *header,
           const char *name)
{
    struct complaint message = { "" };
    struct scene *scene = NULL;
    const char *title = header->scene_name;

    if (header->scene != NULL && header->scene[0] != '\0')
        scene = scene_parse(header->scene, strlen(header->scene), name,
                            &message);
    if (scene != NULL && scene->title != NULL && scene->title[0] != '\0')
        title = scene->title;
    clean_text(plot->title, sizeof plot->title,
               title == NULL || title[0] == '\0' ? "A run" : title, 100);
    if (scene != NULL)
        scene_free(scene);
}

static bool
has_numbers(const struct plot *plot)
{
    for (size_t i = 0; i < plot->track_count; i++)
        if (plot_shows(plot, &plot->tracks[i]))
            return true;
    return false;
}

/* A run that sleeps at first is shown from where its numbers begin. */
static void
find_start(struct plot *plot)
{
    int64_t first = plot->last_ns;

    for (size_t i = 0; i < plot->track_count; i++) {
        const struct track *track = &plot->tracks[i];
        int64_t column = 0;

        if (!plot_shows(plot, track))
            continue;
        while (column < COLUMNS && track->columns[column].count == 0)
            column++;
        if (column * plot->column_ns < first)
            first = column * plot->column_ns;
    }
    if (first > plot->last_ns / 8)
        plot->first_ns = first;
}

static void
plot_free(struct plot *plot)
{
    for (size_t i = 0; i < plot->track_count; i++)
        free(plot->tracks[i].columns);
    free(plot->samples);
    free(plot);
}

int
plot_draw(FILE *file, const char *name, const char *names, FILE *out,
          struct complaint *message)
{
    struct plot *plot = calloc(1, sizeof *plot);
    struct trace_reader *reader = NULL;
    struct event event;
    int got, result = -1;

    if (plot == NULL ||
        (plot->samples = calloc(SEGMENTS_MAX, sizeof *plot->samples)) == NULL) {
        complain(message, "%s: out of memory", name);
        free(plot);
        return -1;
    }
    plot->column_ns = 1000;
    plot->id = hash_text(hash_text(HASH_TEXT, name), names);
    if (quantities_parse(plot, names, message) == -1)
        goto out;
    rewind(file);
    if ((reader = trace_open(file, name, message)) == NULL)
        goto out;
    take_title(plot, trace_header(reader), name);
    while ((got = trace_next(reader, &event, message)) == 1 && !plot->failed)
        take_event(plot, &event);
    if (got == -1)
        goto out;
    if (plot->failed) {
        complain(message, "%s: out of memory", name);
    } else if (!has_numbers(plot)) {
        complain(message, "%s: has no %s; the kernel's numbers "
                 "are in a trace when its scene says `measure`", name, names);
    } else {
        find_start(plot);
        plot_write(plot, out);
        result = fflush(out) == 0 && !ferror(out) ? 0 : -1;
        if (result == -1)
            complain(message, "%s: cannot write the plot: %s",
                     name, strerror(errno));
    }
out:
    if (reader != NULL)
        trace_close(reader);
    plot_free(plot);
    return result;
}
