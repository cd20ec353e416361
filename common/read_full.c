/* read_full.c - so many bytes from a connection, as lesson 10 builds it. */
#include <errno.h>
#include <sys/socket.h>

#include "common.h"

ssize_t
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
