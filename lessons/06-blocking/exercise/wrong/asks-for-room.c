/*
 * Asks for POLLOUT too: there is always room, so poll() never waits.
 * caught by: silent
 */
#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <sys/socket.h>
#include <unistd.h>

#include "common.h"

enum { BACKLOG = 16, BUFFER_BYTES = 4096, CLIENTS = 8 };

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
 * Accepts a client into a free place.  Where there is none, the client
 * is turned away.
 */
static void
take_client(struct pollfd all[])
{
    int conn = accept(all[0].fd, NULL, NULL);
    if (conn == -1) {
        accept_failed();
        return;
    }
    for (int i = 1; i <= CLIENTS; i++) {
        if (all[i].fd == -1) {
            all[i].fd = conn;
            return;
        }
    }
    close(conn);                /* no room: this one is turned away */
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

    /* Place 0 is the listener's.  poll() ignores a place with fd -1. */
    struct pollfd all[1 + CLIENTS] = { { .fd = listener, .events = POLLIN } };
    for (int i = 1; i <= CLIENTS; i++)
        all[i] = (struct pollfd){ .fd = -1,
                                   .events = POLLIN | POLLOUT };

    for (;;) {
        if (poll(all, 1 + CLIENTS, -1) == -1) {
            if (errno == EINTR)
                continue;
            die("poll");
        }
        for (int i = 1; i <= CLIENTS; i++) {
            if ((all[i].revents & (POLLIN | POLLHUP)) == 0 ||
                 echo_once(all[i].fd) == 1)
                continue;
            close(all[i].fd);
            all[i].fd = -1;
        }
        if (all[0].revents != 0)
            take_client(all);
    }
}
