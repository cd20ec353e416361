/* read_line.c - a line from a connection, as lesson 10 builds it. */
#include <errno.h>
#include <string.h>
#include <sys/socket.h>

#include "common.h"

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

ssize_t
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
