/*
 * quantity.c - what can be plotted, and which of it is wanted.
 */
#include <stdio.h>
#include <string.h>

#include "trace/trace.h"
#include "draw/plot/parts.h"

static const struct {
    const char *name, *unit;
} quantities[QUANTITIES] = {
    {"cwnd", "segments"}, {"ssthresh", "segments"}, {"window", "bytes"},
    {"unread", "bytes"}, {"unsent", "bytes"}, {"sequence", "bytes"},
    {"queue", "packets"}, {"rtt", "ms"},
};

const char *
quantity_name(enum quantity quantity)
{
    return quantities[quantity].name;
}

const char *
quantity_unit(enum quantity quantity)
{
    return quantities[quantity].unit;
}

int
quantities_parse(struct plot *plot, const char *text, struct complaint *message)
{
    const char *units[PANELS_MAX] = {NULL};

    while (*text != '\0') {
        size_t length = strcspn(text, ",");
        int found = -1;

        for (int i = 0; i < QUANTITIES; i++)
            if (strlen(quantities[i].name) == length &&
                memcmp(quantities[i].name, text, length) == 0)
                found = i;
        if (found == -1) {
            complain(message, "cannot plot '%.*s'; the quantities "
                     "are cwnd, ssthresh, window, unread, unsent, sequence, "
                     "queue, rtt", (int)(length < 40 ? length : 40), text);
            return -1;
        }
        const char *unit = found == QUANTITY_SEQUENCE
                           ? quantities[found].name : quantities[found].unit;
        unsigned panel = 0;
        while (panel < plot->panels && strcmp(units[panel], unit) != 0)
            panel++;
        if (panel == plot->panels)
            units[plot->panels++] = unit;
        plot->wanted[found] = true;
        plot->panel_of[found] = panel;
        text += length;
        text += *text == ',';
    }
    if (plot->panels > 0)
        return 0;
    complain(message, "nothing to plot: say --y=cwnd,ssthresh or "
             "--y=sequence");
    return -1;
}
