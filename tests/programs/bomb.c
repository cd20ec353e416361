/* bomb.c - processes without end, or threads with "threads": until somebody
   stops it. */
#include <pthread.h>
#include <string.h>

#include "peers.h"

static void *
stay(void *context)
{
    (void)context;
    pause();
    return NULL;
}

int
main(int argc, char *argv[])
{
    pthread_t thread;

    for (;;) {
        if (argc == 2 && strcmp(argv[1], "threads") == 0)
            pthread_create(&thread, NULL, stay, NULL);
        else
            fork();
    }
}
