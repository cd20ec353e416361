/*
 * line.c - the keys of a trace's lines, with their types and ranges.
 */
#include "trace/line.h"

#include <limits.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "model/deed.h"
#include "model/grammar.h"
#include "trace/json.h"

enum field_id {
    FIELD_TIME, FIELD_STEP, FIELD_KIND, FIELD_HOST, FIELD_ACTOR, FIELD_PID,
    FIELD_TID, FIELD_FD, FIELD_SOCKET, FIELD_CONN, FIELD_CALL, FIELD_TEXT,
    FIELD_FULL, FIELD_DATA, FIELD_VALUE, FIELD_ERROR, FIELD_SIGNAL,
    FIELD_STATE,
    FIELD_FROM, FIELD_PORT, FIELD_PEER, FIELD_UDP, FIELD_QUEUED, FIELD_MAX,
    FIELD_DEED, FIELD_PACKET, FIELD_LENGTH, FIELD_DROPPED, FIELD_BYTES,
    FIELD_CWND,
    FIELD_SSTHRESH, FIELD_RTT, FIELD_UNREAD, FIELD_UNSENT, FIELD_WIRE_QUEUE,
    FIELD_END
};

enum { PACKET_BYTES_MAX = 1 << 20 };

/* 2^53: what every reader of JSON can hold. */
static const int64_t number_max = INT64_C(1) << 53;

struct field {
    const char *key;
    enum field_id id;
    enum json_type type;
    int64_t least, most;        /* of an INTEGER; most 0: number_max */
};

static const struct field fields[] = {
    { "t", FIELD_TIME, JSON_INTEGER, 0, 0 },
    { "n", FIELD_STEP, JSON_INTEGER, 0, 0 },
    { "k", FIELD_KIND, JSON_STRING, 0, 0 },
    { "h", FIELD_HOST, JSON_STRING, 0, 0 },
    { "a", FIELD_ACTOR, JSON_STRING, 0, 0 },
    { "pid", FIELD_PID, JSON_INTEGER, 0, INT_MAX },
    { "tid", FIELD_TID, JSON_INTEGER, 0, INT_MAX },
    { "fd", FIELD_FD, JSON_INTEGER, -1, INT_MAX },
    { "s", FIELD_SOCKET, JSON_INTEGER, 0, INT64_MAX },
    { "c", FIELD_CONN, JSON_INTEGER, 0, CONN_MAX },
    { "call", FIELD_CALL, JSON_STRING, 0, 0 },
    { "text", FIELD_TEXT, JSON_STRING, 0, 0 },
    { "full", FIELD_FULL, JSON_STRING, 0, 0 },
    { "data", FIELD_DATA, JSON_STRING, 0, 0 },
    { "value", FIELD_VALUE, JSON_INTEGER, -INT64_MAX, INT64_MAX },
    { "error", FIELD_ERROR, JSON_STRING, 0, 0 },
    { "signal", FIELD_SIGNAL, JSON_STRING, 0, 0 },
    { "state", FIELD_STATE, JSON_STRING, 0, 0 },
    { "from", FIELD_FROM, JSON_STRING, 0, 0 },
    { "port", FIELD_PORT, JSON_INTEGER, 0, UINT16_MAX },
    { "peer", FIELD_PEER, JSON_INTEGER, 0, UINT16_MAX },
    { "udp", FIELD_UDP, JSON_BOOL, 0, 0 },
    { "queued", FIELD_QUEUED, JSON_INTEGER, 0, INT_MAX },
    { "max", FIELD_MAX, JSON_INTEGER, 0, UINT_MAX },
    { "deed", FIELD_DEED, JSON_STRING, 0, 0 },
    { "p", FIELD_PACKET, JSON_INTEGER, 1, INT64_MAX },
    { "len", FIELD_LENGTH, JSON_INTEGER, 0, PACKET_BYTES_MAX },
    { "dropped", FIELD_DROPPED, JSON_BOOL, 0, 0 },
    { "b", FIELD_BYTES, JSON_STRING, 0, 0 },
    { "cwnd", FIELD_CWND, JSON_INTEGER, -1, 0 },
    { "ssthresh", FIELD_SSTHRESH, JSON_INTEGER, -1, 0 },
    { "rtt_us", FIELD_RTT, JSON_INTEGER, -1, 0 },
    { "unread", FIELD_UNREAD, JSON_INTEGER, -1, 0 },
    { "unsent", FIELD_UNSENT, JSON_INTEGER, -1, 0 },
    { "wire_queue", FIELD_WIRE_QUEUE, JSON_INTEGER, -1, 0 },
    { "end", FIELD_END, JSON_INTEGER, 0, 0 },
};

