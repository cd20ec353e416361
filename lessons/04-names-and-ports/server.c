/*
 * server.c - echoes as in 01, at a name or number of IPv4 or IPv6.
 *
 * Watch for: accept() returns a new descriptor with the same local port.  Both
 *            ends print the same four values, and no two clients' are equal.
 * Run with:  server 7000 ::            (port 0: the kernel chooses one)
 * Changed since 01: tcp_listen() takes names, both families and port 0; who is
 *            connected to whom is printed.  From 06 on, tcp_listen() and
 *            tcp_connect() come from common/.
 */
#include <errno.h>
#include <netdb.h>
#include <netinet/in.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "basics.h"

enum { BACKLOG = 16, BUFFER_BYTES = 4096, HOST_BYTES = 64, PORT_BYTES = 8 };

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

/*
 * Returns a socket that listens at the first of the address's numbers where
 * that is possible, or -1 with errno; ENXIO: there is no such name.
 */
static int
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

/*
 * Prints an address as 10.0.0.2:7000 or [fd00::2]:7000.
 */
static void
print_address(const struct sockaddr_storage *address, socklen_t bytes)
{
    char host[HOST_BYTES], port[PORT_BYTES];

    if (getnameinfo((const struct sockaddr *)address, bytes, host, sizeof host,
                    port, sizeof port, NI_NUMERICHOST | NI_NUMERICSERV) != 0) {
        printf("?");
        return;
    }
    const char *number = host;
    const struct sockaddr_in6 *six = (const struct sockaddr_in6 *)address;
    if (address->ss_family == AF_INET6 && IN6_IS_ADDR_V4MAPPED(&six->sin6_addr))
        number = strrchr(host, ':') + 1;        /* ::ffff:10.0.0.1 is IPv4 */
    printf(strchr(number, ':') != NULL ? "[%s]:%s" : "%s:%s", number, port);
}

/*
 * Prints the four values that name this connection; the other end prints the
 * same line.  Returns 0, or -1 with errno; ENOTCONN where it is gone already.
 */
static int
print_ends(int conn)
{
    struct sockaddr_storage local, peer;
    socklen_t local_bytes = sizeof local, peer_bytes = sizeof peer;

    if (getsockname(conn, (struct sockaddr *)&local, &local_bytes) == -1 ||
        getpeername(conn, (struct sockaddr *)&peer, &peer_bytes) == -1)
        return -1;
    printf("client ");
    print_address(&peer, peer_bytes);
    printf(", server ");
    print_address(&local, local_bytes);
    printf("\n");
    fflush(stdout);
    return 0;
}

/*
 * Sends back all that the peer sends, until the peer has no more to say.
 * Returns 0, or -1 with errno where the connection failed.
 */
static int
echo(int conn)
{
    char buffer[BUFFER_BYTES];

    for (;;) {
        ssize_t received = recv(conn, buffer, sizeof buffer, 0);
        if (received == -1 && errno == EINTR)
            continue;
        if (received <= 0)
            return (int)received;       /* 0: the peer sends no more */

        for (ssize_t sent = 0; sent < received;) {      /* explained in 11 */
            ssize_t n = send(conn, buffer + sent, (size_t)(received - sent),
                             MSG_NOSIGNAL);
            if (n == -1 && errno == EINTR)
                continue;
            if (n == -1)
                return -1;
            sent += n;
        }
    }
}

int
main(int argc, char *argv[])
{
    if (argc < 2 || argc > 3)
        usage("server PORT [ADDRESS]");
    if (strcmp(argv[1], "0") != 0)      /* 0: the kernel chooses */
        port_arg(argv[1]);

    const char *address = argc == 3 ? argv[2] : "127.0.0.1";
    int listener = tcp_listen(address, argv[1], BACKLOG);
    if (listener == -1)
        die("tcp_listen");

    struct sockaddr_storage local;
    socklen_t local_bytes = sizeof local;
    if (getsockname(listener, (struct sockaddr *)&local, &local_bytes) == -1)
        die("getsockname");
    printf("listening on ");
    print_address(&local, local_bytes);
    printf("\n");
    fflush(stdout);

    for (;;) {
        int conn = accept(listener, NULL, NULL);
        if (conn == -1) {
            accept_failed();    /* common/accept_failed.c: wait, or go on */
            continue;
        }
        if (print_ends(conn) == -1 || echo(conn) == -1)
            perror("connection");       /* lost; serve the next client */
        close(conn);
    }
}
