/*
 * svg.h - the ladder as a picture: for a page of a book, and for a screen.
 *
 * One SVG, 680 wide or a little more, whose text is 8 pt or larger when it is
 * printed 17 cm wide.  It needs no script, no font and no network; it has a
 * title and a description, light and dark colours, and no meaning by colour
 * alone.
 */
#ifndef LADDER_SVG_H
#define LADDER_SVG_H

#include <stdio.h>

#include "base/complaint.h"
#include "draw/figure/layout.h"

/*
 * Draws the trace in file (seekable, read three times) as SVG to out.  0, or
 * -1 with one line in message.
 */
int
svg_draw(FILE *file, const char *name, const struct svg_options *options,
         FILE *out, struct complaint *message);

/* How many pages the drawing has: the largest options->page there is.  -1 with
   a message like svg_draw(). */
int
svg_pages(FILE *file, const char *name, const struct svg_options *options,
          struct complaint *message);

/*
 * Writes a layout as one <svg> element.  With steps, things carry data-m with
 * the number of their moment, for a page that steps through them.
 */
void
svg_write(const struct layout *layout, bool steps, FILE *out);

/* The id of the drawing: options' prefix, made safe.  Writes at most size. */
const char *
svg_id(const struct layout *layout, char *out, size_t size);

/* The drawing's stylesheet, in svg_style.c; each rule begins with #id. */
void
svg_style(const char *id, FILE *out);

#endif
