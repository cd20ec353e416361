/* route.c - the routes that a scene asks for, through rtnetlink(7). */
#include "capture/hosts/route.h"

#include <arpa/inet.h>
#include <errno.h>
#include <linux/rtnetlink.h>
#include <net/if.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "capture/hosts/refused.h"

/* A request that grows attribute by attribute. */
struct request {
    struct nlmsghdr header;
    union {
        struct rtmsg route;
        struct ifinfomsg link;
    };
    char attributes[512];
};

static struct rtattr *
attribute_add(struct request *request, unsigned short type, const void *data,
              size_t bytes)
{
    struct rtattr *attribute = (struct rtattr *)(void *)(
        (char *)request + NLMSG_ALIGN(request->header.nlmsg_len));

    attribute->rta_type = type;
    attribute->rta_len = (unsigned short)RTA_LENGTH(bytes);
    if (bytes > 0)
        memcpy(RTA_DATA(attribute), data, bytes);
    request->header.nlmsg_len = (uint32_t)(
        NLMSG_ALIGN(request->header.nlmsg_len) + RTA_ALIGN(attribute->rta_len));
    return attribute;
}

/* Sends the request and waits for the kernel's word.  0, or -1 with errno. */
static int
ask(struct request *request)
{
    char answer[1024];
    int netlink = socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_ROUTE);
    if (netlink == -1)
        return -1;

    ssize_t got = -1;
    if (send(netlink, request, request->header.nlmsg_len, 0) != -1)
        got = recv(netlink, answer, sizeof answer, 0);
    int error = errno;
    close(netlink);
    errno = error;
    if (got == -1)
        return -1;

    const struct nlmsghdr *reply = (const struct nlmsghdr *)(void *)answer;
    if (got < (ssize_t)NLMSG_LENGTH(sizeof(struct nlmsgerr)) ||
        reply->nlmsg_type != NLMSG_ERROR) {
        errno = EPROTO;
        return -1;
    }
    const struct nlmsgerr *verdict = NLMSG_DATA(reply);
    errno = -verdict->error;
    return verdict->error == 0 ? 0 : -1;
}

/* Begins a request for a route to exactly one address.  -1 if it is none. */
static int
request_begin(struct request *request, unsigned char type, const char *address)
{
    unsigned char bytes[16];
    int family = strchr(address, ':') != NULL ? AF_INET6 : AF_INET;
    size_t length = family == AF_INET6 ? 16 : 4;

    *request = (struct request){
        .header = { .nlmsg_len = NLMSG_LENGTH(sizeof request->route),
                    .nlmsg_type = RTM_NEWROUTE,
                    .nlmsg_flags = NLM_F_REQUEST | NLM_F_ACK | NLM_F_CREATE |
                                   NLM_F_REPLACE },
        .route = { .rtm_family = (unsigned char)family,
                   .rtm_dst_len = (unsigned char)(length * 8),
                   .rtm_table = RT_TABLE_MAIN,
                   .rtm_protocol = RTPROT_STATIC,
                   .rtm_scope = type == RTN_UNICAST && family == AF_INET
                                    ? RT_SCOPE_LINK : RT_SCOPE_UNIVERSE,
                   .rtm_type = type },
    };
    if (inet_pton(family, address, bytes) != 1) {
        errno = EINVAL;
        return -1;
    }
    attribute_add(request, RTA_DST, bytes, length);
    return 0;
}

