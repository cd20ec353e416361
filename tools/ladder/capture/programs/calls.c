/* calls.c - a socket call, from its stop to the source's words. */
#include "capture/programs/calls.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/ptrace.h>
#include <sys/syscall.h>

#include "capture/programs/call_parts.h"
#include "capture/programs/filter.h"

/* What the kernel answers to PTRACE_GET_SYSCALL_INFO: ptrace(2).  The C
   libraries disagree about its name, so it stands here. */
struct syscall_answer {
    uint8_t what, padding[3];
    uint32_t architecture;
    uint64_t instruction_pointer, stack_pointer;
    union {
        struct { uint64_t number, arguments[6]; uint32_t reason; } entry;
        struct { int64_t value; uint8_t is_error; } exit;
    } u;
};

enum {
    ASK_SYSCALL = 0x420e,               /* PTRACE_GET_SYSCALL_INFO */
    RESTART_FIRST = 512, RESTART_NO_HANDLER = 514,
    RESTART_LAST = 516                  /* the kernel's own errors */
};

static const struct known_call known_calls[] = {
    { SYS_socket, "socket", SHAPE_SOCKET, EFFECT_NONE },
    { SYS_bind, "bind", SHAPE_ADDRESS, EFFECT_STATE },
    { SYS_listen, "listen", SHAPE_NUMBER, EFFECT_LISTEN },
    { SYS_connect, "connect", SHAPE_ADDRESS, EFFECT_STATE },
    { SYS_accept, "accept", SHAPE_FD, EFFECT_ACCEPT },
    { SYS_accept4, "accept4", SHAPE_ACCEPT4, EFFECT_ACCEPT },
    { SYS_getsockname, "getsockname", SHAPE_LEARN_ADDRESS, EFFECT_NONE },
    { SYS_getpeername, "getpeername", SHAPE_LEARN_ADDRESS, EFFECT_NONE },
    { SYS_sendto, "sendto", SHAPE_SENDTO, EFFECT_NONE },
    { SYS_recvfrom, "recvfrom", SHAPE_RECVFROM, EFFECT_NONE },
    { SYS_sendmsg, "sendmsg", SHAPE_SENDMSG, EFFECT_NONE },
    { SYS_recvmsg, "recvmsg", SHAPE_RECVMSG, EFFECT_NONE },
    { SYS_sendmmsg, "sendmmsg", SHAPE_SENDMMSG, EFFECT_NONE },
    { SYS_recvmmsg, "recvmmsg", SHAPE_RECVMMSG, EFFECT_NONE },
    { SYS_read, "read", SHAPE_READ, EFFECT_NONE },
    { SYS_write, "write", SHAPE_WRITE, EFFECT_NONE },
    { SYS_readv, "readv", SHAPE_READV, EFFECT_NONE },
    { SYS_writev, "writev", SHAPE_WRITEV, EFFECT_NONE },
    { SYS_preadv2, "preadv2", SHAPE_READV, EFFECT_NONE },
    { SYS_pwritev2, "pwritev2", SHAPE_WRITEV, EFFECT_NONE },
    { SYS_sendfile, "sendfile", SHAPE_TWO_FDS, EFFECT_NONE },
    { SYS_splice, "splice", SHAPE_TWO_FDS, EFFECT_NONE },
    { SYS_shutdown, "shutdown", SHAPE_SHUTDOWN, EFFECT_LISTEN },
    { SYS_close, "close", SHAPE_FD, EFFECT_LISTEN },
#ifdef SYS_close_range
    { SYS_close_range, "close_range", SHAPE_CLOSE_RANGE, EFFECT_LISTEN },
#endif
    { SYS_setsockopt, "setsockopt", SHAPE_SETSOCKOPT, EFFECT_NONE },
    { SYS_getsockopt, "getsockopt", SHAPE_GETSOCKOPT, EFFECT_NONE },
    { SYS_fcntl, "fcntl", SHAPE_FCNTL, EFFECT_NONE },
    { SYS_ioctl, "ioctl", SHAPE_IOCTL, EFFECT_NONE },
    { SYS_dup, "dup", SHAPE_FD, EFFECT_NONE },
#ifdef SYS_dup2
    { SYS_dup2, "dup2", SHAPE_DUP, EFFECT_LISTEN },
#endif
    { SYS_dup3, "dup3", SHAPE_DUP, EFFECT_LISTEN },
#ifdef SYS_poll
    { SYS_poll, "poll", SHAPE_POLL, EFFECT_NONE },
    { SYS_select, "select", SHAPE_SELECT, EFFECT_NONE },
    { SYS_epoll_wait, "epoll_wait", SHAPE_EPOLL_WAIT, EFFECT_NONE },
#endif
    { SYS_ppoll, "poll", SHAPE_POLL, EFFECT_NONE },
    { SYS_pselect6, "select", SHAPE_SELECT, EFFECT_NONE },
    { SYS_epoll_ctl, "epoll_ctl", SHAPE_EPOLL_CTL, EFFECT_NONE },
    { SYS_epoll_pwait, "epoll_wait", SHAPE_EPOLL_WAIT, EFFECT_NONE },
#ifdef SYS_epoll_pwait2
    { SYS_epoll_pwait2, "epoll_wait", SHAPE_EPOLL_WAIT, EFFECT_NONE },
#endif
    { SYS_restart_syscall, "restart", SHAPE_FD, EFFECT_NONE },
    { SYS_rt_sigaction, "sigaction", SHAPE_SIGACTION, EFFECT_NONE },
};

