/*
 * view.h - what the hosts' sockets were when last looked at, and what changed.
 */
#ifndef LADDER_VIEW_H
#define LADDER_VIEW_H

#include <stdbool.h>

#include "model/event.h"
#include "model/flow.h"
#include "capture/kernel/state.h"

/* What to look at: or-ed. */
enum look {
    LOOK_CONNECTIONS = 1,       /* every TCP socket but listeners */
    LOOK_LISTENERS = 2,         /* whether there are new ones, or fewer */
    LOOK_QUEUES = 4,            /* the known listeners' accept queues */
    LOOK_UDP = 8,
    LOOK_ALL = 15
};

struct view;

typedef void (*view_told)(void *context, struct event *event);

/* An empty view; the three must outlive it.  NULL with errno. */
struct view *
view_new(struct diag *diag, struct flow_table *flows, bool measure);

void
view_free(struct view *view);

/*
 * Asks the kernel about one host, and tells of each change by an event without
 * time: states in the order of their connections' numbers, then queues.  0, or
 * -1 with errno.
 */
int
view_look(struct view *view, enum host host, unsigned look, view_told told,
          void *context);

/*
 * An accept() on the listener with this inode has returned a connection, and
 * nothing else has happened since: its queue held one more before.  Tells so
 * where it was not seen, since a woken program may be quicker than our look.
 */
void
view_accepted(struct view *view, enum host host, uint64_t inode,
              view_told told, void *context);

/* Whether the host's UDP socket with this inode is known. */
bool
view_knows(const struct view *view, enum host host, uint64_t inode);

/* Whether the host's socket with this inode is a known listener. */
bool
view_is_listener(const struct view *view, enum host host, uint64_t inode);

/* Whether the host has a listener or a bound UDP socket: clients may start. */
bool
view_is_ready(const struct view *view, enum host host);

/* The port of a listener that only its own host can reach, bound to loopback,
   where the host has no other; without listeners, of a UDP socket.  Else 0. */
uint16_t
view_loopback_port(const struct view *view, enum host host);

/* Whether this connection is known to be ESTABLISHED on the host. */
bool
view_is_established(const struct view *view, enum host host, unsigned conn);

/* Whether any connection of the host is neither TIME-WAIT nor CLOSED. */
bool
view_is_open(const struct view *view, enum host host);

/* Whether the host has any TCP socket but listeners. */
bool
view_has_connections(const struct view *view, enum host host);

#endif
