/*
 * line-client.c - sends each TEXT as a line, in pieces of BYTES bytes.
 *
 * Watch for: a piece ends in the middle of a line, and begins with the rest of
 *            it.  The server prints the lines all the same.
 * Run with:  line-client 127.0.0.1 7000 7 first second third
 * Changed since client.c: a newline behind each TEXT; what one send() takes has
 *            nothing to do with where they end.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "common.h"

enum { STREAM_BYTES = 1000 };

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
    if (argc < 5)
        usage("line-client ADDRESS PORT BYTES TEXT...");
    port_arg(argv[2]);

    char stream[STREAM_BYTES];
    size_t length = 0;
    for (int i = 4; i < argc; i++) {
        int n = snprintf(stream + length, sizeof stream - length, "%s\n",
                         argv[i]);
        if (n < 0 || (size_t)n >= sizeof stream - length)
            usage("line-client ADDRESS PORT BYTES TEXT..., 1000 bytes in all");
        length += (size_t)n;
    }
    long piece = strtol(argv[3], NULL, 10);
    if (piece < 1)
        usage("line-client ADDRESS PORT BYTES TEXT..., BYTES from 1");

    int conn = tcp_connect(argv[1], argv[2]);
    if (conn == -1)
        die("tcp_connect");
    for (size_t at = 0; at < length; at += (size_t)piece) {
        size_t rest = length - at;
        if (send_text(conn, stream + at,
                      rest < (size_t)piece ? rest : (size_t)piece) == -1)
            die("send");
    }
    close(conn);
    return 0;
}
