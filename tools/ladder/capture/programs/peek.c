/* peek.c - reads a stopped program's memory and descriptors. */
#include "capture/programs/peek.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

#include "capture/programs/tracee.h"

enum { KNOWN_SOCKETS = 1024 };

size_t
peek_memory(const struct tracee *tracee, uint64_t address, void *out,
            size_t bytes)
{
    struct iovec local = { .iov_base = out, .iov_len = bytes };
    struct iovec remote = { .iov_base = (void *)(uintptr_t)address,
                            .iov_len = bytes };

    if (bytes == 0 || address == 0)
        return 0;
    ssize_t got = process_vm_readv(tracee->tid, &local, 1, &remote, 1, 0);
    return got > 0 ? (size_t)got : 0;
}

int
peek_duplicate(const struct tracee *tracee, int fd)
{
    int got = (int)syscall(SYS_pidfd_getfd, tracee->pidfd, fd, 0);

    if (got != -1 || tracee->tid == tracee->pid)
        return got;
    /* The first thread has ended and has no files: ask this one (6.9). */
    int thread = (int)syscall(SYS_pidfd_open, tracee->tid, O_EXCL);
    if (thread == -1)
        return -1;
    got = (int)syscall(SYS_pidfd_getfd, thread, fd, 0);
    close(thread);
    return got;
}

/* What kind of socket it is, which never changes while it lives. */
static bool
ask_kind(const struct tracee *tracee, int fd, struct socket_identity *identity)
{
    int socket = peek_duplicate(tracee, fd);
    socklen_t length = sizeof(int);

    if (socket == -1)
        return false;
    bool known =
        getsockopt(socket, SOL_SOCKET, SO_DOMAIN, &identity->domain,
                   &length) == 0 &&
        getsockopt(socket, SOL_SOCKET, SO_TYPE, &identity->type,
                   &length) == 0 &&
        getsockopt(socket, SOL_SOCKET, SO_PROTOCOL, &identity->protocol,
                   &length) == 0;
    close(socket);
    return known;
}

bool
peek_socket(const struct tracee *tracee, int fd,
            struct socket_identity *identity)
{
    /* An inode is never used twice in a run, so what we learn of it stays. */
    static struct socket_identity known[KNOWN_SOCKETS];
    char name[16], link[64];

    snprintf(name, sizeof name, "%d", fd);
    ssize_t length = readlinkat(tracee->descriptors, name, link,
                                sizeof link - 1);
    if (length <= 8 || memcmp(link, "socket:[", 8) != 0)
        return false;
    link[length] = '\0';
    uint64_t inode = strtoull(link + 8, NULL, 10);

    struct socket_identity *place = &known[inode % KNOWN_SOCKETS];
    if (place->inode != inode) {
        struct socket_identity fresh = { .inode = inode };
        if (!ask_kind(tracee, fd, &fresh))
            return false;
        *place = fresh;
    }
    *identity = *place;
    return identity->domain == AF_INET || identity->domain == AF_INET6;
}
