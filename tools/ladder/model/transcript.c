/*
 * transcript.c - an event as a line, by the table of grammar.h.
 *
 *     client calls connect(3, 10.0.0.2:7000)
 *     client state SYN-SENT
 *     client sends c2 PSH,ACK 1:7 (6) ack 1 [again]
 *     wire lost client's c2 PSH,ACK 1:7 (6) ack 1
 */
#include "model/transcript.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/utf8.h"
#include "model/grammar.h"

enum { PORT_DIGITS = 5 };

/* A line that grows to its end and is cut there. */
struct line {
    char *out;
    size_t size, used;
};

static void
put_bytes(struct line *line, const char *bytes, size_t length)
{
    size_t room = line->size - 1 - line->used;
    if (length > room)
        length = room;
    memcpy(line->out + line->used, bytes, length);
    line->used += length;
    line->out[line->used] = '\0';
}

static void
put(struct line *line, const char *text)
{
    put_bytes(line, text, strlen(text));
}

static void
put_integer(struct line *line, int64_t number)
{
    char digits[24];
    snprintf(digits, sizeof digits, "%" PRId64, number);
    put(line, digits);
}

static bool
is_control(const char *text, size_t bytes)
{
    unsigned char c = (unsigned char)text[0];
    if (bytes == 2)             /* U+0080 to U+009F: a terminal obeys them */
        return c == 0xc2 && (unsigned char)text[1] < 0xa0;
    return bytes == 1 && (c < 0x20 || c == 0x7f);
}

/* One character, or each byte of what is none as \xNN; returns its bytes. */
static size_t
put_character(struct line *line, const char *text, size_t length, bool quoted)
{
    size_t bytes = utf8_length(text, length);
    if (bytes > 0 && !is_control(text, bytes)) {
        if (quoted && (text[0] == '"' || text[0] == '\\'))
            put(line, "\\");
        put_bytes(line, text, bytes);
        return bytes;
    }
    if (bytes == 0)
        bytes = 1;
    for (size_t i = 0; i < bytes; i++) {
        char hex[8];
        snprintf(hex, sizeof hex, "\\x%02x", (unsigned char)text[i]);
        put(line, hex);
    }
    return bytes;
}

static void
put_word(struct line *line, const char *text)
{
    size_t length = strlen(text);
    for (size_t i = 0; i < length;)
        i += put_character(line, text + i, length - i, false);
}

static bool
is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool
is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

/*
 * How many characters at text[at] are a decimal number that stands alone and
 * is a port the kernel chose; else 0.  Not alone: 1.40312, 40312.5, a40312.
 */
static size_t
ephemeral_at(const struct flow_table *flows, const char *text, size_t at)
{
    unsigned long port = 0;
    size_t end = at;

    if (at > 0 && (is_digit(text[at - 1]) || is_letter(text[at - 1])
                   || (text[at - 1] == '.' && at > 1
                       && is_digit(text[at - 2]))))
        return 0;
    while (is_digit(text[end]) && end - at <= PORT_DIGITS)
        port = port * 10 + (unsigned long)(text[end++] - '0');
    if (end == at || text[at] == '0' || is_digit(text[end])
        || is_letter(text[end])
        || (text[end] == '.' && is_digit(text[end + 1])))
        return 0;
    if (port > UINT16_MAX || !flow_is_ephemeral(flows, (uint16_t)port))
        return 0;
    return end - at;
}

static void
put_text(struct line *line, const struct flow_table *flows, const char *text,
         bool quoted)
{
    size_t length = strlen(text);
    for (size_t i = 0; i < length;) {
        size_t digits = flows != NULL ? ephemeral_at(flows, text, i) : 0;
        if (digits > 0)
            put(line, "PORT");
        else
            digits = put_character(line, text + i, length - i, quoted);
        i += digits;
    }
}

static void
put_result(struct line *line, const struct event *event)
{
    put(line, " ");
    if (event->error != NULL && strcmp(event->error, "interrupted") == 0) {
        put(line, "interrupted");
        return;
    }
    put_integer(line, event->value);
    if (event->value == -1 && event->error != NULL
        && event->error[0] != '\0') {
        put(line, " ");
        put_word(line, event->error);
    }
}

static void
put_signal(struct line *line, const struct event *event)
{
    char name[16];

    put(line, " ");
    put(line, signal_name(event->signal, name, sizeof name));
}