enum { KNOWN_CALLS = sizeof known_calls / sizeof known_calls[0] };

const long *
calls_of_interest(void)
{
    static long numbers[KNOWN_CALLS + 1];

    for (size_t i = 0; i < KNOWN_CALLS; i++)
        numbers[i] = known_calls[i].number;
    numbers[KNOWN_CALLS] = -1;
    return numbers;
}

static const struct known_call *
find_call(uint64_t number)
{
    for (size_t i = 0; i < KNOWN_CALLS; i++)
        if ((uint64_t)known_calls[i].number == number)
            return &known_calls[i];
    return NULL;
}

static bool
ask(const struct tracee *tracee, struct syscall_answer *answer)
{
    return ptrace((int)ASK_SYSCALL, tracee->tid,
                  (void *)sizeof *answer, answer) > 0;
}

enum entered
call_enter(struct tracee *tracee, struct call *call)
{
    struct syscall_answer answer = { 0 };

    if (!ask(tracee, &answer))
        return ENTERED_OTHER;
    if (answer.u.entry.reason == REASON_FOREIGN)
        return ENTERED_FOREIGN;
    if (answer.u.entry.reason == REASON_URING)
        return ENTERED_URING;
    const struct known_call *known = find_call(answer.u.entry.number);
    if (known == NULL)
        return ENTERED_OTHER;
    if (known->number == SYS_restart_syscall) {
        *call = tracee->call;           /* an interrupted poll goes on */
        return tracee->interrupted ? ENTERED_SOCKET : ENTERED_OTHER;
    }
    call->number = known->number;
    call->effect = known->effect;
    call->socket = 0;
    call->udp = call->six = false;
    call->data_bytes = 0;
    call->learned[0] = '\0';
    memcpy(call->raw, answer.u.entry.arguments, sizeof call->raw);
    snprintf(call->name, sizeof call->name, "%s", known->name);
    if (known->shape == SHAPE_SIGACTION) {
        call_learn_sigaction(tracee, call);
        return ENTERED_SIGACTION;
    }
    if (call_read_given(tracee, call, known->shape))
        return ENTERED_SOCKET;
    return known->shape == SHAPE_WRITE || known->shape == SHAPE_WRITEV ||
                   known->shape == SHAPE_TWO_FDS
               ? ENTERED_OUTPUT : ENTERED_OTHER;
}

bool
call_leave(struct tracee *tracee, struct call *call)
{
    struct syscall_answer answer = { 0 };

    call->error = NULL;
    call->value = -1;
    call->data_bytes = 0;               /* what was sent is told already */
    if (!ask(tracee, &answer)) {
        call->error = "?";
        return true;
    }
    int64_t value = answer.u.exit.value;
    if (value <= -RESTART_FIRST && value >= -RESTART_LAST) {
        call->error = errno_name(EINTR);
        call->never_restarts = value == -RESTART_NO_HANDLER ||
                               value == -RESTART_LAST;
        return false;
    }
    if (answer.u.exit.is_error) {
        call->error = errno_name((int)-value);
        return true;
    }
    call->value = value;
    call_read_learned(tracee, call, find_call((uint64_t)call->number));
    return true;
}
