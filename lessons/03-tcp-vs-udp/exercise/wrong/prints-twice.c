/*
 * A record that comes twice is printed twice.
 * caught by: twice
 */
#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <stdbool.h>
#include <stdio.h>
#include <sys/socket.h>
#include <time.h>

#include "common.h"
#include "records.h"

enum { GAP_MS = 300, SILENCE_MS = 500 };

/* What has come, and what has been said of it. */
struct job {
    bool kept[RECORDS + 1];     /* came, not yet printed */
    int next;                   /* the number whose turn it is */
    int held;                   /* how many are kept */
    long long since_ms;         /* the gap at next is open since */
};

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
 * Prints what is in its turn.  The gap behind it, if there is one, opens now.
 */
static void
print_in_turn(struct job *job)
{
    int before = job->next;

    while (job->next <= RECORDS && job->kept[job->next]) {
        char record[RECORD_BYTES];
        record_write(record, job->next);
        printf("%.*s", RECORD_BYTES, record);
        job->kept[job->next++] = false;
        job->held--;
    }
    if (job->next != before)
        job->since_ms = now_ms();
    fflush(stdout);
}

/*
 * Gives up what is missing in front of the first record that is kept.
 */
static void
give_up(struct job *job)
{
    while (job->next <= RECORDS && !job->kept[job->next])
        printf("record %02d is missing\n", job->next++);
    print_in_turn(job);
    fflush(stdout);
}

/*
 * Takes a record that has come.
 */
static void
take(struct job *job, int number)
{
    if (number < job->next) {
        char record[RECORD_BYTES];
        record_write(record, number);
        printf("%.*s", RECORD_BYTES, record);
        fflush(stdout);
        return;
    }
    if (job->kept[number])
        return;
    if (job->held == 0)
        job->since_ms = now_ms();
    job->kept[number] = true;
    job->held++;
    print_in_turn(job);
}

/*
 * How long to wait for the next record: to the end of the gap, or of the job.
 */
static int
patience_ms(const struct job *job, bool begun)
{
    if (!begun)
        return -1;
    if (job->held == 0)
        return SILENCE_MS;
    long long left_ms = job->since_ms + GAP_MS - now_ms();
    return left_ms > 0 ? (int)left_ms : 0;
}

/*
 * Prints one job: from its first record to SILENCE_MS without any.
 */
static void
serve(int endpoint)
{
    struct job job = { .next = 1 };
    struct pollfd wanted = { .fd = endpoint, .events = POLLIN };

    for (bool begun = false;;) {
        int ready = poll(&wanted, 1, patience_ms(&job, begun));
        if (ready == 0 && job.held == 0)
            break;
        if (ready == 0)
            give_up(&job);
        if (ready != 1)
            continue;

        char record[RECORD_BYTES + 1];
        ssize_t received = recv(endpoint, record, sizeof record, 0);
        int number = received == RECORD_BYTES ? record_number(record) : 0;
        if (number == 0)
            continue;
        begun = true;
        take(&job, number);
        /* Records that come do not make an open gap younger. */
        if (job.held > 0 && patience_ms(&job, begun) == 0)
            give_up(&job);
    }
    give_up(&job);
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
