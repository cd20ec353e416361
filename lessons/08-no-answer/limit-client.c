/*
 * limit-client.c - connects within a limit of time, says so, closes.
 *
 * Watch for: connect() returns at once with EINPROGRESS.  poll() does the
 *            waiting, and SO_ERROR has the answer.
 * Run with:  limit-client 127.0.0.1 7000 200
 * Changed since client.c: connect_within() connects.
 */
#include <arpa/inet.h>
#include <ctype.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
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
 * with errno; ETIMEDOUT if there is none within limit_ms.
 */
static int
wait_answer(int conn, int limit_ms)
{
    long long deadline = now_ms() + limit_ms;

    for (;;) {
        struct pollfd wanted = { .fd = conn, .events = POLLOUT };
        long long left = deadline - now_ms();

        int ready = poll(&wanted, 1, left > 0 ? (int)left : 0);
        if (ready > 0)
            return 0;
        if (ready == -1 && errno == EINTR)
            continue;                   /* a signal: wait for what is left */
        if (ready == 0)
            errno = ETIMEDOUT;
        return -1;
    }
}

/*
 * Connects conn to server within limit_ms, and leaves it as it was: blocking,
 * or not.  Returns 0, or -1 with errno; ETIMEDOUT at the limit.  After -1 conn
 * can only be closed: its connect() may still be under way.
 */
static int
connect_within(int conn, const struct sockaddr_in *server, int limit_ms)
{
    int flags = fcntl(conn, F_GETFL);
    if (flags == -1 || fcntl(conn, F_SETFL, flags | O_NONBLOCK) == -1)
        return -1;
    if (connect(conn, (const struct sockaddr *)server, sizeof *server) == -1) {
        if (errno != EINPROGRESS)
            return -1;                  /* an answer already: no route, say */
        if (wait_answer(conn, limit_ms) == -1)
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
 * Returns the milliseconds that text spells, or exits with status 2.
 */
static int
limit_arg(const char *text)
{
    char *end;
    long limit = strtol(text, &end, 10);

    if (!isdigit((unsigned char)text[0]) || *end != '\0' || limit < 1 ||
        limit > LIMIT_MS_MAX)
        usage("limit-client ADDRESS PORT MILLISECONDS, 1 to 600000");
    return (int)limit;
}

int
main(int argc, char *argv[])
{
    if (argc != 4)
        usage("limit-client ADDRESS PORT MILLISECONDS");

    int limit_ms = limit_arg(argv[3]);
    struct sockaddr_in server = { .sin_family = AF_INET,
                                  .sin_port = htons(port_arg(argv[2])) };
    if (inet_pton(AF_INET, argv[1], &server.sin_addr) != 1)
        usage("limit-client ADDRESS PORT MILLISECONDS, ADDRESS such as "
              "127.0.0.1");

    int conn = socket(AF_INET, SOCK_STREAM, 0);
    if (conn == -1)
        die("socket");
    if (connect_within(conn, &server, limit_ms) == -1) {
        int why = errno;
        close(conn);                    /* the kernel sends no more SYNs */
        errno = why;
        die("connect_within");
    }
    puts("connected");
    close(conn);
    if (fflush(stdout) == EOF || ferror(stdout))
        die("standard output");
    return 0;
}
