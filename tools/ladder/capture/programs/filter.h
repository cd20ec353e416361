/*
 * filter.h - the seccomp filter that stops only calls which may concern a
 * socket: seccomp(2).
 */
#ifndef LADDER_FILTER_H
#define LADDER_FILTER_H

/* What a stop's message says it is about. */
enum filter_reason {
    REASON_CALL,                /* a call of calls_of_interest() */
    REASON_FOREIGN,             /* another architecture's calls */
    REASON_URING                /* io_uring: calls that nobody sees */
};

/* Installs it for this process and all that it becomes.  0, or -1. */
int
filter_install(void);

#endif
