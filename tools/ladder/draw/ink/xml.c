/*
 * xml.c - widths of text, and text that an XML parser takes.
 */
#include "draw/ink/xml.h"

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include "base/utf8.h"

/* Advance widths of ' ' to '~' in hundredths of the font's size. */
static const unsigned char sans_widths[95] = {
    32, 40, 46, 84, 64, 95, 78, 27, 39, 39, 50, 84, 32, 36, 32, 34,
    64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 34, 34, 84, 84, 84, 53,
    100, 68, 69, 70, 77, 63, 58, 77, 75, 29, 29, 66, 56, 86, 75, 79,
    60, 79, 69, 63, 61, 73, 68, 99, 69, 61, 69, 39, 34, 39, 84, 50,
    50, 61, 63, 55, 63, 62, 35, 63, 63, 28, 28, 58, 28, 97, 63, 61,
    63, 63, 41, 52, 39, 63, 59, 82, 59, 59, 52, 64, 34, 64, 84,
};

static const unsigned char bold_widths[95] = {
    35, 46, 52, 84, 70, 100, 87, 31, 46, 46, 52, 84, 38, 42, 38, 37,
    70, 70, 70, 70, 70, 70, 70, 70, 70, 70, 40, 40, 84, 84, 84, 58,
    100, 77, 76, 73, 83, 68, 68, 82, 84, 37, 37, 77, 64, 100, 84, 85,
    73, 85, 77, 72, 68, 81, 77, 110, 77, 72, 73, 46, 37, 46, 84, 50,
    50, 67, 72, 59, 72, 68, 44, 72, 71, 34, 34, 67, 34, 104, 71, 69,
    72, 72, 49, 60, 48, 71, 65, 92, 65, 65, 58, 71, 37, 71, 84,
};

/*
 * Reads one character of UTF-8 from text, which ends with '\0'.  Returns its
 * length in bytes, and the character in *code; a broken sequence is one byte
 * long and *code is 0.
 */
static size_t
xml_next(const char *text, uint32_t *code)
{
    size_t length = utf8_decode(text, strnlen(text, 4), code);

    if (length == 0)
        *code = 0;
    return length == 0 ? 1 : length;
}

/* Characters that XML 1.0 lacks, or that would draw over their neighbours. */
static bool
drawable(uint32_t code)
{
    return code >= 0x20 && !(code >= 0x7f && code < 0xa0) &&
           !(code >= 0x200b && code <= 0x200f) &&       /* zero width, marks */
           !(code >= 0x2028 && code <= 0x202e) &&       /* turns direction */
           !(code >= 0x2060 && code <= 0x206f) &&
           !(code >= 0x300 && code < 0x370) &&          /* combining */
           code != 0xfeff && (code & 0xfffe) != 0xfffe &&
           !(code >= 0xe000 && code < 0xf900);
}

void
xml_text(FILE *out, const char *text)
{
    uint32_t code;

    for (size_t length; *text != '\0'; text += length) {
        length = xml_next(text, &code);
        if (code == '\n' || code == '\t')
            putc((int)code, out);
        else if (!drawable(code))
            fputs("\xef\xbf\xbd", out);
        else if (code == '<')
            fputs("&lt;", out);
        else if (code == '>')
            fputs("&gt;", out);
        else if (code == '&')
            fputs("&amp;", out);
        else if (code == '"')
            fputs("&quot;", out);
        else
            fwrite(text, 1, length, out);
    }
}

void
script_text(FILE *out, const char *text)
{
    uint32_t code;

    putc('"', out);
    for (size_t length; *text != '\0'; text += length) {
        length = xml_next(text, &code);
        if (code < 0x80 && code != 0 && strchr("<>&\"\\'", (int)code) != NULL)
            fprintf(out, "\\u%04x", (unsigned)code);
        else if (code == '\n')
            fputs("\\n", out);
        else if (!drawable(code))
            fputs("\\ufffd", out);
        else
            fwrite(text, 1, length, out);
    }
    putc('"', out);
}

size_t
clean_text(char *out, size_t size, const char *text, size_t max)
{
    size_t used = 0, count = 0, last = 0;
    uint32_t code;

    if (size == 0)
        return 0;
    for (size_t length; *text != '\0'; text += length) {
        length = xml_next(text, &code);
        size_t bytes = drawable(code) ? length : 1;
        if (count == max || used + bytes + 4 > size) {
            if (count > 0) {
                used = last;
                memcpy(out + used, "…", strlen("…"));
                used += strlen("…");
            }
            break;
        }
        last = used;
        if (drawable(code))
            memcpy(out + used, text, length);
        else
            out[used] = '?';
        used += bytes;
        count++;
    }
    out[used] = '\0';
    return count;
}

static double
character_width(enum face face, uint32_t code)
{
    if (code >= 0x1100 && code != 0x2026 && (code < 0x2000 || code >= 0x2600))
        return 1.05;            /* Chinese and the like, symbols */
    if (face == FACE_MONO)
        return 0.603;
    if (code >= ' ' && code <= '~')
        return (face == FACE_BOLD ? bold_widths : sans_widths)[code - ' ']
               / 100.0;
    return 1.0;
}

double
text_width(enum face face, double size, const char *text)
{
    double width = 0;
    uint32_t code;

    while (*text != '\0') {
        text += xml_next(text, &code);
        width += character_width(face, code);
    }
    return width * size;
}

size_t
text_break(enum face face, double size, double width, const char *text)
{
    size_t at = 0, good = 0;
    double used = 0;
    uint32_t code;

    while (text[at] != '\0') {
        size_t length = xml_next(text + at, &code);
        double next = character_width(face, code) * size;

        if (used + next > width + 0.01 && code != ' ' && at > 0)
            return good > 0 ? good : at;
        used += next;
        at += length;
        if (code == ' ' || code == ',' || code == '|')
            good = at;
    }
    return at;
}
