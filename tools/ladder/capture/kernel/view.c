/* view.c - what the hosts' sockets were when last looked at. */
#include "capture/kernel/view_parts.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"

struct view *
view_new(struct diag *diag, struct flow_table *flows, bool measure)
{
    struct view *view = calloc(1, sizeof *view);

    if (view != NULL) {
        view->diag = diag;
        view->flows = flows;
        view->measure = measure;
    }
    return view;
}

void
view_free(struct view *view)
{
    if (view == NULL)
        return;
    for (enum host host = HOST_CLIENT; host < HOSTS; host++)
        for (size_t i = 0; i < BUCKETS; i++)
            for (struct known *known = view->buckets[host][i]; known != NULL;) {
                struct known *next = known->next;
                free(known);
                known = next;
            }
    free(view->changes);
    free(view);
}

/* UDP sockets change their ends and keep their inode, connections the reverse.
   Several listeners may share a port: SO_REUSEPORT, socket(7). */
static bool
is_same(const struct known *known, const struct socket_row *row, bool listener)
{
    if (known->row.udp || row->udp)
        return known->row.udp && row->udp && known->row.inode == row->inode;
    if (known->listener && listener)
        return known->row.inode == row->inode;
    return known->listener == listener &&
           known->row.local_port == row->local_port &&
           known->row.peer_port == row->peer_port &&
           address_equal(&known->row.local, &row->local) &&
           address_equal(&known->row.peer, &row->peer);
}

static size_t
bucket_of(const struct socket_row *row)
{
    if (row->udp)
        return (size_t)row->inode % BUCKETS;
    return (row->local_port * 31u + row->peer_port) % BUCKETS;
}

static bool
is_open_state(const char *state)
{
    return strcmp(state, "TIME-WAIT") != 0 && strcmp(state, "CLOSED") != 0;
}

/* Keeps the counts of open and ready sockets right as states change. */
static void
count_state(struct view *view, const struct known *known, const char *state,
            int by)
{
    size_t *count = known->listener || known->row.udp
                        ? &view->ready[known->host] : &view->open[known->host];

    if (state[0] != '\0' && is_open_state(state))
        *count += (size_t)by;
}

static struct event *
change_new(struct view *view, const struct known *known, enum event_kind kind)
{
    struct change *more = array_room(view->changes, &view->capacity,
                                     view->changed + 1, sizeof *more);
    if (more == NULL)
        return NULL;
    view->changes = more;
    struct change *change = &view->changes[view->changed++];
    change->conn = known->conn;
    change->port = known->row.local_port;
    change->event = event_new(kind);
    change->event.host = known->host;
    change->event.conn = known->conn;
    change->event.socket = known->row.inode;
    change->event.port = known->row.local_port;
    change->event.peer_port = known->row.peer_port;
    change->event.udp = known->row.udp;
    return &change->event;
}

static void
change_state(struct view *view, struct known *known, const char *state)
{
    if (strcmp(known->state, state) == 0)
        return;
    count_state(view, known, known->state, -1);
    count_state(view, known, state, 1);
    struct event *event = change_new(view, known, EVENT_STATE);
    if (event != NULL) {
        snprintf(event->state, sizeof event->state, "%s", state);
        snprintf(event->from, sizeof event->from, "%s", known->state);
    }
    snprintf(known->state, sizeof known->state, "%s", state);
}

static void
measure_change(struct view *view, struct known *known,
               const struct socket_row *row)
{
    const struct socket_row *was = &known->row;

    if (!view->measure || !row->measured ||
        (was->measured && was->cwnd == row->cwnd &&
         was->ssthresh == row->ssthresh && was->rtt_us == row->rtt_us &&
         was->unread_bytes == row->unread_bytes &&
         was->unsent_bytes == row->unsent_bytes))
        return;
    struct event *event = change_new(view, known, EVENT_METER);
    if (event == NULL)
        return;
    event->cwnd = row->cwnd;
    event->ssthresh = row->ssthresh;
    event->rtt_us = row->rtt_us;
    event->unread_bytes = row->unread_bytes;
    event->unsent_bytes = row->unsent_bytes;
}

static const char *
state_word(const struct socket_row *row)
{
    if (!row->udp)
        return kernel_state_name(row->state);
    return row->state == KERNEL_ESTABLISHED ? "connected, local only"
                                            : "bound";
}

static struct known *
known_new(struct view *view, const struct socket_row *row)
{
    struct known *known = calloc(1, sizeof *known);
    struct known **bucket = &view->buckets[view->host][bucket_of(row)];

    if (known == NULL)
        return NULL;
    known->host = view->host;
    known->listener = view->listeners;
    known->next = *bucket;
    *bucket = known;
    view->sockets[view->host]++;
    known->row = *row;
    known->row.measured = false;
    if (row->udp || view->listeners)
        return known;
    known->conn = flow_find(view->flows, &row->local, row->local_port,
                            &row->peer, row->peer_port);
    if (known->conn == 0)
        known->conn = flow_claim(view->flows, view->host, &row->local,
                                 row->local_port, &row->peer, row->peer_port);
    return known;
}

