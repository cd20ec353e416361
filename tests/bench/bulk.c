/*
 * bulk.c - a bulk transfer, for tools/bench: `bulk receive` and `bulk send
 * MEGABYTES`, on port 7000 of the host 10.0.0.2.
 */
#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

enum { CHUNK_BYTES = 1 << 20 };

static char chunk[CHUNK_BYTES];

static void
fail(const char *what)
{
    perror(what);
    exit(1);
}

static void
receive_all(const struct sockaddr_in *address)
{
    int listener = socket(AF_INET, SOCK_STREAM, 0);
    ssize_t got;
    long long bytes = 0;

    if (bind(listener, (const struct sockaddr *)address, sizeof *address) ==
            -1 || listen(listener, 1) == -1)
        fail("listen");
    int conn = accept(listener, NULL, NULL);
    if (conn == -1)
        fail("accept");
    while ((got = recv(conn, chunk, sizeof chunk, 0)) > 0)
        bytes += got;
    printf("received %lld\n", bytes);
}

static void
send_all(const struct sockaddr_in *address, long long bytes)
{
    int conn = socket(AF_INET, SOCK_STREAM, 0);

    if (connect(conn, (const struct sockaddr *)address, sizeof *address) == -1)
        fail("connect");
    while (bytes > 0) {
        size_t wanted = bytes < CHUNK_BYTES ? (size_t)bytes : CHUNK_BYTES;
        ssize_t sent = send(conn, chunk, wanted, MSG_NOSIGNAL);
        if (sent == -1)
            fail("send");
        bytes -= sent;
    }
}

int
main(int argc, char *argv[])
{
    struct sockaddr_in address = { .sin_family = AF_INET,
                                   .sin_port = htons(7000) };

    if (argc == 2 && strcmp(argv[1], "receive") == 0) {
        receive_all(&address);
        return 0;
    }
    if (argc == 3 && strcmp(argv[1], "send") == 0) {
        inet_pton(AF_INET, "10.0.0.2", &address.sin_addr);
        send_all(&address, atoll(argv[2]) << 20);
        return 0;
    }
    fprintf(stderr, "usage: bulk receive | bulk send MEGABYTES\n");
    return 2;
}
