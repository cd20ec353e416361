/*
 * exec-in-thread.c - a second thread execs while the first waits in recv().
 *
 * The process keeps its number; the thread that called execve() takes it over,
 * and the first thread is gone without a word.
 */
#include <pthread.h>
#include <string.h>

#include "peers.h"

struct job {
    const char *program;
    int conn;
};

static void *
replace(void *context)
{
    struct job *job = context;

    exec_child(job->program, job->conn);
    return NULL;
}

int
main(int argc, char *argv[])
{
    pthread_t thread;
    char byte;

    if (argc != 3)
        usage("exec-in-thread ADDRESS PORT");
    if (strcmp(argv[1], "child") == 0) {
        exchange(atoi(argv[2]));
        return 0;
    }
    struct job job = { .program = argv[0],
                       .conn = connect_to(argv[1], argv[2]) };
    if (pthread_create(&thread, NULL, replace, &job) != 0)
        die("pthread_create");
    recv(job.conn, &byte, 1, 0);        /* never returns */
    return 3;
}
