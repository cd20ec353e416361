/*
 * server.c - accepts one connection after the other, echoes, closes.
 *
 * Watch for: recv() returns 0: the client's FIN.  From then until close() the
 *            connection is in CLOSE-WAIT; then it is in LAST-ACK.
 * Run with:  server 7000
 * Changed since 08: nothing but this comment.
 */
#include <errno.h>
#include <stdio.h>
#include <sys/socket.h>
#include <unistd.h>

#include "common.h"

enum { BACKLOG = 16, BUFFER_BYTES = 4096 };

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
        if (echo(conn) == -1)
            perror("echo");     /* this client is lost; serve the next */
        close(conn);
    }
}
