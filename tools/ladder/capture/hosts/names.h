/*
 * names.h - inside the hosts, `client` and `server` are names.
 */
#ifndef LADDER_NAMES_H
#define LADDER_NAMES_H

#include "capture/hosts/hosts.h"

/*
 * Binds, in this process's private mount namespace, an /etc/hosts with the two
 * names and more (lines "10.0.0.9 far\n", or NULL), an empty resolv.conf and
 * `hosts: files` over the real ones, and hides the sockets of nscd and
 * systemd-resolved, so that glibc, musl and Go agree.  Best effort: what did
 * not work stands in hosts->not_applied.
 */
void
names_apply(struct hosts *hosts, const char *more);

#endif
