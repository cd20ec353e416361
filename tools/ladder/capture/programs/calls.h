/*
 * calls.h - a socket call, as the program's source wrote it.
 */
#ifndef LADDER_CALLS_H
#define LADDER_CALLS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "model/event.h"

enum { ARGUMENTS_MAX = 320, CALL_DATA_MAX = 64 };

/* How a call may change the kernel's states: what to look at after it. */
enum call_effect {
    EFFECT_NONE,                /* moves data at most */
    EFFECT_STATE,               /* may change a connection's state */
    EFFECT_LISTEN,              /* may make or end a listener */
    EFFECT_ACCEPT               /* may take from an accept queue */
};

/* What a program is about to do. */
enum entered {
    ENTERED_SOCKET,             /* a call that concerns an Internet socket */
    ENTERED_SIGACTION,          /* it installs a signal handler: learned */
    ENTERED_OUTPUT,             /* it writes to something that is no socket */
    ENTERED_FOREIGN,            /* another machine's ABI: not understood */
    ENTERED_URING,              /* io_uring: calls that nobody sees */
    ENTERED_OTHER               /* nothing of ours */
};

struct call {
    long number;                /* the kernel's */
    char name[NAME_MAX_CALL];   /* the source's: "send", not "sendto" */
    enum call_effect effect;
    int fd;                     /* the descriptor it names, else -1 */
    uint64_t socket;            /* the inode behind it, else 0 */
    bool udp;
    bool six;                   /* an IPv6 socket */
    char arguments[ARGUMENTS_MAX];
    char full[ARGUMENTS_MAX];   /* with what a transcript leaves out, or "" */
    unsigned char data[CALL_DATA_MAX];
    size_t data_bytes;
    uint64_t raw[6];            /* the call's arguments */
    int64_t value;              /* after its end */
    const char *error;          /* NULL, or "EAGAIN" */
    bool never_restarts;        /* interrupted: a handler always ends it */
    char learned[ARGUMENTS_MAX];/* an address, an option's value, ready fds */
};

struct tracee;

/* The numbers of the calls that the filter stops, for spawn.c: ends with -1. */
const long *
calls_of_interest(void);

/*
 * Reads the call that the tracee (stopped at its entry) is about to make.  With
 * ENTERED_SOCKET *call is filled in, and the stop at its end is wanted.
 */
enum entered
call_enter(struct tracee *tracee, struct call *call);

/*
 * Reads the result of the call that the tracee (stopped at its end) has made.
 * Returns false if a signal interrupted it and the kernel may restart it:
 * value and error then are what it returns if the kernel does not.
 */
bool
call_leave(struct tracee *tracee, struct call *call);

/* "EAGAIN" for EAGAIN; "E4000" for what has no name. */
const char *
errno_name(int error);

#endif
