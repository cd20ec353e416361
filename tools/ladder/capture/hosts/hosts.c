/* hosts.c - makes two private hosts, without root. */
#include "capture/hosts/hosts.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/if_tun.h>
#include <net/if.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mount.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "capture/hosts/drops.h"
#include "capture/hosts/names.h"
#include "capture/hosts/refused.h"
#include "capture/hosts/route.h"

/* What a TUN device keeps until we take it: a burst must not vanish unseen. */
enum { QUEUE_PACKETS = 20000 };

static const char *const device = "eth0";
static const char *const address4[HOSTS] = { "10.0.0.1", "10.0.0.2" };
static const char *const address6[HOSTS] = { "fd00::1", "fd00::2" };

/* <linux/ipv6.h> has it, but cannot stand beside <netinet/in.h>. */
struct address6_request {
    struct in6_addr address;
    uint32_t prefix_bits;
    int index;
};

/* Remembers which step failed and why.  Returns -1. */
static int
refuse(struct hosts *hosts, enum hosts_step step, const char *what,
       struct complaint *message)
{
    hosts->refused = step;
    hosts->refused_errno = errno;
    complain(message, "cannot make private hosts: %s: %s", what,
             strerror(errno));
    return -1;
}

static int
write_file(const char *path, const char *text)
{
    int file = open(path, O_WRONLY | O_CLOEXEC);
    if (file == -1)
        return -1;

    ssize_t written = write(file, text, strlen(text));
    int error = errno;
    close(file);
    errno = error;
    return written == (ssize_t)strlen(text) ? 0 : -1;
}

/* Maps the caller's own numbers, and no others, to themselves. */
static int
map_caller(uid_t uid, gid_t gid)
{
    char line[64];

    if (write_file("/proc/self/setgroups", "deny") == -1 && errno != ENOENT)
        return -1;
    snprintf(line, sizeof line, "%u %u 1", (unsigned)uid, (unsigned)uid);
    if (write_file("/proc/self/uid_map", line) == -1)
        return -1;
    snprintf(line, sizeof line, "%u %u 1", (unsigned)gid, (unsigned)gid);
    return write_file("/proc/self/gid_map", line);
}

/*
 * Sets net.ipv4.NAME, or a full name such as net/core/somaxconn or
 * net.core.somaxconn, in the namespace that this process is in.
 */
static int
set_sysctl(const char *name, const char *value)
{
    char path[256];
    bool full = strncmp(name, "net.", 4) == 0 || strncmp(name, "net/", 4) == 0;

    if (!full && strchr(name, '/') == NULL && strchr(name, '.') == NULL) {
        snprintf(path, sizeof path, "/proc/sys/net/ipv4/%s", name);
        if (access(path, F_OK) == -1)
            snprintf(path, sizeof path, "/proc/sys/net/core/%s", name);
    } else {
        snprintf(path, sizeof path, "/proc/sys/%s%s", full ? "" : "net/",
                 name);
        for (char *dot = path; (dot = strchr(dot, '.')) != NULL;)
            *dot = '/';
    }
    return write_file(path, value);
}

/*
 * What a host has as the machine has it.  The first two the kernel would
 * measure by the small hash tables that hosts_open() gives it.  The congestion
 * control is the machine's for the programs of `ladder run`; scenes tell of
 * reno, which every kernel has.
 */
enum own { OWN_TW_BUCKETS, OWN_SYN_BACKLOG, OWN_CONGESTION, OWNS };

static const char *const owns[OWNS] = {
    "tcp_max_tw_buckets", "tcp_max_syn_backlog", "tcp_congestion_control"
};

/* Their values on the machine; "" where it does not say. */
struct machine {
    char values[OWNS][32];
};

static void
ask_machine(struct machine *machine)
{
    char path[128];

    for (size_t i = 0; i < OWNS; i++) {
        char *value = machine->values[i];
        snprintf(path, sizeof path, "/proc/sys/net/ipv4/%s", owns[i]);
        int file = open(path, O_RDONLY | O_CLOEXEC);
        ssize_t got = file == -1 ? -1 : read(file, value,
                                             sizeof machine->values[i] - 1);
        value[got > 0 ? got : 0] = '\0';
        value[strcspn(value, "\n")] = '\0';
        if (file != -1)
            close(file);
    }
}

/* Gives the host, in whose network this process is, what it is to have. */
static void
equal_machine(struct hosts *hosts, enum host host, const struct scene *scene,
              const struct machine *machine)
{
    for (size_t i = 0; i < OWNS; i++) {
        const char *value = i == OWN_CONGESTION && !scene->typed
                                ? "reno" : machine->values[i];
        if (value[0] != '\0' && set_sysctl(owns[i], value) == -1)
            hosts_not_applied(hosts, "%s: %s=%s: %s", host_name(host), owns[i],
                              value, strerror(errno));
    }
}

