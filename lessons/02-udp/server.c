/*
 * server.c - sends every datagram back to where it came from.
 *
 * Watch for: no listen(), no accept(): one socket hears from every client.
 *            What does not fit into the buffer is gone (truncated.scene).
 * Run with:  server 7000
 * Changed since 01: SOCK_DGRAM; recvfrom() says who sent, sendto() says to
 *            whom; there is no connection, so there is no end of one; the
 *            buffer is small.
 */
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <stdio.h>
#include <sys/socket.h>

#include "common.h"

enum { BUFFER_BYTES = 16 };     /* small, so that long datagrams are cut */

/*
 * Sends one datagram back.  Returns 0, or -1 with errno where the answer could
 * not be sent.  Whether it arrives, nobody will tell us.
 */
static int
echo(int endpoint)
{
    char buffer[BUFFER_BYTES];
    struct sockaddr_in peer;
    socklen_t peer_bytes = sizeof peer;

    ssize_t received = recvfrom(endpoint, buffer, sizeof buffer, 0,
                                (struct sockaddr *)&peer, &peer_bytes);
    if (received == -1 && errno == EINTR)
        return 0;
    if (received == -1)
        die("recvfrom");        /* our own socket is broken, not a peer */

    /* 0 bytes received are an empty datagram, not an end: it goes back too. */
    if (sendto(endpoint, buffer, (size_t)received, 0,
               (struct sockaddr *)&peer, peer_bytes) == -1)
        return -1;              /* a datagram is sent whole or not at all */
    return 0;
}

int
main(int argc, char *argv[])
{
    if (argc < 2 || argc > 3)
        usage("server PORT [ADDRESS]");

    const char *address = argc == 3 ? argv[2] : "127.0.0.1";
    struct sockaddr_in local = { .sin_family = AF_INET,
                                 .sin_port = htons(port_arg(argv[1])) };
    if (inet_pton(AF_INET, address, &local.sin_addr) != 1)
        usage("server PORT [ADDRESS], ADDRESS such as 127.0.0.1");

    int endpoint = socket(AF_INET, SOCK_DGRAM, 0);
    if (endpoint == -1)
        die("socket");
    if (bind(endpoint, (struct sockaddr *)&local, sizeof local) == -1)
        die("bind");
    printf("bound to %s:%s\n", address, argv[1]);
    fflush(stdout);

    for (;;) {
        if (echo(endpoint) == -1)
            perror("sendto");   /* this answer is lost; serve the next */
    }
}
