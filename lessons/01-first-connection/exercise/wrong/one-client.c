/*
 * Serves one client and ends.
 * caught by: next
 */
#include <arpa/inet.h>
#include <ctype.h>
#include <errno.h>
#include <netinet/in.h>
#include <stdio.h>
#include <sys/socket.h>
#include <unistd.h>

#include "common.h"

enum { BACKLOG = 16, BUFFER_BYTES = 4096 };

/*
 * Sends back all that the peer sends, until the peer has no more to say.
 * Returns 0, or -1 with errno where the connection failed.
 */
static int
echo(int conn)
{
    char buffer[BUFFER_BYTES];

    for (;;) {
        ssize_t received = recv(conn, buffer, sizeof buffer, 0);
        if (received == -1 && errno == EINTR)
            continue;
        if (received <= 0)
            return (int)received;       /* 0: the peer's FIN */

        for (ssize_t i = 0; i < received; i++)
            buffer[i] = (char)toupper((unsigned char)buffer[i]);

        for (ssize_t sent = 0; sent < received;) {      /* explained in 11 */
            ssize_t n = send(conn, buffer + sent, (size_t)(received - sent),
                             MSG_NOSIGNAL);
            if (n == -1 && errno == EINTR)
                continue;
            if (n == -1)
                return -1;
            sent += n;
        }
    }
}

int
main(int argc, char *argv[])
{
    if (argc < 2 || argc > 3)
        usage("server PORT [ADDRESS]");

    const char *address = argc == 3 ? argv[2] : "127.0.0.1";
    struct sockaddr_in local = { .sin_family = AF_INET,
                                 .sin_port = htons(port_arg(argv[1])) };
    if (inet_pton(AF_INET, address, &local.sin_addr) != 1)
        usage("server PORT [ADDRESS], ADDRESS such as 127.0.0.1");

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
        if (echo(conn) == -1)
            perror("echo");     /* this client is lost; serve the next */
        close(conn);
        return 0;               /* the mistake */
    }
}