/* Settings that keep the wire free of noise; all best effort. */
static void
quieten(void)
{
    static const char *const quiet[][2] = {
        { "net/ipv6/conf/all/disable_ipv6", "0" },
        { "net/ipv6/conf/default/disable_ipv6", "0" },
        { "net/ipv6/conf/default/accept_dad", "0" },
        { "net/ipv6/conf/default/router_solicitations", "0" },
        { "net/ipv6/conf/default/addr_gen_mode", "1" },
        { "net/ipv6/conf/default/accept_ra", "0" },
        { "ip_unprivileged_port_start", "0" },
    };

    for (size_t i = 0; i < sizeof quiet / sizeof quiet[0]; i++)
        set_sysctl(quiet[i][0], quiet[i][1]);
}

static int
raise_device(int control, const char *name, unsigned mtu)
{
    struct ifreq request = { 0 };

    snprintf(request.ifr_name, sizeof request.ifr_name, "%s", name);
    if (mtu != 0) {
        request.ifr_mtu = (int)mtu;
        if (ioctl(control, SIOCSIFMTU, &request) == -1)
            return -1;
    }
    request.ifr_flags = IFF_UP | IFF_RUNNING;
    return ioctl(control, SIOCSIFFLAGS, &request);
}

static int
give_address4(int control, enum host host)
{
    struct ifreq request = { 0 };
    struct sockaddr_in address = { .sin_family = AF_INET };

    snprintf(request.ifr_name, sizeof request.ifr_name, "%s", device);
    inet_pton(AF_INET, address4[host], &address.sin_addr);
    memcpy(&request.ifr_addr, &address, sizeof address);
    if (ioctl(control, SIOCSIFADDR, &request) == -1)
        return -1;
    inet_pton(AF_INET, "255.255.255.0", &address.sin_addr);
    memcpy(&request.ifr_netmask, &address, sizeof address);
    return ioctl(control, SIOCSIFNETMASK, &request);
}

/*
 * The kernel takes a new IPv6 address into use a little later, in a work queue.
 * Until then a program would speak from ::1.  Waits for it, 2 s at most.
 */
static int
await_address6(int udp, const struct in6_addr *address)
{
    struct sockaddr_in6 local = { .sin6_family = AF_INET6,
                                  .sin6_addr = *address };
    struct timespec moment = { .tv_nsec = 100000 };

    for (int tries = 0; tries < 20000; tries++) {
        if (bind(udp, (struct sockaddr *)&local, sizeof local) == 0)
            return 0;
        if (errno != EADDRNOTAVAIL)
            return -1;
        nanosleep(&moment, NULL);
    }
    return -1;
}

