/*
 * terminal.c - how wide text is, and text that is safe for a terminal.
 *
 * The width is ours and not the locale's: a drawing must be the same bytes on
 * every machine.
 */
#include "draw/ink/terminal.h"

#include "base/utf8.h"

#include <string.h>

struct range {
    int32_t first, last;
};

/* East Asian Wide and Fullwidth (Unicode's UAX #11), and emoji. */
static const struct range wide[] = {
    { 0x1100, 0x115F },   { 0x231A, 0x231B },   { 0x2329, 0x232A },
    { 0x23E9, 0x23EC },   { 0x23F0, 0x23F0 },   { 0x23F3, 0x23F3 },
    { 0x25FD, 0x25FE },   { 0x2614, 0x2615 },   { 0x2648, 0x2653 },
    { 0x26A1, 0x26A1 },   { 0x2705, 0x2705 },   { 0x270A, 0x270B },
    { 0x2728, 0x2728 },   { 0x274C, 0x274C },   { 0x2753, 0x2755 },
    { 0x2757, 0x2757 },   { 0x2795, 0x2797 },   { 0x2B50, 0x2B50 },
    { 0x2B55, 0x2B55 },   { 0x2E80, 0x303E },   { 0x3041, 0x33FF },
    { 0x3400, 0x4DBF },   { 0x4E00, 0xA4CF },   { 0xA960, 0xA97C },
    { 0xAC00, 0xD7A3 },   { 0xF900, 0xFAFF },   { 0xFE10, 0xFE19 },
    { 0xFE30, 0xFE6F },   { 0xFF00, 0xFF60 },   { 0xFFE0, 0xFFE6 },
    { 0x1B000, 0x1B2FF }, { 0x1F300, 0x1F64F }, { 0x1F680, 0x1F6FF },
    { 0x1F7E0, 0x1F7EB }, { 0x1F900, 0x1F9FF }, { 0x1FA70, 0x1FAFF },
    { 0x20000, 0x3FFFD },
};

/* Marks that sit on another character, and characters nobody can see. */
static const struct range empty[] = {
    { 0x0300, 0x036F },   { 0x0483, 0x0489 },   { 0x0591, 0x05BD },
    { 0x0610, 0x061A },   { 0x064B, 0x065F },   { 0x0E31, 0x0E31 },
    { 0x0E34, 0x0E3A },   { 0x0E47, 0x0E4E },   { 0x115F, 0x1160 },
    { 0x180B, 0x180E },   { 0x1AB0, 0x1AFF },   { 0x1DC0, 0x1DFF },
    { 0x200B, 0x200F },   { 0x2028, 0x202E },   { 0x2060, 0x206F },
    { 0x20D0, 0x20FF },   { 0x302A, 0x302F },   { 0x3099, 0x309A },
    { 0x3164, 0x3164 },   { 0xD800, 0xDFFF },   { 0xFE00, 0xFE0F },
    { 0xFE20, 0xFE2F },   { 0xFEFF, 0xFEFF },   { 0xFFF0, 0xFFFB },
    { 0xE0000, 0xE0FFF },
};

static bool
within(int32_t character, const struct range *ranges, size_t count)
{
    for (size_t i = 0; i < count && ranges[i].first <= character; i++)
        if (character <= ranges[i].last)
            return true;
    return false;
}

unsigned
character_columns(int32_t character)
{
    if (character < ' ' || (character >= 0x7F && character < 0xA0))
        return 0;
    if (character < 0x300)
        return 1;
    if (within(character, empty, sizeof empty / sizeof empty[0]))
        return 0;
    return within(character, wide, sizeof wide / sizeof wide[0]) ? 2 : 1;
}

int32_t
text_next(const char **text)
{
    uint32_t code = 0;
    size_t bytes = utf8_decode(*text, strnlen(*text, 4), &code);

    if (bytes == 0 && **text != '\0') {
        *text += 1;
        return -1;
    }
    *text += bytes == 0 ? 1 : bytes;
    return (int32_t)code;
}

unsigned
text_columns(const char *text)
{
    unsigned columns = 0;

    while (*text != '\0')
        columns += character_columns(text_next(&text));
    return columns;
}

void
text_escape(char *out, size_t size, const char *text, size_t length,
            bool unicode)
{
    static const char digits[] = "0123456789abcdef";
    char whole[8] = "";
    size_t used = 0;

    for (size_t i = 0; i < length;) {
        /* A copy that ends: text need not. */
        size_t left = length - i < 4 ? length - i : 4;
        memcpy(whole, text + i, left);
        whole[left] = '\0';
        const char *end = whole;
        int32_t character = text_next(&end);
        size_t bytes = (size_t)(end - whole);
        bool plain = character_columns(character) > 0
            && (unicode || character < 0x7F);
        size_t need = plain ? bytes : 4 * bytes;
        if (used + need >= size)
            break;
        for (size_t b = 0; b < bytes; b++) {
            unsigned char byte = (unsigned char)text[i + b];
            if (plain) {
                out[used++] = (char)byte;
                continue;
            }
            out[used++] = '\\';
            out[used++] = 'x';
            out[used++] = digits[byte >> 4];
            out[used++] = digits[byte & 15];
        }
        i += bytes;
    }
    out[used] = '\0';
}

void
text_shorten(char *out, size_t size, const char *text, unsigned room,
             bool unicode)
{
    const char *more = unicode ? "\xE2\x80\xA6" : "..";
    unsigned more_columns = unicode ? 1 : 2;
    size_t used = 0;
    unsigned columns = 0;
    bool whole = text_columns(text) <= room;
    unsigned keep = whole ? room : room > more_columns ? room - more_columns
                                                       : 0;

    while (*text != '\0') {
        const char *from = text;
        columns += character_columns(text_next(&text));
        size_t bytes = (size_t)(text - from);
        if (columns > keep || used + bytes + 4 > size)
            break;
        memcpy(out + used, from, bytes);
        used += bytes;
    }
    if (!whole && room >= more_columns) {
        memcpy(out + used, more, strlen(more));
        used += strlen(more);
    }
    out[used] = '\0';
}
