/* drops.c - one number out of /proc/net/netstat. */
#include "capture/hosts/drops.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { NETSTAT_MAX = 16384 };

int
drops_open(void)
{
    return open("/proc/self/net/netstat", O_RDONLY | O_CLOEXEC);
}

/*
 * The value that stands as far behind "TcpExt:" as the name does in the line
 * above it:
 *
 *     TcpExt: SyncookiesSent SyncookiesRecv ...
 *     TcpExt: 0 0 ...
 */
static uint64_t
value_of(char *text, const char *name)
{
    char *names = strstr(text, "TcpExt: ");
    char *values = names != NULL ? strstr(names + 1, "TcpExt: ") : NULL;
    char *rest_of_names, *rest_of_values;

    if (values == NULL)
        return 0;
    values[-1] = '\0';
    char *key = strtok_r(names, " \n", &rest_of_names);
    char *value = strtok_r(values, " \n", &rest_of_values);
    while (key != NULL && value != NULL) {
        if (strcmp(key, name) == 0)
            return strtoull(value, NULL, 10);
        key = strtok_r(NULL, " \n", &rest_of_names);
        value = strtok_r(NULL, " \n", &rest_of_values);
    }
    return 0;
}

uint64_t
drops_count(int counters)
{
    static char text[NETSTAT_MAX];
    size_t length = 0;
    ssize_t got;

    while (length < sizeof text - 1 &&
           (got = pread(counters, text + length, sizeof text - 1 - length,
                        (off_t)length)) > 0)
        length += (size_t)got;
    text[length] = '\0';
    return value_of(text, "ListenDrops");
}