static int
give_address6(enum host host)
{
    int control = socket(AF_INET6, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    if (control == -1)
        return -1;

    struct address6_request request = {
        .prefix_bits = 64,
        .index = (int)if_nametoindex(device),
    };
    inet_pton(AF_INET6, address6[host], &request.address);
    int result = ioctl(control, SIOCSIFADDR, &request);
    if (result == 0)
        result = await_address6(control, &request.address);
    int error = errno;
    close(control);
    errno = error;
    return result;
}

/* Opens this namespace's end of the cable.  Returns it, or -1 with the step. */
static int
open_tun(enum hosts_step *step)
{
    struct ifreq request = { .ifr_flags = IFF_TUN | IFF_NO_PI };

    *step = STEP_TUN_OPEN;
    int tun = open("/dev/net/tun", O_RDWR | O_NONBLOCK | O_CLOEXEC);
    if (tun == -1)
        return -1;
    *step = STEP_TUN_DEVICE;
    snprintf(request.ifr_name, sizeof request.ifr_name, "%s", device);
    if (ioctl(tun, TUNSETIFF, &request) == -1) {
        int error = errno;
        close(tun);
        errno = error;
        return -1;
    }
    return tun;
}

static void
apply_scene(struct hosts *hosts, enum host host, const struct scene *scene)
{
    for (size_t i = 0; i < scene->sysctl_count; i++) {
        const struct scene_sysctl *s = &scene->sysctls[i];
        if (s->host != host || set_sysctl(s->name, s->value) == 0)
            continue;
        /* What an older kernel does not have is off there. */
        if (errno == ENOENT && strcmp(s->value, "0") == 0)
            hosts_not_applied(hosts, "%s: sysctl %s=0: this kernel has none",
                              host_name(host), s->name);
        else
            hosts_scene_refused(hosts, "%s: sysctl %s=%s: %s", host_name(host),
                                s->name, s->value, strerror(errno));
    }
    route_apply(hosts, host, scene, device, address4[host_peer(host)],
                address6[host_peer(host)]);
}

/* Makes one host in a network namespace of its own. */
static int
open_host(struct hosts *hosts, enum host host, const struct scene *scene,
          const struct machine *machine, struct complaint *message)
{
    enum hosts_step step;

    if (unshare(CLONE_NEWNET) == -1)
        return refuse(hosts, STEP_NET_NAMESPACE, "a network namespace",
                      message);
    hosts->net[host] = open("/proc/self/ns/net", O_RDONLY | O_CLOEXEC);
    if (hosts->net[host] == -1)
        return refuse(hosts, STEP_NET_NAMESPACE, "/proc/self/ns/net", message);

    hosts->counters[host] = drops_open();       /* or -1: none are told */
    quieten();
    equal_machine(hosts, host, scene, machine);
    hosts->tun[host] = open_tun(&step);
    if (hosts->tun[host] == -1)
        return refuse(hosts, step, step == STEP_TUN_OPEN ? "/dev/net/tun"
                                                         : "a TUN device",
                      message);

    int control = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    if (control == -1 || raise_device(control, "lo", 0) == -1 ||
        give_address4(control, host) == -1 ||
        raise_device(control, device, scene->wire[host].mtu) == -1) {
        refuse(hosts, STEP_ADDRESS, "an address", message);
        close(control);
        return -1;
    }
    close(control);
    if (scene->wire[host].mtu >= 1280 && give_address6(host) == -1)
        hosts_not_applied(hosts, "%s: IPv6 address: %s", host_name(host),
                          strerror(errno));
    /* This also waits for the lock under which the address comes into use, so
       that its route is there. */
    if (route_queue(device, QUEUE_PACKETS) == -1)
        hosts_not_applied(hosts, "%s: queue of %d packets: %s",
                          host_name(host), QUEUE_PACKETS, strerror(errno));
    apply_scene(hosts, host, scene);
    return 0;
}

/* Moves into user and mount namespaces where the caller may make hosts. */
static int
enter_own_world(struct hosts *hosts, struct complaint *message)
{
    uid_t uid = geteuid();
    gid_t gid = getegid();

    if (uid != 0 || unshare(CLONE_NEWNS) == -1) {
        if (unshare(CLONE_NEWUSER) == -1)
            return refuse(hosts, STEP_USER_NAMESPACE, "a user namespace",
                          message);
        hosts->own_user_namespace = true;
        if (map_caller(uid, gid) == -1)
            return refuse(hosts, STEP_USER_MAP, "the user's map", message);
        if (unshare(CLONE_NEWNS) == -1)
            return refuse(hosts, STEP_MOUNT_NAMESPACE, "a mount namespace",
                          message);
    }
    if (mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL) == -1)
        return refuse(hosts, STEP_MOUNT_NAMESPACE, "private mounts", message);
    return 0;
}

int
hosts_open(struct hosts *hosts, const struct scene *scene,
           struct complaint *message)
{
    *hosts = (struct hosts){ .net = { -1, -1 }, .tun = { -1, -1 },
                              .counters = { -1, -1 } };

    struct machine machine;
    ask_machine(&machine);
    if (enter_own_world(hosts, message) == -1)
        return -1;

    /* An outer namespace, so that the hosts inherit small hash tables: a dump
       of the machine's own walks a quarter of a million buckets. */
    if (unshare(CLONE_NEWNET) == -1)
        return refuse(hosts, STEP_NET_NAMESPACE, "a network namespace",
                      message);
    set_sysctl("tcp_child_ehash_entries", "256");
    set_sysctl("udp_child_hash_entries", "128");
    int outer = open("/proc/self/ns/net", O_RDONLY | O_CLOEXEC);
    if (outer == -1)
        return refuse(hosts, STEP_NET_NAMESPACE, "/proc/self/ns/net", message);

    int result = 0;
    for (enum host host = HOST_CLIENT; host < HOSTS && result == 0; host++) {
        result = open_host(hosts, host, scene, &machine, message);
        if (setns(outer, CLONE_NEWNET) == -1 && result == 0)
            result = refuse(hosts, STEP_NET_NAMESPACE, "setns", message);
    }
    close(outer);
    if (result == 0)
        names_apply(hosts, scene->names);
    else
        hosts_close(hosts);
    return result;
}

int
hosts_enter(const struct hosts *hosts, enum host host)
{
    return setns(hosts->net[host], CLONE_NEWNET);
}

void
hosts_close(struct hosts *hosts)
{
    for (enum host host = HOST_CLIENT; host < HOSTS; host++) {
        if (hosts->net[host] != -1)
            close(hosts->net[host]);
        if (hosts->tun[host] != -1)
            close(hosts->tun[host]);
        if (hosts->counters[host] != -1)
            close(hosts->counters[host]);
        hosts->net[host] = hosts->tun[host] = hosts->counters[host] = -1;
    }
}
