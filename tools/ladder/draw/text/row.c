/*
 * row.c - one row: an instant, and all that belongs to it.
 *
 *     (1)   20 :                  │                    ╰▶│ SYN-RECEIVED    :
 */
#include "draw/text/ladder.h"

#include <inttypes.h>
#include <string.h>

#include "draw/story/words.h"
#include "draw/text/calls.h"
#include "draw/text/wire.h"

enum { PRINT_FROM_NS = 950000, MS = 1000000, PAGE_ROWS = 18,
       SECONDS_FROM_MS = 10000 };

unsigned
row_call_columns(const struct text_ladder *ladder, enum host side)
{
    const struct call_item *item = &ladder->row.call[side];
    char text[2 * CALL_MAX];
    unsigned columns = calls_bar_columns(ladder, side);

    if (!ladder->row.open || !item->used)
        return columns;
    unsigned indent = 2 * item->slot;
    indent += call_compose(item, text, sizeof text,
                           call_room(ladder, side, item->slot),
                           ladder->options.unicode);
    return indent > columns ? indent : columns;
}

bool
row_has_room(const struct text_ladder *ladder, enum host side,
             unsigned call_columns, unsigned state_columns)
{
    if (call_columns == 0 || state_columns == 0)
        return true;
    /* A blank between them, and one between state and line. */
    return call_columns + state_columns + 2 <= ladder->layout.side[side];
}

void
row_open(struct text_ladder *ladder, const struct event *event)
{
    struct row *row = &ladder->row;

    if (!row->open) {
        *row = (struct row){ .open = true, .step = event->step,
                             .time_ns = event->time_ns };
        row->timed = !ladder->clock.begun
            || event->time_ns - ladder->clock.printed_ns >= PRINT_FROM_NS;
        if (!ladder->clock.begun)
            ladder->clock.first_ns = event->time_ns;
        if (row->timed) {
            ladder->clock.above_ns = ladder->clock.printed_ns;
            ladder->clock.printed_ns = event->time_ns;
        }
        ladder->clock.begun = true;
    }
    if (ladder->note != 0)
        row->note = ladder->note;
    ladder->clock.last_ns = event->time_ns;
}

/*
 * The time in four columns: "9999" in ms, then "10.2" and "123" in seconds, as
 * the margin says where they begin.  What would read like the time above is
 * told by its fraction: ".045".
 */
static void
time_words(const struct text_ladder *ladder, int64_t time_ns, char *out,
           size_t size)
{
    int64_t ms = (time_ns - ladder->clock.first_ns + MS / 2) / MS;
    int64_t above = (ladder->clock.above_ns - ladder->clock.first_ns + MS / 2)
        / MS;
    int64_t unit = ms < 100000 ? 100 : 1000;

    if (ms < SECONDS_FROM_MS)
        snprintf(out, size, "%" PRId64, ms);
    else if (above >= SECONDS_FROM_MS && above / unit == ms / unit)
        snprintf(out, size, ".%03d", (int)(ms % 1000));
    else if (ms < 100000)
        snprintf(out, size, "%" PRId64 ".%d", ms / 1000,
                 (int)(ms % 1000 / 100));
    else
        snprintf(out, size, "%" PRId64, ms / 1000);
}

static void
draw_margin(const struct text_ladder *ladder, struct cells *cells)
{
    const struct row *row = &ladder->row;
    char text[32];

    if (row->note != 0) {
        snprintf(text, sizeof text, "(%u)", row->note);
        cells_text(cells, 0, 5, text, COLOUR_BOLD);
    }
    if (!row->timed || ladder->options.blank)
        return;
    time_words(ladder, row->time_ns, text, sizeof text);
    unsigned wide = (unsigned)strlen(text);
    unsigned end = ladder->layout.left - 1;
    cells_text(cells, wide < end ? end - wide : 0, wide, text, COLOUR_CYAN);
}

