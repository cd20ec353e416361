/*
 * Sends the NUL behind the text too.
 * caught by: busy
 */
#include <errno.h>
#include <poll.h>
#include <stdbool.h>
#include <stdio.h>
#include <sys/socket.h>
#include <unistd.h>

#include "common.h"

enum { BACKLOG = 16, BUFFER_BYTES = 4096, REFUSED_MAX = 100 };

/*
 * Sends bytes[0..count) whole.  Returns 0, or -1 with errno.
 */
static int
send_bytes(int conn, const char *bytes, size_t count)
{
    for (size_t sent = 0; sent < count;) {              /* explained in 11 */
        ssize_t n = send(conn, bytes + sent, count - sent, MSG_NOSIGNAL);
        if (n == -1 && errno == EINTR)
            continue;
        if (n == -1)
            return -1;
        sent += (size_t)n;
    }
    return 0;
}

/*
 * Tells the client that there is no room.  Returns whether it must be read from
 * until it leaves.
 */
static int
refuse(int conn)
{
    if (send_bytes(conn, "busy\n", sizeof "busy\n") == -1)
        perror("send");
    shutdown(conn, SHUT_WR);    /* the peer reads end of file now */
    return 1;
}

/*
 * Reads what there is and, for the served one, sends it back.  Returns false at
 * the end of the connection, a good or a bad one.
 */
static bool
read_some(int conn, bool served)
{
    char buffer[BUFFER_BYTES];
    ssize_t received = recv(conn, buffer, sizeof buffer, 0);

    if (received == -1 && errno == EINTR)
        return true;
    if (received <= 0)
        return false;
    return !served || send_bytes(conn, buffer, (size_t)received) == 0;
}

int
main(int argc, char *argv[])
{
    if (argc < 2 || argc > 3)
        usage("server PORT [ADDRESS]");

    const char *address = argc > 2 ? argv[2] : "127.0.0.1";
    port_arg(argv[1]);
    int listener = tcp_listen(address, argv[1], BACKLOG);
    if (listener == -1)
        die("tcp_listen");
    printf("listening on %s:%s\n", address, argv[1]);
    fflush(stdout);

    int served = -1, refused[REFUSED_MAX];
    nfds_t count = 0;
    for (;;) {
        struct pollfd all[REFUSED_MAX + 2] = {
            { .fd = listener, .events = POLLIN },
            { .fd = served, .events = POLLIN },
        };
        for (nfds_t i = 0; i < count; i++)
            all[i + 2] = (struct pollfd){ .fd = refused[i], .events = POLLIN };
        if (poll(all, count + 2, -1) == -1) {
            if (errno == EINTR)
                continue;
            die("poll");
        }
        for (nfds_t i = count; i-- > 0;)
            if (all[i + 2].revents != 0 && !read_some(refused[i], false)) {
                close(refused[i]);
                refused[i] = refused[--count];
            }
        if (all[1].revents != 0 && !read_some(served, true)) {
            close(served);
            served = -1;
        }
        if (all[0].revents == 0)
            continue;
        int conn = accept(listener, NULL, NULL);
        if (conn == -1 && (errno == EINTR || errno == ECONNABORTED))
            continue;
        if (conn == -1)
            die("accept");
        if (served == -1)
            served = conn;
        else if (count < REFUSED_MAX && refuse(conn))
            refused[count++] = conn;
        else
            close(conn);
    }
}
