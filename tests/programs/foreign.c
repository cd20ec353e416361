/*
 * foreign.c - calls the kernel by another machine's numbers.
 *
 * On x86-64, int $0x80 is the entry of 32-bit programs: there 20 is getpid().
 * Elsewhere this says that there is no such thing.
 */
#include "peers.h"

#include <stdio.h>

int
main(int argc, char *argv[])
{
    if (argc != 3)
        usage("foreign ADDRESS PORT");
#if defined(__x86_64__)
    long result = 20;

    __asm__ volatile("int $0x80" : "+a"(result) : : "memory");
    if (result != (long)getpid()) {
        printf("this kernel knows no 32-bit calls\n");
        return 0;
    }
#else
    printf("this machine knows no other calls\n");
#endif
    int conn = connect_to(argv[1], argv[2]);
    exchange(conn);
    close(conn);
    return 0;
}
