/* draw.c - ladder draw --as=FORM [-o FILE] FILE.trace, ladder expect. */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "draw/figure/html.h"
#include "draw/pcapng/pcapng.h"
#include "draw/plot/plot.h"
#include "draw/figure/svg.h"
#include "draw/table/table.h"
#include "draw/text/file.h"
#include "check/expect.h"
#include "draw/transcript/transcript_draw.h"
#include "record/output.h"
#include "verbs/verbs.h"

struct drawing {
    const struct options *options;
    FILE *trace;
    const char *name;           /* the trace's, for messages */
    FILE *out;
    unsigned lanes;
    struct complaint *message;
};

static int
draw_transcript(const struct drawing *drawing)
{
    return transcript_draw(drawing->trace, drawing->name, drawing->out,
                           drawing->message);
}

static int
draw_text(const struct drawing *drawing)
{
    struct text_options options = {
        .columns = options_columns(drawing->options), .show = drawing->lanes,
        .colour = options_colour(drawing->options),
        .unicode = options_unicode(drawing->options),
        .all = drawing->options->all,
        .blank = drawing->options->blank,
    };

    return text_draw_file(drawing->trace, drawing->name, &options,
                          drawing->out, drawing->message);
}

static struct svg_options
figure_options(const struct drawing *drawing)
{
    return (struct svg_options){ .blank = drawing->options->blank,
                                 .all = drawing->options->all,
                                 .show = drawing->lanes,
                                 .page = drawing->options->page,
                                 .id_prefix = drawing->options->id };
}

static int
draw_svg(const struct drawing *drawing)
{
    struct svg_options options = figure_options(drawing);

    return svg_draw(drawing->trace, drawing->name, &options, drawing->out,
                    drawing->message);
}

static int
draw_html(const struct drawing *drawing)
{
    struct svg_options options = figure_options(drawing);

    return html_draw(drawing->trace, drawing->name, &options, drawing->out,
                     drawing->message);
}

static int
draw_pcapng(const struct drawing *drawing)
{
    const char *at = drawing->options->at;
    enum host host = at == NULL ? HOST_CLIENT : host_named(at, strlen(at));

    return pcapng_draw(drawing->trace, drawing->name, host, drawing->out,
                       drawing->message);
}

static int
draw_plot(const struct drawing *drawing)
{
    const char *y = drawing->options->y == NULL ? "sequence"
                                                : drawing->options->y;

    return plot_draw(drawing->trace, drawing->name, y, drawing->out,
                     drawing->message);
}

/* The only form that takes several traces: they become columns. */
static int
draw_table(const struct drawing *drawing)
{
    const struct options *options = drawing->options;
    struct table table = { .count = 0 };

    if (table_add(&table, drawing->trace, drawing->name,
                  drawing->message) == -1)
        return -1;
    for (size_t i = 1; i < options->word_count; i++) {
        FILE *trace = fopen(options->words[i], "r");
        if (trace == NULL) {
            complain(drawing->message, "cannot read %.300s: %s",
                     options->words[i], strerror(errno));
            return -1;
        }
        int result = table_add(&table, trace, options->words[i],
                               drawing->message);
        fclose(trace);
        if (result == -1)
            return -1;
    }
    if (table_print(&table, options_unicode(options), drawing->out) == 0)
        return 0;
    complain(drawing->message, "cannot write the table: %s",
             strerror(errno));
    return -1;
}

static const struct form {
    const char *name;
    int (*draw)(const struct drawing *drawing);
    bool several;               /* it takes more than one trace */
} forms[] = {
    { "text", draw_text, false },     { "transcript", draw_transcript, false },
    { "svg", draw_svg, false },       { "html", draw_html, false },
    { "pcapng", draw_pcapng, false }, { "plot", draw_plot, false },
    { "table", draw_table, true },
};

static const struct form *
find_form(const char *name)
{
    for (size_t i = 0; i < sizeof forms / sizeof forms[0]; i++)
        if (strcmp(forms[i].name, name) == 0)
            return &forms[i];
    fprintf(stderr, "ladder: no form '%s'; --as= takes", name);
    for (size_t i = 0; i < sizeof forms / sizeof forms[0]; i++)
        fprintf(stderr, " %s", forms[i].name);
    fprintf(stderr, "\n");
    return NULL;
}

static FILE *
open_trace(const char *name)
{
    FILE *trace = fopen(name, "r");

    if (trace == NULL)
        fprintf(stderr, "ladder: cannot read %s: %s\n", name, strerror(errno));
    return trace;
}

/* Leaves out what --connection= and its like do not name. */
static int
choose(const struct options *options, FILE *trace, const char *name,
       const struct choice *choice, struct complaint *message)
{
    return options_choose(options)
           ? trace_choose(trace, name, choice, message) : 0;
}

int
verb_draw(const struct options *options)
{
    struct complaint message = { "" };
    int lanes = options_lanes(options);
    struct choice choice;

    const struct form *form = find_form(options->as == NULL ? "text"
                                                            : options->as);
    if (form == NULL || lanes == -1 || options_choice(options, &choice) == -1)
        return STATUS_USAGE;
    if (options->word_count == 0 ||
        (options->word_count > 1 && !form->several)) {
        fprintf(stderr, "usage: ladder draw --as=FORM [-o FILE] FILE.trace\n");
        return STATUS_USAGE;
    }
    FILE *trace = open_trace(options->words[0]);
    if (trace == NULL)
        return STATUS_FAILED;
    struct output *output = output_open(
        options->output == NULL ? "-" : options->output, &message);
    int result = -1;
    if (output != NULL) {
        struct drawing drawing = {
            .options = options, .trace = trace, .name = options->words[0],
            .out = output_file(output), .lanes = (unsigned)lanes,
            .message = &message,
        };
        if (choose(options, trace, drawing.name, &choice, &message) == 0)
            result = form->draw(&drawing);
        if (result == 0)
            result = output_commit(output, &message);
    }
    if (result == -1)
        fprintf(stderr, "ladder: %s\n", message.text);
    output_close(output);
    fclose(trace);
    return result == 0 ? STATUS_DONE : STATUS_FAILED;
}

int
verb_expect(const struct options *options)
{
    struct complaint message = { "" };

    if (options->word_count != 2) {
        fprintf(stderr, "usage: ladder expect SCENE FILE.trace\n");
        return STATUS_USAGE;
    }
    struct scene *scene = scene_read(options->words[0], &message);
    if (scene == NULL) {
        fprintf(stderr, "ladder: %s\n", message.text);
        return STATUS_FAILED;
    }
    int failures = -1;
    FILE *trace = open_trace(options->words[1]);
    if (trace != NULL) {
        failures = expect_check(scene, trace, options->words[1], stderr,
                                &message);
        if (failures == -1)
            fprintf(stderr, "ladder: %s\n", message.text);
        else if (failures == 0)
            printf("%s: all %zu expectations hold\n", scene->name,
                   scene->expect_count);
        fclose(trace);
    }
    scene_free(scene);
    return failures == 0 ? STATUS_DONE : STATUS_FAILED;
}
