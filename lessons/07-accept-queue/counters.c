/*
 * counters.c - prints what the listeners of this machine have thrown away.
 *
 * The kernel counts what it drops at a listener: SYNs, third segments, and the
 * bytes behind them.
 *
 *     drops       all of them
 *     overflows   those that found the accept queue full
 *
 * Watch for: no program and no client is told; only these numbers change.
 * Run with:  counters                  (`nstat -az 'TcpExtListen*'` has both)
 * Changed since 06: this program is new.  It opens no socket; all that it needs
 *            is in /proc/net/netstat.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common.h"

enum { LINE_BYTES = 8192 };

/*
 * Returns the value under the name: the file has a line of names and, below
 * it, a line of values.  -1 if the name is not there.
 */
static long
counter(const char *names, const char *values, const char *name)
{
    size_t length = strlen(name);

    while ((names = strchr(names, ' ')) != NULL &&
           (values = strchr(values, ' ')) != NULL) {
        names++;
        values++;
        if (strncmp(names, name, length) == 0 &&
            strchr(" \n", names[length]) != NULL)
            return strtol(values, NULL, 10);
    }
    return -1;
}

int
main(int argc, char *argv[])
{
    static char names[LINE_BYTES], values[LINE_BYTES];

    (void)argv;
    if (argc != 1)
        usage("counters");

    FILE *file = fopen("/proc/net/netstat", "r");
    if (file == NULL)
        die("/proc/net/netstat");
    while (fgets(names, sizeof names, file) != NULL &&
           fgets(values, sizeof values, file) != NULL)
        if (strncmp(names, "TcpExt: ", 8) == 0)
            printf("drops %ld, overflows %ld\n",
                   counter(names, values, "ListenDrops"),
                   counter(names, values, "ListenOverflows"));
    fclose(file);
    if (fflush(stdout) == EOF || ferror(stdout))
        die("standard output");
    return 0;
}
