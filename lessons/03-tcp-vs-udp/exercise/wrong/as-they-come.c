/*
 * Prints the records as they come.
 * caught by: late
 */
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <stdio.h>
#include <sys/socket.h>
#include <sys/time.h>

#include "common.h"
#include "records.h"

enum { GAP_MS = 300, SILENCE_MS = 500 };

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
        char record[RECORD_BYTES + 1];

        ssize_t received = recv(endpoint, record, sizeof record, 0);
        if (received != RECORD_BYTES || record_number(record) == 0)
            continue;
        printf("%.*s", RECORD_BYTES, record);
        fflush(stdout);
    }
}
