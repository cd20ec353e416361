/*
 * record.h - plays a scene and keeps what happened.
 */
#ifndef LADDER_RECORD_H
#define LADDER_RECORD_H

#include <stdbool.h>
#include <stdio.h>

#include "draw/text/text.h"
#include "scene/scene.h"
#include "trace/trace.h"

/* How a recording ended.  The first three are exit statuses. */
enum outcome {
    OUTCOME_DONE = 0, OUTCOME_FAILED = 1, OUTCOME_USAGE = 2,
    OUTCOME_NO_HOSTS = 3,       /* this machine allows no private hosts */
    OUTCOME_SKIPPED = 4,        /* this kernel cannot show the scene */
    OUTCOME_INTERRUPTED = 5,    /* Ctrl-C: the scenes behind it too */
    OUTCOME_STARVED = 6         /* only where `again` allows it: not kept */
};

struct recording {
    const struct scene *scene;
    const char *trace;          /* the file to write, or NULL */
    const char *programs;       /* the folder of "./X", or NULL */
    const char *place;          /* "vm": the trace's "in"; NULL: "hosts" */
    bool no_pin;
    bool again;                 /* a busy machine is no reason to keep it */
    bool silent;                /* that there are no hosts is not said */
    const struct text_options *drawing; /* draw on stdout as it happens; NULL */
};

/*
 * Plays the scene on private hosts, in this process, whose namespaces change
 * for good.  Says on standard error what went wrong: one line each.
 */
enum outcome
record(const struct recording *recording);

/* Puts into a trace's first line which machine this is: in a virtual machine
   the place is "vm". */
void
record_name_machine(struct trace_header *header, const char *place);

#endif
