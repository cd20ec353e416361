/*
 * header.c - reads the version first, then the rest.
 */
#include "trace/header.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "trace/json.h"

static void
header_word(char *out, size_t size, const struct json_value *value)
{
    snprintf(out, size, "%s", value->text);
}

/* 0, or -1 where memory is short. */
static int
header_text(char **out, const struct json_value *value)
{
    free(*out);
    *out = malloc(value->length + 1);
    if (*out == NULL)
        return -1;
    memcpy(*out, value->text, value->length + 1);
    return 0;
}

/* A member whose type is not the one it should have counts as unknown. */
static int
header_member(struct trace_header *header, const char *key,
              const struct json_value *value)
{
    bool number = value->type == JSON_INTEGER;
    if (number && strcmp(key, "ladder") == 0)
        header->version = value->integer > 0 && value->integer < 1000
            ? (int)value->integer : 1000;
    else if (number && strcmp(key, "epoch") == 0)
        header->epoch_ns = value->integer;
    if (value->type != JSON_STRING)
        return 0;
    if (strcmp(key, "kernel") == 0)
        header_word(header->kernel, sizeof header->kernel, value);
    else if (strcmp(key, "machine") == 0)
        header_word(header->machine, sizeof header->machine, value);
    else if (strcmp(key, "in") == 0)
        header_word(header->captured_in, sizeof header->captured_in, value);
    else if (strcmp(key, "name") == 0)
        return header_text(&header->scene_name, value);
    else if (strcmp(key, "scene") == 0)
        return header_text(&header->scene, value);
    else if (strcmp(key, "not_applied") == 0)
        return header_text(&header->not_applied, value);
    return 0;
}

/* A text that the line does not have is empty. */
static int
fill_in(struct trace_header *header)
{
    const struct json_value none = { .text = "", .length = 0 };
    if (header->scene == NULL && header_text(&header->scene, &none) == -1)
        return -1;
    if (header->scene_name == NULL
        && header_text(&header->scene_name, &none) == -1)
        return -1;
    if (header->not_applied == NULL)
        return header_text(&header->not_applied, &none);
    return 0;
}

int
trace_header_parse(struct trace_header *header, char *line, size_t length,
                   struct complaint *what)
{
    struct json_cursor cursor = json_begin(line, length);
    struct json_value value;
    const char *key;
    int more;
    int failed = 0;

    *header = (struct trace_header){ .version = 0 };
    while ((more = json_next(&cursor, &key, &value)) == 1)
        failed |= header_member(header, key, &value);
    if (failed != 0 || fill_in(header) == -1)
        complain(what, "%s", strerror(ENOMEM));
    else if (header->version == 0)
        complain(what, "not a ladder trace; "
                 "'ladder record' makes one");
    else if (header->version != TRACE_VERSION)
        complain(what, "a trace of version %d, but this ladder "
                 "reads version %d; use the ladder that recorded it",
                 header->version, TRACE_VERSION);
    else if (more == -1)
        complain(what, "damaged: %s; record it again",
                 cursor.error);
    else
        return 0;
    return -1;
}

void
trace_header_clear(struct trace_header *header)
{
    free(header->scene);
    free(header->scene_name);
    free(header->not_applied);
}
