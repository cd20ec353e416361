/*
 * route.h - the routes that a scene asks for, through rtnetlink(7).
 */
#ifndef LADDER_ROUTE_H
#define LADDER_ROUTE_H

#include "capture/hosts/hosts.h"

/*
 * Gives the host, in whose network this process is, the routes of the scene:
 * metrics (quickack=, rto_min=, congctl=, initcwnd=, mtu=) on the way to the
 * peer, and `unreachable=ADDRESS`.  What the kernel refuses stands in
 * hosts->not_applied.
 */
void
route_apply(struct hosts *hosts, enum host host, const struct scene *scene,
            const char *device, const char *peer4, const char *peer6);

/* Lets the device keep this many packets that wait to be sent.  -1 with errno.
   (The ioctl for it wants root; rtnetlink does not.) */
int
route_queue(const char *device, unsigned packets);

#endif
