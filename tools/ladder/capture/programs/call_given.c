/* call_given.c - the arguments that a call is given, as words. */
#include "capture/programs/call_parts.h"

#include <fcntl.h>
#include <linux/sockios.h>
#include <netinet/in.h>
#include <stdio.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include "capture/programs/names.h"
#include "capture/programs/peek.h"
#include "capture/programs/peek_epoll.h"

void
call_keep_data(const struct tracee *tracee, struct call *call,
               uint64_t address, uint64_t bytes)
{
    size_t wanted = bytes < sizeof call->data ? (size_t)bytes
                                              : sizeof call->data;
    call->data_bytes = peek_memory(tracee, address, call->data, wanted);
}

static void
write_sendmsg(const struct tracee *tracee, struct call *call,
              struct words *words)
{
    struct msghdr message = { 0 };

    peek_memory(tracee, call->raw[1], &message, sizeof message);
    uint64_t bytes = vector_bytes(tracee, (uintptr_t)message.msg_iov,
                                  (size_t)message.msg_iovlen);
    vector_keep_data(tracee, call, (uintptr_t)message.msg_iov,
                     (size_t)message.msg_iovlen, bytes);
    words_add(words, "%d, %llu", call->fd, (unsigned long long)bytes);
    if (message.msg_name != NULL) {
        words_add(words, ", ");
        words_address(words, tracee, (uintptr_t)message.msg_name,
                      message.msg_namelen);
    }
    words_message_flags(words, call->raw[2]);
}

/* "getpid()", "-getpgrp()": the numbers differ from run to run. */
static void
write_owner(const struct tracee *tracee, struct words *words, int owner)
{
    if (owner == tracee->pid)
        words_add(words, "getpid()");
    else if (owner == tracee->tid)
        words_add(words, "gettid()");
    else if (owner < 0 && -owner == getpgid(tracee->pid))
        words_add(words, "-getpgrp()");
    else
        words_add(words, owner == 0 ? "0" : owner < 0 ? "-PID" : "PID");
}

static void
write_owner_ex(const struct tracee *tracee, struct words *words,
               uint64_t address)
{
    static const char *const kinds[] = { "F_OWNER_TID", "F_OWNER_PID",
                                         "F_OWNER_PGRP" };
    struct { int kind, owner; } given = { -1, 0 };

    peek_memory(tracee, address, &given, sizeof given);
    words_add(words, "{%s, ", given.kind >= 0 && given.kind < 3
                                  ? kinds[given.kind] : "?");
    write_owner(tracee, words, given.owner);
    words_add(words, "}");
}

/* False for what a reader need not see: a program that asks for its flags. */
static bool
write_fcntl(const struct tracee *tracee, const struct call *call,
            struct words *words)
{
    uint64_t command = call->raw[1] & 0xffffffffu, value = call->raw[2];
    const char *name = name_of_fcntl(command);
    char signal[16];

    if (command == F_GETFL || command == F_GETFD)
        return false;
    if (name != NULL)
        words_add(words, "%d, %s", call->fd, name);
    else
        words_add(words, "%d, %u", call->fd, (unsigned)command);
    switch (command) {
    case F_SETFL:
        words_add(words, ", ");
        words_file_flags(words, value);
        break;
    case F_SETFD:
        words_add(words, ", %s", (value & FD_CLOEXEC) != 0 ? "FD_CLOEXEC"
                                                           : "0");
        break;
    case F_SETOWN:
        words_add(words, ", ");
        write_owner(tracee, words, (int)value);
        break;
    case F_SETOWN_EX:
        words_add(words, ", ");
        write_owner_ex(tracee, words, value);
        break;
    case F_SETSIG:
        words_add(words, ", %s", value == 0 ? "0"
                  : signal_name((int)value, signal, sizeof signal));
        break;
    default:
        break;
    }
    return true;
}

static void
write_ioctl(const struct tracee *tracee, const struct call *call,
            struct words *words)
{
    uint64_t request = call->raw[1] & 0xffffffffu;
    const char *name = name_of_ioctl(request);
    int value = 0;

    if (name != NULL)
        words_add(words, "%d, %s", call->fd, name);
    else
        words_add(words, "%d, 0x%x", call->fd, (unsigned)request);
    if (request != FIONBIO && request != FIOASYNC && request != SIOCSPGRP &&
        request != FIOSETOWN)
        return;
    peek_memory(tracee, call->raw[2], &value, sizeof value);
    words_add(words, ", ");
    if (request == FIONBIO || request == FIOASYNC)
        words_add(words, "%d", value);
    else
        write_owner(tracee, words, value);
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
    call_keep_data(tracee, call, call->raw[1], call->raw[2]);
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
    uint64_t bytes;

    switch (shape) {
    case SHAPE_ADDRESS:
        words_add(words, "%d, ", call->fd);
        words_address(words, tracee, call->raw[1], call->raw[2]);
        return true;
    case SHAPE_NUMBER:
        words_add(words, "%d, %d", call->fd, (int)call->raw[1]);
        return true;
    case SHAPE_ACCEPT4:
        words_add(words, "%d", call->fd);
        if (call->raw[3] != 0) {
            words_add(words, ", ");
            words_socket_flags(words, call->raw[3]);
        }
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
        call_keep_data(tracee, call, call->raw[1], call->raw[2]);
        return true;
    case SHAPE_WRITEV:
        bytes = vector_bytes(tracee, call->raw[1], call->raw[2]);
        vector_keep_data(tracee, call, call->raw[1], call->raw[2], bytes);
        words_add(words, "%d, %llu", call->fd, (unsigned long long)bytes);
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
        return write_fcntl(tracee, call, words);
    case SHAPE_IOCTL:
        write_ioctl(tracee, call, words);
        return true;
    default:
        words_add(words, "%d", call->fd);
        return true;
    }
}

static bool
read_given(const struct tracee *tracee, struct call *call, enum shape shape)
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
        return call_write_poll(tracee, call, &words, false);
    case SHAPE_SELECT:
        return call_write_select(tracee, call, &words);
    case SHAPE_EPOLL_CTL:
        return call_write_epoll_ctl(tracee, call, &words);
    case SHAPE_CLOSE_RANGE:
        return call_write_close_range(tracee, call, &words);
    case SHAPE_EPOLL_WAIT:
        words_add(&words, "%d", (int)call->raw[0]);
        return peek_epoll(tracee, (int)call->raw[0]);
    default:
        break;
    }

    call->fd = (int)call->raw[0];
    if (shape == SHAPE_TWO_FDS)
        return call_write_two_fds(tracee, call, &words);
    if (shape == SHAPE_DUP)
        return call_write_dup(tracee, call, &words);
    if (!peek_socket(tracee, call->fd, &identity))
        return false;
    call->socket = identity.inode;
    call->udp = identity.type == SOCK_DGRAM;
    call->six = identity.domain == AF_INET6;
    return write_on_socket(tracee, call, shape, &words);
}

bool
call_read_given(const struct tracee *tracee, struct call *call,
                enum shape shape)
{
    call->full[0] = '\0';
    if (!read_given(tracee, call, shape))
        return false;
    call_write_full(tracee, call, shape);
    return true;
}
