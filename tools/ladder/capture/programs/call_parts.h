/*
 * call_parts.h - reading a call, for calls.c and its parts: call_given.c (its
 * arguments), call_full.c (all of them), call_several.c (those that name
 * several descriptors), call_vector.c (data in several parts) and
 * call_learned.c (what it has brought).
 */
#ifndef LADDER_CALL_PARTS_H
#define LADDER_CALL_PARTS_H

#include <stdbool.h>
#include <stdint.h>

#include "capture/programs/calls.h"
#include "capture/programs/tracee.h"
#include "capture/programs/words.h"

/* How a call is recognised as one of an Internet socket, and written. */
enum shape {
    SHAPE_SOCKET,       /* socket(domain, type, protocol) */
    SHAPE_FD,           /* name(fd) */
    SHAPE_ADDRESS,      /* name(fd, address) */
    SHAPE_LEARN_ADDRESS,/* name(fd), and an address afterwards */
    SHAPE_NUMBER,       /* name(fd, number) */
    SHAPE_ACCEPT4, SHAPE_SENDTO, SHAPE_RECVFROM, SHAPE_SENDMSG, SHAPE_RECVMSG,
    SHAPE_SENDMMSG, SHAPE_RECVMMSG,
    SHAPE_READ, SHAPE_WRITE, SHAPE_READV, SHAPE_WRITEV,
    SHAPE_SHUTDOWN, SHAPE_SETSOCKOPT, SHAPE_GETSOCKOPT, SHAPE_FCNTL,
    SHAPE_IOCTL, SHAPE_POLL, SHAPE_SELECT, SHAPE_EPOLL_CTL, SHAPE_EPOLL_WAIT,
    SHAPE_DUP, SHAPE_TWO_FDS, SHAPE_CLOSE_RANGE, SHAPE_SIGACTION
};

struct known_call {
    long number;
    const char *name;
    enum shape shape;
    enum call_effect effect;
};

/* Writes the arguments; false if no Internet socket is concerned. */
bool
call_read_given(const struct tracee *tracee, struct call *call,
                enum shape shape);

/* What the call has learned: an address, a value, the bytes it received. */
void
call_read_learned(struct tracee *tracee, struct call *call,
             const struct known_call *known);

/*
 * Writes call->full where there is more to tell than a transcript does: how
 * much was asked for, how long it may wait.
 */
void
call_write_full(const struct tracee *tracee, struct call *call,
                enum shape shape);

/* Remembers whether the handler that sigaction(2) installs restarts the calls
   which it interrupts. */
void
call_learn_sigaction(struct tracee *tracee, const struct call *call);

/* Keeps the first bytes that a call moves, for the drawings. */
void
call_keep_data(const struct tracee *tracee, struct call *call,
               uint64_t address, uint64_t bytes);

/* The same, of a vector's parts: readv(2). */
void
vector_keep_data(const struct tracee *tracee, struct call *call,
                 uint64_t address, uint64_t count, uint64_t bytes);

/* How many bytes a vector's parts have room for. */
uint64_t
vector_bytes(const struct tracee *tracee, uint64_t address, uint64_t count);

/*
 * Calls that name several descriptors, written with those that are Internet
 * sockets; false if none is.  call->socket is one of them.
 */

/* "3 IN, 4 IN|OUT": what a poll waits for, or with results what it got. */
bool
call_write_poll(const struct tracee *tracee, struct call *call,
                struct words *words, bool results);

/* "3 IN, 4 IN|HUP": what epoll_wait(2) has found. */
void
call_write_epoll(const struct tracee *tracee, struct call *call,
                 struct words *words);

/* The same for select(2): "3 IN, 4 OUT". */
bool
call_write_select(const struct tracee *tracee, struct call *call,
                  struct words *words);

bool
call_write_epoll_ctl(const struct tracee *tracee, struct call *call,
                     struct words *words);

/* sendfile(out, in), splice(in, ..., out): one of the two is a socket. */
bool
call_write_two_fds(const struct tracee *tracee, struct call *call,
                   struct words *words);

/* dup2(old, new): either may be a socket, and a socket at new is closed. */
bool
call_write_dup(const struct tracee *tracee, struct call *call,
               struct words *words);

/* "3, 7": closes the sockets among them. */
bool
call_write_close_range(const struct tracee *tracee, struct call *call,
                       struct words *words);

#endif
