#include "calls.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <netinet/in.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/ioctl.h>
#include <sys/ptrace.h>
#include <sys/select.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/uio.h>

#include "filter.h"
#include "peek.h"
#include "tracee.h"
#include "words.h"

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
    POLL_MAX = 16, VECTOR_MAX = 16,
    RESTART_FIRST = 512, RESTART_NO_HANDLER = 514,
    RESTART_LAST = 516                  /* the kernel's own errors */
};

/* How a call is recognised as one of an Internet socket, and written. */
enum shape {
    SHAPE_SOCKET,       /* socket(domain, type, protocol) */
    SHAPE_FD,           /* name(fd) */
    SHAPE_ADDRESS,      /* name(fd, address) */
    SHAPE_LEARN_ADDRESS,/* name(fd), and an address afterwards */
    SHAPE_NUMBER,       /* name(fd, number) */
    SHAPE_ACCEPT4, SHAPE_SENDTO, SHAPE_RECVFROM, SHAPE_SENDMSG, SHAPE_RECVMSG,
    SHAPE_READ, SHAPE_WRITE, SHAPE_READV, SHAPE_WRITEV,
    SHAPE_SHUTDOWN, SHAPE_SETSOCKOPT, SHAPE_GETSOCKOPT, SHAPE_FCNTL,
    SHAPE_IOCTL, SHAPE_POLL, SHAPE_SELECT, SHAPE_EPOLL_CTL, SHAPE_EPOLL_WAIT,
    SHAPE_TWO_FDS, SHAPE_CLOSE_RANGE, SHAPE_SIGACTION
};

static const struct known_call {
    long number;
    const char *name;
    enum shape shape;
    enum call_effect effect;
} known_calls[] = {
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
    { SYS_sendmmsg, "sendmmsg", SHAPE_FD, EFFECT_NONE },
    { SYS_recvmmsg, "recvmmsg", SHAPE_FD, EFFECT_NONE },
    { SYS_read, "read", SHAPE_READ, EFFECT_NONE },
    { SYS_write, "write", SHAPE_WRITE, EFFECT_NONE },
    { SYS_readv, "readv", SHAPE_READV, EFFECT_NONE },
    { SYS_writev, "writev", SHAPE_WRITEV, EFFECT_NONE },
    { SYS_sendfile, "sendfile", SHAPE_TWO_FDS, EFFECT_NONE },
    { SYS_splice, "splice", SHAPE_TWO_FDS, EFFECT_NONE },
    { SYS_shutdown, "shutdown", SHAPE_SHUTDOWN, EFFECT_STATE },
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
    { SYS_dup2, "dup2", SHAPE_NUMBER, EFFECT_LISTEN },
#endif
    { SYS_dup3, "dup3", SHAPE_NUMBER, EFFECT_LISTEN },
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
    { SYS_rt_sigaction, "sigaction", SHAPE_SIGACTION, EFFECT_SIGACTION },
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
    return ptrace((enum __ptrace_request)ASK_SYSCALL, tracee->tid,
                  (void *)sizeof *answer, answer) > 0;
}

/* Keeps the first bytes that a call moves, for the drawings. */
static void
keep_data(const struct tracee *tracee, struct call *call, uint64_t address,
          uint64_t bytes)
{
    size_t wanted = bytes < sizeof call->data ? (size_t)bytes
                                              : sizeof call->data;
    call->data_bytes = peek_memory(tracee, address, call->data, wanted);
}

/* The total of a vector's lengths; its first part is kept as data. */
static uint64_t
vector_bytes(const struct tracee *tracee, struct call *call, uint64_t address,
             uint64_t count)
{
    struct iovec parts[VECTOR_MAX];
    uint64_t total = 0;

    if (count > VECTOR_MAX)
        count = VECTOR_MAX;
    size_t got = peek_memory(tracee, address, parts,
                             (size_t)count * sizeof parts[0]);
    for (size_t i = 0; i < got / sizeof parts[0]; i++)
        total += parts[i].iov_len;
    if (got >= sizeof parts[0] && parts[0].iov_len > 0)
        keep_data(tracee, call, (uintptr_t)parts[0].iov_base,
                  parts[0].iov_len);
    return total;
}

static void
write_sendmsg(const struct tracee *tracee, struct call *call,
              struct words *words)
{
    struct msghdr message = { 0 };

    peek_memory(tracee, call->raw[1], &message, sizeof message);
    uint64_t bytes = vector_bytes(tracee, call, (uintptr_t)message.msg_iov,
                                  message.msg_iovlen);
    words_add(words, "%d, %llu", call->fd, (unsigned long long)bytes);
    if (message.msg_name != NULL) {
        words_add(words, ", ");
        words_address(words, tracee, (uintptr_t)message.msg_name,
                      message.msg_namelen);
    }
    words_message_flags(words, call->raw[2]);
}

