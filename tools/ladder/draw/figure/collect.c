/*
 * collect.c - the second reading: events become things to be drawn.
 *
 * A call and its return become one bar, a segment's sending and arrival one
 * arrow, a state and the next one a piece of a lane.  What a fold hides is
 * still followed, so that whatever is visible at one end is drawn.
 */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "draw/figure/collect.h"

static char *
copy_text(const char *text, bool *failed)
{
    char *copy = malloc(strlen(text) + 1);

    if (copy == NULL)
        *failed = true;
    else
        memcpy(copy, text, strlen(text) + 1);
    return copy;
}

int
collect_moment(struct collector *collector, const struct event *event)
{
    struct layout *layout = collector->layout;
    const struct plan *plan = collector->plan;
    char line[TEXT_MAX], clean[512];

    if (!room_for_one(&layout->moments, &layout->moment_room,
                      layout->moment_count, sizeof *layout->moments,
                      &layout->failed))
        return -1;
    struct moment *moment = &layout->moments[layout->moment_count];
    *moment = (struct moment){.kind = event->kind, .host = event->host,
                              .time_ns = event->time_ns, .arrow = -1};
    if (moment->time_ns < 0)
        moment->time_ns = 0;
    if (layout->moment_count > 0 && moment->time_ns < moment[-1].time_ns)
        moment->time_ns = moment[-1].time_ns;   /* a damaged trace */
    if (!transcript_line(event, collector->flows, plan->connections > 1,
                         line, sizeof line))
        line[0] = '\0';
    clean_text(clean, sizeof clean, line, 160);
    moment->line = copy_text(clean, &layout->failed);
    while (collector->noted < plan->noted_count &&
           plan->noted[collector->noted].event < collector->index)
        collector->noted++;
    if (collector->noted < plan->noted_count &&
        plan->noted[collector->noted].event == collector->index)
        moment->note = plan->noted[collector->noted].note;
    return (int)layout->moment_count++;
}

/* --- remarks ------------------------------------------------------------- */

/* What the recorder did; a call that it holds does not block. */
static void
ladder_words(struct collector *collector, const struct event *event,
             const char *line, struct remark *remark)
{
    struct layout *layout = collector->layout;
    const struct ladder_act *act = &event->act;
    size_t name = strlen(act->call);

    if (act->deed == LADDER_CUTS)
        line = "the cable is cut";
    else if (act->deed == LADDER_MENDS)
        line = "the cable is mended";
    clean_text(remark->text, sizeof remark->text, line, 60);
    for (size_t i = 0; i < collector->open_count; i++) {
        int at = collector->open[i].call;
        struct call *call = at < 0 ? NULL : &layout->calls[at];

        if (call == NULL || call->end_ns != -1 ||
            strcmp(act->actor, layout->names[call->actor]) != 0)
            continue;
        if (act->deed == LADDER_HOLDS &&
            strncmp(call->text, act->call, name) == 0 &&
            (call->text[name] == '(' || call->text[name] == '\0'))
            call->held = true;
        else if (act->deed == LADDER_RELEASES && call->held)
            call->released = remark->moment;
    }
}

void
collect_remark(struct collector *collector, const struct event *event,
               int moment)
{
    struct layout *layout = collector->layout;
    char line[TEXT_MAX];

    if (event->kind == EVENT_EXITS)
        collect_end(collector, event, moment);
    if (moment == -1 || !room_for_one(&layout->remarks, &layout->remark_room,
                                      layout->remark_count,
                                      sizeof *layout->remarks,
                                      &layout->failed))
        return;
    struct remark remark = {.host = event->host, .moment = moment};
    if (event->kind == EVENT_LADDER && event->text != NULL &&
        remark.host == HOST_NONE)
        remark.host = event->act.host;
    if (!transcript_line(event, collector->flows, false, line, sizeof line) ||
        (event->kind == EVENT_LADDER && event->text == NULL))
        return;
    if (event->kind == EVENT_QUEUE) {
        remark.kind = REMARK_QUEUE;
        remark.queued = event->queued;
        remark.queue_max = event->queue_max;
        snprintf(remark.text, sizeof remark.text, "queue %u of %u",
                 event->queued, event->queue_max);
    } else if (event->kind == EVENT_LADDER) {
        remark.kind = REMARK_LADDER;
        ladder_words(collector, event, line, &remark);
    } else {
        const char *words = transcript_deed(event, collector->flows, line,
                                            sizeof line);

        remark.kind = event->kind == EVENT_PRINTS ? REMARK_PRINT
                                                  : REMARK_EXIT;
        remark.actor = collect_actor(collector, event->host, event->actor);
        clean_text(remark.text, sizeof remark.text, words, 60);
    }
    layout->remarks[layout->remark_count++] = remark;
}

/* --- states -------------------------------------------------------------- */

static bool
same_socket(const struct piece *piece, const struct event *event)
{
    if (piece->host != event->host)
        return false;
    if (piece->conn != 0 || event->conn != 0)
        return piece->conn == event->conn;
    if (piece->socket != 0 && event->socket != 0)
        return piece->socket == event->socket;
    return piece->port == event->port;
}

static struct piece *
open_piece(struct layout *layout, const struct event *event)
{
    for (size_t i = layout->piece_count; i-- > 0; ) {
        struct piece *piece = &layout->pieces[i];

        if (same_socket(piece, event))
            return piece->end == -1 ? piece : NULL;
    }
    return NULL;
}

static unsigned
listener_lane(const struct layout *layout, enum host host)
{
    bool busy[LISTENERS_MAX] = {false};
    unsigned lane = 0;

    for (size_t i = 0; i < layout->piece_count; i++) {
        const struct piece *piece = &layout->pieces[i];

        if (piece->host == host && piece->listener && piece->end == -1)
            busy[piece->lane] = true;
    }
    while (lane < LISTENERS_MAX && busy[lane])
        lane++;
    return lane;
}

void
collect_state(struct collector *collector, const struct event *event,
              int moment)
{
    struct layout *layout = collector->layout;
    bool listener = event->conn == 0;

    if (event->host == HOST_NONE || moment == -1)
        return;
    struct piece *before = open_piece(layout, event);
    unsigned lane = before != NULL ? before->lane
                    : listener ? listener_lane(layout, event->host)
                    : plan_lane(collector->plan, event->conn);
    if (before != NULL)
        before->end = moment;
    else if (strcmp(event->state, "CLOSED") == 0 ||
             (listener && !event->udp && strcmp(event->state, "LISTEN") != 0))
        return;
    if (event->port != 0 && event->host == HOST_SERVER &&
        (layout->server_port == 0 ||
         (listener && layout->listeners[HOST_SERVER] == 0)))
        layout->server_port = event->port;      /* the first listener's */
    if (lane >= (listener ? LISTENERS_MAX : ALL_LANES_MAX))
        return;
    if (!room_for_one(&layout->pieces, &layout->piece_room, layout->piece_count,
                      sizeof *layout->pieces, &layout->failed))
        return;
    struct piece *piece = &layout->pieces[layout->piece_count++];
    *piece = (struct piece){
        .host = event->host, .conn = event->conn, .lane = lane,
        .listener = listener, .start = moment, .end = -1,
        .socket = event->socket, .port = event->port,
    };
    clean_text(piece->word, sizeof piece->word, event->state, 24);
    piece->closed = strcmp(event->state, "CLOSED") == 0;
    if (piece->closed)
        piece->end = moment;    /* a short mark; the lane is free again */
    unsigned *lanes = listener ? layout->listeners : layout->lanes;
    if (lanes[event->host] <= lane)
        lanes[event->host] = lane + 1;
}
