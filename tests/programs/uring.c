/* uring.c - asks for io_uring, whose calls nobody sees, then speaks. */
#include <sys/syscall.h>

#include "peers.h"

int
main(int argc, char *argv[])
{
    char parameters[120] = { 0 };

    if (argc != 3)
        usage("uring ADDRESS PORT");
    syscall(SYS_io_uring_setup, 4, parameters);
    syscall(SYS_io_uring_enter, -1, 0, 0, 0, NULL, 0);
    int conn = connect_to(argv[1], argv[2]);
    exchange(conn);
    close(conn);
    return 0;
}
