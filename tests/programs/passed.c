/* passed.c - the parent connects and hands the socket to its child. */
#include <string.h>
#include <sys/wait.h>

#include "peers.h"

/* Sends the descriptor through a pair of local sockets, or receives it. */
static int
pass(int pair, int conn)
{
    union {
        struct cmsghdr header;
        char room[CMSG_SPACE(sizeof(int))];
    } control;
    char byte = 'x';
    struct iovec part = { .iov_base = &byte, .iov_len = 1 };
    struct msghdr message = { .msg_iov = &part, .msg_iovlen = 1,
                              .msg_control = &control,
                              .msg_controllen = sizeof control };

    memset(&control, 0, sizeof control);
    if (conn == -1) {
        if (recvmsg(pair, &message, 0) != 1)
            die("recvmsg");
        struct cmsghdr *passed = CMSG_FIRSTHDR(&message);
        if (passed == NULL)
            die("no descriptor was passed");
        memcpy(&conn, CMSG_DATA(passed), sizeof conn);
        return conn;
    }
    struct cmsghdr *first = CMSG_FIRSTHDR(&message);
    first->cmsg_level = SOL_SOCKET;
    first->cmsg_type = SCM_RIGHTS;
    first->cmsg_len = CMSG_LEN(sizeof conn);
    memcpy(CMSG_DATA(first), &conn, sizeof conn);
    if (sendmsg(pair, &message, 0) != 1)
        die("sendmsg");
    return close(conn);
}

int
main(int argc, char *argv[])
{
    int pair[2], status;

    if (argc != 3)
        usage("passed ADDRESS PORT");
    if (socketpair(AF_UNIX, SOCK_STREAM, 0, pair) == -1)
        die("socketpair");
    pid_t child = fork();
    if (child == -1)
        die("fork");
    if (child == 0) {
        exchange(pass(pair[1], -1));
        return 0;
    }
    pass(pair[0], connect_to(argv[1], argv[2]));
    if (waitpid(child, &status, 0) == -1)
        die("waitpid");
    return status == 0 ? 0 : 1;
}