static void
draw_lines(const struct text_ladder *ladder, struct cells *cells, bool cut)
{
    const struct layout *layout = &ladder->layout;
    const struct wire_item *wire = &ladder->row.wire;

    if (!layout->lines)
        return;
    for (int side = 0; side < HOSTS; side++) {
        enum glyph glyph = cut ? GLYPH_CUT : GLYPH_VERTICAL;
        if (ladder->row.open && wire->kind == WIRE_LEAVES
            && (int)wire->from == side)
            glyph = side == HOST_CLIENT ? GLYPH_FORK_RIGHT : GLYPH_FORK_LEFT;
        cells_glyph(cells, layout->line_x[side], glyph,
                    ladder->links.line_colour[side]);
    }
}

static void
draw_call(const struct text_ladder *ladder, struct cells *cells,
          enum host side)
{
    const struct layout *layout = &ladder->layout;
    const struct call_item *item = &ladder->row.call[side];
    char text[2 * CALL_MAX];

    unsigned indent = 2 * item->slot;
    unsigned wide = call_compose(item, text, sizeof text,
                                 call_room(ladder, side, item->slot),
                                 ladder->options.unicode);
    unsigned x = layout->side_x[side] + indent;
    if (side == HOST_SERVER && layout->mirrored)
        x = layout->side_x[side] + layout->side[side] - indent - wide;
    cells_text(cells, x, wide, text, item->colour);
}

static void
draw_side(const struct text_ladder *ladder, struct cells *cells,
          enum host side)
{
    const struct layout *layout = &ladder->layout;
    const struct row *row = &ladder->row;
    const struct call_item *item = &row->call[side];

    calls_bars(ladder, cells, side, item->used ? item->actor : "");
    if (item->used)
        draw_call(ladder, cells, side);
    unsigned wide = text_columns(row->state[side]);
    if (wide == 0)
        return;
    unsigned room = layout->side[side] - 1;
    wide = wide < room ? wide : room;
    unsigned x = layout->side_x[side] + 1;
    if (side == HOST_CLIENT)
        x = layout->side_x[side] + layout->side[side] - 1 - wide;
    cells_text(cells, x, wide, row->state[side], row->state_colour[side]);
}

/* Words that belong to neither host: over the wire, else over everything. */
static void
draw_middle(const struct text_ladder *ladder, struct cells *cells,
            const char *words, enum colour colour)
{
    const struct layout *layout = &ladder->layout;
    char text[TEXT_MAX / 8];
    unsigned from = 0, to = 0;
    bool inside = false;

    unsigned room = layout->columns - layout->left;
    text_shorten(text, sizeof text, words, room - 2,
                 ladder->options.unicode);
    unsigned wide = text_columns(text);
    unsigned x = layout->left + (room - wide) / 2;
    if (layout->lines) {
        to = layout->wire;
        if (!ladder->row.folded)
            rail_clear_span(ladder, &from, &to);
        inside = to - from >= wide;
        if (inside)
            x = layout->line_x[HOST_CLIENT] + 1 + from
                + (to - from - wide) / 2;
    }
    if (!inside && x > layout->left) {
        cells_text(cells, x - 1, 1, " ", COLOUR_NONE);
        cells_text(cells, x + wide, 1, " ", COLOUR_NONE);
    }
    cells_text(cells, x, wide, text, colour);
}

static void
print_row(struct text_ladder *ladder, const struct cells *cells)
{
    cells_print(cells, ladder->out, ladder->options.colour);
    ladder->rows++;
}

