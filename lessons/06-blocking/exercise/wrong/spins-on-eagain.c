/*
 * Non-blocking sockets and no poll(): asks all of them again and again.
 * caught by: silent
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/socket.h>
#include <unistd.h>

#include "common.h"

enum { BACKLOG = 16, BUFFER_BYTES = 4096, CLIENTS = 100 };

/*
 * Receives once and sends that back.  Returns 1; 0 at the peer's FIN; -1 with
 * errno where the connection failed.
 */
static int
echo_once(int conn)
{
    char buffer[BUFFER_BYTES];

    ssize_t received = recv(conn, buffer, sizeof buffer, 0);
    if (received == -1 && errno == EINTR)
        return 1;
    if (received <= 0)
        return (int)received;
    for (ssize_t sent = 0; sent < received;) {
        ssize_t n = send(conn, buffer + sent, (size_t)(received - sent),
                         MSG_NOSIGNAL);
        if (n == -1 && errno == EINTR)
            continue;
        if (n == -1)
            return -1;
        sent += n;
    }
    return 1;
}

int
main(int argc, char *argv[])
{
    if (argc < 2 || argc > 3)
        usage("server PORT [ADDRESS]");
    port_arg(argv[1]);

    const char *address = argc == 3 ? argv[2] : "127.0.0.1";
    int listener = tcp_listen(address, argv[1], BACKLOG);
    if (listener == -1)
        die("tcp_listen");
    printf("listening on %s:%s\n", address, argv[1]);
    fflush(stdout);

    int all[CLIENTS], count = 0;

    fcntl(listener, F_SETFL, O_NONBLOCK);
    for (;;) {
        int conn = accept(listener, NULL, NULL);
        if (conn != -1 && count < CLIENTS) {
            fcntl(conn, F_SETFL, O_NONBLOCK);
            all[count++] = conn;
        }
        for (int i = 0; i < count; i++) {
            int status = echo_once(all[i]);
            if (status == 1 || (status == -1 && errno == EAGAIN))
                continue;
            close(all[i]);
            all[i--] = all[--count];
        }
    }
}
