/* call_several.c - calls about several descriptors: poll, select, epoll. */
#include "capture/programs/call_parts.h"

#include <limits.h>
#include <poll.h>
#include <sys/epoll.h>
#include <sys/select.h>
#include <sys/syscall.h>

#include "capture/programs/peek.h"
#include "capture/programs/peek_epoll.h"

enum { POLL_STEP = 32 };

/* What the program asks of descriptors [first, first + count) of its poll, in
   fds.  Returns how many could be read. */
static size_t
read_poll(const struct tracee *tracee, const struct call *call,
          uint64_t first, struct pollfd fds[POLL_STEP])
{
    uint64_t left = call->raw[1] - first;
    size_t count = left < POLL_STEP ? (size_t)left : POLL_STEP;

    return peek_memory(tracee, call->raw[0] + first * sizeof fds[0], fds,
                       count * sizeof fds[0]) / sizeof fds[0];
}

bool
call_write_poll(const struct tracee *tracee, struct call *call,
                struct words *words, bool results)
{
    struct pollfd fds[POLL_STEP];
    struct socket_identity identity;
    bool any = false;
    size_t got = 0;

    for (uint64_t first = 0; first < call->raw[1]; first += got) {
        got = read_poll(tracee, call, first, fds);
        for (size_t i = 0; i < got; i++) {
            unsigned events = (unsigned short)(results ? fds[i].revents
                                                       : fds[i].events);
            if (fds[i].fd < 0 || (results && events == 0) ||
                !peek_socket(tracee, fds[i].fd, &identity))
                continue;
            words_add(words, "%s%d ", any ? ", " : "", fds[i].fd);
            words_poll_events(words, events);
            any = true;
            call->socket = identity.inode;
        }
        if (got == 0)
            break;
    }
    return any;
}

bool
call_write_select(const struct tracee *tracee, struct call *call,
                  struct words *words)
{
    static const char *const kinds[] = { "IN", "OUT", "PRI" };
    struct socket_identity identity;
    bool any = false;
    int highest = call->raw[0] < FD_SETSIZE ? (int)call->raw[0] : FD_SETSIZE;

    for (int kind = 0; kind < 3; kind++) {
        fd_set set;
        if (call->raw[kind + 1] == 0 ||
            peek_memory(tracee, call->raw[kind + 1], &set, sizeof set) !=
                sizeof set)
            continue;
        for (int fd = 0; fd < highest; fd++) {
            if (!FD_ISSET((unsigned)fd, &set) ||
                !peek_socket(tracee, fd, &identity))
                continue;
            words_add(words, "%s%d %s", any ? ", " : "", fd, kinds[kind]);
            call->socket = identity.inode;
            any = true;
        }
    }
    return any;
}

bool
call_write_epoll_ctl(const struct tracee *tracee, struct call *call,
                     struct words *words)
{
    static const char *const deeds[] = { "?", "ADD", "DEL", "MOD" };
    struct socket_identity identity;
    struct epoll_event event = { .events = 0 };

    if (!peek_socket(tracee, (int)call->raw[2], &identity))
        return false;
    call->socket = identity.inode;
    words_add(words, "%d, %s, %d", (int)call->raw[0],
              deeds[call->raw[1] < 4 ? call->raw[1] : 0], (int)call->raw[2]);
    if (call->raw[1] != EPOLL_CTL_DEL &&
        peek_memory(tracee, call->raw[3], &event, sizeof event) > 0) {
        peek_epoll_note(tracee, (int)call->raw[0], (int)call->raw[2],
                        event.data.u64);
        words_add(words, ", ");
        words_epoll_events(words, event.events);
    }
    return true;
}

void
call_write_epoll(const struct tracee *tracee, struct call *call,
                 struct words *words)
{
    struct epoll_event events[POLL_STEP];
    struct socket_identity identity;
    size_t count = call->value < POLL_STEP ? (size_t)call->value : POLL_STEP;

    count = peek_memory(tracee, call->raw[1], events,
                        count * sizeof events[0]) / sizeof events[0];
    for (size_t i = 0; i < count; i++) {
        int fd = peek_epoll_find(tracee, (int)call->raw[0],
                                 events[i].data.u64);
        if (fd != -1 && !peek_socket(tracee, fd, &identity))
            continue;
        if (fd == -1)
            words_add(words, "%s? ", words->used > 0 ? ", " : "");
        else
            words_add(words, "%s%d ", words->used > 0 ? ", " : "", fd);
        words_epoll_events(words, events[i].events);
    }
}

bool
call_write_two_fds(const struct tracee *tracee, struct call *call,
                   struct words *words)
{
    bool splice = call->number == SYS_splice;
    int other = (int)call->raw[splice ? 2 : 1];
    uint64_t bytes = call->raw[splice ? 4 : 3];
    struct socket_identity identity;

    if (!peek_socket(tracee, call->fd, &identity) &&
        !peek_socket(tracee, other, &identity))
        return false;
    call->socket = identity.inode;
    words_add(words, "%d, %d, %llu", call->fd, other,
              (unsigned long long)bytes);
    return true;
}

bool
call_write_dup(const struct tracee *tracee, struct call *call,
               struct words *words)
{
    struct socket_identity identity;

    if (!peek_socket(tracee, call->fd, &identity) &&
        !peek_socket(tracee, (int)call->raw[1], &identity))
        return false;
    call->socket = identity.inode;
    words_add(words, "%d, %d", call->fd, (int)call->raw[1]);
    return true;
}

bool
call_write_close_range(const struct tracee *tracee, struct call *call,
                       struct words *words)
{
    enum { LAST = 1023, CLOSE_ON_EXEC = 4 };
    struct socket_identity identity;
    unsigned first = (unsigned)call->raw[0], last = (unsigned)call->raw[1];
    bool any = false;

    words_add(words, "%u, ", first);
    if (last == UINT_MAX)
        words_add(words, "~0U");
    else
        words_add(words, "%u", last);
    if ((call->raw[2] & CLOSE_ON_EXEC) != 0)
        return false;
    for (unsigned fd = first; fd <= last && fd <= LAST; fd++)
        if (peek_socket(tracee, (int)fd, &identity)) {
            call->socket = identity.inode;
            any = true;
        }
    return any;
}
