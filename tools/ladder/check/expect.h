/*
 * expect.h - does a trace tell what its scene expects?
 */
#ifndef LADDER_EXPECT_H
#define LADDER_EXPECT_H

#include <stdio.h>

#include "base/complaint.h"
#include "scene/scene.h"

/*
 * Checks the trace in file (seekable) against the scene's expectations: those
 * without `never` and `times` hold in order, each behind the one before; the
 * others hold for the whole run.  Prints one line to out for each that fails:
 * what was expected (file and line), and what stood nearest.  Returns the
 * number of failures, or -1 with a line in message.
 */
int
expect_check(const struct scene *scene, FILE *file, const char *name,
             FILE *out, struct complaint *message);

#endif
