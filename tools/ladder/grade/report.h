/*
 * report.h - what a student reads after a grade.
 *
 *     07 · Refuse politely                                    work/07/server.c
 *       ok    the first client gets all its echoes
 *       FAIL  every other client reads "busy", then end of file
 *             expected  client-2 has read "busy\n" in all, then end of file
 *             happened  client-2 has read nothing, then ECONNRESET
 *             your call server: close(5) with 4 bytes unread (row 41 of make
 *                       look-7)
 *     1 of 2 requirements hold.                              next: make look-7
 */
#ifndef LADDER_REPORT_H
#define LADDER_REPORT_H

#include <stdio.h>

#include "grade/exercise.h"

void
report_begin(const struct exercise *exercise, bool unicode, FILE *out);

void
report_requirement(const struct exercise *exercise,
                   const struct requirement *requirement, FILE *out);

/* The last line.  The exit status: 0 all hold, 1 one does not, 3 none failed
   and one could not be checked. */
int
report_end(const struct exercise *exercise, FILE *out);

#endif
