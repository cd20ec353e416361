/* copies.c - one connection under four descriptors: dup, dup2, F_DUPFD. */
#include <fcntl.h>

#include "peers.h"

int
main(int argc, char *argv[])
{
    if (argc != 3)
        usage("copies ADDRESS PORT");
    int conn = connect_to(argv[1], argv[2]);
    int copy = dup(conn);

    close(conn);                /* no FIN: the copy is still there */
    if (send(copy, "hello\n", 6, 0) != 6)
        die("send");
    if (dup2(copy, 9) == -1)
        die("dup2");
    close(copy);
    int last = fcntl(9, F_DUPFD, 20);
    close(9);
    char answer[6];
    if (recv(last, answer, sizeof answer, 0) != 6)
        die("recv");
    if (dup2(STDIN_FILENO, last) == -1)         /* closes it: the FIN */
        die("dup2");
    return 0;
}
