/*
 * Closes at the end of file, and nowhere else.
 * caught by: quit
 */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "common.h"

enum { BACKLOG = 16, LINE_BYTES = 512 };

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
 * Reads one line with its newline, byte by byte.  Returns its length; 0 at the
 * peer's FIN; -1 with errno, EMSGSIZE where the line is too long.
 */
static ssize_t
next_line(int conn, char line[LINE_BYTES])
{
    size_t length = 0;

    while (length < LINE_BYTES) {
        ssize_t received = recv(conn, line + length, 1, 0);
        if (received == -1 && errno == EINTR)
            continue;
        if (received <= 0)
            return received;
        if (line[length++] == '\n')
            return (ssize_t)length;
    }
    errno = EMSGSIZE;
    return -1;
}

/*
 * Speaks with one client.  Returns 0, or -1 with errno.
 */
static int
converse(int conn)
{
    char line[LINE_BYTES];
    ssize_t length;

    if (send_bytes(conn, "hello\n", 6) == -1)
        return -1;
    while ((length = next_line(conn, line)) > 0) {
        if (length == 5 && memcmp(line, "quit\n", 5) == 0)
            return send_bytes(conn, "bye\n", 4);
        if (send_bytes(conn, line, (size_t)length) == -1)
            return -1;
    }
    if (length == -1)
        return -1;
    close(conn);
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
            accept_failed();
            continue;
        }
        if (converse(conn) == -1)
            perror("converse");     /* this client is lost; serve the next */
    }
}
