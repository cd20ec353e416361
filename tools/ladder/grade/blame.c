/*
 * blame.c - the student's last call on a connection.
 *
 * A trace names sockets by their inodes and connections by their numbers; what
 * belongs together is said by states (a socket has both there), and for an
 * accepted socket by the order of the accept queue: who was ESTABLISHED first
 * is returned first.
 */
#include "grade/blame.h"

#include <stdlib.h>
#include <string.h>

#include "model/pattern.h"
#include "model/transcript.h"

enum { SOCKETS_MAX = 512 };

/* One socket, or a descriptor that accept() has just returned. */
struct known {
    enum host host;
    uint64_t socket;            /* 0: not yet seen by its inode */
    int pid, fd;
    unsigned conn;
    uint64_t read;              /* bytes that its program has taken */
};

struct story {
    struct known sockets[SOCKETS_MAX];
    size_t count;
    unsigned queue[SOCKETS_MAX];        /* established, not yet accepted */
    size_t queued, accepted;
    uint64_t arrived[HOSTS][SOCKETS_MAX];       /* bytes of a connection */
};

static struct known *
find_socket(struct story *story, uint64_t socket)
{
    for (size_t i = 0; i < story->count; i++)
        if (story->sockets[i].socket == socket && socket != 0)
            return &story->sockets[i];
    return NULL;
}

static struct known *
add_socket(struct story *story, struct known known)
{
    if (story->count == SOCKETS_MAX)
        return NULL;
    story->sockets[story->count] = known;
    return &story->sockets[story->count++];
}

/* The socket of a call; one that accept() has returned is met by its number. */
static struct known *
socket_of(struct story *story, const struct event *event)
{
    struct known *known = find_socket(story, event->socket);

    for (size_t i = story->count; known == NULL && i-- > 0;)
        if (story->sockets[i].socket == 0 && story->sockets[i].fd == event->fd)
            known = &story->sockets[i];
    if (known != NULL && event->socket != 0)
        known->socket = event->socket;
    return known;
}

static void
note_state(struct story *story, const struct event *event)
{
    struct known *known = find_socket(story, event->socket);

    if (event->conn == 0)
        return;
    if (known == NULL && event->socket != 0)
        add_socket(story, (struct known){ .host = event->host, .conn =
                   event->conn, .socket = event->socket, .fd = -1 });
    else if (known != NULL)
        known->conn = event->conn;
    if (event->socket == 0 && strcmp(event->state, "ESTABLISHED") == 0 &&
        story->queued < SOCKETS_MAX)
        story->queue[story->queued++] = event->conn;
}

static void
note_return(struct story *story, const struct event *event)
{
    if (strncmp(event->name, "accept", 6) == 0 && event->value >= 0 &&
        event->error == NULL && story->accepted < story->queued) {
        add_socket(story, (struct known){ .host = event->host,
                   .pid = event->pid, .fd = (int)event->value,
                   .conn = story->queue[story->accepted++] });
        return;
    }
    struct known *known = find_socket(story, event->socket);
    if (known != NULL && strncmp(event->name, "re", 2) == 0 &&
        event->value > 0)
        known->read += (uint64_t)event->value;
}

static void
note_event(struct story *story, const struct event *event)
{
    const struct segment *segment = &event->segment;

    if (event->kind == EVENT_STATE) {
        note_state(story, event);
    } else if (event->kind == EVENT_CALL) {
        socket_of(story, event);
    } else if (event->kind == EVENT_RETURN) {
        note_return(story, event);
    } else if (event->kind == EVENT_GETS && segment->payload_bytes > 0 &&
               segment->conn > 0 && segment->conn < SOCKETS_MAX &&
               event->host != HOST_NONE) {
        uint64_t *arrived = &story->arrived[event->host][segment->conn];
        uint64_t end = segment->from + segment->payload_bytes - 1;
        if (end > *arrived)
            *arrived = end;
    }
}

