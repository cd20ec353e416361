/*
 * json_write.c - members of an object, put together without printf.
 */
#include "trace/json_write.h"

#include <string.h>

#include "base/utf8.h"

struct json_line *
json_start(struct json_line *line, FILE *out)
{
    line->out = out;            /* bytes are not cleared: this must be quick */
    line->used = 0;
    line->failed = line->members = false;
    return line;
}

static void
line_flush(struct json_line *line)
{
    if (fwrite(line->bytes, 1, line->used, line->out) != line->used)
        line->failed = true;
    line->used = 0;
}

/* Makes room for size bytes, which must be far less than JSON_LINE_BYTES. */
static char *
line_room(struct json_line *line, size_t size)
{
    if (line->used + size > JSON_LINE_BYTES)
        line_flush(line);
    return line->bytes + line->used;
}

static void
put_char(struct json_line *line, char c)
{
    *line_room(line, 1) = c;
    line->used++;
}

/* A short piece of text that needs no escapes. */
static void
put_raw(struct json_line *line, const char *text)
{
    size_t length = strlen(text);
    memcpy(line_room(line, length), text, length);
    line->used += length;
}

static void
put_unsigned(struct json_line *line, uint64_t number)
{
    char digits[20];
    size_t count = 0;
    do {
        digits[count++] = (char)('0' + number % 10);
        number /= 10;
    } while (number > 0);
    char *at = line_room(line, count);
    line->used += count;
    while (count > 0)
        *at++ = digits[--count];
}

static void
put_hex(struct json_line *line, unsigned byte)
{
    static const char digits[] = "0123456789abcdef";
    char *at = line_room(line, 2);
    at[0] = digits[byte >> 4 & 15];
    at[1] = digits[byte & 15];
    line->used += 2;
}

/* One character or one byte that is none; returns how many bytes it took. */
static size_t
put_escaped(struct json_line *line, const char *text, size_t length)
{
    unsigned char c = (unsigned char)*text;
    size_t bytes = utf8_length(text, length);

    if (c == '"' || c == '\\') {
        put_char(line, '\\');
        put_char(line, (char)c);
    } else if (c == '\n') {
        put_raw(line, "\\n");
    } else if (c < 0x20 || c == 0x7f) {
        put_raw(line, "\\u00");
        put_hex(line, c);
    } else if (bytes == 0) {    /* as Python's surrogateescape has it */
        put_raw(line, "\\udc");
        put_hex(line, c);
        return 1;
    } else {
        memcpy(line_room(line, bytes), text, bytes);
        line->used += bytes;
        return bytes;
    }
    return 1;
}

static void
json_key(struct json_line *line, const char *key)
{
    put_char(line, line->members ? ',' : '{');
    line->members = true;
    put_char(line, '"');
    put_raw(line, key);
    put_raw(line, "\":");
}

void
json_text_of(struct json_line *line, const char *key, const char *text,
             size_t length)
{
    json_key(line, key);
    put_char(line, '"');
    for (size_t i = 0; i < length;)
        i += put_escaped(line, text + i, length - i);
    put_char(line, '"');
}

void
json_text(struct json_line *line, const char *key, const char *text)
{
    if (text != NULL)
        json_text_of(line, key, text, strlen(text));
}

void
json_word(struct json_line *line, const char *key, const char *text)
{
    if (text != NULL && text[0] != '\0')
        json_text(line, key, text);
}

void
json_integer(struct json_line *line, const char *key, int64_t number)
{
    json_key(line, key);
    if (number < 0)
        put_char(line, '-');
    put_unsigned(line, number < 0 ? -(uint64_t)number : (uint64_t)number);
}

void
json_number(struct json_line *line, const char *key, int64_t number,
            int64_t nothing)
{
    if (number != nothing)
        json_integer(line, key, number);
}

void
json_bytes(struct json_line *line, const char *key, const unsigned char *bytes,
           size_t length)
{
    json_key(line, key);
    put_char(line, '"');
    for (size_t i = 0; i < length; i++)
        put_hex(line, bytes[i]);
    put_char(line, '"');
}

int
json_end(struct json_line *line)
{
    put_raw(line, "}\n");
    line_flush(line);
    return line->failed ? -1 : 0;
}

void
json_true(struct json_line *line, const char *key)
{
    json_key(line, key);
    put_raw(line, "true");
}
