/* usage.c - says how a program is called, and exits. */
#include <stdio.h>
#include <stdlib.h>

#include "common.h"

_Noreturn void
usage(const char *text)
{
    fprintf(stderr, "usage: %s\n", text);
    exit(2);
}
