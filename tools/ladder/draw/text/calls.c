/*
 * calls.c - what the programs do: calls, results, prints, exits.
 *
 *     recv(3)                 entered, and not back
 *     :                       asleep in the kernel as long as this bar
 *     = 6                     back
 *     send(3, 6) = 6          entered and back at once
 *     2: recv(3)              another program on the same host: client-2
 */
#include "draw/text/ladder.h"

#include <inttypes.h>
#include <string.h>

#include "draw/text/calls.h"
#include "model/transcript.h"

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
                                          call_room(ladder, event->host,
                                                    actor->slot),
                                          ladder->options.unicode);
    if (row->open
        && !row_has_room(ladder, event->host, wide,
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
draw_call(struct text_ladder *ladder, const struct event *event,
          struct actor *actor)
{
    struct call_item item = item_new(event, actor);

    snprintf(item.open, sizeof item.open, "%s(", event->name);
    call_arguments(ladder, event, item.middle, sizeof item.middle);
    snprintf(item.close, sizeof item.close, ")");
    item.entered = item.arguments = true;
    calls_share(ladder, event, &item);
    place(ladder, event, actor, &item);
    actor->blocked = true;
    snprintf(actor->call, sizeof actor->call, "%s", event->name);
}

/* Whether the result fits behind the call that stands on the open row. */
static bool
merge(struct text_ladder *ladder, const struct event *event,
      const char *result, const char *learned)
{
    struct row *row = &ladder->row;
    struct call_item *item = &row->call[event->host];
    unsigned room = call_room(ladder, event->host, item->slot);
    unsigned state = text_columns(row->state[event->host]);

    if (state > 0)
        room = room > state + 1 ? room - state - 1 : 0;
    unsigned fixed = text_columns(item->before) + text_columns(item->label)
        + text_columns(item->open) + 1 + text_columns(result) + 1;
    unsigned middle = text_columns(item->middle);
    unsigned least = middle < 4 || state > 0 ? middle : 4;
    /* What decides is never cut; the bytes that move may be. */
    if (ladder->layout.lines && item->arguments && state == 0
        && strchr(item->middle, '"') == NULL)
        least = call_least_columns(item);
    if (fixed + least > room)
        return false;
    bool all = fixed + middle + text_columns(learned) <= room;
    snprintf(item->close, sizeof item->close, ") %s%s", result,
             all ? learned : "");
    item->entered = false;
    item->quiet = event->value >= 0;
    return true;
}

/* Whether the arguments stand whole in front of this result. */
static bool
fits_whole(const struct text_ladder *ladder, enum host side,
           const struct call_item *item, const char *result)
{
    struct call_item tried = *item;
    char whole[2 * CALL_MAX], cut[2 * CALL_MAX];

    snprintf(tried.close, sizeof tried.close, ") %s", result);
    call_compose(&tried, whole, sizeof whole, 2 * CALL_MAX,
                 ladder->options.unicode);
    unsigned room = call_room(ladder, side, item->slot);
    call_compose(&tried, cut, sizeof cut, room, ladder->options.unicode);
    return strstr(cut, ladder->options.unicode ? "\xE2\x80\xA6" : "..")
        == NULL || strcmp(whole, cut) == 0;
}

/* The last comma of the item's arguments that stands within the room. */
static char *
last_comma(struct call_item *item, unsigned room)
{
    unsigned used = text_columns(item->label) + text_columns(item->open);
    char *last = NULL;

    for (char *at = strstr(item->middle, ", "); at != NULL;
         at = strstr(at + 1, ", "))
        if (used + (unsigned)(at - item->middle) + 1 <= room)
            last = at;
    return last;
}

/*
 * Puts a call that is over on several rows, broken behind arguments:
 *
 *     setsockopt(3,
 *       SO_REUSEADDR, 1) = 0
 */
static bool
wrap(struct text_ladder *ladder, const struct event *event,
     const struct actor *actor, const char *result)
{
    struct call_item *item = &ladder->row.call[event->host];
    unsigned room = call_room(ladder, event->host, item->slot);
    bool wrapped = false;
    char *comma;

    if (!call_wraps(ladder, event->name)
        || (event->value == -1 && fits_whole(ladder, event->host, item, "")))
        return false;
    while (!fits_whole(ladder, event->host, item, result)
           && (comma = last_comma(item, room)) != NULL) {
        struct call_item rest = item_new(event, actor);
        snprintf(rest.middle, sizeof rest.middle, "%s", comma + 2);
        rest.label[0] = '\0';
        rest.arguments = true;
        snprintf(rest.open, sizeof rest.open, "  ");
        comma[1] = '\0';
        item->close[0] = '\0';
        item->entered = false;
        row_close(ladder);
        item = place(ladder, event, actor, &rest);
        wrapped = true;
    }
    if (wrapped)
        snprintf(item->close, sizeof item->close, ") %s", result);
    return wrapped;
}

/* What getsockopt() has learned joins its arguments: "3, SO_ERROR, [0]". */
static bool
join_value(struct call_item *item, const struct event *event)
{
    size_t used = strlen(item->middle);

    if (strcmp(event->name, "getsockopt") != 0 || event->text == NULL)
        return false;
    snprintf(item->middle + used, sizeof item->middle - used, ", [%s]",
             event->text);
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

    call_result(ladder, event, result, sizeof result);
    call_learned(ladder, event, learned, sizeof learned);
    bool follows = row->open && item->used && item->entered
        && strcmp(item->actor, event->actor) == 0;
    if (follows && join_value(item, event))
        learned[0] = '\0';
    if (follows && wrap(ladder, event, actor, result)) {
        item->colour = colour;
    } else if (follows && merge(ladder, event, result, learned)) {
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

/* A line of output, on up to four rows where the lane is narrow. */
static void
draw_prints(struct text_ladder *ladder, const struct event *event,
            const struct actor *actor)
{
    enum { ROWS = 4 };
    struct call_item item = item_new(event, actor);
    char text[CALL_MAX];
    const char *at = text;

    snprintf(item.open, sizeof item.open, "prints \"");
    const char *line = event->text != NULL ? event->text : "";
    text_escape(text, sizeof text, line, strlen(line),
                ladder->options.unicode);
    item.colour = COLOUR_BOLD;
    calls_share(ladder, event, &item);
    unsigned room = call_room(ladder, event->host, actor->slot);
    for (int row = 1; row < ROWS && ladder->layout.lines; row++) {
        unsigned used = text_columns(item.label) + text_columns(item.open)
            + 1;
        size_t bytes = room > used ? break_at(at, room - used) : 0;
        if (bytes == 0 || at[bytes] == '\0')
            break;
        snprintf(item.middle, sizeof item.middle, "%.*s", (int)bytes, at);
        place(ladder, event, actor, &item);
        row_close(ladder);
        at += bytes + strspn(at + bytes, " ");
        item.label[0] = '\0';
        snprintf(item.open, sizeof item.open, "  ");
        ladder->note = 0;
    }
    snprintf(item.middle, sizeof item.middle, "%s", at);
    snprintf(item.close, sizeof item.close, "\"");
    item.quiet = true;
    place(ladder, event, actor, &item);
}

/* What became of a program, in the words of the transcript: "exits 0". */
static void
draw_remark(struct text_ladder *ladder, const struct event *event,
            struct actor *actor)
{
    struct call_item item = item_new(event, actor);
    char line[TEXT_MAX];
    const char *words = transcript_deed(event, NULL, line, sizeof line);

    text_escape(item.open, sizeof item.open, words, strlen(words),
                ladder->options.unicode);
    bool failed = (event->signal != 0 && !ladder->story.stopped[event->host])
        || event->value != 0;
    item.colour = failed ? COLOUR_RED : COLOUR_NONE;
    calls_share(ladder, event, &item);
    place(ladder, event, actor, &item);
}

void
calls_event(struct text_ladder *ladder, const struct event *event,
            enum telling telling)
{
    struct actor *actor = actor_of(ladder, event);

    if (actor == NULL)
        return;
    row_before(ladder, event);
    if (telling == TELLS_CALL)
        draw_call(ladder, event, actor);
    else if (telling == TELLS_RETURN)
        draw_return(ladder, event, actor);
    else if (telling == TELLS_PRINT)
        draw_prints(ladder, event, actor);
    else
        draw_remark(ladder, event, actor);
    if (event->kind == EVENT_EXITS)
        actor_forget(ladder, event->actor);
}

void
calls_times(struct text_ladder *ladder, const struct event *back,
            unsigned times)
{
    struct call_item *item = &ladder->row.call[back->host];
    struct actor *actor = actor_of(ladder, back);
    char words[32];

    if (actor == NULL)
        return;
    snprintf(words, sizeof words, "%s %u",
             ladder->options.unicode ? "\xC3\x97" : "x", times);
    unsigned room = call_room(ladder, back->host, actor->slot);
    size_t used = strlen(item->close);
    unsigned fixed = text_columns(item->before) + text_columns(item->label)
        + text_columns(item->open) + text_columns(item->close);
    unsigned wide = fixed + text_columns(item->middle) + 1
        + text_columns(words);
    if (ladder->row.open && item->used && wide <= room
        && strcmp(item->actor, back->actor) == 0) {
        snprintf(item->close + used, sizeof item->close - used, " %s", words);
        return;
    }
    row_close(ladder);
    struct call_item more = item_new(back, actor);
    snprintf(more.open, sizeof more.open, "%s", words);
    place(ladder, back, actor, &more);
}
