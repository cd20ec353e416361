/*
 * refused.h - what the machine did not let the private hosts have.
 */
#ifndef LADDER_REFUSED_H
#define LADDER_REFUSED_H

#include "capture/hosts/hosts.h"

/* Adds a line to hosts->not_applied: a trace's header and the doctor say it. */
void
hosts_not_applied(struct hosts *hosts, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* A setting that the scene depends on: the first of them is kept, and the scene
   is not played. */
void
hosts_scene_refused(struct hosts *hosts, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

#endif