static void
put_conn(struct line *line, const struct event *event, bool numbered)
{
    if (numbered && event->conn != 0) {
        put(line, " c");
        put_integer(line, event->conn);
    }
}

static void
put_state(struct line *line, const struct event *event, bool numbered)
{
    put_conn(line, event, numbered);
    put(line, " ");
    put_word(line, event->state);
}

static void
put_queue(struct line *line, const struct event *event)
{
    put(line, " ");
    put_integer(line, event->queued);
    put(line, "/");
    put_integer(line, event->queue_max);
}

static void
put_segment(struct line *line, const struct event *event, bool numbered)
{
    char text[512];
    put_conn(line, event, numbered);
    put(line, " ");
    put(line, segment_text(&event->segment, text, sizeof text));
    if (event->dropped)
        put(line, " [dropped]");
}

static void
put_call(struct line *line, const struct event *event,
         const struct flow_table *flows)
{
    put(line, " ");
    put_word(line, event->name);
    put(line, "(");
    if (event->text != NULL)
        put_text(line, flows, event->text, false);
    put(line, ")");
}

static void
put_quoted(struct line *line, const struct event *event,
           const struct flow_table *flows)
{
    put(line, " \"");
    if (event->text != NULL)
        put_text(line, flows, event->text, true);
    put(line, "\"");
}

static void
put_wire_deed(struct line *line, const struct event *event, bool numbered)
{
    put(line, " ");
    put(line, wire_deed_name(event->deed));
    if (event->deed != WIRE_FORGED) {   /* nobody sent that one */
        put(line, " ");
        put(line, host_name(event->host));
        put(line, "'s");
    }
    put_segment(line, event, numbered);
}

static void
put_subject(struct line *line, const struct event *event,
            enum subject subject)
{
    switch (subject) {
    case SUBJECT_ACTOR:
        put_word(line, event->actor);
        break;
    case SUBJECT_ACTOR_CALL:
        put_word(line, event->actor);
        put(line, " ");
        put_word(line, event->name);
        break;
    case SUBJECT_HOST:
        put(line, host_name(event->host));
        break;
    case SUBJECT_WIRE:
    case SUBJECT_LADDER:
    case SUBJECT_NONE:
        put(line, grammar_subject(subject));
        break;
    }
}

static void
put_object(struct line *line, const struct event *event, enum object object,
           const struct flow_table *flows, bool numbered)
{
    switch (object) {
    case OBJECT_CALL:
        put_call(line, event, flows);
        break;
    case OBJECT_RESULT:
        put_result(line, event);
        break;
    case OBJECT_QUOTED:
        put_quoted(line, event, flows);
        break;
    case OBJECT_STATUS:
        put(line, " ");
        put_integer(line, event->value);
        break;
    case OBJECT_SIGNAL:
        put_signal(line, event);
        break;
    case OBJECT_STATE:
        put_state(line, event, numbered);
        break;
    case OBJECT_QUEUE:
        put_queue(line, event);
        break;
    case OBJECT_SEGMENT:
        put_segment(line, event, numbered);
        break;
    case OBJECT_WIRE_DEED:
        put_wire_deed(line, event, numbered);
        break;
    case OBJECT_LADDER_DEED:
        put(line, " ");
        put_word(line, event->text != NULL ? event->text : "");
        break;
    }
}

static void
put_deed(struct line *line, const struct event *event,
         const struct phrase *phrase, const struct flow_table *flows,
         bool numbered)
{
    if (phrase->verb[0] != '\0') {
        put(line, " ");
        put(line, phrase->verb);
    }
    put_object(line, event, phrase->object, flows, numbered);
}

bool
transcript_line(const struct event *event, const struct flow_table *flows,
                bool numbered, char *out, size_t size)
{
    struct line line = { .out = out, .size = size };
    const struct phrase *phrase = grammar_phrase(event);

    if (size == 0)
        return false;
    out[0] = '\0';
    if (phrase == NULL)
        return false;           /* a meter's numbers are no words */
    put_subject(&line, event, grammar_of(event->kind)->subject);
    put_deed(&line, event, phrase, flows, numbered);
    return true;
}

const char *
transcript_deed(const struct event *event, const struct flow_table *flows,
                char *out, size_t size)
{
    struct line line = { .out = out, .size = size };
    const struct phrase *phrase = grammar_phrase(event);

    out[0] = '\0';
    if (phrase == NULL)
        return out;
    put_deed(&line, event, phrase, flows, false);
    return out[0] == ' ' ? out + 1 : out;
}
