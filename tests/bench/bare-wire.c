/*
 * bare-wire.c - the recorder's cable without the recorder, for tools/bench:
 * moves packets between the two hosts and does nothing else.
 *
 *     bare-wire SERVER-WORDS... -- CLIENT-WORDS...
 *
 * Runs both on their hosts and ends with the client.
 */
#define _GNU_SOURCE

#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "capture/hosts/hosts.h"

static pid_t
start(const struct hosts *hosts, enum host host, char *words[])
{
    pid_t child = fork();

    if (child != 0)
        return child;
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    hosts_enter(hosts, host);
    execv(words[0], words);
    perror(words[0]);
    _exit(127);
}

/* Moves what waits at one end to the other.  True if there was anything. */
static bool
move(const struct hosts *hosts, enum host from)
{
    static unsigned char packet[HOSTS_MTU_MAX];
    bool any = false;
    ssize_t got;

    while ((got = read(hosts->tun[from], packet, sizeof packet)) > 0) {
        any |= write(hosts->tun[host_peer(from)], packet, (size_t)got) > 0;
    }
    return any;
}

/* The recorder's own terms: one CPU for all, SCHED_BATCH. */
static void
pin(void)
{
    struct sched_param parameters = { .sched_priority = 0 };
    cpu_set_t one;

    CPU_ZERO(&one);
    CPU_SET((size_t)sched_getcpu(), &one);
    sched_setaffinity(0, sizeof one, &one);
    sched_setscheduler(0, SCHED_BATCH, &parameters);
}

int
main(int argc, char *argv[])
{
    struct complaint message = { "" };
    struct scene scene = { .show = LANE_ALL };
    struct hosts hosts;
    int middle = 1;

    while (middle < argc && strcmp(argv[middle], "--") != 0)
        middle++;
    if (middle + 1 >= argc || middle == 1) {
        fprintf(stderr, "usage: bare-wire SERVER... -- CLIENT...\n");
        return 2;
    }
    argv[middle] = NULL;
    scene.wire[HOST_CLIENT].mtu = scene.wire[HOST_SERVER].mtu = 1500;
    if (hosts_open(&hosts, &scene, message) == -1) {
        fprintf(stderr, "bare-wire: %s\n", message);
        return 1;
    }
    pin();
    start(&hosts, HOST_SERVER, argv + 1);
    struct pollfd ends[HOSTS] = {
        { .fd = hosts.tun[HOST_CLIENT], .events = POLLIN },
        { .fd = hosts.tun[HOST_SERVER], .events = POLLIN },
    };
    poll(ends, 0, 200);         /* the server needs a moment to listen */
    pid_t client = start(&hosts, HOST_CLIENT, argv + middle + 1);
    while (waitpid(client, NULL, WNOHANG) == 0) {
        bool moved = move(&hosts, HOST_CLIENT);
        moved |= move(&hosts, HOST_SERVER);
        if (!moved)
            poll(ends, HOSTS, 10);
    }
    return 0;
}
