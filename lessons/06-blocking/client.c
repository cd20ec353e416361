/*
 * client.c - connects, sends a number of bytes, closes.
 *
 * Watch for: connect() waits for one round trip.  send() waits for room in our
 *            own kernel's buffer, not for the server.  close() does not wait,
 *            although bytes are still on their way.
 * Run with:  client 127.0.0.1 7000 48000
 * Changed since 05: sends BYTES bytes from a small send buffer, and does not
 *            wait for an answer.
 */
#include <arpa/inet.h>
#include <ctype.h>
#include <errno.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "common.h"

enum { BYTES_MAX = 65536, SEND_BUFFER_BYTES = 4096 };

/*
 * Returns the number of bytes that text spells, or exits with status 2.
 */
static size_t
bytes_arg(const char *text)
{
    char *end;
    unsigned long bytes = strtoul(text, &end, 10);

    if (!isdigit((unsigned char)text[0]) || *end != '\0' || bytes < 1 ||
        bytes > BYTES_MAX)
        usage("client ADDRESS PORT BYTES, BYTES from 1 to 65536");
    return bytes;
}

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
        usage("client ADDRESS PORT BYTES");

    struct sockaddr_in server = { .sin_family = AF_INET,
                                  .sin_port = htons(port_arg(argv[2])) };
    if (inet_pton(AF_INET, argv[1], &server.sin_addr) != 1)
        usage("client ADDRESS PORT BYTES, ADDRESS such as 127.0.0.1");

    char text[BYTES_MAX];
    size_t length = bytes_arg(argv[3]);
    memset(text, 'x', sizeof text);

    int conn = socket(AF_INET, SOCK_STREAM, 0);
    if (conn == -1)
        die("socket");
    int small = SEND_BUFFER_BYTES;      /* so that a few segments fill it */
    if (setsockopt(conn, SOL_SOCKET, SO_SNDBUF, &small, sizeof small) == -1)
        die("setsockopt");
    if (connect(conn, (struct sockaddr *)&server, sizeof server) == -1)
        die("connect");
    if (send_text(conn, text, length) == -1)
        die("send");
    close(conn);
    return 0;
}
