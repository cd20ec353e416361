/*
 * xml.h - words for a drawing: how wide they are, and how to write them.
 *
 * Text comes from programs and from the wire, so nothing of it is trusted:
 * what is not a character XML allows comes out as U+FFFD, and "<" stays text.
 */
#ifndef LADDER_XML_H
#define LADDER_XML_H

#include <stddef.h>
#include <stdio.h>

enum face { FACE_SANS, FACE_BOLD, FACE_MONO };

/*
 * Writes text so that it is itself again behind an XML parser, in an element
 * or in an attribute in double quotes.  Never reads past the first '\0'.
 */
void
xml_text(FILE *out, const char *text);

/* The same as a JSON string with its quotes, safe inside <script>. */
void
script_text(FILE *out, const char *text);

/*
 * Copies text into out[size] as clean UTF-8: control characters and broken
 * sequences become "?", the end is cut to at most max characters, with "…" as
 * the last one where something was cut.  Returns how many characters stand
 * in out.
 */
size_t
clean_text(char *out, size_t size, const char *text, size_t max);

/*
 * How wide text is in a face of this size, in the same unit as size.  Measured
 * on DejaVu, the widest of the common system fonts, so that a label that has
 * room here has room everywhere.
 */
double
text_width(enum face face, double size, const char *text);

/*
 * Finds where to break text so that its first line is at most width wide:
 * after a space or a comma if there is one, else between two characters.
 * Returns the bytes of the first line; all of them when it fits.
 */
size_t
text_break(enum face face, double size, double width, const char *text);

#endif
