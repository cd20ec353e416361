/* tcp_listen.c - from an address and a port to a socket that listens. */
#include <errno.h>
#include <netdb.h>
#include <netinet/in.h>
#include <stdio.h>
#include <sys/socket.h>
#include <unistd.h>

#include "common.h"

/*
 * Returns a socket that listens at one address, or -1 with errno.
 */
static int
listen_at(const struct addrinfo *at, int backlog)
{
    const int on = 1, off = 0;

    int listener = socket(at->ai_family, at->ai_socktype, at->ai_protocol);
    if (listener == -1)
        return -1;
    int failed = 0;
    if (at->ai_family == AF_INET6)      /* "::" takes IPv4 clients as well */
        failed = setsockopt(listener, IPPROTO_IPV6, IPV6_V6ONLY, &off,
                            sizeof off);
    if (failed == 0 &&
        setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on) == 0 &&
        bind(listener, at->ai_addr, at->ai_addrlen) == 0 &&
        listen(listener, backlog) == 0)
        return listener;        /* SO_REUSEADDR is explained in 18 */

    int why = errno;            /* close() may change it */
    close(listener);
    errno = why;
    return -1;
}

int
tcp_listen(const char *address, const char *port, int backlog)
{
    struct addrinfo hints = { .ai_family = AF_UNSPEC,
                              .ai_socktype = SOCK_STREAM };
    struct addrinfo *list;

    int error = getaddrinfo(address, port, &hints, &list);
    if (error != 0 && error != EAI_SYSTEM) {
        fprintf(stderr, "%s: %s\n", address, gai_strerror(error));
        errno = ENXIO;          /* getaddrinfo() has its own numbers */
    }
    if (error != 0)
        return -1;
    int listener = -1;
    for (struct addrinfo *at = list; at != NULL && listener == -1;
         at = at->ai_next)
        listener = listen_at(at, backlog);
    int why = errno;            /* freeaddrinfo() may change it */
    freeaddrinfo(list);
    errno = why;
    return listener;
}
