/*
 * layout.h - how wide each lane of the terminal's ladder is.
 */
#ifndef LADDER_TEXT_LAYOUT_H
#define LADDER_TEXT_LAYOUT_H

#include <stdbool.h>

#include "draw/text/text.h"

struct layout {
    unsigned columns;
    unsigned show;              /* enum lane, or-ed */
    bool wide;                  /* room for details: flags, options, data */
    unsigned left;              /* where the lanes begin, behind the time */
    unsigned side[HOSTS];       /* columns of each host's calls and state */
    unsigned wire;              /* columns between the hosts' lines */
    bool lines;                 /* the hosts have lines; else calls only */
    bool mirrored;              /* the server's calls stand at the right edge */
    unsigned side_x[HOSTS];     /* where each side begins */
    unsigned line_x[HOSTS];     /* where each host's line stands */
    unsigned slots;             /* bars that have room on a side */
};

/* Shares the columns among the lanes that are shown. */
void
text_layout_set(struct layout *layout, const struct text_options *options,
           unsigned show, bool notes);

#endif
