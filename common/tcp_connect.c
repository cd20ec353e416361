/* tcp_connect.c - from an address and a port to a connection. */
#include <errno.h>
#include <netdb.h>
#include <stdio.h>
#include <sys/socket.h>
#include <unistd.h>

#include "common.h"

/*
 * Returns a socket that is connected to one address, or -1 with errno.
 */
static int
connect_to(const struct addrinfo *at)
{
    int conn = socket(at->ai_family, at->ai_socktype, at->ai_protocol);
    if (conn == -1)
        return -1;
    if (connect(conn, at->ai_addr, at->ai_addrlen) == 0)
        return conn;

    int why = errno;            /* close() may change it */
    close(conn);                /* the next address needs a new socket */
    errno = why;
    return -1;
}

int
tcp_connect(const char *address, const char *port)
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
    int conn = -1;
    for (struct addrinfo *at = list; at != NULL && conn == -1;
         at = at->ai_next)
        conn = connect_to(at);
    int why = errno;            /* freeaddrinfo() may change it */
    freeaddrinfo(list);
    errno = why;
    return conn;
}
