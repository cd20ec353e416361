/*
 * probe.h - may this machine record?  Each thing tried by its last step.
 */
#ifndef LADDER_PROBE_H
#define LADDER_PROBE_H

#include <stdbool.h>

enum { PROBES = 5, PROBE_TEXT = 400 };

struct probe {
    char name[40];              /* "private hosts" */
    bool good;
    bool needed;                /* no recording without it */
    char why[PROBE_TEXT];       /* what the machine said */
    char remedy[PROBE_TEXT];    /* the way with the least power */
};

/* Tries everything, in processes of its own that leave nothing behind. */
void
probe_all(struct probe probes[PROBES]);

/* Whether recording is possible at all; else one line in why[PROBE_TEXT] and
   the command that would allow it in remedy[PROBE_TEXT]. */
bool
probe_hosts(char *why, char *remedy);

#endif
