#include "capture/programs/words.h"

#include <arpa/inet.h>
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
#include "capture/programs/peek.h"

struct flag_name {
    uint64_t bit;
    const char *name;
};

struct words
words_in(char *out, size_t size)
{
    out[0] = '\0';
    return (struct words){ .out = out, .size = size };
}

void
words_add(struct words *words, const char *format, ...)
{
    va_list arguments;

    va_start(arguments, format);
    int length = vsnprintf(words->out + words->used, words->size - words->used,
                           format, arguments);
    va_end(arguments);
    if (length > 0)
        words->used += (size_t)length;
    if (words->used >= words->size)
        words->used = words->size - 1;
}

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
words_socket(struct words *words, uint64_t domain, uint64_t type,
             uint64_t protocol)
{
    static const struct flag_name extra[] = {
        { SOCK_NONBLOCK, "SOCK_NONBLOCK" }, { SOCK_CLOEXEC, "SOCK_CLOEXEC" },
    };
    uint64_t kind = type & 0xf;

    words_add(words, "%s, ", domain == AF_INET6 ? "AF_INET6" : "AF_INET");
    words_add(words, "%s", kind == SOCK_STREAM  ? "SOCK_STREAM"
                           : kind == SOCK_DGRAM ? "SOCK_DGRAM"
                           : kind == SOCK_RAW   ? "SOCK_RAW" : "?");
    if ((type & ~0xfull) != 0) {
        words_add(words, "|");
        add_flags(words, type & ~0xfull, extra, sizeof extra / sizeof extra[0]);
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
    static const struct flag_name names[] = {
        { MSG_PEEK, "MSG_PEEK" },         { MSG_DONTWAIT, "MSG_DONTWAIT" },
        { MSG_WAITALL, "MSG_WAITALL" },   { MSG_MORE, "MSG_MORE" },
        { MSG_OOB, "MSG_OOB" },           { MSG_TRUNC, "MSG_TRUNC" },
        { MSG_ERRQUEUE, "MSG_ERRQUEUE" }, { MSG_FASTOPEN, "MSG_FASTOPEN" },
    };

    flags &= 0xffffffffu & ~(uint64_t)MSG_NOSIGNAL;
    if (flags == 0)
        return;
    words_add(words, ", ");
    add_flags(words, flags, names, sizeof names / sizeof names[0]);
}

static const struct option_name {
    int level, option;
    const char *name;
    enum {
        VALUE_INT, VALUE_LINGER, VALUE_TIME, VALUE_TEXT, VALUE_ERROR
    } kind;
} options[] = {
    { SOL_SOCKET, SO_REUSEADDR, "SO_REUSEADDR", VALUE_INT },
    { SOL_SOCKET, SO_REUSEPORT, "SO_REUSEPORT", VALUE_INT },
    { SOL_SOCKET, SO_KEEPALIVE, "SO_KEEPALIVE", VALUE_INT },
    { SOL_SOCKET, SO_BROADCAST, "SO_BROADCAST", VALUE_INT },
    { SOL_SOCKET, SO_ERROR, "SO_ERROR", VALUE_ERROR },
    { SOL_SOCKET, SO_SNDBUF, "SO_SNDBUF", VALUE_INT },
    { SOL_SOCKET, SO_RCVBUF, "SO_RCVBUF", VALUE_INT },
    { SOL_SOCKET, SO_RCVLOWAT, "SO_RCVLOWAT", VALUE_INT },
    { SOL_SOCKET, SO_TYPE, "SO_TYPE", VALUE_INT },
    { SOL_SOCKET, SO_ACCEPTCONN, "SO_ACCEPTCONN", VALUE_INT },
    { SOL_SOCKET, SO_LINGER, "SO_LINGER", VALUE_LINGER },
    { SOL_SOCKET, SO_RCVTIMEO, "SO_RCVTIMEO", VALUE_TIME },
    { SOL_SOCKET, SO_SNDTIMEO, "SO_SNDTIMEO", VALUE_TIME },
    { IPPROTO_TCP, TCP_NODELAY, "TCP_NODELAY", VALUE_INT },
    { IPPROTO_TCP, TCP_CORK, "TCP_CORK", VALUE_INT },
    { IPPROTO_TCP, TCP_QUICKACK, "TCP_QUICKACK", VALUE_INT },
    { IPPROTO_TCP, TCP_MAXSEG, "TCP_MAXSEG", VALUE_INT },
    { IPPROTO_TCP, TCP_SYNCNT, "TCP_SYNCNT", VALUE_INT },
    { IPPROTO_TCP, TCP_KEEPIDLE, "TCP_KEEPIDLE", VALUE_INT },
    { IPPROTO_TCP, TCP_KEEPINTVL, "TCP_KEEPINTVL", VALUE_INT },
    { IPPROTO_TCP, TCP_KEEPCNT, "TCP_KEEPCNT", VALUE_INT },
    { IPPROTO_TCP, TCP_USER_TIMEOUT, "TCP_USER_TIMEOUT", VALUE_INT },
    { IPPROTO_TCP, TCP_DEFER_ACCEPT, "TCP_DEFER_ACCEPT", VALUE_INT },
    { IPPROTO_TCP, TCP_LINGER2, "TCP_LINGER2", VALUE_INT },
    { IPPROTO_TCP, TCP_FASTOPEN, "TCP_FASTOPEN", VALUE_INT },
    { IPPROTO_TCP, TCP_CONGESTION, "TCP_CONGESTION", VALUE_TEXT },
    { IPPROTO_IPV6, IPV6_V6ONLY, "IPV6_V6ONLY", VALUE_INT },
    { IPPROTO_IP, IP_TTL, "IP_TTL", VALUE_INT },
    { IPPROTO_IP, IP_RECVERR, "IP_RECVERR", VALUE_INT },
};

static const struct option_name *
find_option(uint64_t level, uint64_t option)
{
    for (size_t i = 0; i < sizeof options / sizeof options[0]; i++)
        if ((uint64_t)options[i].level == level &&
            (uint64_t)options[i].option == option)
            return &options[i];
    return NULL;
}

void
words_option(struct words *words, uint64_t level, uint64_t option)
{
    const struct option_name *known = find_option(level, option);

    if (known != NULL)
        words_add(words, "%s", known->name);
    else
        words_add(words, "%u, %u", (unsigned)level, (unsigned)option);
}

void
words_option_value(struct words *words, const struct tracee *tracee,
                   uint64_t level, uint64_t option, uint64_t address,
                   uint64_t length)
{
    const struct option_name *known = find_option(level, option);
    union {
        int number;
        struct linger linger;
        struct timeval time;
        char text[32];
    } value = { .number = 0 };
    size_t wanted = length < sizeof value ? (size_t)length : sizeof value;
    size_t got = peek_memory(tracee, address, &value, wanted);

    if (known == NULL) {
        words_add(words, "...");
    } else if (known->kind == VALUE_TEXT) {
        words_add(words, "%.*s", (int)strnlen(value.text, got), value.text);
    } else if (known->kind == VALUE_LINGER && got >= sizeof value.linger) {
        words_add(words, "{%d, %d s}", value.linger.l_onoff,
                  value.linger.l_linger);
    } else if (known->kind == VALUE_TIME && got >= sizeof value.time) {
        words_add(words, "%lld ms", (long long)value.time.tv_sec * 1000 +
                                        (long long)value.time.tv_usec / 1000);
    } else if (known->kind == VALUE_ERROR && value.number != 0) {
        words_add(words, "%s", errno_name(value.number));
    } else if (got >= sizeof value.number) {
        words_add(words, "%d", value.number);
    } else {
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
