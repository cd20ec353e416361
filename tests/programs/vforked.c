/* vforked.c - a child made with vfork() execs, and speaks on the socket. */
#include <string.h>
#include <sys/wait.h>

#include "peers.h"

int
main(int argc, char *argv[])
{
    int status;

    if (argc != 3)
        usage("vforked ADDRESS PORT");
    if (strcmp(argv[1], "child") == 0) {
        exchange(atoi(argv[2]));
        return 0;
    }
    int conn = connect_to(argv[1], argv[2]);
    pid_t child = vfork();      /* NOLINT: what this program is for */
    if (child == -1)
        die("vfork");
    if (child == 0)
        exec_child(argv[0], conn);      /* NOLINT: it does nothing else */
    if (waitpid(child, &status, 0) == -1)
        die("waitpid");
    close(conn);
    return status == 0 ? 0 : 1;
}
