/*
 * many.h - ladder record SCENE... -o FOLDER/: many scenes at once.
 */
#ifndef LADDER_MANY_H
#define LADDER_MANY_H

#include "options/options.h"

/*
 * Plays all scenes where --in= says, in a virtual machine all of them in one,
 * and keeps each trace as FOLDER/<the scene's folder>/<its name>.trace.  Says
 * on standard output of each, "holds", "fails" or "skipped" and its name, in
 * order, behind what recording it said.  Returns the exit status.
 */
int
record_many(const struct options *options);

#endif
