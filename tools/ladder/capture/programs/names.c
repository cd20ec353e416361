/* names.c - the names that Linux's headers give to numbers in calls. */
#include "capture/programs/names.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

enum {
    LEVEL_IP = 0, LEVEL_SOCKET = 1, LEVEL_TCP = 6, LEVEL_UDP = 17,
    LEVEL_IPV6 = 41, LEVEL_UDPLITE = 136
};

/* <asm-generic/socket.h> */
static const char *const socket_options[] = {
    [1] = "SO_DEBUG", "SO_REUSEADDR", "SO_TYPE", "SO_ERROR", "SO_DONTROUTE",
    "SO_BROADCAST", "SO_SNDBUF", "SO_RCVBUF", "SO_KEEPALIVE", "SO_OOBINLINE",
    "SO_NO_CHECK", "SO_PRIORITY", "SO_LINGER", "SO_BSDCOMPAT", "SO_REUSEPORT",
    "SO_PASSCRED", "SO_PEERCRED", "SO_RCVLOWAT", "SO_SNDLOWAT", "SO_RCVTIMEO",
    "SO_SNDTIMEO", "SO_SECURITY_AUTHENTICATION",
    "SO_SECURITY_ENCRYPTION_TRANSPORT", "SO_SECURITY_ENCRYPTION_NETWORK",
    "SO_BINDTODEVICE", "SO_ATTACH_FILTER", "SO_DETACH_FILTER", "SO_PEERNAME",
    "SO_TIMESTAMP", "SO_ACCEPTCONN", "SO_PEERSEC", "SO_SNDBUFFORCE",
    "SO_RCVBUFFORCE", "SO_PASSSEC", "SO_TIMESTAMPNS", "SO_MARK",
    "SO_TIMESTAMPING", "SO_PROTOCOL", "SO_DOMAIN", "SO_RXQ_OVFL",
    "SO_WIFI_STATUS", "SO_PEEK_OFF", "SO_NOFCS", "SO_LOCK_FILTER",
    "SO_SELECT_ERR_QUEUE", "SO_BUSY_POLL", "SO_MAX_PACING_RATE",
    "SO_BPF_EXTENSIONS", "SO_INCOMING_CPU", "SO_ATTACH_BPF",
    "SO_ATTACH_REUSEPORT_CBPF", "SO_ATTACH_REUSEPORT_EBPF", "SO_CNX_ADVICE",
    [55] = "SO_MEMINFO", "SO_INCOMING_NAPI_ID", "SO_COOKIE",
    [59] = "SO_PEERGROUPS", "SO_ZEROCOPY", "SO_TXTIME", "SO_BINDTOIFINDEX",
    "SO_TIMESTAMP_NEW", "SO_TIMESTAMPNS_NEW", "SO_TIMESTAMPING_NEW",
    "SO_RCVTIMEO_NEW", "SO_SNDTIMEO_NEW", "SO_DETACH_REUSEPORT_BPF",
    "SO_PREFER_BUSY_POLL", "SO_BUSY_POLL_BUDGET", "SO_NETNS_COOKIE",
    "SO_BUF_LOCK", "SO_RESERVE_MEM", "SO_TXREHASH", "SO_RCVMARK",
    "SO_PASSPIDFD", "SO_PEERPIDFD", "SO_DEVMEM_LINEAR", "SO_DEVMEM_DMABUF",
    "SO_DEVMEM_DONTNEED", [82] = "SO_RCVPRIORITY", "SO_PASSRIGHTS", "SO_INQ",
};

