/*
 * verbs.h - what `ladder VERB` does.  Each returns an exit status.
 */
#ifndef LADDER_VERBS_H
#define LADDER_VERBS_H

#include "options/options.h"

int
verb_record(const struct options *options);

int
verb_run(const struct options *options);

int
verb_draw(const struct options *options);

int
verb_expect(const struct options *options);

int
verb_lesson(const struct options *options);

int
verb_predict(const struct options *options);

int
verb_play(const struct options *options);

/* The same, where --in= says. */
int
verb_play_in(const struct options *options);

int
verb_grade(const struct options *options);

int
verb_doctor(const struct options *options);

/*
 * `ladder guest LINE`, for process 1 only (vm/guest): makes a system of the
 * bare kernel, plays the jobs that stand in PACK_JOBS, sends what happened
 * through the serial line /dev/LINE and switches the machine off.
 */
int
verb_guest(const struct options *options);

#endif
