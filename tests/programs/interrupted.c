/*
 * interrupted.c - a server whose accept() is interrupted by SIGUSR1.
 *
 * With "restart" the kernel begins the call again; with "fail" it is the
 * program that must.
 */
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>

#include "peers.h"

static void
ignore(int number)
{
    (void)number;
}

int
main(int argc, char *argv[])
{
    struct sigaction action = { .sa_handler = ignore };

    if (argc != 3)
        usage("interrupted PORT restart|fail");
    if (strcmp(argv[2], "restart") == 0)
        action.sa_flags = SA_RESTART;
    if (sigaction(SIGUSR1, &action, NULL) == -1)
        die("sigaction");
    int listener = listen_on(argv[1], 0);
    int conn;
    while ((conn = accept(listener, NULL, NULL)) == -1) {
        if (errno != EINTR)
            die("accept");
        printf("interrupted\n");
        fflush(stdout);
    }
    close(conn);
    return 0;
}
