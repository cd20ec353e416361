/*
 * length-client.c - sends each TEXT behind its length, in four bytes.
 *
 * Watch for: the length travels as bytes of the stream, like the text.  A LIE
 *            sends another number than the text is long.
 * Run with:  length-client 127.0.0.1 7000 first second
 * Changed since client.c: the length in front, the largest byte first.
 */
#include <arpa/inet.h>
#include <errno.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
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

/*
 * Sends a length, and then the text.  Returns 0, or -1 with errno.
 */
static int
send_message(int conn, uint32_t length, const char *text)
{
    uint32_t network_order = htonl(length);

    if (send_text(conn, (const char *)&network_order,
                  sizeof network_order) == -1)
        return -1;
    return send_text(conn, text, strlen(text));
}

int
main(int argc, char *argv[])
{
    const char *lie = getenv("LIE");

    if (argc < 4)
        usage("length-client ADDRESS PORT TEXT...");
    port_arg(argv[2]);

    int conn = tcp_connect(argv[1], argv[2]);
    if (conn == -1)
        die("tcp_connect");
    for (int i = 3; i < argc; i++) {
        long length = lie != NULL ? strtol(lie, NULL, 10)
                                  : (long)strlen(argv[i]);
        if (send_message(conn, (uint32_t)length, argv[i]) == -1)
            die("send");
    }
    close(conn);
    return 0;
}
