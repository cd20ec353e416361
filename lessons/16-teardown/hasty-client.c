/*
 * hasty-client.c - connects, sends one line, closes, and reads no answer.
 *
 * Watch for: close() closes both directions for this program.  The answer
 *            that still comes finds nobody: our kernel replies with RST.
 * Run with:  hasty-client 127.0.0.1 7000 hello
 * Changed since client.c: it does not wait for the answer.
 */
#include <errno.h>
#include <stdio.h>
#include <sys/socket.h>
#include <unistd.h>

#include "common.h"

enum { LINE_BYTES = 512 };

/*
 * Sends text[0..length) whole.  Returns 0, or -1 with errno.  The loop is
 * explained in lesson 11.
 */
static int
send_text(int conn, const char *text, size_t length)
{
    for (size_t sent = 0; sent < length;) {
        ssize_t n = send(conn, text + sent, length - sent, MSG_NOSIGNAL);
        if (n == -1 && errno == EINTR)
            continue;
        if (n == -1)
            return -1;
        sent += (size_t)n;
    }
    return 0;
}

int
main(int argc, char *argv[])
{
    if (argc != 4)
        usage("hasty-client ADDRESS PORT TEXT");
    port_arg(argv[2]);

    char line[LINE_BYTES];
    int length = snprintf(line, sizeof line, "%s\n", argv[3]);
    if (length < 0 || (size_t)length >= sizeof line)
        usage("hasty-client ADDRESS PORT TEXT, TEXT of at most 510 bytes");

    int conn = tcp_connect(argv[1], argv[2]);
    if (conn == -1)
        die("tcp_connect");
    if (send_text(conn, line, (size_t)length) == -1)
        die("send");
    close(conn);                /* the answer has not come, and never will */
    return 0;
}
