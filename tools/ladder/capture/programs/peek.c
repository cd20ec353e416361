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

size_t
peek_text(const struct tracee *tracee, uint64_t address, char *out,
          size_t size)
{
    enum { PAGE = 4096 };
    size_t used = 0;

    /* A page at a time: the next one may not be there. */
    while (used + 1 < size) {
        size_t step = PAGE - (address + used) % PAGE;
        if (step > size - 1 - used)
            step = size - 1 - used;
        size_t got = peek_memory(tracee, address + used, out + used, step);
        const char *end = memchr(out + used, '\0', got);
        if (end != NULL)
            return (size_t)(end - out);
        used += got;
        if (got < step)
            break;
    }
    out[used] = '\0';
    return used;
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

/* The number behind what the link of fd begins with: "socket:[4711]". */
static uint64_t
read_link(const struct tracee *tracee, int fd, const char *kind)
{
    char name[16], link[64];
    size_t begin = strlen(kind);

    snprintf(name, sizeof name, "%d", fd);
    ssize_t length = readlinkat(tracee->descriptors, name, link,
                                sizeof link - 1);
    if (length <= (ssize_t)begin || memcmp(link, kind, begin) != 0)
        return 0;
    link[length] = '\0';
    return strtoull(link + begin, NULL, 10);
}

uint64_t
peek_pipe(const struct tracee *tracee, int fd)
{
    return read_link(tracee, fd, "pipe:[");
}

bool
peek_socket(const struct tracee *tracee, int fd,
            struct socket_identity *identity)
{
    /* An inode is never used twice in a run, so what we learn of it stays. */
    static struct socket_identity known[KNOWN_SOCKETS];
    uint64_t inode = read_link(tracee, fd, "socket:[");

    if (inode == 0)
        return false;
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
