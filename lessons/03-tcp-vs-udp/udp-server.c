/*
 * udp-server.c - counts the records that come in datagrams.
 *
 * Watch for: every datagram that arrives is received at once; a gap stays a
 *            gap.  The end of the job is only silence.
 * Run with:  udp-server 7000
 * Changed since 02: counts instead of sending back.  SO_RCVTIMEO ends a job,
 *            since no FIN does.
 */
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <stdio.h>
#include <sys/socket.h>
#include <sys/time.h>

#include "common.h"
#include "records.h"

enum { SILENCE_MS = 500 };

/*
 * Makes recv() wait for milliseconds at most; 0: for ever.
 */
static void
limit_wait(int endpoint, int milliseconds)
{
    struct timeval limit = { .tv_usec = milliseconds * 1000 };

    if (setsockopt(endpoint, SOL_SOCKET, SO_RCVTIMEO, &limit,
                   sizeof limit) == -1)
        die("setsockopt");
}

/*
 * Waits for a record and counts all that come until there is silence.  Whoever
 * sends: two clients at once would be counted as one.
 */
static void
count_records(int endpoint, struct tally *tally)
{
    char record[RECORD_BYTES + 1];      /* 17 bytes are no record */

    for (;;) {
        ssize_t received = recv(endpoint, record, sizeof record, 0);
        if (received == -1 && errno == EINTR)
            continue;           /* a signal: the wait begins anew */
        if (received == -1 && (errno == EAGAIN || errno == EWOULDBLOCK))
            return;
        if (received == -1)
            die("recv");        /* our own socket is broken, not a peer */
        if (received != RECORD_BYTES)
            continue;
        tally_add(tally, record);
        if (tally->received == 1)
            limit_wait(endpoint, SILENCE_MS);
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

    for (;;) {
        struct tally tally = { .received = 0 };
        count_records(endpoint, &tally);
        limit_wait(endpoint, 0);
        tally_print(&tally);
    }
}
