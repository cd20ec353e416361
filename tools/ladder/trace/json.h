/*
 * json.h - one JSON object on one line, read in place (RFC 8259).
 *
 * A cursor walks over line[0..length), which the caller owns and which is
 * changed: strings are decoded where they stand and end with a NUL.  The line
 * comes from outside; nothing behind its end is read.
 */
#ifndef LADDER_JSON_H
#define LADDER_JSON_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum json_type {
    JSON_STRING, JSON_INTEGER,
    JSON_BOOL,
    JSON_OTHER          /* null, a fraction, an array, an object: skipped */
};

struct json_value {
    enum json_type type;
    char *text;                 /* STRING: ends with a NUL, has no other */
    size_t length;
    int64_t integer;            /* INTEGER; BOOL: 0 or 1 */
};

struct json_cursor {
    char *at, *end;
    bool begun;
    const char *error;          /* what is wrong, once a call has failed */
};

struct json_cursor
json_begin(char *line, size_t length);

/*
 * Reads the next member.  Returns 1, 0 behind the object's end, or -1 with
 * cursor->error set.  Bytes that were not UTF-8 when they were written come
 * back from the escapes \udc80 to \udcff.
 */
int
json_next(struct json_cursor *cursor, const char **key,
          struct json_value *value);

#endif
