/* spinning.c - programs that ask again and again instead of waiting. */
#include <errno.h>
#include <pthread.h>
#include <string.h>

#include "peers.h"

/* Takes a connection without ever sleeping for one. */
static int
accept_spinning(int listener)
{
    int conn;

    while ((conn = accept4(listener, NULL, NULL, SOCK_NONBLOCK)) == -1)
        if (errno != EAGAIN)
            die("accept4");
    return conn;
}

/* Takes some bytes without ever sleeping for them. */
static ssize_t
receive_spinning(int conn, char *line, size_t bytes)
{
    ssize_t received;

    while ((received = recv(conn, line, bytes, MSG_DONTWAIT)) == -1)
        if (errno != EAGAIN)
            die("recv");
    return received;
}

/* A server that sends each line back, and never rests. */
static void
serve(const char *port)
{
    char line[64];
    ssize_t received;
    int listener = listen_on(port, SOCK_NONBLOCK);

    for (;;) {
        int conn = accept_spinning(listener);
        while ((received = receive_spinning(conn, line, sizeof line)) > 0)
            if (send(conn, line, (size_t)received, MSG_NOSIGNAL) != received)
                die("send");
        close(conn);
    }
}

/* A client that waits so for its answer. */
static void
ask(const char *address, const char *port)
{
    char answer[6];
    size_t got = 0;
    int conn = connect_to(address, port);

    if (send(conn, "hello\n", 6, MSG_NOSIGNAL) != 6)
        die("send");
    while (got < sizeof answer)
        got += (size_t)receive_spinning(conn, answer + got,
                                        sizeof answer - got);
    close(conn);
}

static _Noreturn void *
compute(void *nothing)
{
    (void)nothing;
    for (;;)
        ;                       /* no call at all */
}

/* A client beside whose exchange a thread computes. */
static void
ask_computing(const char *address, const char *port)
{
    pthread_t thread;

    if ((errno = pthread_create(&thread, NULL, compute, NULL)) != 0)
        die("pthread_create");
    int conn = connect_to(address, port);
    exchange(conn);
    close(conn);
}

int
main(int argc, char *argv[])
{
    if (argc == 3 && strcmp(argv[1], "serve") == 0)
        serve(argv[2]);
    else if (argc == 4 && strcmp(argv[1], "ask") == 0)
        ask(argv[2], argv[3]);
    else if (argc == 4 && strcmp(argv[1], "compute") == 0)
        ask_computing(argv[2], argv[3]);
    else
        usage("spinning serve PORT | ask ADDRESS PORT | compute ADDRESS PORT");
    return 0;
}
