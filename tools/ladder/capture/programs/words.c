/* words.c - the kernel's numbers in the source's words. */
#include "capture/programs/words.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>

#include "capture/programs/calls.h"
#include "capture/programs/names.h"
#include "capture/programs/peek.h"

/* Adds the names of the bits that are set; what has no name as a number. */
static void
add_flags(struct words *words, uint64_t flags, const struct flag_name *names,
          size_t count)
{
    const char *between = "";

    for (size_t i = 0; i < count; i++)
        if ((flags & names[i].bit) != 0) {
            words_add(words, "%s%s", between, names[i].name);
            between = "|";
            flags &= ~names[i].bit;
        }
    if (flags != 0)
        words_add(words, "%s0x%llx", between, (unsigned long long)flags);
}

void
words_address(struct words *words, const struct tracee *tracee,
              uint64_t address, uint64_t length)
{
    union {
        sa_family_t family;
        struct sockaddr_in four;
        struct sockaddr_in6 six;
    } ends = { .family = AF_UNSPEC };
    char text[INET6_ADDRSTRLEN];
    size_t wanted = length < sizeof ends ? (size_t)length : sizeof ends;
    size_t got = peek_memory(tracee, address, &ends, wanted);

    if (got >= sizeof ends.four && ends.family == AF_INET) {
        inet_ntop(AF_INET, &ends.four.sin_addr, text, sizeof text);
        words_add(words, "%s:%u", text, ntohs(ends.four.sin_port));
    } else if (got >= sizeof ends.six - 4 && ends.family == AF_INET6) {
        inet_ntop(AF_INET6, &ends.six.sin6_addr, text, sizeof text);
        words_add(words, "[%s]:%u", text, ntohs(ends.six.sin6_port));
    } else if (got >= sizeof ends.family && ends.family == AF_UNSPEC) {
        words_add(words, "AF_UNSPEC");
    } else {
        words_add(words, "?");
    }
}

void
words_socket_flags(struct words *words, uint64_t flags)
{
    static const struct flag_name names[] = {
        { SOCK_NONBLOCK, "SOCK_NONBLOCK" }, { SOCK_CLOEXEC, "SOCK_CLOEXEC" },
    };

    add_flags(words, flags, names, sizeof names / sizeof names[0]);
}

void
words_file_flags(struct words *words, uint64_t flags)
{
    static const struct flag_name names[] = {
        { O_NONBLOCK, "O_NONBLOCK" }, { O_ASYNC, "O_ASYNC" },
        { O_APPEND, "O_APPEND" },     { O_DIRECT, "O_DIRECT" },
        { O_NOATIME, "O_NOATIME" },
    };
    enum { KERNEL_LARGEFILE = 0100000 };    /* 0 in the C library's header */

    /* F_SETFL sets none of these, and leaves them as they are. */
    flags &= 0xffffffffu &
             ~(uint64_t)(O_ACCMODE | O_LARGEFILE | KERNEL_LARGEFILE |
                         O_CREAT | O_EXCL | O_NOCTTY | O_TRUNC);
    if (flags == 0)
        words_add(words, "0");
    add_flags(words, flags, names, sizeof names / sizeof names[0]);
}

void
words_socket(struct words *words, uint64_t domain, uint64_t type,
             uint64_t protocol)
{
    uint64_t kind = type & 0xf;

    words_add(words, "%s, ", domain == AF_INET6 ? "AF_INET6" : "AF_INET");
    words_add(words, "%s", kind == SOCK_STREAM  ? "SOCK_STREAM"
                           : kind == SOCK_DGRAM ? "SOCK_DGRAM"
                           : kind == SOCK_RAW   ? "SOCK_RAW" : "?");
    if ((type & ~0xfull) != 0) {
        words_add(words, "|");
        words_socket_flags(words, type & ~0xfull);
    }
    if (protocol == IPPROTO_TCP || protocol == IPPROTO_UDP)
        words_add(words, ", %s",
                  protocol == IPPROTO_TCP ? "IPPROTO_TCP" : "IPPROTO_UDP");
    else
        words_add(words, ", %u", (unsigned)protocol);
}

void
words_message_flags(struct words *words, uint64_t flags)
{
    size_t count;
    const struct flag_name *names = names_of_message_flags(&count);

    flags &= 0xffffffffu & ~(uint64_t)MSG_NOSIGNAL;
    if (flags == 0)
        return;
    words_add(words, ", ");
    add_flags(words, flags, names, count);
}

void
words_option(struct words *words, uint64_t level, uint64_t option)
{
    const char *name = name_of_option(level, option);
    const char *level_name = name_of_level(level);

    if (name != NULL)
        words_add(words, "%s", name);
    else if (level_name != NULL)
        words_add(words, "%s, %u", level_name, (unsigned)option);
    else
        words_add(words, "%u, %u", (unsigned)level, (unsigned)option);
}

