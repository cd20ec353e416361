/*
 * call_full.c - the arguments with what a transcript leaves out.
 *
 *     recv(4, 100, MSG_PEEK)      how much was asked for
 *     poll(3 IN, 500)             how long it may wait
 */
#include "capture/programs/call_parts.h"

#include <fcntl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <time.h>

#include "capture/programs/peek.h"

static void
write_bytes(const struct call *call, struct words *words, uint64_t bytes,
            uint64_t flags)
{
    words_add(words, "%d, %llu", call->fd, (unsigned long long)bytes);
    words_message_flags(words, flags);
}

static void
write_recvmsg(const struct tracee *tracee, const struct call *call,
              struct words *words)
{
    struct msghdr message = { 0 };

    peek_memory(tracee, call->raw[1], &message, sizeof message);
    write_bytes(call, words,
                vector_bytes(tracee, (uintptr_t)message.msg_iov,
                             (size_t)message.msg_iovlen), call->raw[2]);
}

/* A time in the program's memory, whose parts of a second are 1/per_second;
   the word instead where there is none. */
static void
write_time(const struct tracee *tracee, struct words *words, uint64_t address,
           double per_second, double unit, const char *none)
{
    struct { int64_t seconds, parts; } time = { 0, 0 };

    if (address == 0 ||
        peek_memory(tracee, address, &time, sizeof time) != sizeof time) {
        words_add(words, ", %s", none);
        return;
    }
    words_add(words, ", %.10g", ((double)time.seconds +
                                 (double)time.parts / per_second) * unit);
}

/* poll's in milliseconds, as the C library's poll() takes it. */
static void
write_poll_timeout(const struct tracee *tracee, const struct call *call,
                   struct words *words)
{
    words_add(words, "%s", call->arguments);
    if (call->number == SYS_ppoll)
        write_time(tracee, words, call->raw[2], 1e9, 1e3, "-1");
    else
        words_add(words, ", %d", (int)call->raw[2]);
}

/* select's in seconds: "1.5 s". */
static void
write_select_timeout(const struct tracee *tracee, const struct call *call,
                     struct words *words)
{
    double per_second = call->number == SYS_pselect6 ? 1e9 : 1e6;

    words_add(words, "%s", call->arguments);
    write_time(tracee, words, call->raw[4], per_second, 1, "NULL");
    if (call->raw[4] != 0)
        words_add(words, " s");
}

static void
write_epoll_timeout(const struct tracee *tracee, const struct call *call,
                    struct words *words)
{
    words_add(words, "%s, %d", call->arguments, (int)call->raw[2]);
#ifdef SYS_epoll_pwait2
    if (call->number == SYS_epoll_pwait2) {
        write_time(tracee, words, call->raw[3], 1e9, 1e3, "-1");
        return;
    }
#endif
    words_add(words, ", %d", (int)call->raw[3]);
}

void
call_write_full(const struct tracee *tracee, struct call *call,
                enum shape shape)
{
    struct words words = words_in(call->full, sizeof call->full);

    switch (shape) {
    case SHAPE_RECVFROM:
        write_bytes(call, &words, call->raw[2], call->raw[3]);
        break;
    case SHAPE_READ:
        write_bytes(call, &words, call->raw[2], 0);
        break;
    case SHAPE_READV:
        write_bytes(call, &words,
                    vector_bytes(tracee, call->raw[1], call->raw[2]), 0);
        break;
    case SHAPE_RECVMSG:
        write_recvmsg(tracee, call, &words);
        break;
    case SHAPE_SENDMMSG:
    case SHAPE_RECVMMSG:
        write_bytes(call, &words, call->raw[2], call->raw[3]);
        break;
    case SHAPE_POLL:
        write_poll_timeout(tracee, call, &words);
        break;
    case SHAPE_SELECT:
        write_select_timeout(tracee, call, &words);
        break;
    case SHAPE_EPOLL_WAIT:
        write_epoll_timeout(tracee, call, &words);
        break;
    case SHAPE_FCNTL:
        if (call->raw[1] == F_DUPFD || call->raw[1] == F_DUPFD_CLOEXEC)
            words_add(&words, "%s, %d", call->arguments, (int)call->raw[2]);
        break;
    default:
        break;
    }
}
