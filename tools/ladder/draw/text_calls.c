/*
 * text_calls.c - what the programs do: calls, results, prints, exits.
 *
 *     recv(3)                 entered, and not back
 *     :                       asleep in the kernel as long as this bar
 *     = 6                     back
 *     send(3, 6) = 6          entered and back at once
 *     2: recv(3)              another program on the same host: client-2
 */
#include "text_parts.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

/* Puts an item on the event's side: on the open row if it has room there. */
static struct call_item *
place(struct text_ladder *ladder, const struct event *event,
      const struct actor *actor, const struct call_item *item)
{
    struct row *row = &ladder->row;
    char text[2 * CALL_MAX];

    if (row->open && row->call[event->host].used)
        row_close(ladder);
    unsigned indent = 2 * actor->slot;
    unsigned wide = indent + call_compose(item, text, sizeof text,
                                          ladder->layout.side - 1 - indent,
                                          ladder->options.unicode);
    if (row->open
        && !row_has_room(ladder, wide,
                         text_columns(row->state[event->host])))
        row_close(ladder);
    row_open(ladder, event);
    row->call[event->host] = *item;
    return &row->call[event->host];
}

static struct call_item
item_new(const struct event *event, const struct actor *actor)
{
    struct call_item item = { .used = true, .slot = actor->slot };

    snprintf(item.actor, sizeof item.actor, "%s", event->actor);
    snprintf(item.name, sizeof item.name, "%s", event->name);
    actor_label(event, item.label, sizeof item.label);
    return item;
}

static void
escape(const struct text_ladder *ladder, char *out, size_t size,
       const char *text)
{
    text_escape(out, size, text, strlen(text), ladder->options.unicode);
}

/* The bytes that moved, as C writes them: "hello\n". */
static void
quote_data(const struct text_ladder *ladder, const struct event *event,
           int64_t moved, char *out, size_t size)
{
    char plain[256];
    size_t used = 0;

    for (size_t i = 0; i < event->data_bytes && i < 64; i++) {
        char c = (char)event->data[i];
        const char *found = c == '\0' ? NULL : strchr("\nn\tt\rr\"\"\\\\", c);
        /* Every even place of that string is a sign, the next its letter. */
        if (found != NULL && (c == '\n' || c == '\t' || c == '\r' || c == '"'
                              || c == '\\')) {
            plain[used++] = '\\';
            plain[used++] = found[1];
        } else {
            plain[used++] = c;
        }
    }
    const char *more = (int64_t)event->data_bytes >= moved ? ""
        : ladder->options.unicode ? "\xE2\x80\xA6" : "..";
    char escaped[300];
    text_escape(escaped, sizeof escaped, plain, used,
                ladder->options.unicode);
    snprintf(out, size, "\"%s\"%s", escaped, more);
}

/* The arguments; where there is room, a send shows what it sends. */
static void
fill_arguments(struct text_ladder *ladder, const struct event *event,
               char *out, size_t size)
{
    char arguments[CALL_MAX], data[340];

    names_arguments(ladder, event, arguments, sizeof arguments);
    char *comma = strstr(arguments, ", ");
    if (!ladder->layout.wide || event->data_bytes == 0 || comma == NULL) {
        escape(ladder, out, size, arguments);
        return;
    }
    int64_t length = strtoll(comma + 2, NULL, 10);
    quote_data(ladder, event, length, data, sizeof data);
    *comma = '\0';
    size_t used = 0;
    escape(ladder, out, size, arguments);
    used = strlen(out);
    snprintf(out + used, size - used, ", %s, ", data);
    used = strlen(out);
    escape(ladder, out + used, size - used, comma + 2);
}

static void
draw_call(struct text_ladder *ladder, const struct event *event,
          struct actor *actor)
{
    struct call_item item = item_new(event, actor);

    snprintf(item.open, sizeof item.open, "%s(", event->name);
    fill_arguments(ladder, event, item.middle, sizeof item.middle);
    snprintf(item.close, sizeof item.close, ")");
    item.entered = item.arguments = true;
    calls_share(ladder, event, &item);
    place(ladder, event, actor, &item);
    actor->blocked = true;
    snprintf(actor->call, sizeof actor->call, "%s", event->name);
}

/* "= 6", "= -1 ECONNREFUSED", "= 0 end of file". */
static void
result_text(struct text_ladder *ladder, const struct event *event, char *out,
            size_t size)
{
    char name[32];

    if (event->value == -1 && event->error != NULL) {
        snprintf(out, size, "= -1 %s", event->error);
        return;
    }
    names_return(ladder, event, name, sizeof name);
    bool reads = strcmp(event->name, "recv") == 0
        || strcmp(event->name, "read") == 0;
    bool at_end = reads && event->value == 0 && event->conn != 0;
    snprintf(out, size, "= %" PRId64 "%s%s", event->value, name,
             at_end ? " end of file" : "");
}

/* What the call learned: bytes or an address, where there is room. */
static void
learned_text(struct text_ladder *ladder, const struct event *event,
             char *out, size_t size)
{
    char text[340];

    out[0] = '\0';
    if (!ladder->layout.wide)
        return;
    if (event->data_bytes > 0) {
        quote_data(ladder, event, event->value, text, sizeof text);
        snprintf(out, size, " %s", text);
    } else if (event->text != NULL && event->text[0] != '\0') {
        escape(ladder, text, sizeof text, event->text);
        snprintf(out, size, " %s", text);
    }
}

