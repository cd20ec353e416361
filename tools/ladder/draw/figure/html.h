/*
 * html.h - one page around a drawn ladder, to step through.
 *
 * Self-contained: no network, no framework.  Without scripts it is the whole
 * figure and its transcript.  With them, keys (arrows, j and k, space), buttons
 * and touch step forward and back; at each step the page tells both hosts'
 * states, the accept queue, and the fields of the segment at hand.
 */
#ifndef LADDER_HTML_H
#define LADDER_HTML_H

#include <stdio.h>

#include "base/complaint.h"
#include "draw/figure/layout.h"

/*
 * Draws the trace in file (seekable) as a page to out.  0, or -1 with one line
 * in message.
 */
int
html_draw(FILE *file, const char *name, const struct svg_options *options,
          FILE *out, struct complaint *message);

/* The page's stylesheet and script, in html_page.c. */
extern const char html_style[];
extern const char html_script[];

#endif
