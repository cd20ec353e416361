#include "capture/programs/call_parts.h"

#include <fcntl.h>
#include <netinet/in.h>
#include <stdio.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/uio.h>

#include "capture/programs/peek.h"

enum { VECTOR_MAX = 1024 };      /* the kernel's own limit: UIO_MAXIOV */

void
call_keep_data(const struct tracee *tracee, struct call *call,
               uint64_t address, uint64_t bytes)
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
        call_keep_data(tracee, call, (uintptr_t)parts[0].iov_base,
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
        call_keep_data(tracee, call, call->raw[1], call->raw[2]);
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

bool
call_read_given(const struct tracee *tracee, struct call *call,
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
