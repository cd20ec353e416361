/*
 * file.h - the text ladder of a trace that stands in a file.
 */
#ifndef LADDER_TEXT_FILE_H
#define LADDER_TEXT_FILE_H

#include "base/complaint.h"
#include "draw/text/text.h"

/* Draws it on out.  0, or -1 with one line in message; name is
   used in messages. */
int
text_draw_file(FILE *file, const char *name, const struct text_options *options,
               FILE *out, struct complaint *message);

#endif
