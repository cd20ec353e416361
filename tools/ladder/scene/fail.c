/*
 * fail.c - what every word of a scene needs: messages, and memory with one.
 */
#include "scene/line.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"

int
scene_fail(const struct scene_line *line, const char *format, ...)
{
    va_list arguments;

    complain(line->message, "%.200s:%d: ", line->scene->file, line->number);
    va_start(arguments, format);
    complain_more(line->message, format, arguments);
    va_end(arguments);
    return -1;
}

int
scene_incomplete(const struct scene_line *line)
{
    return scene_fail(line, "the line is not complete, or has too much; write: "
                      "%s", line->usage);
}

void *
scene_grow(const struct scene_line *line, void *items, size_t count,
           size_t item_bytes)
{
    if (count >= SCENE_THINGS_MAX) {
        scene_fail(line, "there are more than %d such lines; make two scenes",
                   SCENE_THINGS_MAX);
        return NULL;
    }
    char *moved = array_one_more(items, count, item_bytes);
    if (moved == NULL)
        scene_fail(line, "out of memory");
    else
        memset(moved + count * item_bytes, 0, item_bytes);
    return moved;
}

char *
scene_copy(const struct scene_line *line, const char *text, size_t length)
{
    char *copy = malloc(length + 1);
    if (copy == NULL) {
        scene_fail(line, "out of memory");
        return NULL;
    }
    memcpy(copy, text, length);
    copy[length] = '\0';
    return copy;
}
