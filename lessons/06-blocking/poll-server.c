/*
 * poll-server.c - counts the bytes of each connection; waits only in poll().
 *
 * Watch for: recv() returns at once, with EAGAIN where there is no byte.  Then
 *            poll() sleeps until there is one: two calls more, not thousands.
 * Run with:  poll-server 7000
 * Changed since server.c: the connection does not block, and poll() does the
 *            waiting for recv().
 */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <sys/socket.h>
#include <unistd.h>

#include "common.h"

enum { BACKLOG = 16, BUFFER_BYTES = 16384 };

/*
 * Makes every later call on conn return at once, with EAGAIN where it would
 * have to wait.  Returns 0, or -1 with errno.
 */
static int
do_not_block(int conn)
{
    int flags = fcntl(conn, F_GETFL);
    if (flags == -1)
        return -1;
    return fcntl(conn, F_SETFL, flags | O_NONBLOCK);
}

/*
 * Sleeps until recv() on conn has something to say: bytes, the peer's FIN, or
 * an error.  Returns 0, or -1 with errno.
 */
static int
wait_readable(int conn)
{
    struct pollfd wanted = { .fd = conn, .events = POLLIN };

    while (poll(&wanted, 1, -1) == -1)
        if (errno != EINTR)
            return -1;
    return 0;
}

/*
 * Receives all that the peer sends, and prints how many bytes it was.
 * Returns 0, or -1 with errno where the connection failed.
 */
static int
count(int conn)
{
    char buffer[BUFFER_BYTES];
    size_t total = 0;

    for (;;) {
        ssize_t received = recv(conn, buffer, sizeof buffer, 0);
        if (received == -1 && errno == EINTR)
            continue;
        if (received == -1 && (errno == EAGAIN || errno == EWOULDBLOCK)) {
            if (wait_readable(conn) == -1)
                return -1;
            continue;
        }
        if (received == -1)
            return -1;
        if (received == 0)
            break;                      /* the peer's FIN */
        total += (size_t)received;
    }
    printf("received %zu bytes\n", total);
    fflush(stdout);
    return 0;
}

int
main(int argc, char *argv[])
{
    if (argc < 2 || argc > 3)
        usage("poll-server PORT [ADDRESS]");
    port_arg(argv[1]);

    const char *address = argc == 3 ? argv[2] : "127.0.0.1";
    int listener = tcp_listen(address, argv[1], BACKLOG);
    if (listener == -1)
        die("tcp_listen");
    printf("listening on %s:%s\n", address, argv[1]);
    fflush(stdout);

    for (;;) {
        int conn = accept(listener, NULL, NULL);
        if (conn == -1) {
            accept_failed();    /* common/accept_failed.c: wait, or go on */
            continue;
        }
        if (do_not_block(conn) == -1 || count(conn) == -1)
            perror("count");    /* this client is lost; serve the next */
        close(conn);
    }
}
