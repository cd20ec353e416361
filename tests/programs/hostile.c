/*
 * hostile.c - prints what a terminal, a page or a parser might obey.
 *
 * hostile escapes     control characters, ANSI escapes, markup, no UTF-8
 * hostile line        one line of 10 MB
 */
#include <stdio.h>
#include <string.h>

#include "peers.h"

int
main(int argc, char *argv[])
{
    static char block[10000];

    if (argc != 2)
        usage("hostile escapes|line");
    if (strcmp(argv[1], "escapes") == 0) {
        printf("\033[2J\033]0;owned\a red \033[31m\n");
        printf("a\rb\bc\td\177e\n");
        printf("</svg><script>alert(1)</script> \"quoted\" \\ back\n");
        printf("\xff\xfe \xc3( \xed\xa0\x80 \xf4\x90\x80\x80 \xc2\x9b" "31m\n");
        fwrite("nul \0 here\n", 1, 11, stdout);
        printf("the last line has no end");
        return 0;
    }
    memset(block, 'x', sizeof block);
    for (int i = 0; i < 1000; i++)
        fwrite(block, 1, sizeof block, stdout);
    printf("\nafter it\n");
    return 0;
}