/* Repeats a state that was last shown a page ago, where the row has room. */
static void
state_again(struct text_ladder *ladder, enum host side, unsigned conn)
{
    struct row *row = &ladder->row;
    char words[64];

    struct link *link = conn != 0 ? link_find(ladder, conn) : NULL;
    if (link == NULL || !(ladder->layout.show & LANE_STATE)
        || row->state[side][0] != '\0' || link->state[side][0] == '\0'
        || ladder->rows - link->shown[side] < PAGE_ROWS)
        return;
    if (ladder->links.conns > 1)
        snprintf(words, sizeof words, "(c%u %s)", conn, link->state[side]);
    else
        snprintf(words, sizeof words, "(%s)", link->state[side]);
    unsigned wide = text_columns(words);
    if (!row_has_room(ladder, side, row_call_columns(ladder, side), wide)
        || wide + 1 > ladder->layout.side[side])
        return;
    snprintf(row->state[side], sizeof row->state[side], "%s", words);
    row->state_colour[side] = COLOUR_DIM;
    link->shown[side] = ladder->rows;
}

void
row_close(struct text_ladder *ladder)
{
    struct row *row = &ladder->row;
    struct cells cells;

    if (!row->open)
        return;
    if (row->wire.kind == WIRE_LEAVES)
        state_again(ladder, row->wire.from, row->wire.conn);
    else if (row->wire.kind == WIRE_ARRIVES)
        state_again(ladder, host_peer(row->wire.from), row->wire.conn);
    cells_clear(&cells, ladder->layout.columns, ladder->options.unicode);
    draw_margin(ladder, &cells);
    draw_lines(ladder, &cells, false);
    if (!row->folded)
        wire_render(ladder, &cells, &row->wire);
    draw_side(ladder, &cells, HOST_CLIENT);
    draw_side(ladder, &cells, HOST_SERVER);
    if (row->said[0] != '\0')
        draw_middle(ladder, &cells, row->said, COLOUR_BOLD);
    row->open = row->folded = false;
    print_row(ladder, &cells);
}

/* Lines, rails and bars go on; nothing happens. */
static void
begin_bare_row(const struct text_ladder *ladder, struct cells *cells, bool cut)
{
    struct wire_item nothing = { .kind = WIRE_NONE };

    cells_clear(cells, ladder->layout.columns, ladder->options.unicode);
    draw_lines(ladder, cells, cut);
    wire_render(ladder, cells, &nothing);
    calls_bars(ladder, cells, HOST_CLIENT, "");
    calls_bars(ladder, cells, HOST_SERVER, "");
}

void
row_say(struct text_ladder *ladder, const char *words, bool cut)
{
    struct cells cells;

    row_close(ladder);
    begin_bare_row(ladder, &cells, cut);
    draw_middle(ladder, &cells, words, COLOUR_DIM);
    print_row(ladder, &cells);
}

static void
pass_silence(struct text_ladder *ladder, const struct event *event)
{
    char words[48], duration[32];

    int64_t silence = event->time_ns - ladder->clock.last_ns;
    if (!ladder->clock.begun || silence <= ladder->clock.silence_ns ||
        ladder->options.blank)
        return;
    row_close(ladder);
    story_duration(silence, duration, sizeof duration);
    snprintf(words, sizeof words, "~ %s ~", duration);
    row_say(ladder, words, true);
    ladder->clock.last_ns = event->time_ns;
}

/* A mark in the margin, once: from here on times are seconds. */
static void
say_seconds(struct text_ladder *ladder)
{
    struct cells cells;

    row_close(ladder);
    ladder->clock.seconds = true;
    begin_bare_row(ladder, &cells, false);
    cells_text(&cells, ladder->layout.left - 2, 1, "s", COLOUR_BOLD);
    print_row(ladder, &cells);
}

void
row_before(struct text_ladder *ladder, const struct event *event)
{
    struct row *row = &ladder->row;

    if (row->open && row->step != event->step && !calls_join(ladder, event))
        row_close(ladder);
    if (row->open && row->said[0] != '\0')
        row_close(ladder);              /* the recorder's words stand alone */
    if (row->open && row->note != 0 && ladder->note != 0)
        row_close(ladder);
    pass_silence(ladder, event);
    bool long_run = event->time_ns - ladder->clock.first_ns
        >= (int64_t)SECONDS_FROM_MS * MS;
    if (ladder->clock.begun && long_run && !ladder->clock.seconds)
        say_seconds(ladder);
}
