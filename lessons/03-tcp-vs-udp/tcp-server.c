/*
 * tcp-server.c - counts the records that come over each connection.
 *
 * Watch for: while a lost record is missing, recv() returns nothing; then it
 *            returns that record and the held one together, in order.
 * Run with:  tcp-server 7000
 * Changed since 01: counts instead of echoing.  recv() may end in mid record
 *            (explained in 10), so what is left waits for the next bytes.
 */
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "common.h"
#include "records.h"

enum { BACKLOG = 16, BUFFER_BYTES = 4096 };

/*
 * Counts all the records that the peer sends, until it has no more.  Returns
 * 0, or -1 with errno where the connection failed.
 */
static int
count_records(int conn, struct tally *tally)
{
    char buffer[BUFFER_BYTES];
    size_t held = 0;            /* bytes in buffer: not yet a whole record */

    for (;;) {
        ssize_t received = recv(conn, buffer + held, sizeof buffer - held, 0);
        if (received == -1 && errno == EINTR)
            continue;
        if (received <= 0)
            return (int)received;       /* 0: the peer's FIN, the job's end */
        held += (size_t)received;

        size_t used = 0;
        for (; held - used >= RECORD_BYTES; used += RECORD_BYTES)
            tally_add(tally, buffer + used);
        memmove(buffer, buffer + used, held - used);
        held -= used;
    }
}

int
main(int argc, char *argv[])
{
    if (argc < 2 || argc > 3)
        usage("tcp-server PORT [ADDRESS]");

    const char *address = argc == 3 ? argv[2] : "127.0.0.1";
    struct sockaddr_in local = { .sin_family = AF_INET,
                                 .sin_port = htons(port_arg(argv[1])) };
    if (inet_pton(AF_INET, address, &local.sin_addr) != 1)
        usage("tcp-server PORT [ADDRESS], ADDRESS such as 127.0.0.1");

    const int on = 1;
    int listener = socket(AF_INET, SOCK_STREAM, 0);
    if (listener == -1)
        die("socket");
    if (setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on) == -1)
        die("setsockopt");      /* explained in 18 */
    if (bind(listener, (struct sockaddr *)&local, sizeof local) == -1)
        die("bind");
    if (listen(listener, BACKLOG) == -1)
        die("listen");
    printf("listening on %s:%s\n", address, argv[1]);
    fflush(stdout);

    for (;;) {
        int conn = accept(listener, NULL, NULL);
        if (conn == -1) {
            accept_failed();    /* common/accept_failed.c: wait, or go on */
            continue;
        }

        struct tally tally = { .received = 0 };
        if (count_records(conn, &tally) == -1)
            perror("recv");     /* this client is lost; serve the next */
        tally_print(&tally);
        close(conn);
    }
}
