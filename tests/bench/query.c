/*
 * query.c - what a state query costs, for tools/bench.  Prints the median
 * microseconds of the queries that the recorder makes at each step.
 */
#define _GNU_SOURCE

#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <time.h>

#include "capture/kernel/state.h"

enum { ROUNDS = 5001 };

static double
now_us(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec * 1e6 + (double)now.tv_nsec / 1e3;
}

static int
compare(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;

    return (x > y) - (x < y);
}

static void
ignore(void *context, const struct socket_row *row)
{
    (void)context;
    (void)row;
}

static double
median_of(struct diag *diag, struct socket_row *listener)
{
    static double us[ROUNDS];

    for (int i = 0; i < ROUNDS; i++) {
        double begin = now_us();
        if (listener != NULL)
            diag_lookup(diag, HOST_SERVER, listener);
        else
            diag_dump(diag, HOST_SERVER, DIAG_CONNECTIONS, false, ignore,
                      NULL);
        us[i] = now_us() - begin;
    }
    qsort(us, ROUNDS, sizeof us[0], compare);
    return us[ROUNDS / 2];
}

int
main(void)
{
    struct complaint message = { "" };
    struct scene scene = { .show = LANE_ALL };
    struct sockaddr_in address = { .sin_family = AF_INET,
                                   .sin_port = htons(7000) };
    struct socket_row row = { .local = { .version = 4 },
                              .peer = { .version = 4 }, .local_port = 7000 };
    struct hosts hosts;
    struct diag diag;

    scene.wire[HOST_CLIENT].mtu = scene.wire[HOST_SERVER].mtu = 1500;
    if (hosts_open(&hosts, &scene, message) == -1) {
        fprintf(stderr, "query: %s\n", message);
        return 1;
    }
    if (diag_open(&diag, &hosts) == -1) {
        perror("query");
        return 1;
    }
    int listener = socket(AF_INET, SOCK_STREAM, 0);
    if (bind(listener, (struct sockaddr *)&address, sizeof address) == -1 ||
        listen(listener, 5) == -1) {
        perror("query");
        return 1;
    }
    printf("%.2f %.2f\n", median_of(&diag, NULL), median_of(&diag, &row));
    return 0;
}
