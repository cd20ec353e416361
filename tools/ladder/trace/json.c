/*
 * json.c - reads the members of a flat object; skips what is nested.
 */
#include "trace/json.h"

#include <string.h>

#include "base/utf8.h"

enum { DEPTH_MAX = 32 };

static int
fail(struct json_cursor *cursor, const char *what)
{
    cursor->error = what;
    return -1;
}

struct json_cursor
json_begin(char *line, size_t length)
{
    return (struct json_cursor){ .at = line, .end = line + length };
}

static void
skip_blanks(struct json_cursor *cursor)
{
    while (cursor->at < cursor->end
           && (*cursor->at == ' ' || *cursor->at == '\t'
               || *cursor->at == '\r' || *cursor->at == '\n'))
        cursor->at++;
}

/* Takes the character if it is the next one. */
static bool
take(struct json_cursor *cursor, char wanted)
{
    skip_blanks(cursor);
    if (cursor->at == cursor->end || *cursor->at != wanted)
        return false;
    cursor->at++;
    return true;
}

static int
hex_digit(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

/* The four digits of a \u escape, or -1. */
static int32_t
read_unit(struct json_cursor *cursor)
{
    int32_t unit = 0;
    if (cursor->end - cursor->at < 4)
        return -1;
    for (int i = 0; i < 4; i++) {
        int digit = hex_digit(*cursor->at++);
        if (digit == -1)
            return -1;
        unit = unit * 16 + digit;
    }
    return unit;
}

/* Decodes what stands behind \u to out; returns the bytes written, or 0. */
static size_t
read_escaped_unit(struct json_cursor *cursor, char *out)
{
    int32_t unit = read_unit(cursor);
    if (unit <= 0)              /* a NUL would end the text early */
        return 0;
    if (unit >= 0xdc80 && unit <= 0xdcff) {
        *out = (char)(unsigned char)(unit & 0xff);
        return 1;
    }
    if (unit >= 0xd800 && unit < 0xdc00) {
        if (cursor->end - cursor->at < 6 || cursor->at[0] != '\\'
            || cursor->at[1] != 'u')
            return 0;
        cursor->at += 2;
        int32_t low = read_unit(cursor);
        if (low < 0xdc00 || low > 0xdfff)
            return 0;
        unit = 0x10000 + (unit - 0xd800) * 0x400 + (low - 0xdc00);
    }
    return utf8_encode((uint32_t)unit, out);
}

static size_t
read_escape(struct json_cursor *cursor, char *out)
{
    static const char letters[] = "\"\\/bfnrt";
    static const char meanings[] = "\"\\/\b\f\n\r\t";
    if (cursor->at == cursor->end)
        return 0;
    char letter = *cursor->at++;
    if (letter == 'u')
        return read_escaped_unit(cursor, out);
    const char *found = letter == '\0' ? NULL : strchr(letters, letter);
    if (found == NULL)
        return 0;
    *out = meanings[found - letters];
    return 1;
}

/* A string behind its opening quote.  What is decoded is never longer than its
   escape, so it is written over it. */
static int
read_string(struct json_cursor *cursor, struct json_value *value)
{
    char *out = cursor->at;
    value->type = JSON_STRING;
    value->text = out;
    while (cursor->at < cursor->end && *cursor->at != '"') {
        unsigned char c = (unsigned char)*cursor->at++;
        if (c < 0x20)
            return fail(cursor, "a control character in a string");
        if (c != '\\') {
            *out++ = (char)c;
            continue;
        }
        size_t bytes = read_escape(cursor, out);
        if (bytes == 0)
            return fail(cursor, "an unknown escape in a string");
        out += bytes;
    }
    if (cursor->at == cursor->end)
        return fail(cursor, "a string without its end");
    cursor->at++;
    *out = '\0';
    value->length = (size_t)(out - value->text);
    return 1;
}

/* An integer that fits; a fraction or an exponent makes it OTHER. */
static int
read_number(struct json_cursor *cursor, struct json_value *value)
{
    bool negative = take(cursor, '-');
    int64_t number = 0;
    bool digits = false;
    value->type = JSON_INTEGER;
    while (cursor->at < cursor->end && *cursor->at >= '0'
           && *cursor->at <= '9') {
        int digit = *cursor->at++ - '0';
        if (number > (INT64_MAX - digit) / 10)
            return fail(cursor, "a number that is too large");
        number = number * 10 + digit;
        digits = true;
    }
    if (!digits)
        return fail(cursor, "something that is no value");
    while (cursor->at < cursor->end && *cursor->at != '\0'
           && strchr(".eE+-0123456789", *cursor->at) != NULL) {
        value->type = JSON_OTHER;
        cursor->at++;
    }
    value->integer = negative ? -number : number;
    return 1;
}

static bool
take_word(struct json_cursor *cursor, const char *word)
{
    size_t length = strlen(word);
    if ((size_t)(cursor->end - cursor->at) < length
        || memcmp(cursor->at, word, length) != 0)
        return false;
    cursor->at += length;
    return true;
}

/* A value that is not nested. */
static int
read_plain(struct json_cursor *cursor, struct json_value *value)
{
    *value = (struct json_value){ .type = JSON_OTHER };
    if (take(cursor, '"'))
        return read_string(cursor, value);
    if (take_word(cursor, "null"))
        return 1;
    bool yes = take_word(cursor, "true");
    if (yes || take_word(cursor, "false")) {
        value->type = JSON_BOOL;
        value->integer = yes;
        return 1;
    }
    return read_number(cursor, value);
}

/*
 * Skips an array or object whose opening bracket was taken.  No reader of this
 * version looks inside, so that the brackets pair is all that is asked.
 */
static int
skip_nested(struct json_cursor *cursor)
{
    struct json_value value;
    for (int depth = 1; depth > 0;) {
        if (take(cursor, '[') || take(cursor, '{'))
            depth++;
        else if (take(cursor, ']') || take(cursor, '}'))
            depth--;
        else if (take(cursor, ',') || take(cursor, ':'))
            continue;
        else if (read_plain(cursor, &value) == -1)
            return -1;
        if (depth > DEPTH_MAX)
            return fail(cursor, "values nested too deep");
    }
    return 1;
}

int
json_next(struct json_cursor *cursor, const char **key,
          struct json_value *value)
{
    struct json_value name;

    if (!cursor->begun && !take(cursor, '{'))
        return fail(cursor, "no '{' at its start");
    if (take(cursor, '}')) {
        skip_blanks(cursor);
        if (cursor->at != cursor->end)
            return fail(cursor, "something behind its '}'");
        return 0;
    }
    if (cursor->begun && !take(cursor, ','))
        return fail(cursor, "no ',' between two members");
    cursor->begun = true;
    if (!take(cursor, '"'))
        return fail(cursor, "a member without a name");
    if (read_string(cursor, &name) == -1)
        return -1;
    *key = name.text;
    if (!take(cursor, ':'))
        return fail(cursor, "no ':' behind a name");
    if (take(cursor, '[') || take(cursor, '{')) {
        *value = (struct json_value){ .type = JSON_OTHER };
        return skip_nested(cursor);
    }
    skip_blanks(cursor);
    return read_plain(cursor, value);
}
