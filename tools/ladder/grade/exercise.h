/*
 * exercise.h - a lesson's exercise and the student's work on it.
 *
 *     lessons/07-accept-queue/exercise/start/    the files that a student edits
 *     lessons/07-accept-queue/exercise/X.scene   what must hold, one file each
 *     work/07/                                   the student's files
 *     build/work/07/                             built from them; the traces
 *
 * A grade builds nothing: what stands in the last folder is played.
 */
#ifndef LADDER_EXERCISE_H
#define LADDER_EXERCISE_H

#include <limits.h>

#include "lesson/lesson.h"
#include "record/together.h"

enum verdict { VERDICT_HOLDS, VERDICT_FAILS, VERDICT_UNCHECKED };

enum { FINDING_TEXT = 900, FILES_MAX = 8 };

/* One thing that must hold. */
struct requirement {
    struct scene *scene;
    char trace[PATH_MAX];
    enum verdict verdict;
    char expected[FINDING_TEXT], happened[FINDING_TEXT];
    char call[FINDING_TEXT];    /* "server: close(5) with 4 bytes unread", the
                                   student's own last one; or "" */
    char line[FINDING_TEXT];    /* the transcript's line that decides, or "" */
    unsigned nth;               /* the nth that begins so */
    unsigned row;               /* of its row in the drawing; 0: none */
};

struct exercise {
    struct lesson lesson;       /* its folder is lessons/NN-name/exercise */
    char number[8];             /* "07" */
    const char *short_number;   /* "7" */
    char title[128];            /* "Refuse politely" */
    char work[PATH_MAX];        /* the student's folder */
    char programs[PATH_MAX];    /* what was built from it, and the traces */
    char files[FILES_MAX][NAME_MAX + 1];        /* of the starter */
    size_t file_count;
    struct requirement requirements[SCENES_MAX];
    size_t count;
};

/*
 * Reads the exercise of the lesson's folder.  STATUS_DONE, or STATUS_USAGE with
 * a line on standard error.  exercise_close() either way.
 */
int
exercise_open(struct exercise *exercise, const char *folder,
              const struct options *options);

void
exercise_close(struct exercise *exercise);

/* A number that changes with the student's files; 0 where there are none. */
uint64_t
exercise_hash(const struct exercise *exercise);

/* Whether the actor runs the student's program. */
bool
exercise_is_student(const struct exercise *exercise, const struct scene *scene,
                    const char *actor);

#endif
