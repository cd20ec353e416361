/* lesson.c - ladder lesson DIR: what `make lesson-N` shows. */
#include <stdio.h>

#include "ask/first.h"
#include "lesson/lesson.h"
#include "verbs/verbs.h"

/* Other programs play than the lesson's: what it expects, and says of what
   happens, is not for them. */
static void
drop_verdict(struct lesson *lesson)
{
    for (size_t i = 0; i < lesson->count; i++) {
        scene_drop_expects(lesson->scenes[i]);
        scene_drop_notes(lesson->scenes[i]);
    }
}

int
verb_lesson(const struct options *options)
{
    struct lesson lesson = { .plays = true };
    int lanes = options_lanes(options);

    if (options->word_count != 1 || lanes == -1) {
        if (lanes != -1)
            fprintf(stderr, "usage: ladder lesson DIR [--scene=NAME|all] "
                            "[--view=calls|wire|all]\n");
        return STATUS_USAGE;
    }
    lesson_name(&lesson, options);
    lesson.drawing = lesson_drawing(options, (unsigned)lanes);

    int status = lesson_read_scenes(&lesson);
    if (status == STATUS_DONE && !lesson_choose_scene(&lesson))
        status = STATUS_USAGE;
    if (status == STATUS_DONE && options->no_verdict)
        drop_verdict(&lesson);
    if (status == STATUS_DONE)
        status = first_show(&lesson);
    if (options->no_verdict && status == STATUS_FAILED)
        status = STATUS_DONE;
    lesson_free_scenes(&lesson);
    return status;
}
