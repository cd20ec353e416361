/*
 * labels.c - the list of labels: one more, and what one would cover.
 */
#include <stdlib.h>
#include <string.h>

#include "draw/figure/parts.h"

struct label *
layout_add_label(struct layout *layout, double x, double y,
                 enum anchor anchor, enum face face, const char *class,
                 const char *text, int moment)
{
    size_t size = strlen(text) + 1;

    if (!room_for_one(&layout->labels, &layout->label_room, layout->label_count,
                      sizeof *layout->labels, &layout->failed))
        return NULL;
    struct label *label = &layout->labels[layout->label_count];
    *label = (struct label){.x = x, .y = y, .cosine = 1, .anchor = anchor,
                            .face = face, .size = text_size, .class = class,
                            .width = text_width(face, text_size, text),
                            .moment = moment, .text = malloc(size)};
    if (label->text == NULL) {
        layout->failed = true;
        return NULL;
    }
    memcpy(label->text, text, size);
    layout->label_count++;
    return label;
}

unsigned
label_crossings(const struct layout *layout, const struct label *label,
                const struct arrow *own)
{
    unsigned crossed = 0;

    for (size_t i = 0; i < layout->arrow_count; i++) {
        const struct arrow *arrow = &layout->arrows[i];

        if (arrow == own)
            continue;
        crossed += label_is_crossed(label, arrow->x1, arrow->y1, arrow->x2,
                                    arrow->y2);
    }
    return crossed;
}
