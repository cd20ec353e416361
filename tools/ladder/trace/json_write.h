/*
 * json_write.h - one JSON object as one line, written quickly.
 *
 * The line is put together in its own buffer and handed to stdio once, or in
 * pieces where it is larger.  Keys must need no escapes.
 */
#ifndef LADDER_JSON_WRITE_H
#define LADDER_JSON_WRITE_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

enum { JSON_LINE_BYTES = 8192 };

struct json_line {
    FILE *out;
    size_t used;
    bool failed;
    bool members;               /* the next member needs a comma */
    char bytes[JSON_LINE_BYTES];
};

/* Begins an object; returns line. */
struct json_line *
json_start(struct json_line *line, FILE *out);

/* A member with a text; none where it is NULL.  Bytes that are not UTF-8 become
   the escapes \udc80 to \udcff. */
void
json_text(struct json_line *line, const char *key, const char *text);

/* The same of text[0..length). */
void
json_text_of(struct json_line *line, const char *key, const char *text,
             size_t length);

/* The same, left out also where it is empty. */
void
json_word(struct json_line *line, const char *key, const char *text);

void
json_integer(struct json_line *line, const char *key, int64_t number);

/* A number that is left out where it is nothing. */
void
json_number(struct json_line *line, const char *key, int64_t number,
            int64_t nothing);

void
json_true(struct json_line *line, const char *key);

/* Bytes as hex. */
void
json_bytes(struct json_line *line, const char *key, const unsigned char *bytes,
           size_t length);

/* Ends the object and its line.  0, or -1 with errno. */
int
json_end(struct json_line *line);

#endif
