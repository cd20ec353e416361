/*
 * party.c - lanes for connections, and what is left out with those that
 * get none.
 *
 * There is room for a few connections side by side; a lane is free again when
 * both ends are CLOSED.
 */
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "draw/figure/plan.h"

/* --- lanes --------------------------------------------------------------- */

static bool
know_connection(struct planner *planner, unsigned conn)
{
    struct plan *plan = planner->plan;

    if (conn >= CONNECTIONS_MAX)
        return false;
    if (conn < plan->slot_count)
        return true;
    size_t count = plan->slot_count, ends_count = count;
    unsigned char *slots = array_room(plan->slots, &count, conn + 1, 1);
    if (slots != NULL)
        plan->slots = slots;
    unsigned char *ends = array_room(planner->ends, &ends_count, conn + 1, 1);
    if (ends != NULL)
        planner->ends = ends;
    if (slots == NULL || ends == NULL) {
        planner->failed = true;
        return false;
    }
    memset(slots + plan->slot_count, LANE_HIDDEN - 1, count - plan->slot_count);
    memset(ends + plan->slot_count, 0, count - plan->slot_count);
    plan->slot_count = count;
    return true;
}

unsigned
plan_lane(const struct plan *plan, unsigned conn)
{
    if (conn == 0)
        return 0;
    if (conn >= plan->slot_count || plan->slots[conn] >= ALL_LANES_MAX)
        return LANE_HIDDEN;
    return plan->slots[conn];
}

/* Gives a connection the first free lane when it is first heard of. */
bool
plan_hides(struct planner *planner, const struct event *event)
{
    struct plan *plan = planner->plan;
    unsigned conn = event->conn;

    if (conn == 0)
        return false;
    if (!know_connection(planner, conn))
        return true;
    if (plan->slots[conn] == LANE_HIDDEN - 1) {
        unsigned lane = 0;

        while (lane < planner->lanes_max && planner->busy[lane] != 0)
            lane++;
        plan->connections++;
        if (lane < planner->lanes_max) {
            planner->busy[lane] = conn;
            plan->slots[conn] = (unsigned char)lane;
        } else {
            plan->slots[conn] = LANE_HIDDEN;
            plan->hidden++;
        }
    }
    if (event->kind == EVENT_STATE && event->host != HOST_NONE) {
        unsigned char *ends = &planner->ends[conn];
        unsigned opened = 1u << event->host, closed = 4u << event->host;

        *ends |= (unsigned char)opened;
        if (strcmp(event->state, "CLOSED") == 0)
            *ends |= (unsigned char)closed;
        if ((*ends >> 2 & 3u) == (*ends & 3u) &&
            plan->slots[conn] < ALL_LANES_MAX)
            planner->busy[plan->slots[conn]] = 0;
    }
    return plan->slots[conn] == LANE_HIDDEN;
}

/* --- actors that are not drawn ------------------------------------------- */

/* The number of an event's actor, from 1; 0 where it has none. */
static unsigned
actor_number(struct planner *planner, const struct event *event)
{
    unsigned i = 1;

    if (event->actor[0] == '\0' || event->host == HOST_NONE)
        return 0;
    while (i < planner->actors &&
           strcmp(planner->names[i], event->actor) != 0)
        i++;
    if (i == ACTORS_MAX)
        return 0;
    if (i >= planner->actors) {
        planner->actors = i + 1;
        memcpy(planner->names[i], event->actor, ACTOR_MAX);
    }
    return i;
}

/* The number of an event's socket, from 1; 0 where it has none.  The newest is
   looked for first: it is the one in use. */
static unsigned
socket_number(struct planner *planner, const struct event *event)
{
    size_t i = planner->socket_count;

    if (event->socket == 0 || event->host == HOST_NONE)
        return 0;
    while (i > 0 && (planner->sockets[i - 1].inode != event->socket ||
                     planner->sockets[i - 1].host != event->host))
        i--;
    if (i > 0)
        return (unsigned)i;
    if (planner->socket_count == SOCKETS_MAX ||
        !room_for_one(&planner->sockets, &planner->socket_room,
                      planner->socket_count, sizeof *planner->sockets,
                      &planner->failed))
        return 0;
    planner->sockets[planner->socket_count++] = (struct known_socket){
        .inode = event->socket, .host = event->host};
    return (unsigned)planner->socket_count;
}

void
plan_party(struct planner *planner, const struct event *event, bool hidden)
{
    struct party *party = &planner->parties[planner->plan->count];
    unsigned actor = actor_number(planner, event);
    unsigned socket = socket_number(planner, event);

    *party = (struct party){.actor = (uint16_t)actor,
                            .socket = (uint16_t)socket};
    planner->seen[actor] |= event->conn != 0 && !hidden;
    planner->unseen[actor] |= hidden;
    if (socket == 0)
        return;
    if (event->conn != 0)
        planner->sockets[socket - 1].conn = event->conn;
    if (actor != 0)
        planner->sockets[socket - 1].actor = (uint16_t)actor;
}

/* What is done on a connection that is left out is left out with it, and so is
   a program that has no other. */
void
plan_drop(struct planner *planner, unsigned char *weights)
{
    const struct plan *plan = planner->plan;

    for (size_t i = 0; i < planner->socket_count; i++) {
        const struct known_socket *socket = &planner->sockets[i];
        bool hidden = plan_lane(plan, socket->conn) == LANE_HIDDEN;

        if (socket->conn != 0 && socket->actor != 0) {
            planner->seen[socket->actor] |= !hidden;
            planner->unseen[socket->actor] |= hidden;
        }
    }
    for (size_t i = 0; i < plan->count; i++) {
        const struct party *party = &planner->parties[i];
        unsigned conn = party->socket == 0 ? 0
                        : planner->sockets[party->socket - 1].conn;

        if ((planner->unseen[party->actor] && !planner->seen[party->actor] &&
             party->actor != 0) || plan_lane(plan, conn) == LANE_HIDDEN)
            weights[i] = (unsigned char)((weights[i] & STEP_BEGINS) |
                                         WEIGHT_NONE);
    }
}
