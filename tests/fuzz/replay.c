/*
 * replay.c - feeds the files given as arguments to a fuzz target, without
 * libFuzzer: what a fuzzer once found stays mended.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "fuzz.h"

enum { FILE_MAX = 4 << 20 };

/* The file's bytes, in memory of just their size; NULL with errno. */
static uint8_t *
read_file(const char *name, size_t *length)
{
    static uint8_t buffer[FILE_MAX];
    FILE *file = fopen(name, "rb");

    if (file == NULL)
        return NULL;
    *length = fread(buffer, 1, sizeof buffer, file);
    int error = ferror(file) ? errno : 0;
    fclose(file);
    uint8_t *bytes = error == 0 ? malloc(*length + (*length == 0)) : NULL;
    if (bytes != NULL)
        memcpy(bytes, buffer, *length);
    if (error != 0)
        errno = error;
    return bytes;
}

int
main(int argc, char **argv)
{
    int failures = 0;

    for (int i = 1; i < argc; i++) {
        size_t length = 0;
        uint8_t *bytes = read_file(argv[i], &length);
        if (bytes == NULL) {
            printf("not ok %d - %s: %s\n", i, argv[i], strerror(errno));
            failures++;
            continue;
        }
        LLVMFuzzerTestOneInput(bytes, length);
        printf("ok %d - %s does no harm\n", i, argv[i]);
        fflush(stdout);
        free(bytes);
    }
    printf("1..%d\n", argc - 1);
    return failures == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
