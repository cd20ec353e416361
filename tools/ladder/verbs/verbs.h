/*
 * verbs.h - what `ladder VERB` does.  Each returns an exit status.
 */
#ifndef LADDER_VERBS_H
#define LADDER_VERBS_H

#include "verbs/options.h"

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
verb_play(const struct options *options);

/* The same, where --in= says. */
int
verb_play_in(const struct options *options);

int
verb_grade(const struct options *options);

int
verb_doctor(const struct options *options);

#endif
