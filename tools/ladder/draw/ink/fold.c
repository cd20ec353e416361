/*
 * fold.c - a sentence on lines of a terminal's width.
 */
#include "draw/ink/fold.h"

#include <string.h>

/* Characters of text[0..length): bytes that do not continue one. */
static size_t
width_of(const char *text, size_t length)
{
    size_t width = 0;

    for (size_t i = 0; i < length; i++)
        width += ((unsigned char)text[i] & 0xc0) != 0x80;
    return width;
}

void
fold_print(FILE *out, const char *text, unsigned columns)
{
    size_t used = 0;            /* columns of the line that is begun */

    for (text += strspn(text, " "); *text != '\0';
         text += strspn(text, " ")) {
        size_t length = strcspn(text, " "), width = width_of(text, length);
        if (used > 0 && used + 1 + width > columns) {
            putc('\n', out);
            used = 0;
        }
        fprintf(out, "%s%.*s", used > 0 ? " " : "", (int)length, text);
        used += width + (used > 0);
        text += length;
    }
    putc('\n', out);
}
