/* threads.c - two threads, a connection each. */
#include <pthread.h>

#include "peers.h"

static void *
speak(void *context)
{
    char **argv = context;
    int conn = connect_to(argv[1], argv[2]);

    exchange(conn);
    close(conn);
    return NULL;
}

int
main(int argc, char *argv[])
{
    pthread_t threads[2];

    if (argc != 3)
        usage("threads ADDRESS PORT");
    for (int i = 0; i < 2; i++)
        if (pthread_create(&threads[i], NULL, speak, argv) != 0)
            die("pthread_create");
    for (int i = 0; i < 2; i++)
        pthread_join(threads[i], NULL);
    return 0;
}
