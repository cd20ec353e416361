/* view_ask.c - questions about the sockets that were last looked at. */
#include "capture/kernel/view_parts.h"

#include <string.h>

struct known *
view_find_listener(const struct view *view, enum host host, uint64_t inode)
{
    for (size_t i = 0; inode != 0 && i < BUCKETS; i++)
        for (struct known *known = view->buckets[host][i]; known != NULL;
             known = known->next)
            if (known->listener && known->row.inode == inode)
                return known;
    return NULL;
}

bool
view_is_listener(const struct view *view, enum host host, uint64_t inode)
{
    return view_find_listener(view, host, inode) != NULL;
}

bool
view_knows(const struct view *view, enum host host, uint64_t inode)
{
    const struct known *known = view->buckets[host][inode % BUCKETS];

    while (known != NULL && !(known->row.udp && known->row.inode == inode))
        known = known->next;
    return known != NULL;
}

bool
view_is_ready(const struct view *view, enum host host)
{
    return view->ready[host] > 0;
}

static bool
is_loopback(const struct address *address)
{
    static const unsigned char six[16] = { [15] = 1 };

    return address->version == 4 ? address->bytes[0] == 127
                                 : memcmp(address->bytes, six, 16) == 0;
}

/* Whether a client may call at this socket: a listener, or UDP without peer. */
static bool
is_called(const struct known *known, bool udp)
{
    return udp ? known->row.udp && known->row.peer_port == 0
               : known->listener;
}

/* The port of such a socket, if loopback has them all; else 0. */
static uint16_t
loopback_port(const struct view *view, enum host host, bool udp, bool *any)
{
    uint16_t port = 0;

    for (size_t i = 0; i < BUCKETS; i++)
        for (const struct known *known = view->buckets[host][i]; known != NULL;
             known = known->next) {
            if (!is_called(known, udp))
                continue;
            *any = true;
            if (!is_loopback(&known->row.local))
                return 0;
            port = known->row.local_port;
        }
    return port;
}

uint16_t
view_loopback_port(const struct view *view, enum host host)
{
    bool any = false;
    uint16_t port = loopback_port(view, host, false, &any);

    return any ? port : loopback_port(view, host, true, &any);
}

bool
view_is_established(const struct view *view, enum host host, unsigned conn)
{
    for (size_t i = 0; conn != 0 && i < BUCKETS; i++)
        for (const struct known *known = view->buckets[host][i]; known != NULL;
             known = known->next)
            if (known->conn == conn)
                return strcmp(known->state, "ESTABLISHED") == 0;
    return false;
}

bool
view_is_open(const struct view *view, enum host host)
{
    return view->open[host] > 0;
}

bool
view_has_connections(const struct view *view, enum host host)
{
    return view->sockets[host] > view->ready[host];
}
