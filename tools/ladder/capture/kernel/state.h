/*
 * state.h - what the kernel says of a host's sockets, through sock_diag(7).
 */
#ifndef LADDER_STATE_H
#define LADDER_STATE_H

#include <stdbool.h>
#include <stdint.h>

#include "model/segment.h"
#include "capture/hosts/hosts.h"

/* The kernel's numbers for states, from <linux/tcp.h> (they are its ABI). */
enum kernel_state {
    KERNEL_ESTABLISHED = 1, KERNEL_SYN_SENT, KERNEL_SYN_RECV, KERNEL_FIN_WAIT1,
    KERNEL_FIN_WAIT2, KERNEL_TIME_WAIT, KERNEL_CLOSE, KERNEL_CLOSE_WAIT,
    KERNEL_LAST_ACK, KERNEL_LISTEN, KERNEL_CLOSING
};

/* One socket, or what is left of one: a request in SYN-RECEIVED and a
   connection in TIME-WAIT have no inode. */
struct socket_row {
    bool udp;
    enum kernel_state state;
    uint64_t inode;
    struct address local, peer; /* an IPv4 address inside IPv6 is IPv4 here */
    uint16_t local_port, peer_port;
    unsigned receive_queue;     /* a listener's: connections that wait */
    unsigned send_queue;        /* a listener's: its limit */
    bool measured;              /* the following are known */
    int64_t cwnd, ssthresh, rtt_us, unread_bytes, unsent_bytes;
};

struct diag {
    int netlink[HOSTS];
    bool family6[HOSTS];        /* ask for IPv6 sockets as well */
};

/* Opens a netlink socket in each host.  0, or -1 with errno. */
int
diag_open(struct diag *diag, const struct hosts *hosts);

void
diag_close(struct diag *diag);

enum { DIAG_CONNECTIONS = 1, DIAG_LISTENERS = 2, DIAG_UDP = 4 };

/*
 * Calls seen(context, row) for each of the host's sockets of this kind; with
 * measure, TCP_INFO's numbers are filled in.  0, or -1 with errno.
 */
int
diag_dump(struct diag *diag, enum host host, int kind, bool measure,
          void (*seen)(void *context, const struct socket_row *row),
          void *context);

/*
 * Asks for exactly one TCP socket, by the ends that row holds (peer_port 0 for
 * a listener), and fills in the rest.  1, 0 if there is none, -1 with errno.
 */
int
diag_lookup(struct diag *diag, enum host host, struct socket_row *row);

/* RFC 9293's name of a state: "SYN-RECEIVED". */
const char *
kernel_state_name(enum kernel_state state);

#endif
