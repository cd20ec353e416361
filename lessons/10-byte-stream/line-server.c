/*
 * line-server.c - says each line that it gets, however its bytes arrive.
 *
 * Watch for: a recv() that brings half a line prints nothing; one that brings
 *            two lines prints two.
 * Run with:  line-server 7000
 * Changed since server.c: a newline ends a message: read_line() finds it.
 */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/types.h>
#include <unistd.h>

#include "basics.h"
#include "tcp.h"

enum { BACKLOG = 16, LINE_BYTES = 100, READER_BYTES = 4096 };

/* What recv() has brought and nobody has asked for yet: it may be the beginning
   of the next line. */
struct reader {
    int conn;
    size_t count;               /* bytes here */
    size_t taken;               /* and how many of them were given out */
    char bytes[READER_BYTES];
};

/*
 * Receives what there is, behind the bytes that wait.  Returns as recv() does.
 */
static ssize_t
receive_more(struct reader *reader)
{
    ssize_t received;

    memmove(reader->bytes, reader->bytes + reader->taken,
            reader->count - reader->taken);
    reader->count -= reader->taken;
    reader->taken = 0;
    do
        received = recv(reader->conn, reader->bytes + reader->count,
                        sizeof reader->bytes - reader->count, 0);
    while (received == -1 && errno == EINTR);
    if (received > 0)
        reader->count += (size_t)received;
    return received;
}

/*
 * Reads one line into line[0..size) and puts a '\0' in its newline's place.
 * Returns its length with the newline; 0 if the peer ended behind a line; -1
 * with errno: EPROTO if it ended inside one, EMSGSIZE if the line has no room.
 */
static ssize_t
read_line(struct reader *reader, char *line, size_t size)
{
    for (;;) {
        char *from = reader->bytes + reader->taken;
        size_t waiting = reader->count - reader->taken;
        char *newline = memchr(from, '\n', waiting);
        size_t length = newline != NULL ? (size_t)(newline - from) : waiting;

        if (length >= size || length >= sizeof reader->bytes) {
            errno = EMSGSIZE;           /* a line without end is refused */
            return -1;
        }
        if (newline != NULL) {
            memcpy(line, from, length);
            line[length] = '\0';
            reader->taken += length + 1;
            return (ssize_t)length + 1;
        }
        ssize_t received = receive_more(reader);
        if (received == 0 && waiting > 0)
            errno = EPROTO;             /* the end inside a line */
        if (received <= 0)
            return received == 0 && waiting == 0 ? 0 : -1;
    }
}

/*
 * Prints every line of the peer.  Returns 0 at its FIN, or -1 with errno.
 */
static int
report(int conn)
{
    struct reader reader = { .conn = conn };
    char line[LINE_BYTES];
    ssize_t length;

    while ((length = read_line(&reader, line, sizeof line)) > 0) {
        printf("line: %s\n", line);
        fflush(stdout);
    }
    return (int)length;
}

int
main(int argc, char *argv[])
{
    if (argc < 2 || argc > 3)
        usage("line-server PORT [ADDRESS]");
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
            perror("read_line");        /* this client is lost */
        close(conn);
    }
}
