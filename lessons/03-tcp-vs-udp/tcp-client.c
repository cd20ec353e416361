/*
 * tcp-client.c - sends twenty records over a connection.
 *
 * Watch for: send() returns 16 for the record that the wire loses, too.  The
 *            kernel sends it again; this program never knows.
 * Run with:  tcp-client 127.0.0.1 7000
 * Changed since 01: twenty records instead of one line, and no answer;
 *            TCP_NODELAY, so that each record is a segment of its own.
 */
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

#include "common.h"
#include "records.h"

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
    if (argc != 3)
        usage("tcp-client ADDRESS PORT");

    struct sockaddr_in server = { .sin_family = AF_INET,
                                  .sin_port = htons(port_arg(argv[2])) };
    if (inet_pton(AF_INET, argv[1], &server.sin_addr) != 1)
        usage("tcp-client ADDRESS PORT, ADDRESS such as 127.0.0.1");

    const int on = 1;
    int conn = socket(AF_INET, SOCK_STREAM, 0);
    if (conn == -1)
        die("socket");
    if (setsockopt(conn, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on) == -1)
        die("setsockopt");      /* small segments at once: explained in 12 */
    if (connect(conn, (struct sockaddr *)&server, sizeof server) == -1)
        die("connect");
    for (int number = 1; number <= RECORDS; number++) {
        char record[RECORD_BYTES];
        record_write(record, number);
        if (send_text(conn, record, sizeof record) == -1)
            die("send");
        record_pace();
    }
    close(conn);                /* the server reads the end of file now */
    return 0;
}