/* "3 IN, 4 IN|OUT": what a poll waits for, sockets only.  False if none. */
static bool
write_poll(const struct tracee *tracee, struct call *call, struct words *words,
           bool results)
{
    struct pollfd fds[POLL_MAX];
    struct socket_identity identity;
    uint64_t count = call->raw[1] < POLL_MAX ? call->raw[1] : POLL_MAX;
    size_t got = peek_memory(tracee, call->raw[0], fds,
                             (size_t)count * sizeof fds[0]);
    bool any = false;

    for (size_t i = 0; i < got / sizeof fds[0]; i++) {
        unsigned events = (unsigned short)(results ? fds[i].revents
                                                   : fds[i].events);
        if (fds[i].fd < 0 || !peek_socket(tracee, fds[i].fd, &identity) ||
            (results && events == 0))
            continue;
        words_add(words, "%s%d ", any ? ", " : "", fds[i].fd);
        words_poll_events(words, events);
        any = true;
        call->socket = identity.inode;
    }
    if (call->raw[1] > POLL_MAX)
        words_add(words, ", ...");
    return any;
}

/* The same for select(2): "3 IN, 4 OUT". */
static bool
write_select(const struct tracee *tracee, struct call *call,
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
            if (!FD_ISSET(fd, &set) || !peek_socket(tracee, fd, &identity))
                continue;
            words_add(words, "%s%d %s", any ? ", " : "", fd, kinds[kind]);
            call->socket = identity.inode;
            any = true;
        }
    }
    return any;
}

static bool
write_epoll_ctl(const struct tracee *tracee, struct call *call,
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
        words_add(words, ", ");
        words_poll_events(words, event.events & 0x3fffu);
        if ((event.events & (uint32_t)EPOLLET) != 0)
            words_add(words, "|ET");
    }
    return true;
}

/* False for what a reader need not see. */
static bool
write_fcntl(const struct call *call, struct words *words)
{
    int command = (int)call->raw[1];

    if (command == F_SETFL) {
        words_add(words, "%d, F_SETFL, %s", call->fd,
                  (call->raw[2] & O_NONBLOCK) != 0 ? "O_NONBLOCK" : "0");
        return true;
    }
    if (command == F_DUPFD || command == F_DUPFD_CLOEXEC) {
        words_add(words, "%d, F_DUPFD", call->fd);
        return true;
    }
    return false;
}

static bool
write_ioctl(const struct tracee *tracee, const struct call *call,
            struct words *words)
{
    int value = 0;

    if (call->raw[1] == FIONREAD) {
        words_add(words, "%d, FIONREAD", call->fd);
        return true;
    }
    if (call->raw[1] == FIONBIO) {
        peek_memory(tracee, call->raw[2], &value, sizeof value);
        words_add(words, "%d, FIONBIO, %d", call->fd, value);
        return true;
    }
    return false;
}

/* sendto without an address is what the C library makes of send. */
static void
write_send(const struct tracee *tracee, struct call *call, struct words *words)
{
    words_add(words, "%d, %llu", call->fd, (unsigned long long)call->raw[2]);
    if (call->raw[4] == 0) {
        snprintf(call->name, sizeof call->name, "send");
    } else {
        words_add(words, ", ");
        words_address(words, tracee, call->raw[4], call->raw[5]);
    }
    words_message_flags(words, call->raw[3]);
    keep_data(tracee, call, call->raw[1], call->raw[2]);
}

static void
write_shutdown(const struct call *call, struct words *words)
{
    static const char *const ways[] = { "SHUT_RD", "SHUT_WR", "SHUT_RDWR" };

    words_add(words, "%d, %s", call->fd,
              call->raw[1] < 3 ? ways[call->raw[1]] : "?");
}

