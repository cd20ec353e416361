/*
 * An old answer ends the try: it asks again at once.
 * caught by: old-answers-few
 */
#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
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
 * Waits for the answer that begins with prefix, until the deadline, and prints
 * what follows in it.  Returns true if it came.
 */
static bool
hear(int endpoint, const char *prefix, long deadline_ms)
{
    struct pollfd wanted = { .fd = endpoint, .events = POLLIN };
    char buffer[DATAGRAM_BYTES];
    size_t length = strlen(prefix);

    for (;;) {
        long left_ms = deadline_ms - now_ms();
        if (left_ms <= 0)
            return false;
        if (poll(&wanted, 1, (int)left_ms) < 1)
            continue;
        ssize_t received = recv(endpoint, buffer, sizeof buffer, 0);
        if (received < (ssize_t)length || memcmp(buffer, prefix, length) != 0)
            return false;
        printf("%.*s\n", (int)received - (int)length, buffer + length);
        return true;
    }
}

/*
 * Asks until there is an answer, TRIES times.  Returns true if there was one.
 */
static bool
ask(int endpoint, const struct sockaddr_in *server, int number,
    const char *text)
{
    char prefix[16], question[DATAGRAM_BYTES];

    snprintf(prefix, sizeof prefix, "%d ", number);
    int length = snprintf(question, sizeof question, "%s%s", prefix, text);
    if (length < 0 || (size_t)length >= sizeof question)
        usage("client ADDRESS PORT TEXT..., TEXT of at most 500 bytes");
    for (int try = 0; try < TRIES; try++) {
        if (sendto(endpoint, question, (size_t)length, 0,
                   (const struct sockaddr *)server, sizeof *server) == -1)
            die("sendto");
        if (hear(endpoint, prefix, now_ms() + WAIT_MS))
            return true;
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
