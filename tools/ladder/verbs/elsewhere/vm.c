/* vm.c - elsewhere than on Linux there is no virtual machine with Linux. */
#include "verbs/vm.h"

#include <stdio.h>

#include "verbs/verbs.h"

int
verb_vm(const struct options *options)
{
    (void)options;
    printf("No virtual machine here: that needs Linux.\n");
    return STATUS_FAILED;
}

int
verb_guest(const struct options *options)
{
    (void)options;
    fprintf(stderr, "ladder: guest is for a virtual machine only\n");
    return STATUS_FAILED;
}
