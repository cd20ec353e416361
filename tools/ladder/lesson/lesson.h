/*
 * lesson.h - a lesson's folder and the scenes in it.
 */
#ifndef LADDER_LESSON_H
#define LADDER_LESSON_H

#include <limits.h>
#include <stdbool.h>
#include <stddef.h>

#include "draw/text/text.h"
#include "scene/scene.h"
#include "verbs/options.h"

enum { SCENES_MAX = 32 };

struct lesson {
    const struct options *options;
    char folder[PATH_MAX];      /* lessons/05-handshake */
    const char *name;           /* 05-handshake: the end of folder */
    char programs[PATH_MAX];    /* build/lessons/05-handshake */
    struct scene *scenes[SCENES_MAX];
    size_t count;
    struct text_options drawing;
    bool plays;                 /* a student may be its network here */
};

/*
 * Reads the scenes of lesson->folder, in their order.  STATUS_DONE; else with
 * one line on standard error: no such folder, a mistake in a scene, no scene.
 * The caller frees the scenes either way.
 */
int
lesson_read_scenes(struct lesson *lesson);

/* Keeps the scene that --scene= names, or all where it names none.  False, with
   the names that there are on standard error, if there is no such scene. */
bool
lesson_choose_scene(struct lesson *lesson);

#endif
