/*
 * free-port.c - prints a TCP port that nobody uses on 127.0.0.1 now.
 *
 * The port comes from below the kernel's own choices (32768 and up), so that
 * no outgoing connection takes it before the test's server does.  Another copy
 * of the tests may: start_server in helper.bash then asks again.
 */
#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum { LOWEST = 10240, HIGHEST = 32000, TRIES = 1000 };

/* Whether a server could bind the port now. */
static int
is_free(in_port_t port)
{
    struct sockaddr_in local = { .sin_family = AF_INET,
                                 .sin_port = htons(port),
                                 .sin_addr.s_addr = htonl(INADDR_ANY) };
    int probe = socket(AF_INET, SOCK_STREAM, 0);

    if (probe == -1)
        return 0;
    int bound = bind(probe, (struct sockaddr *)&local, sizeof local);
    close(probe);
    return bound == 0;
}

int
main(void)
{
    struct timespec now;

    clock_gettime(CLOCK_REALTIME, &now);
    srand((unsigned)now.tv_nsec ^ (unsigned)getpid() << 12);
    for (int i = 0; i < TRIES; i++) {
        in_port_t port = (in_port_t)(LOWEST + rand() % (HIGHEST - LOWEST));
        if (is_free(port)) {
            printf("%d\n", port);
            return 0;
        }
    }
    fprintf(stderr, "free-port: none of %d ports is free\n", TRIES);
    return 1;
}
