/* state.c - what the kernel says of sockets, through sock_diag(7). */
#include "capture/kernel/state.h"

#include <errno.h>
#include <linux/inet_diag.h>
#include <linux/rtnetlink.h>
#include <linux/sock_diag.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include <linux/tcp.h>

enum {
    ANSWER_BYTES = 64 * 1024,
    ALL_STATES = 0xfff & ~(1 << 0),     /* without BOUND_INACTIVE, state 13 */
    LISTEN_BIT = 1 << KERNEL_LISTEN,
    SSTHRESH_INFINITE = 0x7fffffff
};

struct question {
    struct nlmsghdr header;
    struct inet_diag_req_v2 request;
};

const char *
kernel_state_name(enum kernel_state state)
{
    static const char *const names[] = {
        [KERNEL_ESTABLISHED] = "ESTABLISHED", [KERNEL_SYN_SENT] = "SYN-SENT",
        [KERNEL_SYN_RECV] = "SYN-RECEIVED", [KERNEL_FIN_WAIT1] = "FIN-WAIT-1",
        [KERNEL_FIN_WAIT2] = "FIN-WAIT-2", [KERNEL_TIME_WAIT] = "TIME-WAIT",
        [KERNEL_CLOSE] = "CLOSED", [KERNEL_CLOSE_WAIT] = "CLOSE-WAIT",
        [KERNEL_LAST_ACK] = "LAST-ACK", [KERNEL_LISTEN] = "LISTEN",
        [KERNEL_CLOSING] = "CLOSING",
    };

    if (state < KERNEL_ESTABLISHED || state > KERNEL_CLOSING)
        return "CLOSED";
    return names[state];
}

int
diag_open(struct diag *diag, const struct hosts *hosts)
{
    *diag = (struct diag){ .netlink = { -1, -1 } };
    for (enum host host = HOST_CLIENT; host < HOSTS; host++) {
        if (hosts_enter(hosts, host) == -1)
            return -1;
        diag->netlink[host] = socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC,
                                     NETLINK_SOCK_DIAG);
        if (diag->netlink[host] == -1)
            return -1;
    }
    return 0;
}

void
diag_close(struct diag *diag)
{
    for (enum host host = HOST_CLIENT; host < HOSTS; host++)
        if (diag->netlink[host] != -1)
            close(diag->netlink[host]);
}

static bool
is_mapped(const unsigned char *bytes)
{
    static const unsigned char prefix[12] = { [10] = 0xff, [11] = 0xff };

    return memcmp(bytes, prefix, sizeof prefix) == 0;
}

static struct address
address_from(int family, const void *words)
{
    struct address address = { .version = family == AF_INET6 ? 6 : 4 };

    memcpy(address.bytes, words, family == AF_INET6 ? 16 : 4);
    if (family == AF_INET6 && is_mapped(address.bytes)) {
        memcpy(address.bytes, (const char *)words + 12, 4);
        memset(address.bytes + 4, 0, 12);
        address.version = 4;
    }
    return address;
}

static void
measure_row(struct socket_row *row, const struct inet_diag_msg *message,
            size_t bytes)
{
    const struct rtattr *attribute = (const void *)(message + 1);
    size_t left = bytes - sizeof *message;

    row->unread_bytes = message->idiag_rqueue;
    row->unsent_bytes = message->idiag_wqueue;
    while (left >= sizeof *attribute && attribute->rta_len <= left &&
           attribute->rta_len >= sizeof *attribute) {
        struct tcp_info info = { 0 };
        size_t length = attribute->rta_len - RTA_LENGTH(0);
        if (attribute->rta_type == INET_DIAG_INFO) {
            memcpy(&info, RTA_DATA(attribute),
                   length < sizeof info ? length : sizeof info);
            row->measured = true;
            row->cwnd = info.tcpi_snd_cwnd;
            row->ssthresh = info.tcpi_snd_ssthresh >= SSTHRESH_INFINITE
                                ? -1 : (int64_t)info.tcpi_snd_ssthresh;
            row->rtt_us = info.tcpi_rtt;
        }
        size_t whole = RTA_ALIGN(attribute->rta_len);
        if (whole >= left)
            break;
        left -= whole;
        attribute = (const void *)((const char *)attribute + whole);
    }
}

