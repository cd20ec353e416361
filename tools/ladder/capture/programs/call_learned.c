/* call_learned.c - what a call that has returned filled in. */
#include "capture/programs/call_parts.h"

#include <linux/sockios.h>
#include <signal.h>
#include <sys/ioctl.h>
#include <sys/socket.h>

#include "capture/programs/peek.h"

void
call_learn_sigaction(struct tracee *tracee, const struct call *call)
{
    struct { uint64_t handler, flags; } action = { 0, 0 };
    unsigned signal = (unsigned)call->raw[0];

    if (signal == 0 || signal > 64 || call->raw[1] == 0 ||
        peek_memory(tracee, call->raw[1], &action, sizeof action) == 0)
        return;
    uint64_t bit = 1ull << (signal - 1);
    tracee->restarts[0] &= ~bit;
    tracee->restarts[1] &= ~bit;
    if (action.handler > 1)
        tracee->restarts[(action.flags & SA_RESTART) != 0] |= bit;
}

/* What was received, and not more than there was room for: with MSG_TRUNC the
   result counts bytes that are gone, and on TCP those were never copied. */
static void
keep_received(const struct tracee *tracee, struct call *call)
{
    uint64_t got = (uint64_t)call->value, room = call->raw[2];

    if (!call->udp && (call->raw[3] & MSG_TRUNC) != 0)
        return;
    call_keep_data(tracee, call, call->raw[1], got < room ? got : room);
}

/* Of a struct msghdr in the program's memory: the data, the sender, and what
   the kernel says of them, MSG_TRUNC or MSG_CTRUNC. */
static void
learn_message(const struct tracee *tracee, struct call *call,
              struct words *words, uint64_t address, uint64_t bytes,
              uint64_t flags)
{
    enum { TOLD = MSG_TRUNC | MSG_CTRUNC | MSG_OOB | MSG_ERRQUEUE };
    struct msghdr message = { 0 };

    if (peek_memory(tracee, address, &message, sizeof message) == 0)
        return;
    if (call->udp || (flags & MSG_TRUNC) == 0)
        vector_keep_data(tracee, call, (uintptr_t)message.msg_iov,
                         (size_t)message.msg_iovlen, bytes);
    if (message.msg_name != NULL && message.msg_namelen > 0)
        words_address(words, tracee, (uintptr_t)message.msg_name,
                      message.msg_namelen);
    if ((message.msg_flags & TOLD) == 0)
        return;
    struct words told = words_in(call->full, sizeof call->full);
    words_message_flags(&told, (uint64_t)message.msg_flags & TOLD);
    words_add(words, "%s", call->full + (words->used == 0 ? 2 : 0));
}

/* The same of the first of recvmmsg's messages. */
static void
learn_messages(const struct tracee *tracee, struct call *call,
               struct words *words)
{
    struct mmsghdr first = { .msg_len = 0 };

    peek_memory(tracee, call->raw[1], &first, sizeof first);
    if (call->value > 0)
        learn_message(tracee, call, words, call->raw[1], first.msg_len,
                      call->raw[3]);
}

/* What an ioctl that asks has got. */
static void
learn_ioctl(const struct tracee *tracee, const struct call *call,
            struct words *words)
{
    int value;

    switch (call->raw[1] & 0xffffffffu) {
    case FIONREAD: case SIOCOUTQ: case SIOCATMARK: case SIOCOUTQNSD:
        if (peek_memory(tracee, call->raw[2], &value, sizeof value) ==
            sizeof value)
            words_add(words, "%d", value);
        break;
    default:
        break;
    }
}

void
call_read_learned(struct tracee *tracee, struct call *call,
             const struct known_call *known)
{
    struct words words = words_in(call->learned, sizeof call->learned);
    socklen_t length = 0;

    switch (known->shape) {
    case SHAPE_FD:
    case SHAPE_ACCEPT4:
        if (known->effect != EFFECT_ACCEPT || call->raw[1] == 0)
            break;
        /* fall through */
    case SHAPE_LEARN_ADDRESS:
        peek_memory(tracee, call->raw[2], &length, sizeof length);
        words_address(&words, tracee, call->raw[1], length);
        break;
    case SHAPE_GETSOCKOPT:
        peek_memory(tracee, call->raw[4], &length, sizeof length);
        words_option_value(&words, tracee, call->raw[1], call->raw[2],
                           call->raw[3], length);
        break;
    case SHAPE_RECVFROM:
        keep_received(tracee, call);
        if (call->raw[4] != 0) {
            peek_memory(tracee, call->raw[5], &length, sizeof length);
            words_address(&words, tracee, call->raw[4], length);
        }
        break;
    case SHAPE_READ:
        call_keep_data(tracee, call, call->raw[1], (uint64_t)call->value);
        break;
    case SHAPE_READV:
        vector_keep_data(tracee, call, call->raw[1], call->raw[2],
                         (uint64_t)call->value);
        break;
    case SHAPE_RECVMSG:
        learn_message(tracee, call, &words, call->raw[1],
                      (uint64_t)call->value, call->raw[2]);
        break;
    case SHAPE_RECVMMSG:
        learn_messages(tracee, call, &words);
        break;
    case SHAPE_IOCTL:
        learn_ioctl(tracee, call, &words);
        break;
    case SHAPE_EPOLL_WAIT:
        call_write_epoll(tracee, call, &words);
        break;
    case SHAPE_POLL:
        call_write_poll(tracee, call, &words, true);
        break;
    case SHAPE_SELECT:
        call_write_select(tracee, call, &words);
        break;
    default:
        break;
    }
}
