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
#include "options/options.h"

enum { SCENES_MAX = 32 };

struct lesson {
    const struct options *options;
    char folder[PATH_MAX];      /* lessons/05-handshake */
    const char *name;           /* 05-handshake: the end of folder */
    char number[16];            /* "5": as in make lesson-5 */
    char programs[PATH_MAX];    /* build/lessons/05-handshake */
    struct scene *scenes[SCENES_MAX];   /* those to be shown, */
    size_t count;
    struct scene *others[SCENES_MAX];   /* and those of the menu */
    size_t other_count;
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

/* Names the lesson's folder, and the folder of its programs. */
void
lesson_name(struct lesson *lesson, const struct options *options);

/* How the options want these lanes drawn; 0: those that the scene shows. */
struct text_options
lesson_drawing(const struct options *options, unsigned lanes);

/* Whether --scene=all asks for every scene. */
bool
lesson_wants_all(const struct lesson *lesson);

/*
 * Keeps the scene that --scene= names; with `all`, all; where it names none,
 * the first, and with one whose `table` compares it, those that it is compared
 * with.  The others go to the menu.  False, with the names that there are on
 * standard error, if there is no such scene.
 */
bool
lesson_choose_scene(struct lesson *lesson);

void
lesson_free_scenes(struct lesson *lesson);

#endif
