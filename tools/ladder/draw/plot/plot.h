/*
 * plot.h - numbers of a run against time, as SVG.
 *
 * Quantities with the same unit share a panel, panels share the time axis.
 * The trace is read once; memory is for pixels, not for events.
 */
#ifndef LADDER_PLOT_H
#define LADDER_PLOT_H

#include <stdio.h>

#include "base/complaint.h"

/*
 * Plots what quantities names ("cwnd,ssthresh,queue") of the trace in file to
 * out.  The names: cwnd and ssthresh (segments), window (advertised), unread
 * and unsent (bytes), sequence (bytes; the time-sequence graph of the direction
 * that carried most), queue (packets in the wire), rtt (ms).  0, or -1 with one
 * line in message, also where the trace has none of the numbers.
 */
int
plot_draw(FILE *file, const char *name, const char *quantities, FILE *out,
          struct complaint *message);

#endif
