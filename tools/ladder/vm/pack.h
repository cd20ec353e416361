/*
 * pack.h - what a guest finds when it starts: its first file system.
 *
 * It holds this ladder as /init, each job's scene, programs and the files that
 * the scene names, at the paths that they have here, the libraries that all
 * these need, and the kernel's modules.  Nothing else of this machine.
 */
#ifndef LADDER_PACK_H
#define LADDER_PACK_H

#include <stdio.h>

#include "base/complaint.h"
#include "scene/scene.h"
#include "vm/images.h"

struct player;

/* One scene to be played in a guest. */
struct job {
    const struct scene *scene;
    const char *programs;       /* the folder of "./X", or NULL */
    const char *words;          /* a verb and its options: "record --no-pin" */
    struct player *player;      /* for "play", else NULL */
};

/* The file in which a guest finds its jobs: strings, each ended by a 0 byte.
   PATH first, then JOB_FIELDS for each job. */
#define PACK_JOBS "/jobs"
#define PACK_MODULES "/modules"

enum job_field {
    JOB_FOLDER, JOB_SCENE, JOB_PROGRAMS,
    JOB_PLAYER,                 /* "keys", "lines", or "" if there is none */
    JOB_WORDS, JOB_FIELDS
};

/* Writes the archive.  0, or -1 with one line in message. */
int
pack(FILE *out, const struct image *image, const struct job *jobs,
     size_t count, struct complaint *message);

#endif
