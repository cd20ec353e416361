/*
 * pace.c - sends a datagram every 3 ms to 10.0.0.2, for tools/bench: a quiet
 * wire, on which each packet's delay can be measured.  Nobody answers.
 */
#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <time.h>

int
main(int argc, char *argv[])
{
    struct timespec pause = { .tv_nsec = 3000000 };
    struct sockaddr_in address = { .sin_family = AF_INET,
                                   .sin_port = htons(7000) };
    int count = argc == 2 ? atoi(argv[1]) : 0;

    if (count <= 0) {
        fprintf(stderr, "usage: pace COUNT\n");
        return 2;
    }
    inet_pton(AF_INET, "10.0.0.2", &address.sin_addr);
    int sender = socket(AF_INET, SOCK_DGRAM, 0);
    for (int i = 0; i < count; i++) {
        sendto(sender, "", 1, 0, (struct sockaddr *)&address, sizeof address);
        nanosleep(&pause, NULL);
    }
    return 0;
}