/* Whom the expectation is about: "client-2", "server"; "" for nobody. */
static void
subject_of(const struct scene_expect *expect, char out[ACTOR_MAX])
{
    const char *text = expect == NULL ? "" : expect->pattern;

    out[0] = '\0';
    if (expect != NULL && expect->kind != EXPECT_EVENT)
        snprintf(out, ACTOR_MAX, "%s", expect->actor);
    else if (strcspn(text, " *") < ACTOR_MAX)
        snprintf(out, ACTOR_MAX, "%.*s", (int)strcspn(text, " *"), text);
}

/* Where to look for the call: on which connection, up to which event. */
struct place_of_call {
    unsigned conn;              /* 0: any */
    uint64_t events;            /* 0: to the end */
};

/* The connection and the place of the transcript's line that a finding has. */
static void
find_line(uint64_t line, FILE *trace, struct place_of_call *place)
{
    struct complaint message = { "" };
    char text[TRANSCRIPT_MAX];
    struct event event;
    struct trace_reader *reader = trace_open(trace, "trace", &message);

    while (reader != NULL && line > 0 &&
           trace_next(reader, &event, &message) == 1) {
        place->events++;
        line -= transcript_line(&event, trace_flows(reader), false, text,
                                sizeof text);
    }
    if (reader == NULL)
        return;
    place->conn = event.conn != 0 ? event.conn : event.segment.conn;
    trace_close(reader);
}

/* The last connection that a peer of the student's has called on. */
static void
find_connection(const char *peer, FILE *trace, struct place_of_call *place)
{
    struct complaint message = { "" };
    struct story *story = calloc(1, sizeof *story);
    struct event event;
    struct trace_reader *reader = trace_open(trace, "trace", &message);

    while (story != NULL && reader != NULL &&
           trace_next(reader, &event, &message) == 1) {
        note_event(story, &event);
        if (event.kind != EVENT_CALL || strcmp(event.actor, peer) != 0)
            continue;
        const struct known *known = find_socket(story, event.socket);
        if (known != NULL && known->conn != 0)
            place->conn = known->conn;
    }
    if (reader != NULL)
        trace_close(reader);
    free(story);
}

/* The call that is to blame, while the trace is read. */
struct suspect {
    uint64_t number;            /* its line in the transcript; 0: none yet */
    char actor[ACTOR_MAX];
    char call[FINDING_TEXT];
    char line[FINDING_TEXT];
    uint64_t unread;
    int tid;
    bool over;
    char result[64];
};

static void
suspect_call(struct suspect *suspect, struct story *story,
             const struct event *event, const struct known *known,
             const char *line)
{
    char name[NAME_MAX_CALL + 1];

    *suspect = (struct suspect){ .number = 1, .tid = event->tid };
    snprintf(name, sizeof name, "%s", event->name);
    snprintf(suspect->actor, sizeof suspect->actor, "%s", event->actor);
    snprintf(suspect->call, sizeof suspect->call, "%s(%.300s)", name,
             event->text == NULL ? "" : event->text);
    snprintf(suspect->line, sizeof suspect->line, "%.*s", FINDING_TEXT - 1,
             line);
    if (known != NULL && known->conn < SOCKETS_MAX && known->conn > 0 &&
        strcmp(name, "close") == 0 &&
        story->arrived[event->host][known->conn] > known->read)
        suspect->unread = story->arrived[event->host][known->conn] -
                          known->read;
}

static void
suspect_return(struct suspect *suspect, const struct event *event)
{
    if (suspect->number == 0 || suspect->over || event->tid != suspect->tid)
        return;
    suspect->over = true;
    if (event->error != NULL)
        snprintf(suspect->result, sizeof suspect->result, " = -1 %s",
                 event->error);
    else
        snprintf(suspect->result, sizeof suspect->result, " = %lld",
                 (long long)event->value);
}

