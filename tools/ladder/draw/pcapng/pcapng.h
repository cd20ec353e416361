/*
 * pcapng.h - one host's view of a run, as a capture file for Wireshark.
 *
 * One host, since two views in one file show every segment twice.  Each packet
 * has a comment that no other capture has: which call sent it, or which state
 * it changed.
 */
#ifndef LADDER_PCAPNG_H
#define LADDER_PCAPNG_H

#include <stdio.h>

#include "base/complaint.h"
#include "model/event.h"

/*
 * Writes what the host at saw of the trace in file as pcapng to out: LINKTYPE
 * RAW, nanoseconds, the hosts' names.  0, or -1 with one line in
 * message.
 */
int
pcapng_draw(FILE *file, const char *name, enum host at, FILE *out,
            struct complaint *message);

#endif
