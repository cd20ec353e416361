/*
 * peer.c - two of these connect to each other; neither one listens.
 *
 * Watch for: both ends go from SYN-SENT to SYN-RECEIVED, since each one's SYN
 *            meets the other's on the way.  There is no accept().
 * Run with:  peer 7000 10.0.0.2 7000, and the same for 10.0.0.1 on the other
 *            host within one delay of the wire.  A peer that comes too early
 *            is refused.
 * Changed since client.c: binds a port of its own, so that the other peer
 *            knows it; sends nothing.
 */
#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdio.h>
#include <sys/socket.h>
#include <unistd.h>

#include "common.h"

int
main(int argc, char *argv[])
{
    if (argc != 4)
        usage("peer LOCAL-PORT ADDRESS PORT");

    struct sockaddr_in local = { .sin_family = AF_INET,
                                 .sin_port = htons(port_arg(argv[1])) };
    struct sockaddr_in peer = { .sin_family = AF_INET,
                                .sin_port = htons(port_arg(argv[3])) };
    if (inet_pton(AF_INET, argv[2], &peer.sin_addr) != 1)
        usage("peer LOCAL-PORT ADDRESS PORT, ADDRESS such as 10.0.0.2");

    const int on = 1;
    int conn = socket(AF_INET, SOCK_STREAM, 0);
    if (conn == -1)
        die("socket");
    if (setsockopt(conn, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on) == -1)
        die("setsockopt");      /* explained in 18 */
    if (bind(conn, (struct sockaddr *)&local, sizeof local) == -1)
        die("bind");
    if (connect(conn, (struct sockaddr *)&peer, sizeof peer) == -1)
        die("connect");
    puts("connected");
    close(conn);
    if (fflush(stdout) == EOF || ferror(stdout))
        die("standard output");
    return 0;
}
