/* vectors.c - a line in two pieces: sendmsg, recvmsg, writev, readv. */
#include <sys/uio.h>

#include "peers.h"

int
main(int argc, char *argv[])
{
    char first[] = "hel", second[] = "lo\n";
    struct iovec parts[] = { { .iov_base = first, .iov_len = 3 },
                             { .iov_base = second, .iov_len = 3 } };
    struct msghdr message = { .msg_iov = parts, .msg_iovlen = 2 };

    if (argc != 3)
        usage("vectors ADDRESS PORT");
    int conn = connect_to(argv[1], argv[2]);
    if (sendmsg(conn, &message, MSG_NOSIGNAL) != 6)
        die("sendmsg");
    if (recvmsg(conn, &message, 0) != 6)
        die("recvmsg");
    if (writev(conn, parts, 2) != 6)
        die("writev");
    if (readv(conn, parts, 2) != 6)
        die("readv");
    if (write(conn, second, 3) != 3)
        die("write");
    if (read(conn, second, 3) != 3)
        die("read");
    close(conn);
    return 0;
}
