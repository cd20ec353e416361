/*
 * svg_parts.h - between svg.c and svg_shapes.c.
 */
#ifndef LADDER_SVG_PARTS_H
#define LADDER_SVG_PARTS_H

#include "draw/figure/svg.h"

/* With steps, the moment that a thing belongs to, as an attribute. */
void
svg_moment(FILE *out, bool steps, int moment);

void
svg_line(FILE *out, const char *class, double x1, double y1, double x2,
         double y2);
void
svg_grid(const struct layout *layout, FILE *out);
void
svg_gaps(const struct layout *layout, FILE *out);
void
svg_pieces(const struct layout *layout, bool steps, FILE *out);
void
svg_tracks(const struct layout *layout, FILE *out);
void
svg_calls(const struct layout *layout, bool steps, FILE *out);
void
svg_arrow(const struct arrow *arrow, bool steps, FILE *out);
void
svg_cuts(const struct layout *layout, bool steps, FILE *out);

#endif