static int
fail(struct trace_line *parsed, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(parsed->what, sizeof parsed->what, format, arguments);
    va_end(arguments);
    return -1;
}

static const struct field *
field_named(const char *key)
{
    for (size_t i = 0; i < sizeof fields / sizeof fields[0]; i++)
        if (strcmp(fields[i].key, key) == 0)
            return &fields[i];
    return NULL;
}

static void
copy_word(char *out, size_t size, const struct json_value *value)
{
    size_t length = value->length < size ? value->length : size - 1;
    memcpy(out, value->text, length);
    out[length] = '\0';
}

static const char *
limited_text(const struct json_value *value)
{
    if (value->length >= TEXT_MAX)
        value->text[TEXT_MAX - 1] = '\0';
    return value->text;
}

static int
hex_digit(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* Decodes hex where it stands: two digits become one byte.  -1: it is none. */
static int
hex_decode(const struct json_value *value, const unsigned char **bytes,
           size_t *count)
{
    unsigned char *out = (unsigned char *)value->text;
    if (value->length % 2 != 0)
        return -1;
    for (size_t i = 0; i < value->length; i += 2) {
        int high = hex_digit(value->text[i]);
        int low = hex_digit(value->text[i + 1]);
        if (high == -1 || low == -1)
            return -1;
        out[i / 2] = (unsigned char)(high << 4 | low);
    }
    *bytes = out;
    *count = value->length / 2;
    return 0;
}

static void
set_kind(struct trace_line *parsed, const char *name)
{
    parsed->kind = LINE_UNKNOWN;
    for (int kind = 0; kind < EVENT_KINDS; kind++)
        if (strcmp(grammar_of((enum event_kind)kind)->name, name) == 0) {
            parsed->kind = LINE_EVENT;
            parsed->event.kind = (enum event_kind)kind;
        }
}

static int
set_deed(struct event *event, const char *name)
{
    for (int deed = 0; deed < WIRE_DEEDS; deed++)
        if (strcmp(wire_deed_name((enum wire_deed)deed), name) == 0) {
            event->deed = (enum wire_deed)deed;
            return 0;
        }
    return -1;
}

/* 0, or -1 where the text is not one that the field may have. */
static int
set_string(struct trace_line *parsed, enum field_id id,
           const struct json_value *value)
{
    struct event *event = &parsed->event;
    switch (id) {
    case FIELD_KIND: set_kind(parsed, value->text); break;
    case FIELD_HOST: event->host = host_named(value->text, value->length);
        return event->host == HOST_NONE ? -1 : 0;
    case FIELD_ACTOR: copy_word(event->actor, ACTOR_MAX, value); break;
    case FIELD_CALL: copy_word(event->name, NAME_MAX_CALL, value); break;
    case FIELD_TEXT: event->text = limited_text(value); break;
    case FIELD_FULL: event->full = limited_text(value); break;
    case FIELD_ERROR: event->error = limited_text(value); break;
    case FIELD_SIGNAL: event->signal = signal_named(value->text);
        return event->signal == 0 ? -1 : 0;
    case FIELD_STATE: copy_word(event->state, STATE_MAX, value); break;
    case FIELD_FROM: copy_word(event->from, STATE_MAX, value); break;
    case FIELD_DEED: return set_deed(event, value->text);
    case FIELD_DATA:
        return hex_decode(value, &event->data, &event->data_bytes);
    case FIELD_BYTES:
        return hex_decode(value, &event->bytes, &event->captured_bytes);
    default: return -1;         /* no string: fields[] has its type wrong */
    }
    return 0;
}

static void
set_integer(struct trace_line *parsed, enum field_id id, int64_t number)
{
    struct event *event = &parsed->event;
    switch (id) {
    case FIELD_TIME: event->time_ns = number; break;
    case FIELD_STEP: event->step = (uint64_t)number; break;
    case FIELD_PID: event->pid = (int)number; break;
    case FIELD_TID: event->tid = (int)number; break;
    case FIELD_FD: event->fd = (int)number; break;
    case FIELD_SOCKET: event->socket = (uint64_t)number; break;
    case FIELD_CONN: event->conn = (unsigned)number; break;
    case FIELD_VALUE: event->value = number; break;
    case FIELD_PORT: event->port = (uint16_t)number; break;
    case FIELD_PEER: event->peer_port = (uint16_t)number; break;
    case FIELD_UDP: event->udp = number != 0; break;
    case FIELD_QUEUED: event->queued = (unsigned)number; break;
    case FIELD_MAX: event->queue_max = (unsigned)number; break;
    case FIELD_DROPPED: event->dropped = number != 0; break;
    case FIELD_PACKET: event->packet = (uint64_t)number; break;
    case FIELD_LENGTH: event->packet_bytes = (size_t)number; break;
    case FIELD_CWND: event->cwnd = number; break;
    case FIELD_SSTHRESH: event->ssthresh = number; break;
    case FIELD_RTT: event->rtt_us = number; break;
    case FIELD_UNREAD: event->unread_bytes = number; break;
    case FIELD_UNSENT: event->unsent_bytes = number; break;
    case FIELD_WIRE_QUEUE: event->wire_queue = number; break;
    case FIELD_END:
        parsed->kind = LINE_END;
        parsed->events = number;
        break;
    default: break;
    }
}

static int
set_field(struct trace_line *parsed, const struct field *field,
          const struct json_value *value)
{
    int64_t most = field->most != 0 ? field->most : number_max;
    if (value->type != field->type)
        return fail(parsed, "\"%s\" has a value of the wrong type",
                    field->key);
    if (field->type == JSON_STRING) {
        if (set_string(parsed, field->id, value) == -1)
            return fail(parsed, "\"%s\" has an unknown value", field->key);
        return 0;
    }
    if (field->type == JSON_INTEGER
        && (value->integer < field->least || value->integer > most))
        return fail(parsed, "\"%s\" is out of range", field->key);
    set_integer(parsed, field->id, value->integer);
    return 0;
}

/* What an object needs; a text that is missing is an empty one. */
static int
check_object(struct trace_line *parsed, enum object object)
{
    struct event *event = &parsed->event;

    switch (object) {
    case OBJECT_CALL:
    case OBJECT_QUOTED:
        if (event->text == NULL)
            event->text = "";
        return 0;
    case OBJECT_LADDER_DEED:
        event_set_words(event, event->text != NULL ? event->text : "");
        return 0;
    case OBJECT_SEGMENT:
    case OBJECT_WIRE_DEED:
        if (event->packet == 0)
            return fail(parsed, "an event without \"p\"");
        if (event->captured_bytes > event->packet_bytes
            && event->kind == EVENT_SENDS)
            return fail(parsed, "more bytes than \"len\"");
        return 0;
    case OBJECT_RESULT:
    case OBJECT_STATUS:
    case OBJECT_SIGNAL:
    case OBJECT_STATE:
    case OBJECT_QUEUE:
        return 0;               /* numbers, and texts that may be empty */
    }
    return 0;
}

/* Whether the event has what its line needs, so that no drawing must ask. */
static int
check_event(struct trace_line *parsed)
{
    const struct event *event = &parsed->event;
    enum subject subject = grammar_of(event->kind)->subject;
    const struct phrase *phrase = grammar_phrase(event);
    bool calls = subject == SUBJECT_ACTOR_CALL
        || (phrase != NULL && phrase->object == OBJECT_CALL);

    if (event->host == HOST_NONE && subject != SUBJECT_LADDER)
        return fail(parsed, "an event without \"h\"");
    if ((subject == SUBJECT_ACTOR || subject == SUBJECT_ACTOR_CALL)
        && event->actor[0] == '\0')
        return fail(parsed, "an event without \"a\"");
    if (calls && event->name[0] == '\0')
        return fail(parsed, "an event without \"call\"");
    return phrase != NULL ? check_object(parsed, phrase->object) : 0;
}

int
trace_line_parse(struct trace_line *parsed, char *line, size_t length)
{
    struct json_cursor cursor = json_begin(line, length);
    struct json_value value;
    const char *key;
    int more;

    *parsed = (struct trace_line){ .kind = LINE_UNKNOWN,
                                   .event = event_new(EVENT_LADDER) };
    while ((more = json_next(&cursor, &key, &value)) == 1) {
        const struct field *field = field_named(key);
        if (field != NULL && set_field(parsed, field, &value) == -1)
            return -1;
    }
    if (more == -1)
        return fail(parsed, "%s", cursor.error);
    return parsed->kind == LINE_EVENT ? check_event(parsed) : 0;
}
