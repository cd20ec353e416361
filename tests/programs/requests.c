/* requests.c - what a program asks of its socket: fcntl, ioctl, options. */
#include <fcntl.h>
#include <linux/sockios.h>
#include <netinet/tcp.h>
#include <signal.h>
#include <sys/ioctl.h>
#include <sys/uio.h>

#include "peers.h"

static void
set(int conn, int level, int option, int value)
{
    if (setsockopt(conn, level, option, &value, sizeof value) == -1)
        die("setsockopt");
}

static void
flags_and_owners(int conn)
{
    if (fcntl(conn, F_SETFL, O_RDWR | O_ASYNC | O_NONBLOCK) == -1 ||
        fcntl(conn, F_SETFL, 0) == -1 ||
        fcntl(conn, F_SETOWN, getpid()) == -1 ||
        fcntl(conn, F_SETSIG, SIGURG) == -1 ||
        fcntl(conn, F_SETFD, FD_CLOEXEC) == -1)
        die("fcntl");
    int copy = fcntl(conn, F_DUPFD_CLOEXEC, 20);
    if (copy != 20)
        die("F_DUPFD_CLOEXEC");
    close(copy);
}

static void
questions(int conn)
{
    int value, on = 1;

    if (ioctl(conn, SIOCATMARK, &value) == -1 ||
        ioctl(conn, SIOCOUTQ, &value) == -1 ||
        ioctl(conn, SIOCINQ, &value) == -1 ||
        ioctl(conn, FIOASYNC, &on) == -1)
        die("ioctl");
}

static void
options(int conn)
{
    struct tcp_info info;
    socklen_t size = sizeof info;

    set(conn, SOL_SOCKET, SO_ZEROCOPY, 1);
    set(conn, IPPROTO_TCP, TCP_NOTSENT_LOWAT, 16384);
    set(conn, IPPROTO_IP, IP_TOS, 16);
    if (getsockopt(conn, IPPROTO_TCP, TCP_INFO, &info, &size) == -1)
        die("getsockopt");
}

int
main(int argc, char *argv[])
{
    struct iovec part = { .iov_base = (char[]){ "hello\n" }, .iov_len = 6 };
    char answer[6];

    if (argc != 3)
        usage("requests ADDRESS PORT");
    signal(SIGURG, SIG_IGN);
    close(socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
    int conn = connect_to(argv[1], argv[2]);
    flags_and_owners(conn);
    questions(conn);
    options(conn);
    if (pwritev2(conn, &part, 1, -1, 0) != 6 ||
        recv(conn, answer, sizeof answer, MSG_WAITALL) != 6)
        die("exchange");
    close(conn);
    return 0;
}
