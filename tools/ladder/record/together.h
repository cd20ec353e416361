/*
 * together.h - many recordings at once, none of them shown.
 */
#ifndef LADDER_TOGETHER_H
#define LADDER_TOGETHER_H

#include <stddef.h>
#include <sys/types.h>

#include "record/record.h"

struct together {
    struct recording recording;
    bool measures;              /* where the machine is too busy, it is starved,
                                   however often it was tried */
    enum outcome outcome;
    char said[512];             /* its first line on standard error */
    pid_t pid;
    int errors;                 /* a file for what it says */
    unsigned tries;
};

/*
 * Plays all[0..count), at_once at a time, each up to three times where the
 * machine starves it.  What they print is not shown.  False if a signal came
 * that asks us to end: they all have been ended then.
 */
bool
together_play(struct together *all, size_t count, size_t at_once);

#endif
