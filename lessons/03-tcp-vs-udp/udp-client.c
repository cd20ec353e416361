/*
 * udp-client.c - sends twenty records in twenty datagrams.
 *
 * Watch for: the lost record stays lost; the others are not held up by it.
 * Run with:  udp-client 127.0.0.1 7000
 * Changed since tcp-client.c: SOCK_DGRAM, no TCP_NODELAY; connect() is local
 *            only; a datagram is sent whole, so no loop; close() tells the
 *            server nothing.
 */
#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include "common.h"
#include "records.h"

int
main(int argc, char *argv[])
{
    if (argc != 3)
        usage("udp-client ADDRESS PORT");

    struct sockaddr_in server = { .sin_family = AF_INET,
                                  .sin_port = htons(port_arg(argv[2])) };
    if (inet_pton(AF_INET, argv[1], &server.sin_addr) != 1)
        usage("udp-client ADDRESS PORT, ADDRESS such as 127.0.0.1");

    int endpoint = socket(AF_INET, SOCK_DGRAM, 0);
    if (endpoint == -1)
        die("socket");
    if (connect(endpoint, (struct sockaddr *)&server, sizeof server) == -1)
        die("connect");
    for (int number = 1; number <= RECORDS; number++) {
        char record[RECORD_BYTES];
        record_write(record, number);
        if (send(endpoint, record, sizeof record, 0) == -1)
            die("send");
        record_pace();
    }
    close(endpoint);
    return 0;
}