/* <linux/tcp.h> */
static const char *const tcp_options[] = {
    [1] = "TCP_NODELAY", "TCP_MAXSEG", "TCP_CORK", "TCP_KEEPIDLE",
    "TCP_KEEPINTVL", "TCP_KEEPCNT", "TCP_SYNCNT", "TCP_LINGER2",
    "TCP_DEFER_ACCEPT", "TCP_WINDOW_CLAMP", "TCP_INFO", "TCP_QUICKACK",
    "TCP_CONGESTION", "TCP_MD5SIG", [16] = "TCP_THIN_LINEAR_TIMEOUTS",
    "TCP_THIN_DUPACK", "TCP_USER_TIMEOUT", "TCP_REPAIR", "TCP_REPAIR_QUEUE",
    "TCP_QUEUE_SEQ", "TCP_REPAIR_OPTIONS", "TCP_FASTOPEN", "TCP_TIMESTAMP",
    "TCP_NOTSENT_LOWAT", "TCP_CC_INFO", "TCP_SAVE_SYN", "TCP_SAVED_SYN",
    "TCP_REPAIR_WINDOW", "TCP_FASTOPEN_CONNECT", "TCP_ULP", "TCP_MD5SIG_EXT",
    "TCP_FASTOPEN_KEY", "TCP_FASTOPEN_NO_COOKIE", "TCP_ZEROCOPY_RECEIVE",
    "TCP_INQ", "TCP_TX_DELAY", "TCP_AO_ADD_KEY", "TCP_AO_DEL_KEY",
    "TCP_AO_INFO", "TCP_AO_GET_KEYS", "TCP_AO_REPAIR", "TCP_IS_MPTCP",
    "TCP_RTO_MAX_MS", "TCP_RTO_MIN_US", "TCP_DELACK_MAX_US",
};

/* <linux/in.h>; 80 is netfilter's */
static const char *const ip_options[] = {
    [1] = "IP_TOS", "IP_TTL", "IP_HDRINCL", "IP_OPTIONS", "IP_ROUTER_ALERT",
    "IP_RECVOPTS", "IP_RETOPTS", "IP_PKTINFO", "IP_PKTOPTIONS",
    "IP_MTU_DISCOVER", "IP_RECVERR", "IP_RECVTTL", "IP_RECVTOS", "IP_MTU",
    "IP_FREEBIND", "IP_IPSEC_POLICY", "IP_XFRM_POLICY", "IP_PASSSEC",
    "IP_TRANSPARENT", "IP_ORIGDSTADDR", "IP_MINTTL", "IP_NODEFRAG",
    "IP_CHECKSUM", "IP_BIND_ADDRESS_NO_PORT", "IP_RECVFRAGSIZE",
    "IP_RECVERR_RFC4884", [32] = "IP_MULTICAST_IF", "IP_MULTICAST_TTL",
    "IP_MULTICAST_LOOP", "IP_ADD_MEMBERSHIP", "IP_DROP_MEMBERSHIP",
    "IP_UNBLOCK_SOURCE", "IP_BLOCK_SOURCE", "IP_ADD_SOURCE_MEMBERSHIP",
    "IP_DROP_SOURCE_MEMBERSHIP", "IP_MSFILTER", "MCAST_JOIN_GROUP",
    "MCAST_BLOCK_SOURCE", "MCAST_UNBLOCK_SOURCE", "MCAST_LEAVE_GROUP",
    "MCAST_JOIN_SOURCE_GROUP", "MCAST_LEAVE_SOURCE_GROUP", "MCAST_MSFILTER",
    "IP_MULTICAST_ALL", "IP_UNICAST_IF", "IP_LOCAL_PORT_RANGE", "IP_PROTOCOL",
    [80] = "SO_ORIGINAL_DST",
};

