/*
 * connected-client.c - the same client, connected: the kernel keeps the peer.
 *
 * Watch for: connect() sends nothing.  With no server there, send() succeeds,
 *            and a later call fails: ECONNREFUSED, by the server's host's ICMP.
 * Run with:  connected-client 127.0.0.1 7000 hello
 * Changed since client.c: connect(), so that send() needs no address; only this
 *            peer's datagrams are received, and its host's ICMP errors told.
 */
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include "common.h"

enum { DATAGRAM_BYTES = 512, WAIT_MS = 500 };

/*
 * Prints up to wanted answers, one a line, until none has come for WAIT_MS.
 * Returns how many came, or -1 with errno.
 */
static int
print_answers(int endpoint, int wanted)
{
    char buffer[DATAGRAM_BYTES];
    int answers = 0;

    while (answers < wanted) {
        ssize_t received = recv(endpoint, buffer, sizeof buffer, 0);
        if (received == -1 && errno == EINTR)
            continue;           /* a signal: the wait begins anew (see 08) */
        if (received == -1 && (errno == EAGAIN || errno == EWOULDBLOCK))
            break;              /* silence; nobody knows where it was lost */
        if (received == -1)
            return -1;
        fwrite(buffer, 1, (size_t)received, stdout);
        putchar('\n');
        answers++;
    }
    return answers;
}

int
main(int argc, char *argv[])
{
    if (argc < 4)
        usage("connected-client ADDRESS PORT TEXT...");

    struct sockaddr_in server = { .sin_family = AF_INET,
                                  .sin_port = htons(port_arg(argv[2])) };
    if (inet_pton(AF_INET, argv[1], &server.sin_addr) != 1)
        usage("connected-client ADDRESS PORT TEXT..., "
              "ADDRESS such as 127.0.0.1");

    struct timeval limit = { .tv_usec = WAIT_MS * 1000 };
    int endpoint = socket(AF_INET, SOCK_DGRAM, 0);
    if (endpoint == -1)
        die("socket");
    if (setsockopt(endpoint, SOL_SOCKET, SO_RCVTIMEO, &limit,
                   sizeof limit) == -1)
        die("setsockopt");
    if (connect(endpoint, (struct sockaddr *)&server, sizeof server) == -1)
        die("connect");
    for (int i = 3; i < argc; i++) {
        if (send(endpoint, argv[i], strlen(argv[i]), 0) == -1)
            die("send");
    }
    int answers = print_answers(endpoint, argc - 3);
    if (answers == -1)
        die("recv");
    printf("sent %d, answered %d\n", argc - 3, answers);
    close(endpoint);
    if (fflush(stdout) == EOF || ferror(stdout))
        die("standard output");
    return 0;
}
