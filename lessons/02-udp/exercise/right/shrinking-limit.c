/*
 * shrinking-limit.c - SO_RCVTIMEO, set anew to what is left.
 */
#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <time.h>

#include "common.h"

enum { DATAGRAM_BYTES = 512, WAIT_MS = 200, TRIES = 4 };

/*
 * Milliseconds of a clock that nobody sets.
 */
static long
now_ms(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (long)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

/*
 * The number that a datagram begins with, and in *text what stands behind it;
 * 0 if there is none.
 */
static int
number_of(char *datagram, char **text)
{
    long number = strtol(datagram, text, 10);

    if (*text == datagram || **text != ' ')
        return 0;
    ++*text;
    return (int)number;
}

static bool
ask(int endpoint, const struct sockaddr_in *server, int number,
    const char *text)
{
    char buffer[DATAGRAM_BYTES], *answer;

    for (int try = 0; try < TRIES; try++) {
        int length = snprintf(buffer, sizeof buffer, "%d %s", number, text);
        long sent_ms = now_ms();
        sendto(endpoint, buffer, (size_t)length, 0,
               (const struct sockaddr *)server, sizeof *server);

        /* An old answer must not give a new limit of time. */
        while (now_ms() - sent_ms < WAIT_MS) {
            long left_us = (WAIT_MS - (now_ms() - sent_ms)) * 1000;
            struct timeval limit = { .tv_usec = left_us > 0 ? left_us : 1 };
            setsockopt(endpoint, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
            ssize_t received = recv(endpoint, buffer, sizeof buffer - 1, 0);
            if (received == -1)
                continue;
            buffer[received] = '\0';
            if (number_of(buffer, &answer) == number) {
                puts(answer);
                return true;
            }
        }
    }
    return false;
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

    int endpoint = socket(AF_INET, SOCK_DGRAM, 0);
    if (endpoint == -1)
        die("socket");
    for (int i = 3; i < argc; i++) {
        if (!ask(endpoint, &server, i - 2, argv[i])) {
            printf("nobody answered\n");
            return 1;
        }
    }
    return 0;
}