/* Writes the arguments of a call on a socket that is known. */
static bool
write_on_socket(const struct tracee *tracee, struct call *call,
                enum shape shape, struct words *words)
{
    switch (shape) {
    case SHAPE_ADDRESS:
        words_add(words, "%d, ", call->fd);
        words_address(words, tracee, call->raw[1], call->raw[2]);
        return true;
    case SHAPE_NUMBER:
        words_add(words, "%d, %d", call->fd, (int)call->raw[1]);
        return true;
    case SHAPE_ACCEPT4:
        words_add(words, "%d%s", call->fd,
                  (call->raw[3] & SOCK_NONBLOCK) != 0 ? ", SOCK_NONBLOCK" : "");
        return true;
    case SHAPE_SENDTO:
        write_send(tracee, call, words);
        return true;
    case SHAPE_RECVFROM:
        if (call->raw[4] == 0)
            snprintf(call->name, sizeof call->name, "recv");
        words_add(words, "%d", call->fd);
        words_message_flags(words, call->raw[3]);
        return true;
    case SHAPE_SENDMSG:
        write_sendmsg(tracee, call, words);
        return true;
    case SHAPE_RECVMSG:
        words_add(words, "%d", call->fd);
        words_message_flags(words, call->raw[2]);
        return true;
    case SHAPE_WRITE:
        words_add(words, "%d, %llu", call->fd,
                  (unsigned long long)call->raw[2]);
        keep_data(tracee, call, call->raw[1], call->raw[2]);
        return true;
    case SHAPE_WRITEV:
        words_add(words, "%d, %llu", call->fd,
                  (unsigned long long)vector_bytes(tracee, call, call->raw[1],
                                                   call->raw[2]));
        return true;
    case SHAPE_SHUTDOWN:
        write_shutdown(call, words);
        return true;
    case SHAPE_SETSOCKOPT:
        words_add(words, "%d, ", call->fd);
        words_option(words, call->raw[1], call->raw[2]);
        words_add(words, ", ");
        words_option_value(words, tracee, call->raw[1], call->raw[2],
                           call->raw[3], call->raw[4]);
        return true;
    case SHAPE_GETSOCKOPT:
        words_add(words, "%d, ", call->fd);
        words_option(words, call->raw[1], call->raw[2]);
        return true;
    case SHAPE_FCNTL:
        return write_fcntl(call, words);
    case SHAPE_IOCTL:
        return write_ioctl(tracee, call, words);
    default:
        words_add(words, "%d", call->fd);
        return true;
    }
}

/* sendfile(out, in), splice(in, ..., out): one of the two is a socket. */
static bool
write_two_fds(const struct tracee *tracee, struct call *call,
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

/* "3, 7": closes the sockets among them.  False if there are none. */
static bool
write_close_range(const struct tracee *tracee, struct call *call,
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

/* Writes the arguments; false if no Internet socket is concerned. */
static bool
write_arguments(const struct tracee *tracee, struct call *call,
                enum shape shape)
{
    struct words words = words_in(call->arguments, sizeof call->arguments);
    struct socket_identity identity;

    call->fd = -1;
    switch (shape) {
    case SHAPE_SOCKET:
        words_socket(&words, call->raw[0], call->raw[1], call->raw[2]);
        call->udp = (call->raw[1] & 0xf) == SOCK_DGRAM;
        call->six = call->raw[0] == AF_INET6;
        return call->raw[0] == AF_INET || call->raw[0] == AF_INET6;
    case SHAPE_POLL:
        return write_poll(tracee, call, &words, false);
    case SHAPE_SELECT:
        return write_select(tracee, call, &words);
    case SHAPE_EPOLL_CTL:
        return write_epoll_ctl(tracee, call, &words);
    case SHAPE_CLOSE_RANGE:
        return write_close_range(tracee, call, &words);
    case SHAPE_EPOLL_WAIT:
        words_add(&words, "%d", (int)call->raw[0]);
        return peek_epoll(tracee, (int)call->raw[0]);
    default:
        break;
    }

    call->fd = (int)call->raw[0];
    if (shape == SHAPE_TWO_FDS)
        return write_two_fds(tracee, call, &words);
    if (!peek_socket(tracee, call->fd, &identity))
        return false;
    call->socket = identity.inode;
    call->udp = identity.type == SOCK_DGRAM;
    call->six = identity.domain == AF_INET6;
    return write_on_socket(tracee, call, shape, &words);
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
    if (known->shape == SHAPE_SIGACTION)
        return ENTERED_SIGACTION;
    if (write_arguments(tracee, call, known->shape))
        return ENTERED_SOCKET;
    return known->shape == SHAPE_WRITE || known->shape == SHAPE_WRITEV ||
                   known->shape == SHAPE_TWO_FDS
               ? ENTERED_OUTPUT : ENTERED_OTHER;
}

/* Remembers whether a handler restarts the calls that it interrupts. */
static void
learn_sigaction(struct tracee *tracee, const struct call *call)
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

/* What the call has learned: an address, a value, the bytes it received. */
static void
learn(struct tracee *tracee, struct call *call)
{
    const struct known_call *known = find_call((uint64_t)call->number);
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
        keep_data(tracee, call, call->raw[1], (uint64_t)call->value);
        if (call->raw[4] != 0) {
            peek_memory(tracee, call->raw[5], &length, sizeof length);
            words_address(&words, tracee, call->raw[4], length);
        }
        break;
    case SHAPE_READ:
        keep_data(tracee, call, call->raw[1], (uint64_t)call->value);
        break;
    case SHAPE_POLL:
        write_poll(tracee, call, &words, true);
        break;
    case SHAPE_SELECT:
        write_select(tracee, call, &words);
        break;
    case SHAPE_SIGACTION:
        learn_sigaction(tracee, call);
        break;
    default:
        break;
    }
}

bool
call_leave(struct tracee *tracee, struct call *call)
{
    struct syscall_answer answer = { 0 };

    call->error = NULL;
    call->value = -1;
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
    learn(tracee, call);
    return true;
}
