/*
 * inject.h - a program's call, changed while it is stopped at its entry.
 *
 * The kernel is really asked for less, or not asked at all.  What was changed,
 * in registers and in the program's memory, is put back when the call is over:
 * the program sees its own arguments again.
 */
#ifndef LADDER_INJECT_H
#define LADDER_INJECT_H

#include "capture/programs/calls.h"
#include "scene/scene.h"

struct tracee;

/* Whether the call is one of this class, and on a stream socket if on any. */
bool
inject_concerns(const struct call *call, enum inject_class class);

/*
 * Changes the call that the tracee is about to make.  1; 0 where nothing is to
 * be changed, since it asks for no more; -1 where this call cannot be changed.
 */
int
inject_apply(struct tracee *tracee, const struct call *call,
             const struct scene_inject *inject);

/* At the call's end: puts back what was changed, if anything was. */
void
inject_restore(struct tracee *tracee);

#endif
