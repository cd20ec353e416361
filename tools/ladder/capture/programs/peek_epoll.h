/*
 * peek_epoll.h - what an epoll(7) descriptor of a program watches.
 *
 * The events of epoll_wait() have a number of the program's own choice, often
 * a pointer, and no descriptor.  Which one it was is known from the program's
 * epoll_ctl(); for what we have not seen, the kernel's own list is read.
 */
#ifndef LADDER_PEEK_EPOLL_H
#define LADDER_PEEK_EPOLL_H

#include <stdbool.h>
#include <stdint.h>

struct tracee;

/* Whether fd is an epoll descriptor that watches an Internet socket. */
bool
peek_epoll(const struct tracee *tracee, int fd);

/* The tracee tells its epoll descriptor to answer for fd with this number. */
void
peek_epoll_note(const struct tracee *tracee, int epoll, int fd, uint64_t data);

/* The descriptor for which epoll answers so; -1 if that is not known. */
int
peek_epoll_find(const struct tracee *tracee, int epoll, uint64_t data);

#endif
