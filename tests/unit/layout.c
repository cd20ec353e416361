/*
 * layout.c - nothing of a drawn ladder covers anything else.
 *
 * With file names it checks those instead of the fixtures.
 */
#include <glob.h>
#include <stdlib.h>
#include <string.h>

#include "draw/figure/layout.h"
#include "trace/trace.h"
#include "tap.h"

static struct layout *
layout_of(const char *path, const struct svg_options *options)
{
    struct complaint message = { "" };
    FILE *file = fopen(path, "r");
    struct layout *layout = NULL;

    if (file == NULL)
        return NULL;
    layout = layout_new(file, path, options, &message);
    if (layout == NULL)
        fprintf(stderr, "# %s\n", message.text);
    fclose(file);
    return layout;
}

static size_t
overlaps(const struct layout *layout)
{
    size_t count = 0;

    for (size_t i = 0; i < layout->label_count; i++) {
        double one[4][2], other[4][2];

        label_corners(&layout->labels[i], one);
        for (size_t j = i + 1; j < layout->label_count; j++) {
            label_corners(&layout->labels[j], other);
            if (!corners_overlap(one, other))
                continue;
            count++;
            fprintf(stderr, "# '%s' (%.0f, %.0f) covers '%s' (%.0f, %.0f)\n",
                    layout->labels[i].text, layout->labels[i].x,
                    layout->labels[i].y, layout->labels[j].text,
                    layout->labels[j].x, layout->labels[j].y);
        }
    }
    return count;
}

/* Time runs down: what comes later never stands above what came before. */
static bool
runs_down(const struct layout *layout)
{
    for (size_t i = 1; i < layout->moment_count; i++)
        if (layout->moments[i].y < layout->moments[i - 1].y)
            return false;
    for (size_t i = 1; i < layout->tick_count; i++)
        if (layout->ticks[i].y <= layout->ticks[i - 1].y)
            return false;
    return true;
}

static bool
arrows_fall(const struct layout *layout)
{
    for (size_t i = 0; i < layout->arrow_count; i++)
        if (layout->arrows[i].y2 < layout->arrows[i].y1)
            return false;
    return true;
}

/* An answer leaves below the arrival that caused it: the moment before. */
static bool
effects_below(const struct layout *layout)
{
    for (size_t i = 1; i < layout->moment_count; i++) {
        const struct moment *cause = &layout->moments[i - 1];
        const struct moment *effect = &layout->moments[i];

        if (cause->kind == EVENT_GETS && effect->kind == EVENT_SENDS &&
            cause->fold == MOMENT_EVENT && effect->fold == MOMENT_EVENT &&
            cause->arrow >= 0 && effect->arrow >= 0 && effect->y <= cause->y)
            return false;
    }
    return true;
}

static bool
inside(const struct layout *layout)
{
    for (size_t i = 0; i < layout->label_count; i++) {
        double corner[4][2];

        label_corners(&layout->labels[i], corner);
        for (int j = 0; j < 4; j++)
            if (corner[j][0] < -0.5 || corner[j][0] > layout->width + 0.5 ||
                corner[j][1] < -0.5 || corner[j][1] > layout->height + 0.5) {
                fprintf(stderr, "# '%s' is outside\n", layout->labels[i].text);
                return false;
            }
    }
    return true;
}

static bool
large_enough(const struct layout *layout)
{
    /* 17 cm are 481.9 pt; a drawing is as wide as that on A4 */
    for (size_t i = 0; i < layout->label_count; i++)
        if (layout->labels[i].size * 481.9 / layout->width < 8)
            return false;
    return true;
}

/* The cross where a segment was lost is the point of the drawing. */
static bool
losses_are_seen(const struct layout *layout)
{
    for (size_t i = 0; i < layout->arrow_count; i++) {
        const struct arrow *arrow = &layout->arrows[i];

        for (size_t j = 0; arrow->lost && j < layout->label_count; j++) {
            const struct label *label = &layout->labels[j];

            if (!label_is_crossed(label, arrow->x2 - 5, arrow->y2 - 5,
                                  arrow->x2 + 5, arrow->y2 + 5) &&
                !label_is_crossed(label, arrow->x2 - 5, arrow->y2 + 5,
                                  arrow->x2 + 5, arrow->y2 - 5))
                continue;
            fprintf(stderr, "# '%s' covers a loss\n", label->text);
            return false;
        }
    }
    return true;
}

static void
check_trace(const char *path, bool all)
{
    struct svg_options options = {.all = all};
    struct layout *layout = layout_of(path, &options);
    const char *name = strrchr(path, '/') == NULL ? path
                                                  : strrchr(path, '/') + 1;

    if (layout == NULL) {
        check(false, "%s has a layout", name);
        return;
    }
    const char *how = all ? ", nothing folded" : "";
    check(overlaps(layout) == 0, "%s%s: no label covers another", name, how);
    check(losses_are_seen(layout), "%s%s: no label covers a loss", name, how);
    check(inside(layout), "%s%s: every label is on the paper", name, how);
    check(runs_down(layout), "%s%s: time runs down", name, how);
    check(arrows_fall(layout), "%s%s: a segment arrives below its sending",
          name, how);
    check(effects_below(layout), "%s%s: an answer leaves below its cause",
          name, how);
    check(all || large_enough(layout), "%s%s: text is 8 pt on A4", name, how);
    layout_free(layout);
}

/* Every recording of every lesson. */
static void
check_recordings(void)
{
    glob_t found = {0};

    if (glob("lessons/*/recorded/*.trace", 0, NULL, &found) == 0)
        for (size_t i = 0; i < found.gl_pathc; i++)
            check_trace(found.gl_pathv[i], false);
    check(found.gl_pathc > 0, "there are recordings to look at");
    globfree(&found);
}

int
main(int argc, char **argv)
{
    for (int i = 1; i < argc; i++)
        check_trace(argv[i], false);
    if (argc > 1)
        return done();
    check_trace("tests/fixtures/handshake.trace", false);
    check_trace("tests/fixtures/lossy.trace", false);
    check_trace("tests/fixtures/handshake.trace", true);
    check_trace("tests/fixtures/lossy.trace", true);
    check_recordings();
    return done();
}
