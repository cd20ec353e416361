/*
 * Fills the gap with the last one while it walks on: that one is not served.
 * caught by: leaves
 */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdbool.h>
#include <stdio.h>
#include <sys/socket.h>
#include <unistd.h>

#include "common.h"

enum { BACKLOG = 16, BUFFER_BYTES = 4096, CLIENTS = 1000 };

/*
 * Receives once and sends that back.  Returns 1; 0 at the peer's FIN; -1 with
 * errno where the connection failed.
 */
static int
echo_once(int conn)
{
    char buffer[BUFFER_BYTES];

    ssize_t received = recv(conn, buffer, sizeof buffer, 0);
    if (received == -1 && errno == EINTR)
        return 1;
    if (received <= 0)
        return (int)received;
    for (ssize_t sent = 0; sent < received;) {
        ssize_t n = send(conn, buffer + sent, (size_t)(received - sent),
                         MSG_NOSIGNAL);
        if (n == -1 && errno == EINTR)
            continue;
        if (n == -1)
            return -1;
        sent += n;
    }
    return 1;
}

/*
 * Accepts a client whose calls never wait.  Returns -1 where there is none.
 */
static int
accept_client(int listener)
{
    int conn = accept(listener, NULL, NULL);

    if (conn != -1 && fcntl(conn, F_SETFL, O_NONBLOCK) == -1) {
        close(conn);
        return -1;
    }
    return conn;
}

/*
 * Echoes all that is there now.  Returns false, and has closed it, if the
 * client has left.  One that does not read its echoes is let go, too.
 */
static bool
serve(int conn)
{
    char buffer[BUFFER_BYTES];
    ssize_t n;

    while ((n = recv(conn, buffer, sizeof buffer, 0)) > 0)
        if (send(conn, buffer, (size_t)n, MSG_NOSIGNAL) != n)
            break;
    if (n == -1 && (errno == EAGAIN || errno == EINTR))
        return true;
    close(conn);
    return false;
}

int
main(int argc, char *argv[])
{
    if (argc < 2 || argc > 3)
        usage("server PORT [ADDRESS]");
    port_arg(argv[1]);

    const char *address = argc == 3 ? argv[2] : "127.0.0.1";
    int listener = tcp_listen(address, argv[1], BACKLOG);
    if (listener == -1)
        die("tcp_listen");
    printf("listening on %s:%s\n", address, argv[1]);
    fflush(stdout);

    struct pollfd all[1 + CLIENTS] = { { .fd = listener, .events = POLLIN } };
    nfds_t count = 1;

    for (;;) {
        /* With no room left the listener is not asked: clients wait in its
           queue. */
        all[0].events = count <= CLIENTS ? POLLIN : 0;
        if (poll(all, count, -1) == -1) {
            if (errno == EINTR)
                continue;
            die("poll");
        }
        for (nfds_t i = 1; i < count; i++)
            if (all[i].revents != 0 && !serve(all[i].fd))
                count--;        /* the mistake: the wrong one is forgotten */
        if ((all[0].revents & POLLIN) != 0) {
            int conn = accept_client(listener);
            if (conn != -1)
                all[count++] = (struct pollfd){ .fd = conn, .events = POLLIN };
        }
    }
}