static void
row_from(struct socket_row *row, const struct inet_diag_msg *message,
         size_t bytes, bool udp)
{
    *row = (struct socket_row){
        .udp = udp,
        .state = (enum kernel_state)message->idiag_state,
        .inode = message->idiag_inode,
        .local = address_from(message->idiag_family, message->id.idiag_src),
        .peer = address_from(message->idiag_family, message->id.idiag_dst),
        .local_port = ntohs(message->id.idiag_sport),
        .peer_port = ntohs(message->id.idiag_dport),
        .receive_queue = message->idiag_rqueue,
        .send_queue = message->idiag_wqueue,
    };
    measure_row(row, message, bytes);
}

/*
 * Reads answers until the dump ends (or, for a single question, the answer).
 * Returns how many sockets there were, or -1 with errno.
 */
static int
read_answers(int netlink, bool single, bool udp,
             void (*seen)(void *, const struct socket_row *), void *context)
{
    static _Alignas(struct nlmsghdr) char answer[ANSWER_BYTES];
    int rows = 0;

    for (;;) {
        ssize_t got = recv(netlink, answer, sizeof answer, 0);
        if (got == -1 && errno == EINTR)
            continue;
        if (got == -1)
            return -1;

        size_t left = (size_t)got;
        for (const struct nlmsghdr *header = (const void *)answer;
             NLMSG_OK(header, left); header = NLMSG_NEXT(header, left)) {
            if (header->nlmsg_type == NLMSG_DONE)
                return rows;
            if (header->nlmsg_type == NLMSG_ERROR) {
                const struct nlmsgerr *verdict = NLMSG_DATA(header);
                errno = -verdict->error;
                return errno == ENOENT || errno == 0 ? rows : -1;
            }
            struct socket_row row;
            size_t bytes = header->nlmsg_len - NLMSG_HDRLEN;
            if (bytes < sizeof(struct inet_diag_msg))
                continue;
            row_from(&row, NLMSG_DATA(header), bytes, udp);
            seen(context, &row);
            rows++;
            if (single)
                return rows;
        }
    }
}

static int
dump_family(struct diag *diag, enum host host, int family, int protocol,
            unsigned states, bool measure,
            void (*seen)(void *, const struct socket_row *), void *context)
{
    struct question question = {
        .header = { .nlmsg_len = sizeof question,
                    .nlmsg_type = SOCK_DIAG_BY_FAMILY,
                    .nlmsg_flags = NLM_F_REQUEST | NLM_F_DUMP },
        .request = { .sdiag_family = (__u8)family,
                     .sdiag_protocol = (__u8)protocol,
                     .idiag_ext = measure ? 1 << (INET_DIAG_INFO - 1) : 0,
                     .idiag_states = states },
    };

    if (send(diag->netlink[host], &question, sizeof question, 0) == -1)
        return -1;
    return read_answers(diag->netlink[host], false, protocol == IPPROTO_UDP,
                        seen, context);
}

int
diag_dump(struct diag *diag, enum host host, int kind, bool measure,
          void (*seen)(void *context, const struct socket_row *row),
          void *context)
{
    int protocol = kind == DIAG_UDP ? IPPROTO_UDP : IPPROTO_TCP;
    unsigned states = kind == DIAG_CONNECTIONS ? ALL_STATES & ~LISTEN_BIT
                      : kind == DIAG_LISTENERS ? LISTEN_BIT : ALL_STATES;

    if (dump_family(diag, host, AF_INET, protocol, states, measure, seen,
                    context) == -1)
        return -1;
    if (diag->family6[host] &&
        dump_family(diag, host, AF_INET6, protocol, states, measure, seen,
                    context) == -1)
        return -1;
    return 0;
}

static void
take_row(void *context, const struct socket_row *row)
{
    *(struct socket_row *)context = *row;
}

int
diag_lookup(struct diag *diag, enum host host, struct socket_row *row)
{
    bool six = row->local.version == 6;
    struct question question = {
        .header = { .nlmsg_len = sizeof question,
                    .nlmsg_type = SOCK_DIAG_BY_FAMILY,
                    .nlmsg_flags = NLM_F_REQUEST },
        .request = { .sdiag_family = six ? AF_INET6 : AF_INET,
                     .sdiag_protocol = IPPROTO_TCP,
                     .id = { .idiag_sport = htons(row->local_port),
                             .idiag_dport = htons(row->peer_port),
                             .idiag_cookie = { INET_DIAG_NOCOOKIE,
                                               INET_DIAG_NOCOOKIE } } },
    };
    memcpy(question.request.id.idiag_src, row->local.bytes, six ? 16 : 4);
    memcpy(question.request.id.idiag_dst, row->peer.bytes, six ? 16 : 4);

    if (send(diag->netlink[host], &question, sizeof question, 0) == -1)
        return -1;
    return read_answers(diag->netlink[host], true, false, take_row, row);
}