/* Called by diag_dump() for each socket that there is. */
static void
see(void *context, const struct socket_row *row)
{
    struct view *view = context;
    struct known *known = view->buckets[view->host][bucket_of(row)];

    if (row->udp && row->local_port == 0)
        return;                         /* not bound yet */
    while (known != NULL && !is_same(known, row, view->listeners))
        known = known->next;
    if (known == NULL)
        known = known_new(view, row);
    if (known == NULL)
        return;
    known->seen = view->looks;
    measure_change(view, known, row);

    /* A 4-tuple that is used again is another connection. */
    unsigned conn = known->conn;
    if (conn != 0 && (row->state == KERNEL_SYN_SENT ||
                      row->state == KERNEL_SYN_RECV))
        conn = flow_find(view->flows, &row->local, row->local_port, &row->peer,
                         row->peer_port);
    if (conn != known->conn) {
        change_state(view, known, "CLOSED");
        known->conn = conn;
        known->state[0] = '\0';
    }
    unsigned queued = known->row.receive_queue;
    known->row = *row;
    if (known->listener)
        known->row.receive_queue = queued;      /* LOOK_QUEUES tells of it */
    change_state(view, known, state_word(row));
}

static int
compare_changes(const void *a, const void *b)
{
    const struct change *x = a, *y = b;

    if (x->conn != y->conn)
        return x->conn < y->conn ? -1 : 1;
    if (x->port != y->port)
        return x->port < y->port ? -1 : 1;
    return 0;
}

static void
tell_changes(struct view *view, view_told told, void *context)
{
    if (view->changed > 1)
        qsort(view->changes, view->changed, sizeof view->changes[0],
              compare_changes);
    for (size_t i = 0; i < view->changed; i++)
        told(context, &view->changes[i].event);
    view->changed = 0;
}

/* What this look has not seen is gone. */
static void
close_unseen(struct view *view, bool udp)
{
    for (size_t i = 0; i < BUCKETS; i++)
        for (struct known **place = &view->buckets[view->host][i];
             *place != NULL;) {
            struct known *known = *place;
            if (known->seen == view->looks || known->row.udp != udp ||
                known->listener != view->listeners) {
                place = &known->next;
                continue;
            }
            change_state(view, known, "CLOSED");
            *place = known->next;
            view->sockets[view->host]--;
            free(known);
        }
}

static int
look_at(struct view *view, int kind, view_told told, void *context)
{
    view->looks++;
    view->listeners = kind == DIAG_LISTENERS;
    if (diag_dump(view->diag, view->host, kind,
                  view->measure && kind == DIAG_CONNECTIONS, see, view) == -1)
        return -1;
    if (view->sockets[view->host] > 0)
        close_unseen(view, kind == DIAG_UDP);
    tell_changes(view, told, context);
    return 0;
}

/* Tells that a listener's queue holds this many, if that is news. */
static void
change_queue(struct view *view, struct known *known, unsigned queued,
             unsigned most)
{
    if (queued == known->row.receive_queue && most == known->row.send_queue)
        return;
    known->row.receive_queue = queued;
    known->row.send_queue = most;
    struct event *event = change_new(view, known, EVENT_QUEUE);
    if (event == NULL)
        return;
    event->queued = queued;
    event->queue_max = most;
}

/* Asks for the listener's queue as it is now.  False if the kernel answered
   for another listener of the same port. */
static bool
ask_queue(const struct view *view, const struct known *known,
          struct socket_row *row)
{
    *row = known->row;
    return diag_lookup(view->diag, known->host, row) == 1 &&
           row->state == KERNEL_LISTEN && row->inode == known->row.inode;
}

static void
look_at_queues(struct view *view, view_told told, void *context)
{
    struct socket_row row;

    for (size_t i = 0; view->ready[view->host] > 0 && i < BUCKETS; i++)
        for (struct known *known = view->buckets[view->host][i]; known != NULL;
             known = known->next)
            if (known->listener && ask_queue(view, known, &row))
                change_queue(view, known, row.receive_queue, row.send_queue);
    tell_changes(view, told, context);
}

void
view_accepted(struct view *view, enum host host, uint64_t inode,
              view_told told, void *context)
{
    struct known *known = view_find_listener(view, host, inode);
    struct socket_row row;

    if (known == NULL || !ask_queue(view, known, &row))
        return;
    change_queue(view, known, row.receive_queue + 1, row.send_queue);
    tell_changes(view, told, context);
}

int
view_look(struct view *view, enum host host, unsigned look, view_told told,
          void *context)
{
    view->host = host;
    if ((look & LOOK_UDP) != 0 && look_at(view, DIAG_UDP, told, context) == -1)
        return -1;
    if ((look & LOOK_LISTENERS) != 0 &&
        look_at(view, DIAG_LISTENERS, told, context) == -1)
        return -1;
    if ((look & LOOK_CONNECTIONS) != 0 &&
        look_at(view, DIAG_CONNECTIONS, told, context) == -1)
        return -1;
    if ((look & LOOK_QUEUES) != 0)
        look_at_queues(view, told, context);
    return 0;
}
