/*
 * layout.c - a layout from a trace, step by step, and its end.
 */
#include <stdlib.h>
#include <string.h>

#include "draw/figure/parts.h"
#include "draw/story/words.h"

static char *
copy_text(const char *text, size_t max, bool *failed)
{
    size_t size = strlen(text) + 8;
    char *copy = malloc(size);

    if (copy == NULL)
        *failed = true;
    else
        clean_text(copy, size, text, max);
    return copy;
}

/* Notes whose event never came are left out, with the others in order. */
static void
take_notes(struct layout *layout, const struct story_notes *notes)
{
    for (unsigned number = 1; number <= notes->numbered; number++) {
        const char *text;
        size_t at = 0;

        while ((text = notes_text(notes, number, &at)) != NULL) {
            if (!room_for_one(&layout->notes, &layout->note_room,
                              layout->note_count, sizeof *layout->notes,
                              &layout->failed))
                return;
            layout->notes[layout->note_count++] = (struct note){
                .number = number,
                .text = copy_text(text, 600, &layout->failed)};
        }
    }
}

static void
take_scene(struct layout *layout, const struct trace_header *header,
           const struct scene *scene)
{
    char wire[288], words[300] = "the wire";
    const char *title = header->scene_name;

    layout->show = layout->options.show;
    if (scene != NULL) {
        story_wire_words(scene, wire, sizeof wire);
        snprintf(words, sizeof words, "the wire: %s", wire);
        if (layout->show == 0)
            layout->show = scene->show;
        if (scene->title != NULL && scene->title[0] != '\0')
            title = scene->title;
    }
    if (layout->show == 0)
        layout->show = LANE_ALL;
    if (title == NULL || title[0] == '\0')
        title = "A run of two programs";
    layout->title = copy_text(title, 120, &layout->failed);
    layout->wire_words = copy_text(layout->show & LANE_WIRE ? words : "", 280,
                                   &layout->failed);
    layout->kernel = copy_text(header->kernel, 60, &layout->failed);
}

static void
leave_out_drops(struct layout *layout)
{
    size_t kept = 0;

    for (size_t i = 0; i < layout->remark_count; i++)
        if (layout->remarks[i].kind != REMARK_DROP)
            layout->remarks[kept++] = layout->remarks[i];
    layout->remark_count = kept;
}

/* A host has lanes only for connections that have states there: a SYN flood's
   senders have none on the client, a cookie's connection none on the server. */
static void
close_ranks(struct layout *layout, int host)
{
    unsigned ranks[ALL_LANES_MAX] = {0}, count = 0;

    for (size_t i = 0; i < layout->piece_count; i++)
        if ((int)layout->pieces[i].host == host && !layout->pieces[i].listener)
            ranks[layout->pieces[i].lane] = 1;
    for (unsigned lane = 0; lane < ALL_LANES_MAX; lane++)
        if (ranks[lane] != 0)
            ranks[lane] = count++;
    for (size_t i = 0; i < layout->piece_count; i++)
        if ((int)layout->pieces[i].host == host && !layout->pieces[i].listener)
            layout->pieces[i].lane = ranks[layout->pieces[i].lane];
    layout->lanes[host] = count;
}

/* What is not shown takes no room either. */
static void
leave_out(struct layout *layout)
{
    for (int host = 0; host < HOSTS; host++)
        close_ranks(layout, host);
    if (!(layout->show & LANE_CALLS))
        layout->call_count = 0;
    if (!(layout->show & LANE_STATE)) {
        layout->piece_count = 0;
        memset(layout->lanes, 0, sizeof layout->lanes);
        memset(layout->listeners, 0, sizeof layout->listeners);
    }
    if (!(layout->show & (LANE_STATE | LANE_WIRE)))
        leave_out_drops(layout);
    if (layout->show & LANE_WIRE)
        return;
    layout->arrow_count = 0;
    for (size_t i = 0; i < layout->moment_count; i++)
        layout->moments[i].arrow = -1;
}

/* Reads the trace's head; its scene, or NULL.  0, or -1 with a message. */
static int
read_head(struct layout *layout, FILE *file, const char *name,
          struct scene **scene, struct complaint *message)
{
    struct complaint ignored;

    rewind(file);
    struct trace_reader *reader = trace_open(file, name, message);
    if (reader == NULL)
        return -1;
    const struct trace_header *header = trace_header(reader);
    if (header->scene != NULL && header->scene[0] != '\0')
        *scene = scene_parse(header->scene, strlen(header->scene), name,
                             &ignored);
    take_scene(layout, header, *scene);
    trace_close(reader);
    return 0;
}

/* Plans and collects.  0, or -1 with a message. */
static int
read_events(struct layout *layout, FILE *file, const char *name,
            const struct scene *scene, struct complaint *message)
{
    struct plan plan = {0};
    struct trace_reader *reader = NULL;
    int result = -1;

    if (plan_make(&plan, file, name, scene, &layout->options, message) == -1)
        goto out;
    rewind(file);
    if ((reader = trace_open(file, name, message)) == NULL)
        goto out;
    layout->connections = plan.connections;
    layout->connections_hidden = plan.hidden;
    result = layout_collect(layout, &plan, reader, message);
    if (result == 0)
        take_notes(layout, &plan.story.notes);
    trace_close(reader);
out:
    plan_free(&plan);
    return result;
}

struct layout *
layout_new(FILE *file, const char *name, const struct svg_options *options,
           struct complaint *message)
{
    struct layout *layout = calloc(1, sizeof *layout);
    struct scene *scene = NULL;
    int result = -1;

    if (layout != NULL) {
        layout->options = *options;
        result = read_head(layout, file, name, &scene, message);
    }
    if (result == 0)
        result = read_events(layout, file, name, scene, message);
    if (result == 0) {
        leave_out(layout);
        if (!layout->failed)
            layout_place(layout);
        if (!layout->failed)
            layout_label(layout);
    }
    if (layout == NULL || layout->failed) {
        complain(message, "%s: out of memory", name);
        result = -1;
    }
    if (scene != NULL)
        scene_free(scene);
    if (result == 0)
        return layout;
    layout_free(layout);
    return NULL;
}

void
layout_free(struct layout *layout)
{
    if (layout == NULL)
        return;
    for (size_t i = 0; i < layout->moment_count; i++)
        free(layout->moments[i].line);
    for (size_t i = 0; i < layout->note_count; i++)
        free(layout->notes[i].text);
    for (size_t i = 0; i < layout->label_count; i++)
        free(layout->labels[i].text);
    free(layout->title);
    free(layout->wire_words);
    free(layout->kernel);
    free(layout->names);
    free(layout->moments);
    free(layout->arrows);
    free(layout->calls);
    free(layout->pieces);
    free(layout->remarks);
    free(layout->gaps);
    free(layout->ticks);
    free(layout->notes);
    free(layout->circles);
    free(layout->labels);
    free(layout);
}
