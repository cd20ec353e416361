/*
 * cells.c - cells, signs and colours of a terminal's row.
 */
#include "draw/text/cells.h"

#include "base/utf8.h"

/* Each sign twice: with box-drawing characters, and in ASCII. */
static const struct {
    uint32_t unicode;
    char ascii;
} glyphs[] = {
    [GLYPH_VERTICAL] = { 0x2502, '|' },         /* │ */
    [GLYPH_HORIZONTAL] = { 0x2500, '-' },       /* ─ */
    [GLYPH_LEFT_DOWN] = { 0x256E, '.' },        /* ╮ */
    [GLYPH_RIGHT_DOWN] = { 0x256D, '.' },       /* ╭ */
    [GLYPH_UP_RIGHT] = { 0x2570, '\'' },        /* ╰ */
    [GLYPH_UP_LEFT] = { 0x256F, '\'' },         /* ╯ */
    [GLYPH_ARROW_RIGHT] = { 0x25B6, '>' },      /* ▶ */
    [GLYPH_ARROW_LEFT] = { 0x25C0, '<' },       /* ◀ */
    [GLYPH_CROSSING] = { 0x253C, '+' },         /* ┼ */
    [GLYPH_FORK_RIGHT] = { 0x251C, '|' },       /* ├ */
    [GLYPH_FORK_LEFT] = { 0x2524, '|' },        /* ┤ */
    [GLYPH_LOST] = { 0x2717, 'X' },             /* ✗ */
    [GLYPH_BLOCKED] = { 0x250A, ':' },          /* ┊ */
    [GLYPH_HELD] = { 0x2591, '#' },             /* ░ */
    [GLYPH_CUT] = { 0x2248, '~' },              /* ≈ */
};

static const char *const colours[] = {
    [COLOUR_NONE] = "0",     [COLOUR_DIM] = "2",     [COLOUR_BOLD] = "1",
    [COLOUR_RED] = "31",     [COLOUR_GREEN] = "32",  [COLOUR_YELLOW] = "33",
    [COLOUR_BLUE] = "34",    [COLOUR_MAGENTA] = "35", [COLOUR_CYAN] = "36",
};

void
cells_clear(struct cells *cells, unsigned columns, bool unicode)
{
    cells->columns = columns < CELLS_MAX ? columns : CELLS_MAX;
    cells->unicode = unicode;
    for (unsigned x = 0; x < cells->columns; x++)
        cells->at[x] = (struct cell){ .character = ' ' };
}

static uint32_t
sign(const struct cells *cells, enum glyph glyph)
{
    return cells->unicode ? glyphs[glyph].unicode
                          : (uint32_t)(unsigned char)glyphs[glyph].ascii;
}

/* Half of a wide character must not stay where the other half goes. */
static void
put(struct cells *cells, unsigned x, uint32_t character, enum colour colour)
{
    if (cells->at[x].character == 0 && x > 0)
        cells->at[x - 1].character = ' ';
    if (x + 1 < cells->columns && cells->at[x + 1].character == 0)
        cells->at[x + 1].character = ' ';
    cells->at[x] = (struct cell){ .character = character,
                                  .colour = (unsigned char)colour };
}

void
cells_glyph(struct cells *cells, unsigned x, enum glyph glyph,
            enum colour colour)
{
    if (x >= cells->columns)
        return;
    if (glyph == GLYPH_HORIZONTAL
        && cells->at[x].character == sign(cells, GLYPH_VERTICAL))
        glyph = GLYPH_CROSSING;
    put(cells, x, sign(cells, glyph), colour);
}

void
cells_line(struct cells *cells, unsigned from, unsigned to,
           enum colour colour)
{
    for (unsigned x = from; x <= to && x < cells->columns; x++)
        cells_glyph(cells, x, GLYPH_HORIZONTAL, colour);
}

void
cells_text(struct cells *cells, unsigned x, unsigned room, const char *text,
           enum colour colour)
{
    unsigned end = x + room < cells->columns ? x + room : cells->columns;

    while (*text != '\0') {
        int32_t character = text_next(&text);
        unsigned wide = character_columns(character);
        if (character < ' ' || wide == 0) {
            character = '?';
            wide = 1;
        }
        if (x + wide > end)
            return;
        put(cells, x, (uint32_t)character, colour);
        if (wide == 2) {
            put(cells, x + 1, ' ', colour);
            cells->at[x + 1].character = 0;
        }
        x += wide;
    }
}

static void
print_character(uint32_t character, FILE *out)
{
    char bytes[4] = "";
    size_t length = utf8_encode(character, bytes);

    fwrite(bytes, 1, length, out);
}

void
cells_print(const struct cells *cells, FILE *out, bool colour)
{
    unsigned end = cells->columns;
    unsigned char now = COLOUR_NONE;

    while (end > 0 && cells->at[end - 1].character == ' ')
        end--;
    for (unsigned x = 0; x < end; x++) {
        const struct cell *cell = &cells->at[x];
        if (cell->character == 0)
            continue;
        /* A blank looks the same in every colour. */
        unsigned char want = cell->character == ' ' ? now : cell->colour;
        if (colour && want != now) {
            fprintf(out, "\033[0m");
            if (want != COLOUR_NONE)
                fprintf(out, "\033[%sm", colours[want]);
            now = want;
        }
        print_character(cell->character, out);
    }
    if (now != COLOUR_NONE)
        fprintf(out, "\033[0m");
    putc('\n', out);
}
