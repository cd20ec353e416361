/*
 * A child reads what a refused client still sends; the parent only polls the
 * listener and the client that it serves.
 */
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/select.h>
#include <sys/socket.h>
#include <unistd.h>

#include "common.h"

enum { BACKLOG = 16 };

static void
see_off(int conn)
{
    char rest[512];
    const char *text = "busy\n";

    for (size_t i = 0; i < strlen(text); i++)   /* byte by byte is right too */
        if (write(conn, text + i, 1) == -1)
            _exit(1);
    shutdown(conn, SHUT_WR);
    while (read(conn, rest, sizeof rest) > 0)
        ;
    _exit(0);
}

/* Echoes what there is; closes at the end and returns -1, else conn. */
static int
serve(int conn)
{
    char some[100];
    ssize_t n = read(conn, some, sizeof some);

    for (ssize_t sent = 0; sent < n;) {
        ssize_t more = write(conn, some + sent, (size_t)(n - sent));
        if (more <= 0)
            break;
        sent += more;
    }
    if (n > 0)
        return conn;
    close(conn);
    return -1;
}

static int
take(int listener, int served)
{
    int conn = accept(listener, NULL, NULL);

    if (conn == -1 || served == -1)
        return conn;
    pid_t child = fork();
    if (child == 0) {
        close(listener);
        close(served);
        see_off(conn);
    }
    close(conn);
    return served;
}

int
main(int argc, char **argv)
{
    if (argc < 2)
        usage("server PORT [ADDRESS]");
    signal(SIGPIPE, SIG_IGN);
    struct sigaction no_zombies = { .sa_handler = SIG_IGN };
    sigaction(SIGCHLD, &no_zombies, NULL);
    int listener = tcp_listen(argc > 2 ? argv[2] : "127.0.0.1", argv[1],
                              BACKLOG);
    if (listener == -1)
        die("listen");
    puts("listening");
    fflush(stdout);

    int served = -1;
    for (;;) {
        fd_set ready;
        FD_ZERO(&ready);
        FD_SET(listener, &ready);
        if (served != -1)
            FD_SET(served, &ready);
        int most = served > listener ? served : listener;
        if (select(most + 1, &ready, NULL, NULL, NULL) == -1)
            continue;
        if (served != -1 && FD_ISSET(served, &ready))
            served = serve(served);
        if (FD_ISSET(listener, &ready))
            served = take(listener, served);
    }
}
