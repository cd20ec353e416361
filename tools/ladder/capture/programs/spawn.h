/*
 * spawn.h - starting a scene's program on its host, under the recorder's eyes.
 */
#ifndef LADDER_SPAWN_H
#define LADDER_SPAWN_H

#include <stdbool.h>

#include "base/complaint.h"
#include "scene/scene.h"
#include "capture/hosts/hosts.h"
#include "capture/programs/tracee.h"

/*
 * Finds the file that a scene's program means: "./X" is DIR/X for a given
 * programs folder, else build/<the scene's folder>/X below some folder above
 * the scene, else X beside the scene; a bare word is looked up in PATH.  Writes
 * an absolute path into out[size].  0, or -1 with one line in message.
 */
int
spawn_find(const struct scene *scene, const struct scene_program *program,
           const char *programs, char *out, size_t size,
           struct complaint *message);

/*
 * Writes why the actor's program could not be started into message, if its
 * child has said so before it ended.  True if it has.
 */
bool
spawn_failed(const struct actor *actor, const struct scene_program *program,
             struct complaint *message);

/*
 * Starts the program as actor: in its host's network, without capabilities,
 * as the caller (under sudo as SUDO_UID), its output in actor->output, its
 * socket calls stopped by a seccomp filter.  0, or -1 with one line in message.
 */
int
spawn(struct tracees *tracees, struct actor *actor, const struct hosts *hosts,
      const struct scene *scene, const struct scene_program *program,
      const char *path, struct complaint *message);

#endif
