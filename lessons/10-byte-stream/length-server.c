/*
 * length-server.c - says each message that it gets: a length, then its bytes.
 *
 * Watch for: four bytes, then as many as they say.  A number that is too large
 *            is refused before a byte of the message is read.
 * Run with:  length-server 7000
 * Changed since line-server.c: a length ends a message: read_full() reads it.
 */
#include <arpa/inet.h>
#include <errno.h>
#include <stdint.h>
#include <stdio.h>
#include <sys/socket.h>
#include <sys/types.h>
#include <unistd.h>

#include "basics.h"
#include "tcp.h"

enum { BACKLOG = 16, MESSAGE_BYTES = 1000 };

/*
 * Reads count bytes, not one more.  Returns count; 0 if the peer ended before
 * the first; -1 with errno: EPROTO if it ended before the last.
 */
static ssize_t
read_full(int conn, void *bytes, size_t count)
{
    size_t got = 0;

    while (got < count) {
        ssize_t received = recv(conn, (char *)bytes + got, count - got, 0);
        if (received == -1 && errno == EINTR)
            continue;
        if (received == 0 && got > 0)
            errno = EPROTO;             /* the end inside a message */
        if (received <= 0)
            return received == 0 && got == 0 ? 0 : -1;
        got += (size_t)received;
    }
    return (ssize_t)count;
}

/*
 * Reads one message.  Returns its length; 0 at the peer's FIN; -1 with errno,
 * EMSGSIZE where the length cannot be true.
 */
static ssize_t
read_message(int conn, char message[MESSAGE_BYTES])
{
    uint32_t length;

    ssize_t got = read_full(conn, &length, sizeof length);
    if (got <= 0)
        return got;
    length = ntohl(length);     /* before it is compared: it is big-endian */
    if (length == 0 || length > MESSAGE_BYTES) {
        errno = EMSGSIZE;
        return -1;
    }
    got = read_full(conn, message, length);
    if (got == 0)
        errno = EPROTO;         /* a length, and no message */
    return got > 0 ? got : -1;
}

/*
 * Prints every message of the peer.  Returns 0 at its FIN, or -1 with errno.
 */
static int
report(int conn)
{
    char message[MESSAGE_BYTES];
    ssize_t length;

    while ((length = read_message(conn, message)) > 0) {
        printf("message of %zd bytes: %.*s\n", length, (int)length, message);
        fflush(stdout);
    }
    return (int)length;
}

int
main(int argc, char *argv[])
{
    if (argc < 2 || argc > 3)
        usage("length-server PORT [ADDRESS]");
    port_arg(argv[1]);

    const char *address = argc > 2 ? argv[2] : "127.0.0.1";
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
        if (report(conn) == -1)
            perror("read_message");     /* this client is lost */
        close(conn);
    }
}
