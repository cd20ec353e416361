/*
 * layout_plan.c - which events are drawn one by one, and which are folded.
 *
 * A bulk transfer is a thousand segments that say the same.  Each event gets a
 * weight; long runs of light ones keep their beginning and their end, and what
 * is between becomes one band.  If that is still more than a page or two, the
 * next heavier kind is folded as well.  One byte of memory an event.
 */
#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "../events/pattern.h"
#include "layout_parts.h"

enum weight { WEIGHT_ROUTINE, WEIGHT_MINOR, WEIGHT_SIGNAL, WEIGHT_STORY,
              WEIGHT_NOTED, WEIGHT_NONE, WEIGHT_MASK = 7, STEP_BEGINS = 8 };

/* How much of a run stays, the less the more there is: beginning and end. */
static const struct {
    size_t longest, head, tail;
} runs[] = {{26, 10, 8}, {18, 6, 5}, {14, 4, 4}};

enum { ROWS_MAX = 170, ROWS_MOST = 280, ROWS_FEW = 120,
       LEVELS = sizeof runs / sizeof runs[0], FIRST_MAX = 8, CONNECTIONS_MAX = 1 << 20, EVENTS_MAX = 1 << 28,
       ACTORS_MAX = 250, SOCKETS_MAX = 4000, LANES_FEW = 3 };

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
    const struct scene *scene;
    unsigned *matched;          /* how often each note's pattern has matched */
    uint64_t step;
    char last_call[NAME_MAX_CALL];
    char last_error[24];
    unsigned char *ends;        /* per connection: bits opened, closed by host */
    struct party *parties;      /* whose each event is */
    size_t party_room;
    struct known_socket *sockets;
    size_t socket_count, socket_room;
    char names[ACTORS_MAX][ACTOR_MAX];
    bool seen[ACTORS_MAX], unseen[ACTORS_MAX];  /* in a lane, in none */
    unsigned actors;
    unsigned lanes_max, busy[ALL_LANES_MAX], notes;
    bool failed;
};

bool
room_for_one(void *array, size_t *room, size_t count, size_t each, bool *failed)
{
    void *bigger;

    if (count < *room)
        return true;
    size_t more = *room == 0 ? 32 : *room * 2;
    memcpy(&bigger, array, sizeof bigger);      /* a pointer of any type */
    bigger = more > SIZE_MAX / each ? NULL : realloc(bigger, more * each);
    if (bigger == NULL) {
        *failed = true;
        return false;
    }
    memcpy(array, &bigger, sizeof bigger);
    *room = more;
    return true;
}

static bool
moves_data(const char *name)
{
    static const char *const names[] = {
        "send", "sendto", "sendmsg", "write", "writev", "recv", "recvfrom",
        "recvmsg", "read", "readv", "poll", "ppoll", "select", "pselect",
        "epoll_wait", "epoll_pwait", "nanosleep", "clock_nanosleep", NULL,
    };

    for (size_t i = 0; names[i] != NULL; i++)
        if (strcmp(names[i], name) == 0)
            return true;
    return false;
}

static enum weight
weight_of_return(struct planner *planner, const struct event *event)
{
    const char *error = event->error == NULL ? "" : event->error;
    bool same = strcmp(planner->last_call, event->name) == 0 &&
                strncmp(planner->last_error, error,
                        sizeof planner->last_error - 1) == 0;

    snprintf(planner->last_call, sizeof planner->last_call, "%s", event->name);
    snprintf(planner->last_error, sizeof planner->last_error, "%s", error);
    if (!moves_data(event->name))
        return WEIGHT_STORY;
    if (error[0] != '\0')
        return same ? WEIGHT_ROUTINE : WEIGHT_MINOR;
    return event->value == 0 ? WEIGHT_SIGNAL : WEIGHT_ROUTINE;
}

static enum weight
weight_of_segment(const struct segment *segment)
{
    if (segment->protocol == PROTOCOL_ICMP)
        return WEIGHT_SIGNAL;
    if (segment->protocol != PROTOCOL_TCP)
        return WEIGHT_ROUTINE;
    if (segment->flags & (TCP_SYN | TCP_FIN | TCP_RST))
        return WEIGHT_STORY;
    if (segment->again || segment->sack_blocks > 0 || segment->window == 0)
        return WEIGHT_MINOR;
    return WEIGHT_ROUTINE;
}

static enum weight
weigh(struct planner *planner, const struct event *event)
{
    switch (event->kind) {
    case EVENT_CALL:
        return moves_data(event->name) ? WEIGHT_ROUTINE : WEIGHT_STORY;
    case EVENT_RETURN:
        return weight_of_return(planner, event);
    case EVENT_SENDS:
    case EVENT_GETS:
        return weight_of_segment(&event->segment);
    case EVENT_WIRE:
        return event->deed == WIRE_HURRIED ? WEIGHT_ROUTINE : WEIGHT_MINOR;
    case EVENT_QUEUE:
        return WEIGHT_SIGNAL;
    case EVENT_PRINTS:
        return WEIGHT_ROUTINE;
    case EVENT_METER:
    case EVENT_KINDS:
        return WEIGHT_NONE;
    default:
        return WEIGHT_STORY;
    }
}

