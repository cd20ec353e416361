/*
 * plan.h - the state of the first reading, for plan.c,
 * weigh.c and party.c alone.
 */
#ifndef LADDER_LAYOUT_PLAN_H
#define LADDER_LAYOUT_PLAN_H

#include "draw/figure/parts.h"
#include "draw/story/repeats.h"

enum { CONNECTIONS_MAX = 1 << 20, EVENTS_MAX = 1 << 28, ACTORS_MAX = 250,
       SOCKETS_MAX = 4000 };

/* How much an event tells; a step's first event is marked. */
enum weight { WEIGHT_ROUTINE, WEIGHT_MINOR, WEIGHT_SIGNAL, WEIGHT_STORY,
              WEIGHT_NOTED,     /* from here on an event has no row */
              WEIGHT_NONE, WEIGHT_REPEAT, WEIGHT_MASK = 7, STEP_BEGINS = 8 };

/* Whose an event is: its actor and its socket, both from 1, 0 for none. */
struct party {
    uint16_t actor, socket;
};

/* A socket, and the connection it became. */
struct known_socket {
    uint64_t inode;
    enum host host;
    unsigned conn;
    uint16_t actor;             /* the last one that used it */
};

struct planner {
    struct plan *plan;
    uint64_t step;
    struct repeats repeats;
    size_t held;                /* the event that repeats holds back */
    char last_call[NAME_MAX_CALL];
    char last_error[24];
    unsigned char *ends;        /* by connection: bits opened, closed by host */
    struct party *parties;      /* whose each event is */
    size_t party_room;
    struct known_socket *sockets;
    size_t socket_count, socket_room;
    char names[ACTORS_MAX][ACTOR_MAX];
    bool seen[ACTORS_MAX], unseen[ACTORS_MAX];  /* in a lane, in none */
    unsigned actors;
    unsigned lanes_max, busy[ALL_LANES_MAX];
    bool failed;
};

/* How much the event tells on its own. */
enum weight
plan_weigh(struct planner *planner, const struct event *event);

/* Gives the event's connection a lane if it is new; whether it has none. */
bool
plan_hides(struct planner *planner, const struct event *event);

/* Notes whose the event is, before it is counted. */
void
plan_party(struct planner *planner, const struct event *event, bool hidden);

/* Takes the weight of all that belongs to connections without a lane. */
void
plan_drop(struct planner *planner, unsigned char *weights);

#endif
