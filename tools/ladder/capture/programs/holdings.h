/*
 * holdings.h - which Internet sockets a process has open.
 *
 * A child has its parent's, exec() closes those that are close-on-exec, and
 * exit() all: that sends a FIN or RST without any call on the socket.
 */
#ifndef LADDER_HOLDINGS_H
#define LADDER_HOLDINGS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct tracee;
struct tracees;

struct holding {
    int fd;
    uint64_t socket;            /* its inode */
};

enum { HOLDINGS_MAX = 256 };    /* more are not told */

struct holdings {
    struct holding all[HOLDINGS_MAX];
    size_t count;
};

/* Reads those of the tracee's process; how many there are. */
size_t
holdings_read(const struct tracee *tracee, struct holdings *holdings);

/* Leaves in *before what *after has no more. */
void
holdings_closed(struct holdings *before, const struct holdings *after);

/* "3, 4, 7-12": the descriptors. */
void
holdings_words(const struct holdings *holdings, char *out, size_t size);

/*
 * How many bytes wait in a connection for a program that closes it now, and
 * so will never be read: the kernel answers with RST.  0 where another
 * descriptor, of this process or another, keeps the connection open.
 */
int64_t
holdings_unread(const struct tracees *tracees, const struct tracee *tracee,
                const struct holding *holding);

#endif
