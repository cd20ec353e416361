/*
 * pattern.c - what a scene says against what happened.
 *
 * The pieces between the stars are searched from left to right, each at its
 * first place; only the last one may need a later place, where a word ends:
 *
 *     client * ack 1        against  client sends ACK ack 17 win 0
 *     |first|  |last|                no: behind "ack 1" the number goes on
 */
#include "model/pattern.h"

#include <string.h>

static bool
is_word(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z') || c == '_' || (unsigned char)c >= 0x80;
}

/*
 * Whether a word or number that ends before rest really ends there.  Between
 * two words these marks join: SYN,ACK  FIN-WAIT-1  server/2  server.2  1:7.
 */
static bool
ends_here(char last, const char *rest)
{
    if (!is_word(last) || rest[0] == '\0')
        return true;
    if (is_word(rest[0]))
        return false;
    return strchr(",-/.:", rest[0]) == NULL || !is_word(rest[1]);
}

/* The first place of piece[0..length) in line, or NULL. */
static const char *
find_piece(const char *line, const char *piece, size_t length)
{
    if (length == 0)
        return line;
    for (; (line = strchr(line, piece[0])) != NULL; line++)
        if (strncmp(line, piece, length) == 0)
            return line;
    return NULL;
}

/* The last piece, somewhere in line, with a word's end behind it. */
static bool
find_last(const char *line, const char *piece)
{
    size_t length = strlen(piece);
    if (length == 0)
        return true;
    for (; (line = find_piece(line, piece, length)) != NULL; line++)
        if (ends_here(piece[length - 1], line + length))
            return true;
    return false;
}

bool
pattern_matches(const char *pattern, const char *line)
{
    size_t length = strcspn(pattern, "*");

    if (strncmp(line, pattern, length) != 0)
        return false;
    line += length;
    if (pattern[length] == '\0')
        return length == 0 || ends_here(pattern[length - 1], line);
    for (;;) {
        pattern += length + 1;
        length = strcspn(pattern, "*");
        if (pattern[length] == '\0')
            return find_last(line, pattern);
        line = find_piece(line, pattern, length);
        if (line == NULL)
            return false;
        line += length;
    }
}
