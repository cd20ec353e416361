/* accepting.c - a server that never blocks but in poll(). */
#include <errno.h>
#include <poll.h>

#include "peers.h"

static void
wait_for(int conn)
{
    struct pollfd fd = { .fd = conn, .events = POLLIN };

    if (poll(&fd, 1, -1) != 1)
        die("poll");
}

int
main(int argc, char *argv[])
{
    char line[64];
    ssize_t received = 1;

    if (argc != 2)
        usage("accepting PORT");
    int listener = listen_on(argv[1], SOCK_NONBLOCK);
    if (accept4(listener, NULL, NULL, SOCK_NONBLOCK) != -1 || errno != EAGAIN)
        die("accept4");
    wait_for(listener);
    int conn = accept4(listener, NULL, NULL, SOCK_NONBLOCK);
    if (conn == -1)
        die("accept4");
    while (received > 0) {
        if ((received = recv(conn, line, sizeof line, 0)) == -1) {
            if (errno != EAGAIN)
                die("recv");
            wait_for(conn);
            received = 1;
        } else if (send(conn, line, (size_t)received, 0) != received) {
            die("send");
        }
    }
    close(conn);
    close(listener);
    return 0;
}
