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

enum { EXPECT_TEXT = 900 };

/* What a grader wants to know of a trace. */
struct expect_findings {
    size_t failed;              /* how many expectations do not hold */
    const struct scene_expect *first;   /* the first of them, or NULL */
    char happened[EXPECT_TEXT]; /* what happened instead, in one line */
    uint64_t line;              /* of the transcript that shows it; 0: none */
    uint64_t step;              /* or the step, of what a peer has read; 0 */
};

/* The same check as expect_check(), kept instead of printed.  0, or -1 with a
   line in message. */
int
expect_find(const struct scene *scene, FILE *file, const char *name,
            struct expect_findings *found, struct complaint *message);

/* Writes an expectation for a reader who does not know a scene's words:
   `client-2 has read "busy\n" in all, then end of file`. */
void
expect_describe(const struct scene_expect *expect, char *out, size_t size);

#endif
