/* busy.c - makes one socket call after the other and never rests. */
#include "peers.h"

int
main(void)
{
    int value, conn = socket(AF_INET, SOCK_STREAM, 0);

    for (;;) {
        socklen_t length = sizeof value;
        getsockopt(conn, SOL_SOCKET, SO_ERROR, &value, &length);
    }
}