/* <linux/in6.h>; 80 is netfilter's */
static const char *const ipv6_options[] = {
    [1] = "IPV6_ADDRFORM", "IPV6_2292PKTINFO", "IPV6_2292HOPOPTS",
    "IPV6_2292DSTOPTS", "IPV6_2292RTHDR", "IPV6_2292PKTOPTIONS",
    "IPV6_CHECKSUM", "IPV6_2292HOPLIMIT", "IPV6_NEXTHOP", "IPV6_AUTHHDR",
    "IPV6_FLOWINFO", [16] = "IPV6_UNICAST_HOPS", "IPV6_MULTICAST_IF",
    "IPV6_MULTICAST_HOPS", "IPV6_MULTICAST_LOOP", "IPV6_ADD_MEMBERSHIP",
    "IPV6_DROP_MEMBERSHIP", "IPV6_ROUTER_ALERT", "IPV6_MTU_DISCOVER",
    "IPV6_MTU", "IPV6_RECVERR", "IPV6_V6ONLY", "IPV6_JOIN_ANYCAST",
    "IPV6_LEAVE_ANYCAST", "IPV6_MULTICAST_ALL", "IPV6_ROUTER_ALERT_ISOLATE",
    "IPV6_RECVERR_RFC4884", "IPV6_FLOWLABEL_MGR", "IPV6_FLOWINFO_SEND",
    "IPV6_IPSEC_POLICY", "IPV6_XFRM_POLICY", "IPV6_HDRINCL",
    [42] = "MCAST_JOIN_GROUP", "MCAST_BLOCK_SOURCE", "MCAST_UNBLOCK_SOURCE",
    "MCAST_LEAVE_GROUP", "MCAST_JOIN_SOURCE_GROUP", "MCAST_LEAVE_SOURCE_GROUP",
    "MCAST_MSFILTER", "IPV6_RECVPKTINFO", "IPV6_PKTINFO", "IPV6_RECVHOPLIMIT",
    "IPV6_HOPLIMIT", "IPV6_RECVHOPOPTS", "IPV6_HOPOPTS", "IPV6_RTHDRDSTOPTS",
    "IPV6_RECVRTHDR", "IPV6_RTHDR", "IPV6_RECVDSTOPTS", "IPV6_DSTOPTS",
    "IPV6_RECVPATHMTU", "IPV6_PATHMTU", "IPV6_DONTFRAG",
    [66] = "IPV6_RECVTCLASS", "IPV6_TCLASS", [70] = "IPV6_AUTOFLOWLABEL",
    [72] = "IPV6_ADDR_PREFERENCES", "IPV6_MINHOPCOUNT", "IPV6_ORIGDSTADDR",
    "IPV6_TRANSPARENT", "IPV6_UNICAST_IF", "IPV6_RECVFRAGSIZE",
    "IPV6_FREEBIND", [80] = "IP6T_SO_ORIGINAL_DST",
};

/* <linux/udp.h>, and UDP-Lite's */
static const char *const udp_options[] = {
    [1] = "UDP_CORK", [10] = "UDPLITE_SEND_CSCOV", "UDPLITE_RECV_CSCOV",
    [100] = "UDP_ENCAP", "UDP_NO_CHECK6_TX", "UDP_NO_CHECK6_RX", "UDP_SEGMENT",
    "UDP_GRO",
};

static const struct level {
    uint64_t number;
    const char *name;
    const char *const *options;
    size_t count;
} levels[] = {
    { LEVEL_SOCKET, "SOL_SOCKET", socket_options, COUNT(socket_options) },
    { LEVEL_TCP, "IPPROTO_TCP", tcp_options, COUNT(tcp_options) },
    { LEVEL_IP, "IPPROTO_IP", ip_options, COUNT(ip_options) },
    { LEVEL_IPV6, "IPPROTO_IPV6", ipv6_options, COUNT(ipv6_options) },
    { LEVEL_UDP, "IPPROTO_UDP", udp_options, COUNT(udp_options) },
    { LEVEL_UDPLITE, "IPPROTO_UDPLITE", udp_options, COUNT(udp_options) },
    { 58, "IPPROTO_ICMPV6", NULL, 0 },
    { 132, "IPPROTO_SCTP", NULL, 0 },
    { 255, "SOL_RAW", NULL, 0 },
    { 282, "SOL_TLS", NULL, 0 },
};

static const struct level *
find_level(uint64_t number)
{
    for (size_t i = 0; i < COUNT(levels); i++)
        if (levels[i].number == number)
            return &levels[i];
    return NULL;
}

const char *
name_of_option(uint64_t number, uint64_t option)
{
    const struct level *level = find_level(number);

    return level != NULL && option < level->count ? level->options[option]
                                                  : NULL;
}

const char *
name_of_level(uint64_t number)
{
    const struct level *level = find_level(number);

    return level != NULL ? level->name : NULL;
}

struct number_name {
    uint64_t number;
    const char *name;
};

static const char *
find_name(const struct number_name *names, size_t count, uint64_t number)
{
    for (size_t i = 0; i < count; i++)
        if (names[i].number == number)
            return names[i].name;
    return NULL;
}

