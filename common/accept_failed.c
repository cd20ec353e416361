/* accept_failed.c - what a server does where accept() has failed. */
#include <errno.h>
#include <poll.h>
#include <stdio.h>

#include "common.h"

enum { PAUSE_MS = 100 };

void
accept_failed(void)
{
    if (errno == EINTR || errno == ECONNABORTED)
        return;                 /* a signal, or a client that is gone */
    if (errno == EBADF || errno == EINVAL || errno == ENOTSOCK)
        die("accept");          /* our own mistake: this is no listener */

    /*
     * No descriptor or no memory is free (EMFILE, ENFILE, ENOBUFS, ENOMEM).
     * Clients stay in the queue, and each accept() fails at once, until
     * somebody closes something.  Nothing tells us when, so we look ten times
     * a second.  Or the network failed one client (`man 2 accept` lists how):
     * then the pause does no harm.
     */
    perror("accept");
    poll(NULL, 0, PAUSE_MS);    /* of no descriptors: only the time passes */
}
