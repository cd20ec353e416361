/* files.c - a server whose bytes never pass through its memory. */
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/sendfile.h>

#include "peers.h"

int
main(int argc, char *argv[])
{
    off_t from = 0;
    int ends[2];

    if (argc != 2)
        usage("files PORT");
    int file = memfd_create("line", 0);
    if (file == -1 || pipe(ends) == -1 || write(file, "hello\n", 6) != 6 ||
        write(ends[1], "world\n", 6) != 6)
        die("a file and a pipe");
    int listener = listen_on(argv[1], 0);
    int conn = accept(listener, NULL, NULL);
    if (conn == -1)
        die("accept");
    if (sendfile(conn, file, &from, 6) != 6)
        die("sendfile");
    if (splice(ends[0], NULL, conn, NULL, 6, 0) != 6)
        die("splice");
    close(conn);
    return 0;
}
