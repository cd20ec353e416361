/*
 * view_parts.h - what a view remembers, shared by its files only: view.c (the
 * looks) and view_ask.c (the questions).
 */
#ifndef LADDER_VIEW_PARTS_H
#define LADDER_VIEW_PARTS_H

#include "capture/kernel/view.h"

enum { BUCKETS = 512 };

/* One socket as it was when last seen. */
struct known {
    struct known *next;         /* in its bucket */
    struct socket_row row;
    enum host host;
    bool listener;
    unsigned conn;
    char state[STATE_MAX];
    uint64_t seen;              /* the look that saw it last */
};

struct change {
    unsigned conn;
    uint16_t port;
    struct event event;
};

struct view {
    struct diag *diag;
    struct flow_table *flows;
    bool measure;
    struct known *buckets[HOSTS][BUCKETS];
    size_t sockets[HOSTS], open[HOSTS], ready[HOSTS];
    uint64_t looks;
    struct change *changes;     /* of the look under way */
    size_t changed, capacity;
    /* Of the look under way: */
    enum host host;
    bool listeners;
};

/* The listener with this inode, or NULL. */
struct known *
view_find_listener(const struct view *view, enum host host, uint64_t inode);

#endif
