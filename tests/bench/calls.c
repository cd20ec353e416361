/*
 * calls.c - makes many socket calls that never block, for tools/bench: a UDP
 * socket that sends to itself.  Prints the microseconds a call takes.
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
    int rounds = argc == 2 ? atoi(argv[1]) : 0;
    struct sockaddr_in address = { .sin_family = AF_INET };
    socklen_t length = sizeof address;
    struct timespec begin, end;
    char byte = 0;

    if (rounds <= 0) {
        fprintf(stderr, "usage: calls ROUNDS\n");
        return 2;
    }
    inet_pton(AF_INET, "127.0.0.1", &address.sin_addr);
    int self = socket(AF_INET, SOCK_DGRAM, 0);
    if (bind(self, (struct sockaddr *)&address, sizeof address) == -1 ||
        getsockname(self, (struct sockaddr *)&address, &length) == -1 ||
        connect(self, (struct sockaddr *)&address, length) == -1) {
        perror("socket");
        return 1;
    }
    clock_gettime(CLOCK_MONOTONIC, &begin);
    for (int i = 0; i < rounds; i++)
        if (send(self, &byte, 1, 0) != 1 || recv(self, &byte, 1, 0) != 1)
            return 1;
    clock_gettime(CLOCK_MONOTONIC, &end);
    double ns = (double)(end.tv_sec - begin.tv_sec) * 1e9 +
                (double)(end.tv_nsec - begin.tv_nsec);
    printf("%.2f\n", ns / 1e3 / rounds / 2);
    return 0;
}
