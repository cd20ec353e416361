/*
 * reader.h - what lesson 10 builds: whole messages from a stream of bytes.
 */
#ifndef READER_H
#define READER_H

#include <stddef.h>
#include <sys/types.h>

enum { READER_BYTES = 4096 };

/*
 * A connection that is read by lines, and the bytes of it that have come and
 * were not given out yet: no other call may receive from conn meanwhile.  Begin
 * with { .conn = conn }; there is nothing to free.
 */
struct reader {
    int conn;
    size_t count;               /* bytes here */
    size_t taken;               /* and how many of them were given out */
    char bytes[READER_BYTES];
};

/*
 * Reads one line into line[0..size) and puts a '\0' in its newline's place.
 * Returns its length with the newline; 0 if the peer ended behind a line; -1
 * with errno: EPROTO if it ended inside one, EMSGSIZE if the line has no room.
 */
ssize_t
read_line(struct reader *reader, char *line, size_t size);

/*
 * Reads count bytes, not one more.  Returns count; 0 if the peer ended before
 * the first; -1 with errno: EPROTO if it ended before the last.
 */
ssize_t
read_full(int conn, void *bytes, size_t count);

#endif
