/* system.c - mounts, modules and devices: a system for the recorder. */
#include "vm/guest/system.h"

#include <errno.h>
#include <fcntl.h>
#include <net/if.h>
#include <netinet/in.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mount.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#include "vm/guest/line.h"
#include "vm/pack.h"

enum { TRIES_TO_REST = 100, TICKS_AT_REST = 8 };

static void
mount_all(void)
{
    if (mount("proc", "/proc", "proc", 0, NULL) == -1 ||
        mount("sysfs", "/sys", "sysfs", 0, NULL) == -1 ||
        mount("devtmpfs", "/dev", "devtmpfs", 0, NULL) == -1 ||
        (mkdir("/dev/pts", 0755) == -1 && errno != EEXIST) ||
        mount("devpts", "/dev/pts", "devpts", 0, NULL) == -1)
        guest_give_up("mount");
}

/* Loads one module; one that is there already is no mistake. */
static void
load_module(const char *name)
{
    char path[128];

    snprintf(path, sizeof path, PACK_MODULES "/%s.ko", name);
    int file = open(path, O_RDONLY | O_CLOEXEC);
    if (file == -1 ||
        (syscall(SYS_finit_module, file, "", 0) == -1 && errno != EEXIST))
        guest_give_up(path);
    close(file);
}

static void
load_modules(void)
{
    char name[64];
    FILE *order = fopen(PACK_MODULES "/order", "r");

    while (order != NULL && fgets(name, sizeof name, order) != NULL) {
        name[strcspn(name, "\n")] = '\0';
        if (name[0] != '\0')
            load_module(name);
    }
    if (order != NULL)
        fclose(order);
}

/* How long the processor has been idle since it started, in hundredths of a
   second. */
static long
idle_ticks(void)
{
    FILE *file = fopen("/proc/stat", "r");
    long ticks = 0;

    if (file == NULL || fscanf(file, "cpu %*s %*s %*s %ld", &ticks) != 1)
        guest_give_up("/proc/stat");
    fclose(file);
    return ticks;
}

/* What booting has put off is done in the background, and a lesson beside it
   would be late here and there: waits for a tenth of a second that was idle. */
static void
wait_for_rest(void)
{
    const struct timespec tenth = { .tv_nsec = 100000000 };

    for (int tries = 0; tries < TRIES_TO_REST; tries++) {
        long before = idle_ticks();
        nanosleep(&tenth, NULL);
        if (idle_ticks() - before >= TICKS_AT_REST)
            return;
    }
}

/*
 * The kernel's first connection is slow: it makes keys of random numbers and
 * changes its own code.  So that no lesson's connection is the first, one is
 * made to ourselves.
 */
static void
warm_up(void)
{
    struct ifreq request = { .ifr_name = "lo", .ifr_flags = IFF_UP };
    struct sockaddr_in6 address = { .sin6_family = AF_INET6,
                                    .sin6_addr = IN6ADDR_LOOPBACK_INIT };
    socklen_t length = sizeof address;
    struct sockaddr *name = (struct sockaddr *)(void *)&address;

    int listener = socket(AF_INET6, SOCK_STREAM | SOCK_CLOEXEC, 0);
    int client = socket(AF_INET6, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (ioctl(listener, SIOCSIFFLAGS, &request) == -1 ||
        bind(listener, name, sizeof address) == -1 ||
        listen(listener, 1) == -1 ||
        getsockname(listener, name, &length) == -1 ||
        connect(client, name, sizeof address) == -1)
        fprintf(stderr, "ladder: guest: loopback: %s\n", strerror(errno));
    close(client);
    close(listener);
    wait_for_rest();
}

void
guest_system_make(void)
{
    mount_all();
    load_modules();
    warm_up();
}
