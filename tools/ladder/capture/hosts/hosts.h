/*
 * hosts.h - two private hosts, without root.
 *
 * Each host is a network namespace with loopback and one TUN device, eth0:
 * `client` is 10.0.0.1 and fd00::1, `server` is 10.0.0.2 and fd00::2.  Both
 * stand in one user namespace where the caller is not root.  Nothing is named
 * in the file system, so all of it goes with the last process that uses it,
 * even after kill -9: namespaces(7), tuntap.txt in the kernel's documentation.
 */
#ifndef LADDER_HOSTS_H
#define LADDER_HOSTS_H

#include <stdbool.h>
#include <sys/resource.h>
#include <stddef.h>
#include <sys/types.h>

#include "base/complaint.h"
#include "model/event.h"
#include "scene/scene.h"

enum { HOSTS_MTU_MAX = 65535, NOT_APPLIED_MAX = 2048 };

/* The step of setting up that the machine refused: what a doctor asks. */
enum hosts_step {
    STEP_DONE, STEP_USER_NAMESPACE, STEP_USER_MAP, STEP_MOUNT_NAMESPACE,
    STEP_NET_NAMESPACE, STEP_TUN_OPEN, STEP_TUN_DEVICE, STEP_ADDRESS
};

struct hosts {
    struct rlimit files;        /* what the programs may open */
    int net[HOSTS];             /* the namespaces, as descriptors */
    int tun[HOSTS];             /* the cable's ends: IP packets, non-blocking */
    bool own_user_namespace;
    enum hosts_step refused;    /* where it went wrong, else STEP_DONE */
    int refused_errno;
    char not_applied[NOT_APPLIED_MAX];  /* a line for each setting refused */
    char scene_refused[256];    /* the first of those that the scene wants */
    int counters[HOSTS];        /* what its listeners drop: drops.h; or -1 */
};

/*
 * Makes the two hosts and moves this process into their user and mount
 * namespace (for good: a process cannot come back).  MTUs, sysctls and routes
 * are the scene's.  0, or -1 with one line in message and
 * refused, refused_errno set.  A setting that the machine refuses is no
 * failure: it stands in not_applied.
 */
int
hosts_open(struct hosts *hosts, const struct scene *scene,
           struct complaint *message);

/* Moves this process into the host's network.  0, or -1 with errno. */
int
hosts_enter(const struct hosts *hosts, enum host host);

void
hosts_close(struct hosts *hosts);

#endif
