/*
 * calls.c - a call and its return become one bar with its words.
 */
#include <inttypes.h>
#include <string.h>

#include "draw/figure/collect.h"

enum { OPEN_CALLS_MAX = 1024 };

static void
quote_data(char *out, size_t size, const struct event *event)
{
    size_t used = 0;

    if (event->data == NULL || event->data_bytes == 0 || size < 16)
        return;
    out[used++] = '"';
    for (size_t i = 0; i < event->data_bytes; i++) {
        unsigned char c = event->data[i];

        if (i == 12 || used > 12 || used + 12 > size) {
            used += (size_t)snprintf(out + used, size - used, "…");
            break;
        }
        if (c == '\n' || c == '\r')
            used += (size_t)snprintf(out + used, size - used, "\\%c",
                                     c == '\n' ? 'n' : 'r');
        else if (c < ' ' || c > '~' || c == '"' || c == '\\')
            used += (size_t)snprintf(out + used, size - used, "\\x%02x", c);
        else
            out[used++] = (char)c;
    }
    snprintf(out + used, size - used, "\"");
}

/* send(3, "hello\n", 6): the arguments, and the data where C would have it. */
static void
call_text(struct call *call, const struct event *event)
{
    const char *text = event_arguments(event);
    const char *comma = strchr(text, ',');
    char data[80] = "", arguments[LABEL_BYTES], whole[LABEL_BYTES * 2 + 48];

    quote_data(data, sizeof data, event);
    if (data[0] != '\0' && comma != NULL)
        snprintf(whole, sizeof whole, "%.*s, %s%s",
                 (int)(comma - text < 40 ? comma - text : 40), text, data,
                 comma);
    else
        snprintf(whole, sizeof whole, "%s", text);
    clean_text(arguments, sizeof arguments, whole, 64);
    clean_text(data, sizeof data, event->name, NAME_MAX_CALL);
    snprintf(call->text, sizeof call->text, "%s(%s)", data, arguments);
}

static void
return_text(struct call *call, const struct event *event)
{
    char data[80] = "", clean[64] = "", error[32] = "", words[256];

    quote_data(data, sizeof data, event);
    if (event->error != NULL)
        clean_text(error, sizeof error, event->error, 24);
    if (event->text != NULL)
        clean_text(clean, sizeof clean, event->text, 40);
    snprintf(words, sizeof words, "=\xc2\xa0%" PRId64 "%s%s%s%s%s%s",
             event->value, error[0] != '\0' ? " " : "", error,
             data[0] != '\0' ? " " : "", data,
             clean[0] != '\0' ? ", " : "", clean);
    clean_text(call->result, sizeof call->result, words, 64);
}

static struct call *
new_call(struct collector *collector, const struct event *event)
{
    struct layout *layout = collector->layout;

    if (!room_for_one(&layout->calls, &layout->call_room, layout->call_count,
                      sizeof *layout->calls, &layout->failed))
        return NULL;
    struct call *call = &layout->calls[layout->call_count++];
    *call = (struct call){.host = event->host, .start = -1, .end = -1,
                          .released = -1,
                          .end_ns = -1};
    call->actor = collect_actor(collector, event->host, event->actor);
    return call;
}

static struct open_call *
find_open(struct collector *collector, int tid)
{
    for (size_t i = 0; i < collector->open_count; i++)
        if (collector->open[i].tid == tid)
            return &collector->open[i];
    return NULL;
}

void
collect_call(struct collector *collector, const struct event *event, int moment)
{
    struct open_call *open = find_open(collector, event->tid);

    if (event->host == HOST_NONE)
        return;
    if (open == NULL) {
        if (collector->open_count == OPEN_CALLS_MAX)
            return;
        open = &collector->open[collector->open_count++];
    }
    *open = (struct open_call){.tid = event->tid, .call = -1,
                               .step = event->step,
                               .start_ns = event->time_ns};
    if (moment == -1)
        return;
    struct call *call = new_call(collector, event);
    if (call == NULL)
        return;
    call->start = moment;
    call->start_ns = event->time_ns;
    call_text(call, event);
    open->call = (int)(call - collector->layout->calls);
}

void
collect_return(struct collector *collector, const struct event *event,
               int moment)
{
    struct open_call *open = find_open(collector, event->tid);
    struct call *call = NULL;

    if (event->host == HOST_NONE)
        return;
    if (open != NULL && open->call >= 0)
        call = &collector->layout->calls[open->call];
    if (call == NULL && moment != -1) {
        call = new_call(collector, event);
        if (call != NULL) {
            call->start_ns = open == NULL ? event->time_ns : open->start_ns;
            clean_text(call->text, sizeof call->text, event->name, 24);
        }
    }
    if (call != NULL) {
        call->end = moment;
        call->end_ns = event->time_ns;
        call->waited = open != NULL && open->step != event->step;
        if (moment != -1)
            return_text(call, event);
    }
    if (open != NULL)
        *open = collector->open[--collector->open_count];
}

/* A program that is gone ends its calls: exit(), or a signal in recv(). */
void
collect_end(struct collector *collector, const struct event *event, int moment)
{
    for (size_t i = 0; i < collector->open_count; ) {
        struct open_call *open = &collector->open[i];
        struct call *call = open->call < 0 ? NULL
                            : &collector->layout->calls[open->call];

        if (call == NULL || call->end_ns != -1 ||
            strcmp(collector->layout->names[call->actor], event->actor) != 0) {
            i++;
            continue;
        }
        call->end = moment;
        call->end_ns = event->time_ns;
        call->waited = true;
        *open = collector->open[--collector->open_count];
    }
}

/* The call that its return ends was made once more: its bar goes on. */
void
collect_repeat(struct collector *collector, const struct event *event)
{
    struct layout *layout = collector->layout;
    struct call *call = NULL;

    if (event->kind != EVENT_RETURN)
        return;
    for (size_t i = layout->call_count; i-- > 0 && call == NULL;)
        if (strcmp(layout->names[layout->calls[i].actor], event->actor) == 0)
            call = &layout->calls[i];
    if (call == NULL || call->end < 0)
        return;
    call->repeats++;
    call->end_ns = event->time_ns;
    if (layout->moments[call->end].time_ns < event->time_ns)
        layout->moments[call->end].time_ns = event->time_ns;
}
