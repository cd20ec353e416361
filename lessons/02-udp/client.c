/*
 * client.c - sends each TEXT in a datagram, then prints the answers.
 *
 * Watch for: the first thing on the wire is the first TEXT, no handshake.  A
 *            lost datagram is only silence, so the wait has a limit.
 * Run with:  client 127.0.0.1 7000 hello
 * Changed since 01: SOCK_DGRAM; sendto() names the server each time instead of
 *            connect(); several TEXTs, each one datagram, sent without a loop;
 *            SO_RCVTIMEO limits recv().
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
 * Returns how many came, or -1 with errno.  Whoever sends to our port is taken
 * for the server: connected-client.c is safer.
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
        usage("client ADDRESS PORT TEXT...");

    struct sockaddr_in server = { .sin_family = AF_INET,
                                  .sin_port = htons(port_arg(argv[2])) };
    if (inet_pton(AF_INET, argv[1], &server.sin_addr) != 1)
        usage("client ADDRESS PORT TEXT..., ADDRESS such as 127.0.0.1");

    struct timeval limit = { .tv_usec = WAIT_MS * 1000 };
    int endpoint = socket(AF_INET, SOCK_DGRAM, 0);
    if (endpoint == -1)
        die("socket");
    if (setsockopt(endpoint, SOL_SOCKET, SO_RCVTIMEO, &limit,
                   sizeof limit) == -1)
        die("setsockopt");
    for (int i = 3; i < argc; i++) {
        if (sendto(endpoint, argv[i], strlen(argv[i]), 0,
                   (struct sockaddr *)&server, sizeof server) == -1)
            die("sendto");
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
