/*
 * heirs.c - a server whose connection ends without a call on it.
 *
 * "child": a child inherits the connection and exits.  "exec": it is closed on
 * exec.  "unread": it is closed before all was read, which resets it.
 */
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>

#include "peers.h"

/* The child lives until its parent has closed the connection. */
static void
leave_to_child(int conn)
{
    int closed[2];
    char byte;

    if (pipe(closed) == -1)
        die("pipe");
    switch (fork()) {
    case -1:
        die("fork");
    case 0:
        close(closed[1]);
        if (read(closed[0], &byte, 1) == -1)
            die("read");
        _exit(0);
    default:
        close(conn);
        close(closed[1]);
        wait(NULL);
    }
}

int
main(int argc, char *argv[])
{
    char byte;

    if (argc != 3)
        usage("heirs PORT child|exec|unread");
    int listener = listen_on(argv[1], 0);
    int conn = accept(listener, NULL, NULL);
    if (conn == -1 || recv(conn, &byte, 1, 0) != 1)
        die("accept");
    if (strcmp(argv[2], "child") == 0) {
        leave_to_child(conn);
    } else if (strcmp(argv[2], "exec") == 0) {
        fcntl(conn, F_SETFD, FD_CLOEXEC);
        execl("/bin/true", "true", (char *)NULL);
        die("exec");
    } else {
        close(conn);
    }
    return 0;
}
