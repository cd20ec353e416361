/* look.c - the ladder of a requirement, with the row that decides marked. */
#include "grade/look.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { COLUMNS = 80 };

/* "st" of 1st, 21st; "th" of 11th. */
static const char *
ending_of(unsigned nth)
{
    unsigned last = nth % 10, tens = nth / 10 % 10;

    return tens == 1 || last == 0 || last > 3 ? "th"
           : last == 1                        ? "st"
           : last == 2                        ? "nd" : "rd";
}

/* The scene as it is drawn: its notes are for nobody who looks for a cause. */
static struct scene *
scene_with_mark(const struct requirement *requirement)
{
    char line[FINDING_TEXT * 2 + 64];
    struct complaint ignored;
    const char *text = requirement->scene->text;
    struct scene *scene = scene_parse(text, strlen(text),
                                      requirement->scene->file, &ignored);

    if (scene == NULL)
        return NULL;
    scene_drop_notes(scene);
    scene->show = LANE_ALL;
    if (requirement->line[0] == '\0')
        return scene;
    unsigned nth = requirement->nth > 0 ? requirement->nth : 1;
    snprintf(line, sizeof line, "note %u%s %s | Your call: %s", nth,
             ending_of(nth), requirement->line, requirement->call);
    scene_add_line(scene, line, 1, &ignored);
    return scene;
}

/* The line that begins with "(1)", from 1; 0: there is none. */
static unsigned
marked_row(const char *drawing)
{
    unsigned row = 1;

    for (const char *at = drawing; at != NULL && *at != '\0'; row++) {
        if (strncmp(at, "(1)", 3) == 0)
            return row;
        at = strchr(at, '\n');
        at = at == NULL ? NULL : at + 1;
    }
    return 0;
}

static int
draw_trace(const struct requirement *requirement, const struct scene *scene,
           FILE *trace, const struct text_options *options, FILE *out,
           struct complaint *message)
{
    struct event event;
    struct trace_reader *reader = trace_open(trace, requirement->trace,
                                             message);

    if (reader == NULL)
        return -1;
    struct text_ladder *ladder = text_begin(out, trace_header(reader), scene,
                                            options);
    int more = ladder == NULL ? -1 : 1;
    while (more == 1 && (more = trace_next(reader, &event, message)) == 1)
        text_event(ladder, &event, trace_flows(reader));
    if (ladder == NULL || text_end(ladder) == -1) {
        complain(message, "cannot draw %.200s: %s",
                 requirement->trace, strerror(errno));
        more = -1;
    }
    trace_close(reader);
    return more;
}

int
look_draw(struct requirement *requirement, FILE *out, bool colour,
          bool unicode, struct complaint *message)
{
    struct text_options options = { .columns = COLUMNS, .colour = colour,
                                    .unicode = unicode };
    struct scene *scene = scene_with_mark(requirement);
    FILE *trace = fopen(requirement->trace, "r");
    int result = -1;

    if (trace == NULL)
        complain(message, "%.200s: %s; grade first",
                 requirement->trace, strerror(errno));
    else if (scene == NULL)
        complain(message, "out of memory");
    else
        result = draw_trace(requirement, scene, trace, &options, out, message);
    if (trace != NULL)
        fclose(trace);
    scene_free(scene);
    return result;
}

void
look_find_row(struct requirement *requirement, bool unicode)
{
    struct complaint message = { "" };
    char *drawing = NULL;
    size_t size = 0;
    FILE *memory = open_memstream(&drawing, &size);

    requirement->row = 0;
    if (memory == NULL || requirement->line[0] == '\0') {
        if (memory != NULL)
            fclose(memory);
        free(drawing);
        return;
    }
    look_draw(requirement, memory, false, unicode, &message);
    fclose(memory);
    requirement->row = marked_row(drawing);
    free(drawing);
}
