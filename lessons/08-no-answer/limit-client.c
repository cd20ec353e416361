/*
 * limit-client.c - connects within a limit of time, says so, closes.
 *
 * Watch for: connect() returns at once with EINPROGRESS.  poll() does the
 *            waiting, and SO_ERROR has the answer.
 * Run with:  limit-client 127.0.0.1 7000 500
 * Changed since client.c: connect_within() connects; ADDRESS may be a name.
 */
#include <errno.h>
#include <fcntl.h>
#include <netdb.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "common.h"

enum { LIMIT_MS_MAX = 600000 };

/*
 * Returns a time in milliseconds.  Nobody can set this clock back.
 */
static long long
now_ms(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec * 1000LL + now.tv_nsec / 1000000;
}

/*
 * Sleeps until conn's connect() has an answer, good or bad.  Returns 0, or -1
 * with errno; ETIMEDOUT if there is none until deadline.
 */
static int
wait_answer(int conn, long long deadline)
{
    for (;;) {
        long long left = deadline - now_ms();
        struct pollfd wanted = { .fd = conn, .events = POLLOUT };

        int ready = poll(&wanted, 1, left > 0 ? (int)left : 0);
        if (ready > 0)
            return 0;
        if (ready == -1 && errno == EINTR)
            continue;                   /* with what is left of the limit */
        if (ready == 0)
            errno = ETIMEDOUT;
        return -1;
    }
}

/*
 * Connects conn to one address until deadline, and makes it block as before.
 * Returns 0, or -1 with errno.
 */
static int
connect_until(int conn, const struct addrinfo *at, long long deadline)
{
    int flags = fcntl(conn, F_GETFL);
    if (flags == -1 || fcntl(conn, F_SETFL, flags | O_NONBLOCK) == -1)
        return -1;
    if (connect(conn, at->ai_addr, at->ai_addrlen) == -1) {
        if (errno != EINPROGRESS && errno != EINTR)
            return -1;
        if (wait_answer(conn, deadline) == -1)
            return -1;

        int error;                      /* what connect() would have said */
        socklen_t size = sizeof error;
        if (getsockopt(conn, SOL_SOCKET, SO_ERROR, &error, &size) == -1)
            return -1;
        if (error != 0) {
            errno = error;
            return -1;
        }
    }
    return fcntl(conn, F_SETFL, flags);
}

/*
 * Returns a socket connected to one address until deadline, or -1 with errno.
 */
static int
open_until(const struct addrinfo *at, long long deadline)
{
    int conn = socket(at->ai_family, at->ai_socktype, at->ai_protocol);
    if (conn == -1)
        return -1;
    if (connect_until(conn, at, deadline) == 0)
        return conn;

    int why = errno;
    close(conn);        /* the kernel forgets its SYN; no late answer counts */
    errno = why;
    return -1;
}

/*
 * Returns a socket connected to the first of the address's numbers that
 * answers, or -1 with errno: ETIMEDOUT after limit_ms, ENXIO where the name or
 * the port means nothing.  A number that is silent takes its share of the
 * limit, not all of it.  Looking up a name is not limited.
 */
static int
connect_within(const char *address, const char *port, int limit_ms)
{
    struct addrinfo hints = { .ai_family = AF_UNSPEC,
                              .ai_socktype = SOCK_STREAM };
    struct addrinfo *list;

    int error = getaddrinfo(address, port, &hints, &list);
    if (error != 0) {
        if (error != EAI_SYSTEM)        /* getaddrinfo() has its own numbers */
            errno = ENXIO;
        return -1;
    }
    long long now = now_ms(), end = now + limit_ms;
    int untried = 0;
    for (struct addrinfo *at = list; at != NULL; at = at->ai_next)
        untried++;

    int conn = -1;
    for (struct addrinfo *at = list; at != NULL && conn == -1;
         at = at->ai_next, untried--) {
        now = now_ms();
        conn = open_until(at, now + (end - now) / untried);
    }
    freeaddrinfo(list);
    return conn;
}

/*
 * Returns the milliseconds that text spells, or exits with status 2.
 */
static int
limit_arg(const char *text)
{
    char *end;
    long limit = strtol(text, &end, 10);

    if (end == text || *end != '\0' || limit < 1 || limit > LIMIT_MS_MAX)
        usage("limit-client ADDRESS PORT MILLISECONDS, 1 to 600000");
    return (int)limit;
}

int
main(int argc, char *argv[])
{
    if (argc != 4)
        usage("limit-client ADDRESS PORT MILLISECONDS");
    port_arg(argv[2]);

    int conn = connect_within(argv[1], argv[2], limit_arg(argv[3]));
    if (conn == -1)
        die("connect_within");
    puts("connected");
    close(conn);
    return 0;
}