/* Options whose value is neither an int nor a byte. */
static const struct special {
    int level, option;
    enum value_kind {
        VALUE_NUMBER, VALUE_LINGER, VALUE_TIME, VALUE_TEXT, VALUE_ERROR,
        VALUE_GROUP, VALUE_GROUP6, VALUE_STRUCT
    } kind;
} specials[] = {
    { SOL_SOCKET, SO_LINGER, VALUE_LINGER },
    { SOL_SOCKET, SO_RCVTIMEO, VALUE_TIME },
    { SOL_SOCKET, SO_SNDTIMEO, VALUE_TIME },
    { SOL_SOCKET, SO_ERROR, VALUE_ERROR },
    { SOL_SOCKET, SO_BINDTODEVICE, VALUE_TEXT },
    { IPPROTO_TCP, TCP_CONGESTION, VALUE_TEXT },
    { IPPROTO_TCP, 31 /* TCP_ULP */, VALUE_TEXT },
    { IPPROTO_TCP, TCP_INFO, VALUE_STRUCT },
    { IPPROTO_IP, IP_ADD_MEMBERSHIP, VALUE_GROUP },
    { IPPROTO_IP, IP_DROP_MEMBERSHIP, VALUE_GROUP },
    { IPPROTO_IP, IP_MULTICAST_IF, VALUE_GROUP },
    { IPPROTO_IPV6, IPV6_JOIN_GROUP, VALUE_GROUP6 },
    { IPPROTO_IPV6, IPV6_LEAVE_GROUP, VALUE_GROUP6 },
};

static enum value_kind
kind_of(uint64_t level, uint64_t option)
{
    for (size_t i = 0; i < sizeof specials / sizeof specials[0]; i++)
        if ((uint64_t)specials[i].level == level &&
            (uint64_t)specials[i].option == option)
            return specials[i].kind;
    return VALUE_NUMBER;
}

union value {
    int number;
    unsigned char byte;
    struct linger linger;
    struct timeval time;
    struct in_addr group;
    struct in6_addr group6;
    char text[32];
};

/* Writes a value of the kind, got bytes long; false if it is too short. */
static bool
write_value(struct words *words, const union value *value, size_t got,
            enum value_kind kind)
{
    char text[INET6_ADDRSTRLEN];

    switch (kind) {
    case VALUE_TEXT:
        words_add(words, "%.*s", (int)strnlen(value->text, got), value->text);
        return got > 0;
    case VALUE_LINGER:
        words_add(words, "{%d, %d s}", value->linger.l_onoff,
                  value->linger.l_linger);
        return got >= sizeof value->linger;
    case VALUE_TIME:
        words_add(words, "%lld ms", (long long)value->time.tv_sec * 1000 +
                                    (long long)value->time.tv_usec / 1000);
        return got >= sizeof value->time;
    case VALUE_GROUP:
        words_add(words, "%s", inet_ntop(AF_INET, &value->group, text,
                                         sizeof text));
        return got >= sizeof value->group;
    case VALUE_GROUP6:
        words_add(words, "%s", inet_ntop(AF_INET6, &value->group6, text,
                                         sizeof text));
        return got >= sizeof value->group6;
    case VALUE_ERROR:
        if (value->number != 0)
            words_add(words, "%s", errno_name(value->number));
        else
            words_add(words, "0");
        return got >= sizeof value->number;
    case VALUE_STRUCT:
        words_add(words, "{...}");
        return true;
    case VALUE_NUMBER:
        break;
    }
    if (got == 1)
        words_add(words, "%u", value->byte);
    else
        words_add(words, "%d", value->number);
    return got == 1 || got >= sizeof value->number;
}

void
words_option_value(struct words *words, const struct tracee *tracee,
                   uint64_t level, uint64_t option, uint64_t address,
                   uint64_t length)
{
    union value value = { .text = "" };
    size_t wanted = length < sizeof value ? (size_t)length : sizeof value;
    size_t got = peek_memory(tracee, address, &value, wanted);
    enum value_kind kind = kind_of(level, option);
    struct words before = *words;

    if (kind == VALUE_NUMBER && length > sizeof value.number)
        kind = VALUE_STRUCT;            /* a structure that we do not know */
    if (!write_value(words, &value, got, kind)) {
        *words = before;
        words_add(words, "?");
    }
}

void
words_poll_events(struct words *words, unsigned events)
{
    static const struct flag_name names[] = {
        { POLLIN, "IN" },   { POLLPRI, "PRI" },     { POLLOUT, "OUT" },
        { POLLERR, "ERR" }, { POLLHUP, "HUP" },     { POLLNVAL, "NVAL" },
        { 0x2000, "RDHUP" },
    };

    /* RDNORM and WRNORM come with IN and OUT and say nothing more. */
    events &= ~0x1c0u;
    if (events == 0)
        words_add(words, "0");
    add_flags(words, events, names, sizeof names / sizeof names[0]);
}

void
words_epoll_events(struct words *words, uint32_t events)
{
    static const struct flag_name more[] = {
        { 1u << 28, "EXCLUSIVE" }, { 1u << 29, "WAKEUP" },
        { 1u << 30, "ONESHOT" },   { 1u << 31, "ET" },
    };
    uint32_t high = events & 0xf0000000u;

    words_poll_events(words, events & ~0xf0000000u);
    if (high == 0)
        return;
    words_add(words, "|");
    add_flags(words, high, more, sizeof more / sizeof more[0]);
}
