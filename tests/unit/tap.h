/*
 * tap.h - one line per test, as bats and prove print them.
 *
 *     ok 1 - a SYN counts one
 *     not ok 2 - a FIN counts one
 *     1..2
 */
#ifndef TAP_H
#define TAP_H

#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>

struct tap {
    int tests, failures;
};

/* The one count of a test program; a test is one file, so static will do. */
static struct tap *
tap_count(void)
{
    static struct tap count;
    return &count;
}

/* Notes one test; format is a sentence about behaviour. */
static void
check(bool passed, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

static void
check(bool passed, const char *format, ...)
{
    struct tap *count = tap_count();
    va_list arguments;

    count->tests++;
    if (!passed)
        count->failures++;
    printf("%sok %d - ", passed ? "" : "not ", count->tests);
    va_start(arguments, format);
    vprintf(format, arguments);
    va_end(arguments);
    putchar('\n');
    fflush(stdout);
}

/* Prints the plan; returns the program's exit status. */
static int
done(void)
{
    struct tap *count = tap_count();
    printf("1..%d\n", count->tests);
    return count->failures > 0;
}

#endif
