/*
 * loopback.h - a scene's pair on this machine's loopback, without a recorder.
 */
#ifndef LADDER_LOOPBACK_H
#define LADDER_LOOPBACK_H

#include "base/complaint.h"
#include "scene/scene.h"

/*
 * Runs the scene's programs on 127.0.0.1 and passes on what they print, each
 * line behind its program's name.  The scene's addresses become loopback's;
 * its wire, faults and settings do not apply.  A scene that takes two hosts is
 * not run, and that is said.  0, or -1 with a line in message if a program
 * cannot be started.
 */
int
loopback_run(const struct scene *scene, const char *programs,
             struct complaint *message);

#endif
