/*
 * output.h - a file that appears whole or not at all.
 */
#ifndef LADDER_OUTPUT_H
#define LADDER_OUTPUT_H

#include <stdio.h>

#include "base/complaint.h"

struct output;

/*
 * Opens path for writing and reading ("-": standard output).  Until
 * output_commit() nothing stands under that name, even after kill -9.  NULL
 * with one line in message.
 */
struct output *
output_open(const char *path, struct complaint *message);

FILE *
output_file(struct output *output);

/* Makes what was written the file, replacing a former one.  0, or -1 with one
   line in message: a full disk, for one.  The output stays open for reading. */
int
output_commit(struct output *output, struct complaint *message);

/* Closes it; what was not committed is gone. */
void
output_close(struct output *output);

#endif
