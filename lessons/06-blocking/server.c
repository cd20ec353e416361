/*
 * server.c - accepts one connection after the other, counts its bytes.
 *
 * Watch for: accept() waits for a connection and recv() for a byte.  While a
 *            call waits the program sleeps, and uses no processor at all.
 * Run with:  server 7000
 * Changed since 05: tcp_listen() comes from common/; counts the bytes and does
 *            not echo them; its buffer holds one of this lesson's segments.
 */
#include <errno.h>
#include <stdio.h>
#include <sys/socket.h>
#include <unistd.h>

#include "common.h"

enum { BACKLOG = 16, BUFFER_BYTES = 16384 };

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
        usage("server PORT [ADDRESS]");
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
        if (count(conn) == -1)
            perror("count");    /* this client is lost; serve the next */
        close(conn);
    }
}
