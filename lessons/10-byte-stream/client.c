/*
 * client.c - sends each TEXT with a send() of its own.
 *
 * Watch for: each send() returns at once.  Its bytes join those that wait, and
 *            where one TEXT ends is written nowhere.
 * Run with:  client 127.0.0.1 7000 one two three
 * Changed since 01: several TEXTs, no newline behind them; no answer.
 */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "common.h"

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
    if (argc < 4)
        usage("client ADDRESS PORT TEXT...");
    port_arg(argv[2]);

    int conn = tcp_connect(argv[1], argv[2]);
    if (conn == -1)
        die("tcp_connect");
    for (int i = 3; i < argc; i++)
        if (send_text(conn, argv[i], strlen(argv[i])) == -1)
            die("send");
    close(conn);
    return 0;
}
