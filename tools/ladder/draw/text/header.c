/*
 * header.c - what stands above a ladder.
 *
 *     The three-way handshake          Linux 6.18.44 · wire: 20 ms each way
 *       ms client calls    state      the wire      state    server calls
 *     -----------------------------------------------------------------
 */
#include "draw/text/ladder.h"

#include <string.h>

#include "draw/story/words.h"
#include "draw/text/header.h"

static void
print_cells(struct text_ladder *ladder, const struct cells *cells)
{
    cells_print(cells, ladder->out, ladder->options.colour);
}

void
text_title(struct text_ladder *ladder)
{
    const struct layout *layout = &ladder->layout;
    bool unicode = ladder->options.unicode;
    char title[300], kernel[400], words[288], wire[300] = "";
    struct cells cells;

    const char *text = ladder->scene != NULL ? ladder->scene->title : "";
    text_escape(title, sizeof title, text, strlen(text), unicode);
    if (ladder->scene != NULL) {
        story_wire_words(ladder->scene, words, sizeof words);
        snprintf(wire, sizeof wire, "wire: %s", words);
    }
    snprintf(kernel, sizeof kernel, "Linux %s%s%s", ladder->header->kernel,
             wire[0] == '\0' ? "" : unicode ? " \xC2\xB7 " : ", ", wire);
    unsigned title_columns = text_columns(title);
    unsigned kernel_columns = text_columns(kernel);
    bool one_row = title_columns + kernel_columns + 3 <= layout->columns;

    if (title_columns > 0) {
        cells_clear(&cells, layout->columns, unicode);
        cells_text(&cells, 0, layout->columns, title, COLOUR_BOLD);
        if (one_row)
            cells_text(&cells, layout->columns - kernel_columns,
                       kernel_columns, kernel, COLOUR_NONE);
        print_cells(ladder, &cells);
    }
    if (title_columns == 0 || !one_row)
        text_wrap(ladder, "", 0, kernel, COLOUR_NONE);
    if (ladder->header->not_applied != NULL
        && ladder->header->not_applied[0] != '\0')
        text_wrap(ladder, "not set up here: ", 17,
                  ladder->header->not_applied, COLOUR_RED);
}

static void
put_left(struct cells *cells, unsigned x, const char *text)
{
    cells_text(cells, x, text_columns(text), text, COLOUR_BOLD);
}

static void
put_right(struct cells *cells, unsigned end, const char *text)
{
    unsigned wide = text_columns(text);

    cells_text(cells, end > wide ? end - wide : 0, wide, text, COLOUR_BOLD);
}

/* "client calls" and "state" over the lanes that are there. */
static void
put_lanes(const struct layout *layout, struct cells *cells)
{
    unsigned client = layout->side_x[HOST_CLIENT];
    unsigned server = layout->side_x[HOST_SERVER];
    bool calls = layout->show & LANE_CALLS;

    put_right(cells, layout->left - 1, "ms");
    if (!layout->lines) {               /* the rule as well: rows are dear */
        put_left(cells, client, "client ");
        put_left(cells, server, "server ");
        cells_line(cells, client + 7, server - 3, COLOUR_DIM);
        cells_line(cells, server + 7, layout->columns - 1, COLOUR_DIM);
        return;
    }
    if (calls) {
        put_left(cells, client, "client calls");
        put_right(cells, server + layout->side[HOST_SERVER], "server calls");
    }
    if (layout->show & LANE_STATE) {
        put_right(cells, layout->line_x[HOST_CLIENT] - 1,
                  calls ? "state" : "client state");
        put_left(cells, server + 1, calls ? "state" : "server state");
    }
    if (layout->show == LANE_WIRE) {
        put_left(cells, layout->line_x[HOST_CLIENT], "client");
        put_right(cells, layout->line_x[HOST_SERVER] + 1, "server");
    }
    if (layout->show & LANE_WIRE)
        put_left(cells, layout->line_x[HOST_CLIENT] + 1
                 + (layout->wire - 8) / 2, "the wire");
}

void
text_lanes(struct text_ladder *ladder)
{
    struct cells cells;

    cells_clear(&cells, ladder->layout.columns, ladder->options.unicode);
    put_lanes(&ladder->layout, &cells);
    print_cells(ladder, &cells);
    if (ladder->layout.lines)
        text_rule(ladder);
}
