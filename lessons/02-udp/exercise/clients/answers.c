/*
 * answers.c - a UDP server for the exercise: sends every datagram back, and
 *             before the first one OLD answers to a question of before.
 *
 *     answers PORT [ADDRESS [OLD [MS]]]
 *
 * The old ones begin with the number 0, are MS apart (50 unless said), and come
 * instead of an answer while they last.
 */
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>

#include "common.h"

enum { DATAGRAM_BYTES = 2048, APART_MS = 50 };

/*
 * Sends count old answers to the peer.  Nothing can be observed between them:
 * their distance in time is what the requirement is about.
 */
static void
send_old(int endpoint, const struct sockaddr_in *peer, int count, int apart_ms)
{
    for (int i = 0; i < count; i++) {
        if (sendto(endpoint, "0 old", 5, 0, (const struct sockaddr *)peer,
                   sizeof *peer) == -1)
            return;
        poll(NULL, 0, apart_ms);
    }
}

int
main(int argc, char *argv[])
{
    if (argc < 2 || argc > 5)
        usage("answers PORT [ADDRESS [OLD [MS]]]");

    const char *address = argc > 2 ? argv[2] : "127.0.0.1";
    int old = argc > 3 ? atoi(argv[3]) : 0;
    int apart_ms = argc > 4 ? atoi(argv[4]) : APART_MS;
    struct sockaddr_in local = { .sin_family = AF_INET,
                                 .sin_port = htons(port_arg(argv[1])) };
    if (inet_pton(AF_INET, address, &local.sin_addr) != 1)
        usage("answers PORT [ADDRESS [OLD [MS]]], ADDRESS such as 127.0.0.1");
    int endpoint = socket(AF_INET, SOCK_DGRAM, 0);
    if (endpoint == -1)
        die("socket");
    if (bind(endpoint, (struct sockaddr *)&local, sizeof local) == -1)
        die("bind");
    printf("bound to %s:%s\n", address, argv[1]);
    fflush(stdout);

    for (;;) {
        char buffer[DATAGRAM_BYTES];
        struct sockaddr_in peer;
        socklen_t peer_bytes = sizeof peer;
        ssize_t received = recvfrom(endpoint, buffer, sizeof buffer, 0,
                                    (struct sockaddr *)&peer, &peer_bytes);
        if (received == -1)
            continue;
        send_old(endpoint, &peer, old, apart_ms);
        old = 0;
        sendto(endpoint, buffer, (size_t)received, 0,
               (struct sockaddr *)&peer, peer_bytes);
    }
}
