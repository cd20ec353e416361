/*
 * draw.c - fuzzes the drawings: whatever a trace says, each of them ends.
 */
#include "fuzz.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "draw/figure/html.h"
#include "draw/pcapng/pcapng.h"
#include "draw/plot/plot.h"
#include "draw/figure/svg.h"
#include "draw/table/table.h"
#include "draw/text/file.h"
#include "trace/trace.h"

static void
draw_all(FILE *file, FILE *nowhere)
{
    static const char name[] = "fuzz.trace";
    const struct text_options text = { .columns = 80, .unicode = true };
    const struct svg_options svg = { .all = true };
    const struct svg_options folded = { .blank = false };
    struct complaint message = { "" };

    text_draw_file(file, name, &text, nowhere, &message);
    rewind(file);
    svg_draw(file, name, &svg, nowhere, &message);
    rewind(file);
    html_draw(file, name, &folded, nowhere, &message);
    rewind(file);
    plot_draw(file, name,
              "cwnd,ssthresh,window,unread,unsent,sequence,queue,rtt",
              nowhere, &message);
    rewind(file);
    pcapng_draw(file, name, HOST_CLIENT, nowhere, &message);
    rewind(file);
    struct table table = { .count = 0 };
    if (table_add(&table, file, name, &message) == 0)
        table_print(&table, true, nowhere);
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
    FILE *nowhere = fopen("/dev/null", "w");
    char *copy = malloc(length + 1);

    if (copy != NULL)
        memcpy(copy, bytes, length);
    FILE *file = copy && length > 0 ? fmemopen(copy, length, "r") : NULL;
    if (file != NULL && nowhere != NULL)
        draw_all(file, nowhere);
    if (file != NULL)
        fclose(file);
    if (nowhere != NULL)
        fclose(nowhere);
    free(copy);
    return 0;
}