/* <linux/sockios.h>, <asm-generic/sockios.h>, <asm-generic/ioctls.h> */
static const struct number_name ioctls[] = {
    { 0x541b, "FIONREAD" },         { 0x5411, "SIOCOUTQ" },
    { 0x5421, "FIONBIO" },          { 0x5450, "FIONCLEX" },
    { 0x5451, "FIOCLEX" },          { 0x5452, "FIOASYNC" },
    { 0x5460, "FIOQSIZE" },         { 0x8901, "FIOSETOWN" },
    { 0x8902, "SIOCSPGRP" },        { 0x8903, "FIOGETOWN" },
    { 0x8904, "SIOCGPGRP" },        { 0x8905, "SIOCATMARK" },
    { 0x8906, "SIOCGSTAMP" },       { 0x8907, "SIOCGSTAMPNS" },
    { 0x80108906, "SIOCGSTAMP_NEW" }, { 0x80108907, "SIOCGSTAMPNS_NEW" },
    { 0x890b, "SIOCADDRT" },        { 0x890c, "SIOCDELRT" },
    { 0x890d, "SIOCRTMSG" },        { 0x8910, "SIOCGIFNAME" },
    { 0x8911, "SIOCSIFLINK" },      { 0x8912, "SIOCGIFCONF" },
    { 0x8913, "SIOCGIFFLAGS" },     { 0x8914, "SIOCSIFFLAGS" },
    { 0x8915, "SIOCGIFADDR" },      { 0x8916, "SIOCSIFADDR" },
    { 0x8917, "SIOCGIFDSTADDR" },   { 0x8918, "SIOCSIFDSTADDR" },
    { 0x8919, "SIOCGIFBRDADDR" },   { 0x891a, "SIOCSIFBRDADDR" },
    { 0x891b, "SIOCGIFNETMASK" },   { 0x891c, "SIOCSIFNETMASK" },
    { 0x891d, "SIOCGIFMETRIC" },    { 0x891e, "SIOCSIFMETRIC" },
    { 0x891f, "SIOCGIFMEM" },       { 0x8920, "SIOCSIFMEM" },
    { 0x8921, "SIOCGIFMTU" },       { 0x8922, "SIOCSIFMTU" },
    { 0x8923, "SIOCSIFNAME" },      { 0x8924, "SIOCSIFHWADDR" },
    { 0x8925, "SIOCGIFENCAP" },     { 0x8926, "SIOCSIFENCAP" },
    { 0x8927, "SIOCGIFHWADDR" },    { 0x8929, "SIOCGIFSLAVE" },
    { 0x8930, "SIOCSIFSLAVE" },     { 0x8931, "SIOCADDMULTI" },
    { 0x8932, "SIOCDELMULTI" },     { 0x8933, "SIOCGIFINDEX" },
    { 0x8934, "SIOCSIFPFLAGS" },    { 0x8935, "SIOCGIFPFLAGS" },
    { 0x8936, "SIOCDIFADDR" },      { 0x8937, "SIOCSIFHWBROADCAST" },
    { 0x8938, "SIOCGIFCOUNT" },     { 0x8940, "SIOCGIFBR" },
    { 0x8941, "SIOCSIFBR" },        { 0x8942, "SIOCGIFTXQLEN" },
    { 0x8943, "SIOCSIFTXQLEN" },    { 0x8946, "SIOCETHTOOL" },
    { 0x8947, "SIOCGMIIPHY" },      { 0x8948, "SIOCGMIIREG" },
    { 0x8949, "SIOCSMIIREG" },      { 0x894a, "SIOCWANDEV" },
    { 0x894b, "SIOCOUTQNSD" },      { 0x894c, "SIOCGSKNS" },
    { 0x8953, "SIOCDARP" },         { 0x8954, "SIOCGARP" },
    { 0x8955, "SIOCSARP" },         { 0x8960, "SIOCDRARP" },
    { 0x8961, "SIOCGRARP" },        { 0x8962, "SIOCSRARP" },
    { 0x8970, "SIOCGIFMAP" },       { 0x8971, "SIOCSIFMAP" },
    { 0x8980, "SIOCADDDLCI" },      { 0x8981, "SIOCDELDLCI" },
    { 0x8982, "SIOCGIFVLAN" },      { 0x8983, "SIOCSIFVLAN" },
    { 0x8990, "SIOCBONDENSLAVE" },  { 0x8991, "SIOCBONDRELEASE" },
    { 0x8992, "SIOCBONDSETHWADDR" }, { 0x8993, "SIOCBONDSLAVEINFOQUERY" },
    { 0x8994, "SIOCBONDINFOQUERY" }, { 0x8995, "SIOCBONDCHANGEACTIVE" },
    { 0x89a0, "SIOCBRADDBR" },      { 0x89a1, "SIOCBRDELBR" },
    { 0x89a2, "SIOCBRADDIF" },      { 0x89a3, "SIOCBRDELIF" },
    { 0x89b0, "SIOCSHWTSTAMP" },    { 0x89b1, "SIOCGHWTSTAMP" },
};

