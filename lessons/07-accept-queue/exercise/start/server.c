/*
 * server.c - echoes one client at a time; the others are refused politely.
 *
 * Run with:  make try-7, make grade-7
 */
#include <errno.h>
#include <stdio.h>
#include <sys/socket.h>
#include <unistd.h>

#include "common.h"

enum { BACKLOG = 16, BUFFER_BYTES = 4096 };

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
            return (int)received;       /* 0: the peer's FIN */
        if (send_bytes(conn, buffer, (size_t)received) == -1)
            return -1;
    }
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

    /* Your part: while one client is served, this loop waits in echo().  Let
       it serve that client and refuse the others: each reads `busy` and then
       end of file. */
    for (;;) {
        int conn = accept(listener, NULL, NULL);
        if (conn == -1 && (errno == EINTR || errno == ECONNABORTED))
            continue;
        if (conn == -1)
            die("accept");
        if (echo(conn) == -1)
            perror("echo");     /* this client is lost; serve the next */
        close(conn);
    }
}
