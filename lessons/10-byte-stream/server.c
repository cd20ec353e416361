/*
 * server.c - says what each recv() brings, until the client has no more to say.
 *
 * Watch for: how many recv() calls there are, beside how many send() calls.
 *            Nobody promises that they are as many.
 * Run with:  server 7000 127.0.0.1 4096
 * Changed since 07: prints what it receives and sends nothing; the size of its
 *            buffer is an argument.
 */
#include <ctype.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

#include "common.h"

enum { BACKLOG = 16, BUFFER_BYTES = 4096, SHOWN_BYTES = 20 };

/*
 * Returns the size that text spells, or exits with status 2.
 */
static size_t
size_arg(const char *text)
{
    char *end;
    long size = strtol(text, &end, 10);

    if (!isdigit((unsigned char)text[0]) || *end != '\0' || size < 1 ||
        size > BUFFER_BYTES)
        usage("server PORT [ADDRESS [BYTES]], BYTES from 1 to 4096");
    return (size_t)size;
}

/*
 * Prints what every recv() of at most size bytes brings.  Returns 0 at the
 * peer's FIN, or -1 with errno where the connection failed.
 */
static int
report(int conn, size_t size)
{
    char buffer[BUFFER_BYTES];

    for (;;) {
        ssize_t received = recv(conn, buffer, size, 0);
        if (received == -1 && errno == EINTR)
            continue;
        if (received <= 0)
            return (int)received;       /* 0: the peer's FIN */

        /* No '\0' ends these bytes: "%.*s" is told how many there are. */
        int shown = received < SHOWN_BYTES ? (int)received : SHOWN_BYTES;
        printf("%zd bytes: %.*s%s\n", received, shown, buffer,
               received > SHOWN_BYTES ? " ..." : "");
        fflush(stdout);
    }
}

int
main(int argc, char *argv[])
{
    if (argc < 2 || argc > 4)
        usage("server PORT [ADDRESS [BYTES]]");
    port_arg(argv[1]);

    const char *address = argc > 2 ? argv[2] : "127.0.0.1";
    size_t size = argc > 3 ? size_arg(argv[3]) : BUFFER_BYTES;
    int listener = tcp_listen(address, argv[1], BACKLOG);
    if (listener == -1)
        die("tcp_listen");
    printf("listening on %s:%s\n", address, argv[1]);
    fflush(stdout);

    for (;;) {
        int conn = accept(listener, NULL, NULL);
        if (conn == -1) {
            accept_failed();
            continue;
        }
        if (report(conn, size) == -1)
            perror("recv");     /* this client is lost; serve the next */
        close(conn);
    }
}