/* --- lanes ------------------------------------------------------------------ */

static bool
know_connection(struct planner *planner, unsigned conn)
{
    struct plan *plan = planner->plan;

    if (conn >= CONNECTIONS_MAX)
        return false;
    if (conn < plan->slot_count)
        return true;
    size_t count = (size_t)conn * 2 + 16;
    unsigned char *slots = realloc(plan->slots, count);
    if (slots != NULL)
        plan->slots = slots;
    unsigned char *ends = realloc(planner->ends, count);
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
static bool
is_hidden(struct planner *planner, const struct event *event)
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

/* --- notes ------------------------------------------------------------------ */

static bool
note_event(struct planner *planner, const struct event *event,
           const struct flow_table *flows, size_t index)
{
    struct plan *plan = planner->plan;
    bool noted = false;

    if (planner->scene == NULL || event->kind == EVENT_METER)
        return false;
    for (size_t i = 0; i < planner->scene->note_count; i++) {
        const struct scene_note *note = &planner->scene->notes[i];

        if (planner->matched[i] >= (note->nth == 0 ? 1 : note->nth) ||
            !pattern_matches_event(note->pattern, event, flows))
            continue;
        unsigned nth = note->nth == 0 ? 1 : note->nth;
        if (++planner->matched[i] != nth || noted)
            continue;
        if (!room_for_one(&plan->noted, &plan->noted_room, plan->noted_count,
                          sizeof plan->noted[0], &planner->failed))
            return false;
        plan->note_numbers[i] = ++planner->notes;
        plan->noted[plan->noted_count].event = index;
        plan->noted[plan->noted_count++].note = planner->notes;
        noted = true;
    }
    return noted;
}

/* --- actors that are not drawn ---------------------------------------------- */

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

static void
note_party(struct planner *planner, const struct event *event, bool hidden)
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
static void
drop_parties(struct planner *planner, unsigned char *weights)
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

/* --- folding ---------------------------------------------------------------- */

/* Moves *at forward to where a step begins: an effect stays with its cause. */
static size_t
to_step(const unsigned char *weights, size_t at, size_t end)
{
    while (at < end && !(weights[at] & STEP_BEGINS))
        at++;
    return at;
}

/* Folds the middle of the run [from, to) if it is worth it; returns how many
   rows are left of it. */
static size_t
fold_run(const unsigned char *weights, unsigned char *fates, size_t from,
         size_t to, size_t rows, unsigned level)
{
    if (rows <= runs[level].longest)
        return rows;
    size_t head = from, tail = to, kept = 0;
    for (; head < to && kept < runs[level].head; head++)
        kept += (weights[head] & WEIGHT_MASK) != WEIGHT_NONE;
    for (kept = 0; tail > head && kept < runs[level].tail; tail--)
        kept += (weights[tail - 1] & WEIGHT_MASK) != WEIGHT_NONE;
    head = to_step(weights, head, to);
    tail = to_step(weights, tail, to);
    size_t left = rows;
    for (size_t i = head; i < tail; i++) {
        if ((weights[i] & WEIGHT_MASK) == WEIGHT_NONE)
            continue;
        fates[i] = FATE_FOLD;
        left--;
    }
    return left;
}

/* Folds all runs of events that weigh at most level; returns the rows left. */
static size_t
fold_level(const unsigned char *weights, unsigned char *fates, size_t count,
           unsigned level)
{
    size_t rows = 0, run_rows = 0, run_from = 0;
    unsigned first[WEIGHT_MASK + 1] = {0};

    for (size_t i = 0; i < count; i++) {
        unsigned weight = weights[i] & WEIGHT_MASK;
        bool light = weight <= level;

        fates[i] = weight == WEIGHT_NONE ? FATE_DROP : FATE_SHOW;
        if (weight == WEIGHT_NONE)
            continue;
        if (light && weight > 0 && first[weight]++ < FIRST_MAX)
            light = false;      /* the first of each kind is the story */
        if (light) {
            if (run_rows++ == 0)
                run_from = i;
            continue;
        }
        rows += 1 + fold_run(weights, fates, run_from, i, run_rows, level);
        run_rows = 0;
    }
    return rows + fold_run(weights, fates, run_from, count, run_rows, level);
}

/* When nothing else helps: the first and the last rows, and one band. */
static void
fold_middle(const unsigned char *weights, unsigned char *fates, size_t count)
{
    size_t head = 0, tail = count, kept = 0;

    for (; head < count && kept < ROWS_MOST / 2; head++)
        kept += (weights[head] & WEIGHT_MASK) != WEIGHT_NONE;
    for (kept = 0; tail > head && kept < ROWS_MOST / 4; tail--)
        kept += (weights[tail - 1] & WEIGHT_MASK) != WEIGHT_NONE;
    for (size_t i = head; i < tail; i++)
        if (fates[i] == FATE_SHOW)
            fates[i] = FATE_FOLD;
}

static size_t
rows_of(const unsigned char *weights, size_t count)
{
    size_t rows = 0;

    for (size_t i = 0; i < count; i++)
        rows += (weights[i] & WEIGHT_MASK) != WEIGHT_NONE;
    return rows;
}

static int
fold_all(struct plan *plan, unsigned char *weights, size_t *rows)
{
    unsigned level = WEIGHT_ROUTINE;

    plan->fates = malloc(plan->count + 1);
    if (plan->fates == NULL)
        return -1;
    *rows = rows_of(weights, plan->count);
    if (*rows <= ROWS_FEW) {
        for (size_t i = 0; i < plan->count; i++)
            plan->fates[i] = (weights[i] & WEIGHT_MASK) == WEIGHT_NONE
                             ? FATE_DROP : FATE_SHOW;
        return 0;
    }
    do
        *rows = fold_level(weights, plan->fates, plan->count, level++);
    while (*rows > ROWS_MAX && level < LEVELS);
    if (*rows > ROWS_MOST)
        fold_middle(weights, plan->fates, plan->count);
    return 0;
}

static void
show_all(struct plan *plan, unsigned char *weights)
{
    for (size_t i = 0; i < plan->count; i++)
        weights[i] = (weights[i] & WEIGHT_MASK) == WEIGHT_NONE ? FATE_DROP
                                                               : FATE_SHOW;
    plan->fates = weights;
}

static void
plan_event(struct planner *planner, unsigned char *weights,
           const struct event *event, const struct flow_table *flows)
{
    struct plan *plan = planner->plan;
    enum weight weight = weigh(planner, event);
    bool begins = event->step != planner->step || event->kind == EVENT_CALL ||
                  event->kind == EVENT_GETS;

    bool hidden = is_hidden(planner, event);

    note_party(planner, event, hidden);
    if (hidden)
        weight = WEIGHT_NONE;
    else if (note_event(planner, event, flows, plan->count))
        weight = WEIGHT_NOTED;
    planner->step = event->step;
    weights[plan->count++] = (unsigned char)(weight |
                                             (begins ? STEP_BEGINS : 0));
}

/* Reads the trace into weights.  0, or -1 with a message. */
static int
weigh_all(struct planner *planner, unsigned char **weights, FILE *file,
          const char *name, char *message)
{
    struct plan *plan = planner->plan;
    struct event event;
    int got = -1;

    rewind(file);
    struct trace_reader *reader = trace_open(file, name, message);
    if (reader == NULL)
        return -1;
    while (!planner->failed &&
           (got = trace_next(reader, &event, message)) == 1) {
        if (plan->count < EVENTS_MAX &&
            room_for_one(weights, &plan->room, plan->count, 1,
                         &planner->failed) &&
            room_for_one(&planner->parties, &planner->party_room, plan->count,
                         sizeof *planner->parties, &planner->failed))
            plan_event(planner, *weights, &event, trace_flows(reader));
    }
    trace_close(reader);
    return got;
}

/* One plan with at most lanes lanes.  Returns its rows, or -1. */
static long
plan_with(struct plan *plan, unsigned lanes, FILE *file, const char *name,
          const struct scene *scene, bool all, char *message)
{
    size_t notes = scene == NULL ? 0 : scene->note_count, rows = 0;
    struct planner *planner = calloc(1, sizeof *planner);
    unsigned char *weights = NULL;
    int got = -1;

    *plan = (struct plan){0};
    if (planner == NULL) {
        snprintf(message, MESSAGE_MAX, "%s: out of memory", name);
        return -1;
    }
    *planner = (struct planner){.plan = plan, .scene = scene, .actors = 1,
                                .step = UINT64_MAX, .lanes_max = lanes};
    planner->matched = calloc(notes + 1, sizeof *planner->matched);
    plan->note_numbers = calloc(notes + 1, sizeof *plan->note_numbers);
    planner->failed = planner->matched == NULL || plan->note_numbers == NULL;
    if (!planner->failed)
        got = weigh_all(planner, &weights, file, name, message);
    if (got == 0 && plan->hidden > 0)
        drop_parties(planner, weights);
    if (got == 0 && all) {
        show_all(plan, weights);
        weights = NULL;
    } else if (got == 0 && !planner->failed) {
        planner->failed = fold_all(plan, weights, &rows) == -1;
    }
    if (planner->failed)
        snprintf(message, MESSAGE_MAX, "%s: out of memory", name);
    if (planner->failed || got != 0)
        got = -1;
    free(weights);
    free(planner->matched);
    free(planner->ends);
    free(planner->parties);
    free(planner->sockets);
    free(planner);
    return got == -1 ? -1 : (long)rows;
}

int
plan_make(struct plan *plan, FILE *file, const char *name,
          const struct scene *scene, bool all, char *message)
{
    long rows = plan_with(plan, all ? ALL_LANES_MAX : LANES_MAX, file, name,
                          scene, all, message);

    if (rows > ROWS_MOST && plan->connections > LANES_FEW) {
        plan_free(plan);
        rows = plan_with(plan, LANES_FEW, file, name, scene, all, message);
    }
    return rows == -1 ? -1 : 0;
}

void
plan_free(struct plan *plan)
{
    free(plan->fates);
    free(plan->slots);
    free(plan->noted);
    free(plan->note_numbers);
}
