/*
 * client.c - connects, says so, closes.
 *
 * Watch for: how long connect() takes to fail, and with which error: one round
 *            trip and ECONNREFUSED, or minutes and ETIMEDOUT.
 * Run with:  client 127.0.0.1 7000
 * Changed since 07: socket() and connect() stand here again; sends nothing.
 */
#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdio.h>
#include <sys/socket.h>
#include <unistd.h>

#include "common.h"

int
main(int argc, char *argv[])
{
    if (argc != 3)
        usage("client ADDRESS PORT");

    struct sockaddr_in server = { .sin_family = AF_INET,
                                  .sin_port = htons(port_arg(argv[2])) };
    if (inet_pton(AF_INET, argv[1], &server.sin_addr) != 1)
        usage("client ADDRESS PORT, ADDRESS such as 127.0.0.1");

    int conn = socket(AF_INET, SOCK_STREAM, 0);
    if (conn == -1)
        die("socket");
    if (connect(conn, (struct sockaddr *)&server, sizeof server) == -1)
        die("connect");
    puts("connected");
    close(conn);
    if (fflush(stdout) == EOF || ferror(stdout))
        die("standard output");
    return 0;
}
