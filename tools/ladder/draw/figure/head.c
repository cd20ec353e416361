/*
 * head.c - the words around a ladder: its head, its axis, its notes.
 */
#include <string.h>

#include "draw/figure/parts.h"

enum { HEAD_SIZE = 15, NOTE_SIZE = 12, NOTE_ROW = 16 };

static void
resize(struct label *label, double size)
{
    if (label == NULL)
        return;
    label->size = size;
    label->width = text_width(label->face, size, label->text);
}

static void
label_axis(struct layout *layout)
{
    double right = layout->text_x[0] - 9;

    layout_add_label(layout, right, 52, ANCHOR_END, FACE_SANS, "d",
                     axis_seconds(layout) ? "s" : "ms", -1);
    for (size_t i = 0; i < layout->tick_count; i++)
        layout_add_label(layout, right, layout->ticks[i].y + 4, ANCHOR_END,
                         FACE_SANS, "d", layout->ticks[i].text, -1);
}

/* The wire in words, on two lines; the second has the columns of text too. */
static void
label_wire_head(struct layout *layout)
{
    const char *text = layout->wire_words;
    double room = layout->life_x[1] - layout->life_x[0] + 8, y = 52;
    double middle = (layout->life_x[0] + layout->life_x[1]) / 2;
    double left = middle - layout->text_x[0];
    double right = layout->text_x[1] + layout->text_width[1] - middle;
    size_t length;

    for (int line = 0; line < 2 && *text != '\0'; line++, y += ROW) {
        char words[LABEL_BYTES * 2];

        while (*text == ' ')
            text++;
        length = text_break(FACE_SANS, text_size, room, text);
        snprintf(words, sizeof words, "%.*s", (int)length, text);
        layout_add_label(layout, middle, y, ANCHOR_MIDDLE, FACE_SANS, "d",
                         words, -1);
        text += length;
        room = 2 * (left < right ? left : right);
    }
}

static void
add_word(char *out, size_t size, const char *word)
{
    size_t used = strlen(out);

    if (word[0] != '\0')
        snprintf(out + used, size - used, "%s%s", used > 0 ? ", " : "", word);
}

/* "10.0.0.2, port 7000": a host's addresses, at most so many. */
static void
host_words(const struct layout *layout, int host, unsigned most, char *out,
           size_t size)
{
    char port[24] = "";
    unsigned kept = 0;

    out[0] = '\0';
    for (int family = 0; family < 2 && kept < most; family++) {
        add_word(out, size, layout->address[host][family]);
        kept += layout->address[host][family][0] != '\0';
    }
    if (host == HOST_SERVER && layout->server_port != 0)
        snprintf(port, sizeof port, "port %u", layout->server_port);
    add_word(out, size, port);
}

/* The hosts' names, and below them as much of who they are as has room. */
static void
label_hosts(struct layout *layout)
{
    double room = layout->life_x[1] - layout->life_x[0] - 8, width = room + 1;
    char words[HOSTS][LABEL_BYTES * 2] = {"", ""};

    for (unsigned most = 3; most-- > 0 && width > room; width /= 2) {
        width = 0;
        for (int host = 0; host < HOSTS; host++) {
            host_words(layout, host, most, words[host], sizeof words[host]);
            width += text_width(FACE_SANS, text_size, words[host]);
        }
    }
    for (int host = 0; host < HOSTS; host++) {
        resize(layout_add_label(layout, layout->life_x[host], 18,
                                ANCHOR_MIDDLE, FACE_BOLD,
                                "i", host_name((enum host)host), -1),
               HEAD_SIZE);
        if (words[host][0] != '\0')
            layout_add_label(layout, layout->life_x[host], 34, ANCHOR_MIDDLE,
                             FACE_SANS, "d", words[host], -1);
    }
}

void
label_head(struct layout *layout)
{
    label_hosts(layout);
    label_axis(layout);
    label_wire_head(layout);
    for (int host = 0; host < HOSTS && layout->show & LANE_CALLS; host++) {
        const char *calls = "what the program calls";
        double left = host == HOST_CLIENT ? layout->text_x[0]
                                          : layout->life_x[1];
        double right = host == HOST_CLIENT ? layout->life_x[0]
                       : layout->text_x[1] + layout->text_width[1];

        if (text_width(FACE_SANS, text_size, calls) > right - left - 8)
            calls = "calls";
        layout_add_label(layout, host == HOST_CLIENT ? left : right, 52,
                         host == HOST_CLIENT ? ANCHOR_START : ANCHOR_END,
                         FACE_SANS, "d", calls, -1);
    }
}

/* A note below the drawing; the first of a number has its circle. */
static double
label_note(struct layout *layout, const struct note *note, bool first,
           double y)
{
    const char *text = note->text;
    double room = layout->width - 46;
    size_t length;

    if (first && layout->circle_count > 0)
        if (room_for_one(&layout->circles, &layout->circle_room,
                         layout->circle_count, sizeof *layout->circles,
                         &layout->failed))
            layout->circles[layout->circle_count++] = (struct circle){
                .x = 14, .y = y - 4, .number = note->number, .moment = -1};
    for (int line = 0; line < 8 && *text != '\0'; line++, y += NOTE_ROW) {
        char words[LABEL_BYTES * 3];

        while (*text == ' ')
            text++;
        length = text_break(FACE_SANS, NOTE_SIZE, room, text);
        if (length > sizeof words - 1)
            length = sizeof words - 1;
        snprintf(words, sizeof words, "%.*s", (int)length, text);
        resize(layout_add_label(layout, 32, y, ANCHOR_START, FACE_SANS, "i",
                                words, -1), NOTE_SIZE);
        text += length;
    }
    return y + 7;
}

void
label_foot(struct layout *layout)
{
    double y = layout->bottom + 32;
    char words[LABEL_BYTES];

    for (size_t i = 0; i < layout->note_count && !layout->options.blank; i++)
        y = label_note(layout, &layout->notes[i],
                       i == 0 || layout->notes[i].number !=
                                 layout->notes[i - 1].number, y);
    if (layout->connections_hidden > 0) {
        snprintf(words, sizeof words, "Not drawn: %u more connection%s.",
                 layout->connections_hidden,
                 layout->connections_hidden == 1 ? "" : "s");
        layout_add_label(layout, 8, y, ANCHOR_START, FACE_SANS, "d", words, -1);
        y += NOTE_ROW;
    }
    layout->height = y - 10;
    if (layout->height < layout->bottom + 10)
        layout->height = layout->bottom + 10;
}
