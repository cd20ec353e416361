/*
 * menu.c - the other scenes, and what comes next.
 *
 *     The other scenes (all: make lesson-5 SCENE=all):
 *       make lesson-5 SCENE=lost-syn  The first SYN is lost. Which program
 *                                     sends it again?
 *     Next: be the network: make play-5; read lessons/05-handshake/README.md
 */
#include "lesson/menu.h"

#include <stdio.h>
#include <string.h>

#include "draw/ink/fold.h"

enum { COMMAND_MAX = 128 };

/* "make lesson-5 SCENE=lost-syn"; returns its length. */
static unsigned
command_of(const struct lesson *lesson, const char *scene,
           char command[COMMAND_MAX])
{
    int length = snprintf(command, COMMAND_MAX, "make lesson-%.8s SCENE=%.80s",
                          lesson->number, scene);

    return length < 0 ? 0 : (unsigned)length;
}

static void
print_one(const struct lesson *lesson, const struct scene *scene,
          const char *before, unsigned width)
{
    char command[COMMAND_MAX], first[COMMAND_MAX + 32];

    command_of(lesson, scene->name, command);
    snprintf(first, sizeof first, "%s%-*s  ", before, (int)width, command);
    fold_print_behind(stdout, first,
                      scene->question[0] != '\0' ? scene->question
                                                 : scene->title,
                      lesson->drawing.columns);
}

static void
print_scenes(const struct lesson *lesson)
{
    char command[COMMAND_MAX];
    unsigned width = 0;

    if (lesson->other_count == 1) {
        print_one(lesson, lesson->others[0], "Also: ", 0);
        return;
    }
    for (size_t i = 0; i < lesson->other_count; i++) {
        unsigned length = command_of(lesson, lesson->others[i]->name, command);
        width = length > width ? length : width;
    }
    command_of(lesson, "all", command);
    if (lesson->other_count > 0)
        printf("\nThe other scenes (all: %s):\n", command);
    for (size_t i = 0; i < lesson->other_count; i++)
        print_one(lesson, lesson->others[i], "  ", width);
}

void
menu_print(const struct lesson *lesson)
{
    char text[PATH_MAX + 128];

    print_scenes(lesson);
    snprintf(text, sizeof text, "%s%s%sread %s/README.md",
             lesson->plays ? "be the network: make play-" : "",
             lesson->plays ? lesson->number : "", lesson->plays ? "; " : "",
             lesson->folder);
    fold_print_behind(stdout, "Next: ", text, lesson->drawing.columns);
}
