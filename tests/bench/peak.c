/*
 * peak.c - runs a command and prints the KiB of memory that it, or a program
 * it waited for, had at most: getrusage(2), ru_maxrss.  For tools/bench.
 */
#define _DEFAULT_SOURCE         /* for ru_maxrss */

#include <stdio.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

int
main(int argc, char *argv[])
{
    struct rusage used;
    int status;

    if (argc < 2) {
        fprintf(stderr, "usage: peak COMMAND...\n");
        return 2;
    }
    pid_t child = fork();
    if (child == 0) {
        execvp(argv[1], argv + 1);
        perror(argv[1]);
        _exit(127);
    }
    if (child == -1 || waitpid(child, &status, 0) == -1 ||
        getrusage(RUSAGE_CHILDREN, &used) == -1) {
        perror("peak");
        return 1;
    }
    printf("%ld\n", used.ru_maxrss);
    return WIFEXITED(status) ? WEXITSTATUS(status) : 1;
}
