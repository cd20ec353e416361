/*
 * peek.h - reading a stopped program's memory and descriptors.
 */
#ifndef LADDER_PEEK_H
#define LADDER_PEEK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct tracee;

/* A socket behind a descriptor. */
struct socket_identity {
    uint64_t inode;
    int domain, type, protocol; /* as socket(2) takes them */
};

/* Reads at most bytes of the program's memory.  Returns how many it got. */
size_t
peek_memory(const struct tracee *tracee, uint64_t address, void *out,
            size_t bytes);

/*
 * Whether fd is an Internet socket of the tracee: then *identity says which.
 * Asked afresh each time, so that dup, fork and exec need no table of ours.
 */
bool
peek_socket(const struct tracee *tracee, int fd,
            struct socket_identity *identity);

/* A duplicate of the tracee's fd in this process, or -1 with errno. */
int
peek_duplicate(const struct tracee *tracee, int fd);

#endif
