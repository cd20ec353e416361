/*
 * times.c - remembers for each number since when it is missing.
 */
#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdbool.h>
#include <stdio.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <time.h>

#include "common.h"
#include "records.h"

enum { GAP_MS = 300, SILENCE_MS = 500 };

/*
 * Milliseconds of a clock that nobody sets.
 */
static long long
now_ms(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec * 1000LL + now.tv_nsec / 1000000;
}

/*
 * Receives a record within the limit.  Returns its number; 0 if there was none.
 */
static int
receive(int endpoint, long long limit_ms)
{
    char record[RECORD_BYTES + 1];
    struct timeval limit = { .tv_sec = limit_ms / 1000,
                             .tv_usec = limit_ms % 1000 * 1000 };

    setsockopt(endpoint, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
    ssize_t received = recv(endpoint, record, sizeof record, 0);
    return received == RECORD_BYTES ? record_number(record) : 0;
}

/*
 * Prints one job.  Each number has the time at which it was seen to be missing,
 * which is when a later one came.
 */
static void
serve(int endpoint)
{
    long long missing_ms[RECORDS + 2] = { 0 }, heard_ms = 0;
    bool came[RECORDS + 2] = { false };
    int next = 1, highest = 0;

    while (next <= RECORDS) {
        bool gap = next < highest;
        long long end_ms = gap ? missing_ms[next] + GAP_MS
                               : heard_ms + SILENCE_MS;
        long long left_ms = end_ms - now_ms();
        int number = receive(endpoint, highest == 0 ? 0 :
                             left_ms > 0 ? left_ms : 1);
        if (number >= next && !came[number]) {
            came[number] = true;
            heard_ms = now_ms();
            for (int i = highest + 1; i < number; i++)
                missing_ms[i] = heard_ms;
            if (number > highest)
                highest = number;
        }
        while (next <= RECORDS && highest > 0) {
            if (came[next])
                printf("record %02d of %02d\n", next, RECORDS);
            else if (now_ms() >= (next < highest ? missing_ms[next] + GAP_MS
                                                 : heard_ms + SILENCE_MS))
                printf("record %02d is missing\n", next);
            else
                break;
            next++;
        }
        fflush(stdout);
    }
}

int
main(int argc, char *argv[])
{
    if (argc < 2 || argc > 3)
        usage("udp-server PORT [ADDRESS]");

    const char *address = argc == 3 ? argv[2] : "127.0.0.1";
    struct sockaddr_in local = { .sin_family = AF_INET,
                                 .sin_port = htons(port_arg(argv[1])) };
    if (inet_pton(AF_INET, address, &local.sin_addr) != 1)
        usage("udp-server PORT [ADDRESS], ADDRESS such as 127.0.0.1");

    int endpoint = socket(AF_INET, SOCK_DGRAM, 0);
    if (endpoint == -1)
        die("socket");
    if (bind(endpoint, (struct sockaddr *)&local, sizeof local) == -1)
        die("bind");
    printf("bound to %s:%s\n", address, argv[1]);
    fflush(stdout);

    for (;;)
        serve(endpoint);
}