/* How many lines up to the suspect's begin as it does: for a note. */
static unsigned
count_alike(const struct suspect *suspect, FILE *trace)
{
    struct complaint message = { "" };
    char line[TRANSCRIPT_MAX];
    struct event event;
    unsigned nth = 0;
    uint64_t calls = 0;

    rewind(trace);
    struct trace_reader *reader = trace_open(trace, "trace", &message);
    while (reader != NULL && calls < suspect->number &&
           trace_next(reader, &event, &message) == 1) {
        if (event.kind != EVENT_CALL)
            continue;
        calls++;
        if (transcript_line(&event, trace_flows(reader), false, line,
                            sizeof line) &&
            pattern_matches(suspect->line, line))
            nth++;
    }
    if (reader != NULL)
        trace_close(reader);
    return nth;
}

static void
find_suspect(const struct exercise *exercise, const struct scene *scene,
             struct place_of_call place, FILE *trace, struct suspect *suspect)
{
    struct complaint message = { "" };
    char line[TRANSCRIPT_MAX];
    struct story *story = calloc(1, sizeof *story);
    struct event event;
    uint64_t calls = 0, events = 0;
    struct trace_reader *reader = trace_open(trace, "trace", &message);

    while (story != NULL && reader != NULL && (place.events == 0 ||
           events++ < place.events) &&
           trace_next(reader, &event, &message) == 1) {
        note_event(story, &event);
        if (event.kind == EVENT_LADDER && event.text != NULL &&
            strncmp(event.text, "stops ", 6) == 0)
            break;
        if (event.kind == EVENT_RETURN)
            suspect_return(suspect, &event);
        if (event.kind != EVENT_CALL)
            continue;
        calls++;
        const struct known *known = socket_of(story, &event);
        if (!exercise_is_student(exercise, scene, event.actor) ||
            (place.conn != 0 && (known == NULL || known->conn != place.conn)) ||
            !transcript_line(&event, trace_flows(reader), false, line,
                             sizeof line))
            continue;
        suspect_call(suspect, story, &event, known, line);
        suspect->number = calls;
    }
    if (reader != NULL)
        trace_close(reader);
    free(story);
}

/* What the report says of the call. */
static void
write_call(const struct suspect *suspect, struct requirement *requirement)
{
    char unread[64] = "";

    if (suspect->unread > 0)
        snprintf(unread, sizeof unread, " with %llu byte%s unread",
                 (unsigned long long)suspect->unread,
                 suspect->unread == 1 ? "" : "s");
    snprintf(requirement->call, sizeof requirement->call, "%s: %.500s%s%s",
             suspect->actor, suspect->call,
             unread[0] != '\0' ? unread : suspect->result,
             suspect->over || unread[0] != '\0' ? "" : ", which still waits");
}

void
blame(const struct exercise *exercise, struct requirement *requirement,
      const struct expect_findings *found, FILE *trace)
{
    char subject[ACTOR_MAX];
    struct suspect suspect = { .number = 0 };
    struct place_of_call place = { 0, 0 };
    const struct scene *scene = requirement->scene;

    subject_of(found->first, subject);
    rewind(trace);
    if (found->line > 0)
        find_line(found->line, trace, &place);
    else if (subject[0] != '\0' &&
             !exercise_is_student(exercise, scene, subject))
        find_connection(subject, trace, &place);
    rewind(trace);
    find_suspect(exercise, scene, place, trace, &suspect);
    if (suspect.number == 0 && place.conn != 0) {
        rewind(trace);          /* it never touched that connection */
        find_suspect(exercise, scene, (struct place_of_call){ 0, 0 }, trace,
                     &suspect);
    }
    if (suspect.number == 0)
        return;
    write_call(&suspect, requirement);
    snprintf(requirement->line, sizeof requirement->line, "%s", suspect.line);
    requirement->nth = count_alike(&suspect, trace);
}
