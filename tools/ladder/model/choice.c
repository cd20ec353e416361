/*
 * choice.c - one connection, one program, one span of time of a run.
 */
#include "model/choice.h"

#include <stdlib.h>
#include <string.h>

#include "base/array.h"

/* A socket: whose calls were seen on it, and which connection it became. */
struct known {
    enum host host;
    uint64_t inode;
    unsigned conn;
    bool mine, others;
};

struct chooser {
    const struct choice *choice;
    struct known *known;
    size_t count, room;
    bool mine_on[HOSTS];        /* the actor has a socket there */
    bool begun;
    int64_t first_ns;
};

struct chooser *
chooser_new(const struct choice *choice)
{
    struct chooser *chooser = calloc(1, sizeof *chooser);

    if (chooser != NULL)
        chooser->choice = choice;
    return chooser;
}

void
chooser_free(struct chooser *chooser)
{
    if (chooser != NULL)
        free(chooser->known);
    free(chooser);
}

/* "server" is also its thread "server.2" and its child "server/2". */
static bool
is_mine(const struct choice *choice, const char *actor)
{
    size_t length = choice->actor == NULL ? 0 : strlen(choice->actor);

    return choice->actor == NULL
        || (strncmp(actor, choice->actor, length) == 0
            && (actor[length] == '\0' || actor[length] == '.'
                || actor[length] == '/'));
}

/* The newest is looked for first: an inode is used again. */
static struct known *
find(const struct chooser *chooser, enum host host, uint64_t inode)
{
    for (size_t i = chooser->count; inode != 0 && i-- > 0;)
        if (chooser->known[i].inode == inode && chooser->known[i].host == host)
            return &chooser->known[i];
    return NULL;
}

int
chooser_learn(struct chooser *chooser, const struct event *event)
{
    if (!chooser->begun && event->kind != EVENT_LADDER) {
        chooser->begun = true;
        chooser->first_ns = event->time_ns;
    }
    if (event->socket == 0)
        return 0;
    struct known *known = find(chooser, event->host, event->socket);
    if (known == NULL || (event->conn != 0 && known->conn != 0
                          && known->conn != event->conn)) {
        struct known *more = array_room(chooser->known, &chooser->room,
                                        chooser->count + 1, sizeof *more);
        if (more == NULL)
            return -1;
        chooser->known = more;
        known = &more[chooser->count++];
        *known = (struct known){ .host = event->host,
                                 .inode = event->socket };
    }
    if (event->conn != 0)
        known->conn = event->conn;
    if (event->actor[0] != '\0') {
        known->mine |= is_mine(chooser->choice, event->actor);
        known->others |= !known->mine;
        if (known->mine && event->host != HOST_NONE)
            chooser->mine_on[event->host] = true;
    }
    return 0;
}

static unsigned
conn_of(const struct chooser *chooser, const struct event *event)
{
    const struct known *known = find(chooser, event->host, event->socket);

    if (event->conn != 0)
        return event->conn;
    if (event->segment.conn != 0)
        return event->segment.conn;
    return known != NULL ? known->conn : 0;
}

/* Whether the connection is the actor's: not if only others of its host have
   been seen to use it. */
static bool
is_of_mine(const struct chooser *chooser, unsigned conn)
{
    bool others = false;

    for (size_t i = 0; i < chooser->count; i++) {
        const struct known *known = &chooser->known[i];
        if (known->conn != conn || known->host == HOST_NONE)
            continue;
        if (known->mine)
            return true;
        others |= known->others && chooser->mine_on[known->host];
    }
    return !others;
}

static bool
is_by_actor(const struct chooser *chooser, const struct event *event)
{
    const struct choice *choice = chooser->choice;

    if (event->actor[0] != '\0')
        return is_mine(choice, event->actor);
    if (event->kind == EVENT_LADDER)
        return event->act.actor[0] == '\0' || is_mine(choice,
                                                      event->act.actor);
    unsigned conn = conn_of(chooser, event);
    if (conn != 0)
        return is_of_mine(chooser, conn);
    const struct known *known = find(chooser, event->host, event->socket);
    return known == NULL || known->mine || !known->others;
}

bool
chooser_takes(const struct chooser *chooser, const struct event *event)
{
    const struct choice *choice = chooser->choice;
    int64_t time_ns = event->time_ns - chooser->first_ns;

    if (time_ns < choice->from_ns && choice->from_ns > 0)
        return false;
    if (choice->to_ns > 0 && time_ns > choice->to_ns)
        return false;
    if (choice->conn != 0 && conn_of(chooser, event) != choice->conn)
        return false;
    return choice->actor == NULL || is_by_actor(chooser, event);
}
