/*
 * client.c - connects, sends one line, prints the line that comes back.
 *
 * Watch for: there is no bind(): connect() chooses a port.  Over a slow wire it
 *            returns before the server's accept() does.
 * Run with:  client 127.0.0.1 7000 hello
 */
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
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

/*
 * Prints the next length bytes that the server sends.  Returns 0, or -1 with
 * errno; EPROTO if the server ends before that.
 */
static int
print_answer(int conn, size_t length)
{
    char buffer[LINE_BYTES];

    while (length > 0) {
        size_t wanted = length < sizeof buffer ? length : sizeof buffer;
        ssize_t received = recv(conn, buffer, wanted, 0);
        if (received == -1 && errno == EINTR)
            continue;
        if (received == 0)
            errno = EPROTO;             /* the server has closed: too early */
        if (received <= 0)
            return -1;
        fwrite(buffer, 1, (size_t)received, stdout);
        length -= (size_t)received;
    }
    return 0;
}

int
main(int argc, char *argv[])
{
    if (argc != 4)
        usage("client ADDRESS PORT TEXT");

    struct sockaddr_in server = { .sin_family = AF_INET,
                                  .sin_port = htons(port_arg(argv[2])) };
    if (inet_pton(AF_INET, argv[1], &server.sin_addr) != 1)
        usage("client ADDRESS PORT TEXT, ADDRESS such as 127.0.0.1");

    char line[LINE_BYTES];
    int length = snprintf(line, sizeof line, "%s\n", argv[3]);
    if (length < 0 || (size_t)length >= sizeof line)
        usage("client ADDRESS PORT TEXT, TEXT of at most 510 bytes");

    int conn = socket(AF_INET, SOCK_STREAM, 0);
    if (conn == -1)
        die("socket");
    if (connect(conn, (struct sockaddr *)&server, sizeof server) == -1)
        die("connect");
    if (send_text(conn, line, (size_t)length) == -1)
        die("send");
    if (print_answer(conn, (size_t)length) == -1)
        die("recv");
    close(conn);
    if (fflush(stdout) == EOF || ferror(stdout))
        die("standard output");
    return 0;
}