/* Adds one metric; -1 with EINVAL if its name or number is not known. */
static int
metric_add(struct request *request, const char *key, const char *value)
{
    static const struct { const char *name; unsigned short type; } metrics[] = {
        { "quickack", RTAX_QUICKACK }, { "initcwnd", RTAX_INITCWND },
        { "initrwnd", RTAX_INITRWND }, { "mtu", RTAX_MTU },
        { "window", RTAX_WINDOW },     { "rto_min", RTAX_RTO_MIN },
    };
    char *end;

    if (strcmp(key, "congctl") == 0) {
        attribute_add(request, RTAX_CC_ALGO, value, strlen(value) + 1);
        return 0;
    }
    unsigned long number = strtoul(value, &end, 10);
    if (strcmp(end, "ms") == 0)
        end += 2;
    for (size_t i = 0; i < sizeof metrics / sizeof metrics[0]; i++)
        if (strcmp(key, metrics[i].name) == 0 && *end == '\0' &&
            end != value && number <= UINT32_MAX) {
            uint32_t metric = (uint32_t)number;
            attribute_add(request, metrics[i].type, &metric, sizeof metric);
            return 0;
        }
    errno = EINVAL;
    return -1;
}

/* Whether the key names an address of its own, not a metric of the way to the
   peer. */
static bool
has_own_address(const struct scene_route *route)
{
    return strcmp(route->key, "unreachable") == 0 ||
           strcmp(route->key, "through") == 0;
}

/* "unreachable": no way leads to it; "through": the peer is the way. */
static int
route_of_its_own(const struct scene_route *route, const char *device)
{
    struct request request;
    uint32_t index = if_nametoindex(device);
    bool through = strcmp(route->key, "through") == 0;

    if (request_begin(&request, through ? RTN_UNICAST : RTN_UNREACHABLE,
                      route->value) == -1)
        return -1;
    if (through)
        attribute_add(&request, RTA_OIF, &index, sizeof index);
    return ask(&request);
}

/* The route to the peer, with all metrics that the scene gives this host. */
static int
route_to_peer(enum host host, const struct scene *scene, const char *device,
              const char *peer)
{
    struct request request;
    uint32_t index = if_nametoindex(device);
    size_t metrics = 0;

    if (request_begin(&request, RTN_UNICAST, peer) == -1)
        return -1;
    attribute_add(&request, RTA_OIF, &index, sizeof index);
    struct rtattr *nest = attribute_add(&request, RTA_METRICS, NULL, 0);
    for (size_t i = 0; i < scene->route_count; i++) {
        const struct scene_route *route = &scene->routes[i];
        if (route->host != host || has_own_address(route))
            continue;
        if (metric_add(&request, route->key, route->value) == -1)
            return -1;
        metrics++;
    }
    nest->rta_len = (unsigned short)((char *)&request +
                                     request.header.nlmsg_len - (char *)nest);
    return metrics == 0 ? 0 : ask(&request);
}

void
route_apply(struct hosts *hosts, enum host host, const struct scene *scene,
            const char *device, const char *peer4, const char *peer6)
{
    if (route_to_peer(host, scene, device, peer4) == -1)
        hosts_scene_refused(hosts, "%s: route to %s: %s", host_name(host),
                            peer4, strerror(errno));
    else if (scene->wire[host].mtu >= 1280 &&
             route_to_peer(host, scene, device, peer6) == -1)
        hosts_not_applied(hosts, "%s: route to %s: %s", host_name(host), peer6,
                          strerror(errno));
    for (size_t i = 0; i < scene->route_count; i++) {
        const struct scene_route *route = &scene->routes[i];
        if (route->host == host && has_own_address(route) &&
            route_of_its_own(route, device) == -1)
            hosts_scene_refused(hosts, "%s: route %s=%s: %s", host_name(host),
                                route->key, route->value, strerror(errno));
    }
}

int
route_queue(const char *device, unsigned packets)
{
    uint32_t length = packets;
    struct request request = {
        .header = { .nlmsg_len = NLMSG_LENGTH(sizeof request.link),
                    .nlmsg_type = RTM_NEWLINK,
                    .nlmsg_flags = NLM_F_REQUEST | NLM_F_ACK },
        .link = { .ifi_family = AF_UNSPEC,
                  .ifi_index = (int)if_nametoindex(device) },
    };

    attribute_add(&request, IFLA_TXQLEN, &length, sizeof length);
    return ask(&request);
}