const char *
name_of_ioctl(uint64_t request)
{
    return find_name(ioctls, COUNT(ioctls), request & 0xffffffffu);
}

/* <asm-generic/fcntl.h>, <linux/fcntl.h>: those that a socket may meet */
static const struct number_name commands[] = {
    { 0, "F_DUPFD" },          { 1, "F_GETFD" },         { 2, "F_SETFD" },
    { 3, "F_GETFL" },          { 4, "F_SETFL" },         { 5, "F_GETLK" },
    { 6, "F_SETLK" },          { 7, "F_SETLKW" },        { 8, "F_SETOWN" },
    { 9, "F_GETOWN" },         { 10, "F_SETSIG" },       { 11, "F_GETSIG" },
    { 15, "F_SETOWN_EX" },     { 16, "F_GETOWN_EX" },
    { 17, "F_GETOWNER_UIDS" }, { 36, "F_OFD_GETLK" },
    { 37, "F_OFD_SETLK" },     { 38, "F_OFD_SETLKW" },
    { 1024, "F_SETLEASE" },    { 1025, "F_GETLEASE" },
    { 1026, "F_NOTIFY" },      { 1027, "F_DUPFD_QUERY" },
    { 1028, "F_CREATED_QUERY" }, { 1029, "F_CANCELLK" },
    { 1030, "F_DUPFD_CLOEXEC" }, { 1031, "F_SETPIPE_SZ" },
    { 1032, "F_GETPIPE_SZ" },  { 1033, "F_ADD_SEALS" },
    { 1034, "F_GET_SEALS" },   { 1035, "F_GET_RW_HINT" },
    { 1036, "F_SET_RW_HINT" }, { 1037, "F_GET_FILE_RW_HINT" },
    { 1038, "F_SET_FILE_RW_HINT" },
};

const char *
name_of_fcntl(uint64_t command)
{
    return find_name(commands, COUNT(commands), command & 0xffffffffu);
}

/* <linux/socket.h>, which the kernel keeps to itself, and the C library's. */
static const struct flag_name message_flags[] = {
    { 0x1, "MSG_OOB" },             { 0x2, "MSG_PEEK" },
    { 0x4, "MSG_DONTROUTE" },       { 0x8, "MSG_CTRUNC" },
    { 0x10, "MSG_PROXY" },          { 0x20, "MSG_TRUNC" },
    { 0x40, "MSG_DONTWAIT" },       { 0x80, "MSG_EOR" },
    { 0x100, "MSG_WAITALL" },       { 0x200, "MSG_FIN" },
    { 0x400, "MSG_SYN" },           { 0x800, "MSG_CONFIRM" },
    { 0x1000, "MSG_RST" },          { 0x2000, "MSG_ERRQUEUE" },
    { 0x4000, "MSG_NOSIGNAL" },     { 0x8000, "MSG_MORE" },
    { 0x10000, "MSG_WAITFORONE" },  { 0x40000, "MSG_BATCH" },
    { 0x2000000, "MSG_SOCK_DEVMEM" }, { 0x4000000, "MSG_ZEROCOPY" },
    { 0x20000000, "MSG_FASTOPEN" }, { 0x40000000, "MSG_CMSG_CLOEXEC" },
};

const struct flag_name *
names_of_message_flags(size_t *count)
{
    *count = COUNT(message_flags);
    return message_flags;
}
