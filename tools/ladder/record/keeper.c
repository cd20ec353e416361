/* keeper.c - where a run's events go: the trace, and a drawing. */
#include "record/keeper.h"

#include <errno.h>
#include <string.h>

static void
keep(void *context, const struct event *event, const struct flow_table *flows)
{
    struct keeper *keeper = context;

    if (keeper->trace != NULL && keeper->error == 0 &&
        trace_write_event(keeper->trace, event) == -1)
        keeper->error = errno;
    if (keeper->chooser != NULL && keeper->error == 0 &&
        chooser_learn(keeper->chooser, event) == -1)
        keeper->error = errno;
    if (keeper->drawing != NULL &&
        (keeper->chooser == NULL || chooser_takes(keeper->chooser, event)))
        text_event(keeper->drawing, event, flows);
}

/* The step is over: a live drawing prints its row. */
static void
keep_up(void *context)
{
    struct keeper *keeper = context;

    if (keeper->drawing != NULL)
        text_flush(keeper->drawing);
}

int
keeper_open(struct keeper *keeper, struct engine *engine,
            const struct scene *scene, const struct trace_header *header,
            const char *path, const struct text_options *drawing)
{
    struct complaint message = { "" };

    *keeper = (struct keeper){ .trace = NULL };
    if (path != NULL) {
        keeper->output = output_open(path, &message);
        if (keeper->output == NULL) {
            fprintf(stderr, "ladder: %s\n", message.text);
            return -1;
        }
        keeper->trace = output_file(keeper->output);
    } else if (scene->expect_count > 0) {
        keeper->trace = tmpfile();
        if (keeper->trace == NULL) {
            fprintf(stderr, "ladder: cannot keep the events: %s\n",
                    strerror(errno));
            return -1;
        }
    }
    if (keeper->trace != NULL &&
        trace_write_header(keeper->trace, header) == -1)
        keeper->error = errno;
    if (drawing != NULL)
        keeper->drawing = text_begin(stdout, header, scene, drawing);
    if (drawing != NULL && drawing->choice != NULL &&
        (keeper->chooser = chooser_new(drawing->choice)) == NULL)
        keeper->error = ENOMEM;
    engine_add_sink(engine, (struct sink){ .event = keep, .rest = keep_up,
                                          .context = keeper });
    return 0;
}

int
keeper_end_drawing(struct keeper *keeper)
{
    struct text_ladder *drawing = keeper->drawing;

    keeper->drawing = NULL;
    if (drawing == NULL || text_end(drawing) == 0)
        return 0;
    fprintf(stderr, "ladder: cannot write the drawing: %s\n", strerror(errno));
    return -1;
}

int
keeper_commit(struct keeper *keeper, struct engine *engine)
{
    struct complaint message = { "" };

    if (keeper->trace == NULL)
        return 0;
    if (trace_write_end(keeper->trace, engine_events(engine)) == 0 &&
        (keeper->output == NULL || output_commit(keeper->output, &message) ==
         0))
        return 0;
    fprintf(stderr, "ladder: %s\n",
            message.text[0] != '\0' ? message.text : strerror(errno));
    return -1;
}

void
keeper_close(struct keeper *keeper)
{
    keeper_end_drawing(keeper);
    if (keeper->output == NULL && keeper->trace != NULL)
        fclose(keeper->trace);
    output_close(keeper->output);
    chooser_free(keeper->chooser);
}
