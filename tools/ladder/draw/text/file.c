/* file.c - the text ladder of a trace file. */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "draw/text/file.h"

int
text_draw_file(FILE *file, const char *name, const struct text_options *options,
          FILE *out, struct complaint *message)
{
    struct complaint ignored;
    struct event event;
    int more;
    struct trace_reader *reader = trace_open(file, name, message);

    if (reader == NULL)
        return -1;
    const struct trace_header *header = trace_header(reader);
    /* A trace whose scene is of another version is drawn without its notes. */
    struct scene *scene = scene_parse(header->scene, strlen(header->scene),
                                      header->scene_name, &ignored);
    struct text_ladder *ladder = text_begin(out, header, scene, options);
    if (ladder == NULL) {
        complain(message, "%.200s: %s", name, strerror(errno));
        more = -1;
    } else {
        while ((more = trace_next(reader, &event, message)) == 1)
            text_event(ladder, &event, trace_flows(reader));
        if (text_end(ladder) == -1 && more == 0) {
            complain(message, "cannot write the drawing: %s",
                     strerror(errno));
            more = -1;
        }
    }
    scene_free(scene);
    trace_close(reader);
    return more;
}
