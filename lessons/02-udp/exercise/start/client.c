/*
 * client.c - asks each TEXT in a datagram, and again where no answer comes.
 *
 * It asks once still, and takes any answer.  Run with:  make try-2
 */
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include "common.h"

enum { DATAGRAM_BYTES = 512, WAIT_MS = 200, TRIES = 4 };

/*
 * Sends text to the server, waits for the answer, and prints it.  Returns true
 * if there was one.
 */
static bool
ask(int endpoint, const struct sockaddr_in *server, int number,
    const char *text)
{
    char buffer[DATAGRAM_BYTES];

    /* Your part: send "number text"; wait for the answer that begins with this
       number, WAIT_MS at most; send again, TRIES times in all.  Print what
       stands behind the number. */
    (void)number;
    if (sendto(endpoint, text, strlen(text), 0, (const struct sockaddr *)server,
               sizeof *server) == -1)
        die("sendto");
    ssize_t received = recv(endpoint, buffer, sizeof buffer, 0);
    if (received == -1)
        return false;
    printf("%.*s\n", (int)received, buffer);
    return true;
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
        if (!ask(endpoint, &server, i - 2, argv[i])) {
            printf("nobody answered\n");
            return 1;
        }
    }
    return 0;
}
