/*
 * frame.h - how a guest and its host speak, over a serial line: the guest tells
 * what happened, and asks for a player's words where there is one.
 *
 *     "LAD1" kind 0 job:2 length:4 checksum:4 payload
 *
 * Numbers are big-endian; the checksum (CRC-32) covers what stands in front of
 * it and the payload.  A line that lost or gained a byte is noticed.
 */
#ifndef LADDER_FRAME_H
#define LADDER_FRAME_H

#include <stddef.h>
#include <stdint.h>

enum { FRAME_HEADER = 16, FRAME_PAYLOAD_MOST = 16384,
       FRAME_MOST = FRAME_HEADER + FRAME_PAYLOAD_MOST };

enum frame_kind {
    FRAME_HELLO = 'H',          /* the guest is up; payload: uname's version */
    FRAME_OUT = 'O',            /* what recording a job said on its stdout */
    FRAME_ERR = 'E',            /* and on its stderr */
    FRAME_TRACE = 'T',          /* a piece of its trace */
    FRAME_IN = 'I',             /* a player's words; empty from the host: there
                                   are no more; from the guest: go on */
    FRAME_END = 'X',            /* the job is done; payload: its outcome */
    FRAME_BYE = 'B'             /* all jobs are done */
};

struct frame {
    enum frame_kind kind;
    unsigned job;
    const unsigned char *payload;
    size_t length;
};

/* Writes the frame into out[FRAME_MOST]; returns its length.  The payload is
   at most FRAME_PAYLOAD_MOST bytes. */
size_t
frame_write(const struct frame *frame, unsigned char *out);

/*
 * Reads the first frame of bytes[0..length).  Returns the number of bytes that
 * it takes, 0 if more must come, -1 if these are no frame.  The payload points
 * into bytes.
 */
int
frame_read(struct frame *frame, const unsigned char *bytes, size_t length);

#endif
