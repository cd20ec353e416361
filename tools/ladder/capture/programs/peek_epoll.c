/* peek_epoll.c - what an epoll(7) descriptor of a program watches. */
#include "capture/programs/peek_epoll.h"

#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/hash.h"
#include "capture/programs/peek.h"
#include "capture/programs/tracee.h"

enum { LOOK = 16, TEXT = 64 * 1024, NOTES = 4096 };

/* Of the last epoll_ctl() with this hash. */
struct note {
    pid_t pid;
    int epoll, fd;
    uint64_t data;
};

/*
 * What the kernel knows of the tracee's epoll descriptor, one line for each
 * that it watches:
 *
 *     tfd:        5 events:       19 data:                5  pos:0 ino:...
 */
static const char *
read_list(const struct tracee *tracee, int epoll)
{
    static char text[TEXT];
    char path[64];
    size_t used = 0;
    ssize_t got = 0;

    snprintf(path, sizeof path, "/proc/%d/fdinfo/%d", (int)tracee->tid, epoll);
    int file = open(path, O_RDONLY | O_CLOEXEC);
    while (file != -1 && used < sizeof text - 1 &&
           (got = read(file, text + used, sizeof text - 1 - used)) > 0)
        used += (size_t)got;
    if (file != -1)
        close(file);
    text[used] = '\0';
    return text;
}

bool
peek_epoll(const struct tracee *tracee, int fd)
{
    const char *line = read_list(tracee, fd);
    struct socket_identity identity;

    for (int i = 0; i < LOOK && (line = strstr(line, "tfd:")) != NULL; i++) {
        line += 4;
        if (peek_socket(tracee, atoi(line), &identity))
            return true;
    }
    return false;
}

static struct note *
note_at(const struct tracee *tracee, int epoll, uint64_t data)
{
    static struct note notes[NOTES];
    uint64_t hash = hash_mix(data + (uint64_t)epoll * 31 +
                             (uint64_t)tracee->pid);

    return &notes[hash >> 52];          /* 12 bits */
}

void
peek_epoll_note(const struct tracee *tracee, int epoll, int fd, uint64_t data)
{
    *note_at(tracee, epoll, data) = (struct note){
        .pid = tracee->pid, .epoll = epoll, .fd = fd, .data = data
    };
}

int
peek_epoll_find(const struct tracee *tracee, int epoll, uint64_t data)
{
    const struct note *note = note_at(tracee, epoll, data);
    int found = -1;

    if (note->pid == tracee->pid && note->epoll == epoll && note->data == data)
        return note->fd;
    for (const char *line = read_list(tracee, epoll);
         (line = strstr(line, "tfd:")) != NULL; line += 4) {
        int fd = atoi(line + 4);
        const char *number = strstr(line, "data:");
        if (number == NULL || strtoull(number + 5, NULL, 16) != data)
            continue;
        if (found != -1)
            return -1;                  /* two answer alike */
        found = fd;
    }
    return found;
}