/* Whether the result fits behind the call that stands on the open row. */
static bool
merge(struct text_ladder *ladder, const struct event *event,
      const char *result, const char *learned)
{
    struct row *row = &ladder->row;
    struct call_item *item = &row->call[event->host];
    unsigned room = ladder->layout.side - 1 - 2 * item->slot;
    unsigned state = text_columns(row->state[event->host]);

    if (state > 0)
        room = room > state + 1 ? room - state - 1 : 0;
    unsigned fixed = text_columns(item->before) + text_columns(item->label)
        + text_columns(item->open) + 1 + text_columns(result) + 1;
    unsigned middle = text_columns(item->middle);
    unsigned least = middle < 4 || state > 0 ? middle : 4;
    if (fixed + least > room)
        return false;
    bool all = fixed + middle + text_columns(learned) <= room;
    snprintf(item->close, sizeof item->close, ") %s%s", result,
             all ? learned : "");
    item->entered = false;
    item->quiet = event->value >= 0;
    return true;
}

static void
draw_return(struct text_ladder *ladder, const struct event *event,
            struct actor *actor)
{
    struct row *row = &ladder->row;
    struct call_item *item = &row->call[event->host];
    char result[120], learned[360];
    enum colour colour = event->value == -1 ? COLOUR_RED : COLOUR_NONE;

    result_text(ladder, event, result, sizeof result);
    learned_text(ladder, event, learned, sizeof learned);
    if (row->open && item->used && item->entered
        && strcmp(item->actor, event->actor) == 0
        && merge(ladder, event, result, learned)) {
        row_open(ladder, event);
        item->colour = colour;
    } else {
        struct call_item back = item_new(event, actor);
        snprintf(back.open, sizeof back.open, "%s", result);
        snprintf(back.middle, sizeof back.middle, "%s", learned);
        back.colour = colour;
        back.quiet = event->value >= 0;
        place(ladder, event, actor, &back);
    }
    actor->blocked = actor->held = false;
}

/* Where to break text so that its first part takes room columns at most. */
static size_t
break_at(const char *text, unsigned room)
{
    const char *at = text;
    size_t blank = 0;
    unsigned columns = 0;

    while (*at != '\0') {
        size_t bytes = (size_t)(at - text);
        if (*at == ' ' && bytes > 0)
            blank = bytes;
        columns += character_columns(text_next(&at));
        if (columns > room)
            return blank > 0 ? blank : bytes;
    }
    return (size_t)(at - text);
}

/* A line of output; on a second row what the first has no room for. */
static void
draw_prints(struct text_ladder *ladder, const struct event *event,
            const struct actor *actor)
{
    struct call_item item = item_new(event, actor);
    char text[CALL_MAX];

    snprintf(item.open, sizeof item.open, "prints \"");
    escape(ladder, text, sizeof text, event->text != NULL ? event->text : "");
    item.colour = COLOUR_BOLD;
    unsigned room = ladder->layout.side - 1 - 2 * actor->slot;
    unsigned used = text_columns(item.label) + text_columns(item.open) + 1;
    size_t whole = strlen(text);
    size_t bytes = whole;
    if (room > used)
        bytes = break_at(text, room - used);
    bool split = bytes < whole && bytes > 0 && !ladder->layout.wide;
    if (!split) {
        snprintf(item.middle, sizeof item.middle, "%s", text);
        snprintf(item.close, sizeof item.close, "\"");
        item.quiet = true;
        calls_share(ladder, event, &item);
        place(ladder, event, actor, &item);
        return;
    }
    snprintf(item.middle, sizeof item.middle, "%.*s", (int)bytes, text);
    place(ladder, event, actor, &item);
    row_close(ladder);
    item.open[0] = item.label[0] = '\0';
    const char *rest = text + bytes + strspn(text + bytes, " ");
    snprintf(item.middle, sizeof item.middle, "  %s", rest);
    snprintf(item.close, sizeof item.close, "\"");
    ladder->note = 0;
    place(ladder, event, actor, &item);
}

static void
draw_exit(struct text_ladder *ladder, const struct event *event,
          struct actor *actor)
{
    struct call_item item = item_new(event, actor);
    char name[32];

    if (event->signal != 0)
        snprintf(item.open, sizeof item.open, "killed %s",
                 signal_name(event->signal, name, sizeof name));
    else
        snprintf(item.open, sizeof item.open, "exits %" PRId64, event->value);
    bool failed = event->signal != 0 || event->value != 0;
    item.colour = failed ? COLOUR_RED : COLOUR_NONE;
    calls_share(ladder, event, &item);
    place(ladder, event, actor, &item);
    actor->blocked = actor->held = false;
}

void
calls_event(struct text_ladder *ladder, const struct event *event)
{
    struct actor *actor = actor_of(ladder, event);

    if (actor == NULL)
        return;
    row_before(ladder, event);
    if (event->kind == EVENT_CALL)
        draw_call(ladder, event, actor);
    else if (event->kind == EVENT_RETURN)
        draw_return(ladder, event, actor);
    else if (event->kind == EVENT_PRINTS)
        draw_prints(ladder, event, actor);
    else
        draw_exit(ladder, event, actor);
    if (event->kind == EVENT_EXITS)
        actor_forget(ladder, event->actor);
}
