/* port_arg.c - a port number from an argument. */
#include <ctype.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

#include "common.h"

in_port_t
port_arg(const char *text)
{
    char *end;

    errno = 0;
    long port = strtol(text, &end, 10);
    if (!isdigit((unsigned char)text[0]) || *end != '\0' || errno != 0 ||
        port < 1 || port > 65535) {
        fprintf(stderr, "'%s' is not a port: give a number from 1 to 65535\n",
                text);
        exit(2);
    }
    return (in_port_t)port;
}
