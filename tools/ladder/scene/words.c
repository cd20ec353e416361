/*
 * words.c - the words of a scene about what is shown, expected and said.
 *
 *     title   The three-way handshake
 *     expect  kernel>=6.5 never client sends RST
 *     note    2nd client sends SYN | The first one was lost.
 */
#include "scene/line.h"

#include <stdlib.h>
#include <string.h>

/* Reads the line's prose into *place, which held "". */
static int
read_prose(struct scene_line *line, char **place, const char *what)
{
    if (*line->rest == '\0')
        return scene_incomplete(line);
    if ((*place)[0] != '\0')
        return scene_fail(line, "the scene has a %s already; remove one", what);
    char *text = scene_copy(line, line->rest, strlen(line->rest));
    if (text == NULL)
        return -1;
    free(*place);
    *place = text;
    return 0;
}

int
read_title(struct scene_line *line)
{
    return read_prose(line, &line->scene->title, "title");
}

int
read_question(struct scene_line *line)
{
    return read_prose(line, &line->scene->question, "question");
}

int
read_place(struct scene_line *line)
{
    uint64_t number;

    if (line->word_count != 1)
        return scene_incomplete(line);
    if (!number_parse(line->words[0], 1, 99, &number))
        return scene_fail(line, "'%.40s' is no place from 1 to 99; write it as "
                          "in 2", line->words[0]);
    line->scene->place = (unsigned)number;
    return 0;
}

int
read_show(struct scene_line *line)
{
    unsigned show = 0;

    if (line->word_count == 0)
        return scene_incomplete(line);
    for (size_t i = 0; i < line->word_count; i++) {
        const char *lane = line->words[i];
        if (strcmp(lane, "calls") == 0)
            show |= LANE_CALLS;
        else if (strcmp(lane, "wire") == 0)
            show |= LANE_WIRE;
        else if (strcmp(lane, "state") == 0)
            show |= LANE_STATE;
        else
            return scene_fail(line, "there is no lane '%.40s'; the lanes are "
                              "calls, wire and state", lane);
    }
    line->scene->show = show;
    return 0;
}

int
read_table(struct scene_line *line)
{
    if (line->word_count != 0)
        return scene_fail(line, "nothing can follow table; write it alone");
    line->scene->table = true;
    return 0;
}

int
read_limit(struct scene_line *line)
{
    if (line->word_count != 1)
        return scene_incomplete(line);
    int64_t limit_ns = duration_parse(line->words[0]);
    if (limit_ns < 1000000 || limit_ns > INT64_C(600000000000))
        return scene_fail(line, "'%.40s' is no time from 1ms to 600s; write it "
                          "as in 10s", line->words[0]);
    line->scene->limit_ns = limit_ns;
    return 0;
}

int
read_measure(struct scene_line *line)
{
    if (line->word_count != 0)
        return scene_fail(line, "nothing can follow measure; write it alone");
    line->scene->measure = true;
    return 0;
}

int
read_capture(struct scene_line *line)
{
    uint64_t number;

    if (line->word_count != 1)
        return scene_incomplete(line);
    if (!number_parse(line->words[0], 64, 65535, &number))
        return scene_fail(line, "'%.40s' is no number of bytes from 64 to "
                          "65535; write it as in 96", line->words[0]);
    line->scene->capture_bytes = (unsigned)number;
    return 0;
}

int
read_end(struct scene_line *line)
{
    if (line->scene->end != NULL)
        return scene_fail(line, "the scene has an end already; remove one");
    line->scene->end = scene_event(line, line->rest);
    return line->scene->end == NULL ? -1 : 0;
}

/*
 * Cuts "BEFORE | TEXT" at its bar, which stands behind a blank and not between
 * two double quotes.  Returns TEXT, or NULL with a message.
 */
static char *
take_text(const struct scene_line *line, char *text)
{
    for (char *at = text; *at != '\0'; at++) {
        at += quote_length(at);
        if (*at != '|' || (at > text && at[-1] != ' ' && at[-1] != '\t'))
            continue;
        *at = '\0';
        at += 1 + strspn(at + 1, " \t");
        if (*at != '\0')
            return at;
        break;
    }
    scene_fail(line, "there is no text behind a ' | '; write: %s", line->usage);
    return NULL;
}

int
read_only(struct scene_line *line)
{
    struct scene *scene = line->scene;
    char *cursor = line->rest;
    char *reason = take_text(line, line->rest);

    if (reason == NULL)
        return -1;
    if (scene->only_kernel != NULL)
        return scene_fail(line, "the scene has an 'only' already; remove one");
    char *range = word_take(&cursor);
    if (range == NULL || *cursor != '\0' || !kernel_range_valid(range))
        return scene_fail(line, "'%.40s' is no range of kernels; write it as "
                          "in kernel>=6.5 or kernel<6.5", range ? range : "");
    scene->only_kernel = scene_copy(line, range, strlen(range));
    scene->only_reason = scene_copy(line, reason, strlen(reason));
    return scene->only_kernel == NULL || scene->only_reason == NULL ? -1 : 0;
}

int
read_note(struct scene_line *line)
{
    struct scene *scene = line->scene;
    struct scene_note note = { .nth = 1, .line = line->number };
    char *cursor = line->rest;
    char *text = take_text(line, cursor);

    if (text == NULL)
        return -1;
    if (*cursor >= '0' && *cursor <= '9') {
        char *nth = word_take(&cursor);
        note.nth = ordinal_parse(nth, strlen(nth));
        if (note.nth == 0)
            return scene_fail(line, "'%.40s' is no place in an order; write "
                              "1st, 2nd, 3rd, 4th ...", nth);
    }
    struct scene_note *notes = scene_grow(line, scene->notes, scene->note_count,
                                          sizeof *notes);
    if (notes == NULL)
        return -1;
    scene->notes = notes;
    note.pattern = scene_event(line, cursor);
    note.text = scene_copy(line, text, strlen(text));
    if (note.pattern == NULL || note.text == NULL) {
        free(note.pattern);
        free(note.text);
        return -1;
    }
    notes[scene->note_count++] = note;
    return 0;
}

int
read_hint(struct scene_line *line)
{
    struct scene *scene = line->scene;

    if (*line->rest == '\0')
        return scene_incomplete(line);
    char **hints = scene_grow(line, scene->hints, scene->hint_count,
                              sizeof *hints);
    if (hints == NULL)
        return -1;
    scene->hints = hints;
    hints[scene->hint_count] = scene_copy(line, line->rest,
                                          strlen(line->rest));
    if (hints[scene->hint_count] == NULL)
        return -1;
    scene->hint_count++;
    return 0;
}
