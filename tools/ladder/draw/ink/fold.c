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

/* Goes on behind `from` columns that stand there, and indents each further line
   by as many. */
static void
fold_from(FILE *out, const char *text, size_t from, size_t columns)
{
    size_t used = from;         /* columns of the line that is begun */

    for (text += strspn(text, " "); *text != '\0';
         text += strspn(text, " ")) {
        size_t length = strcspn(text, " "), width = width_of(text, length);
        if (used > from && used + 1 + width > columns) {
            fprintf(out, "\n%*s", (int)from, "");
            used = from;
        }
        fprintf(out, "%s%.*s", used > from ? " " : "", (int)length, text);
        used += width + (used > from);
        text += length;
    }
    putc('\n', out);
}

void
fold_print(FILE *out, const char *text, unsigned columns)
{
    fold_from(out, text, 0, columns);
}

void
fold_print_behind(FILE *out, const char *first, const char *text,
                  unsigned columns)
{
    fprintf(out, "%s", first);
    fold_from(out, text, width_of(first, strlen(first)), columns);
}
