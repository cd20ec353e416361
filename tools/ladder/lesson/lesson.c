/* lesson.c - a lesson's folder and the scenes in it. */
#include "lesson/lesson.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static bool
is_scene(const char *file)
{
    const char *dot = strrchr(file, '.');

    return dot != NULL && dot != file && strcmp(dot, ".scene") == 0;
}

/* In the order that the scenes say (`place 2`), then by name. */
static int
compare_scenes(const void *a, const void *b)
{
    const struct scene *x = *(struct scene *const *)a;
    const struct scene *y = *(struct scene *const *)b;

    if (x->place != y->place)
        return x->place < y->place ? -1 : 1;
    return strcmp(x->name, y->name);
}

int
lesson_read_scenes(struct lesson *lesson)
{
    char path[PATH_MAX + NAME_MAX + 2];
    struct complaint message;
    const struct dirent *entry;
    DIR *folder = opendir(lesson->folder);

    if (folder == NULL) {
        fprintf(stderr, "ladder: no lesson at %s: %s\n", lesson->folder,
                strerror(errno));
        return STATUS_USAGE;
    }
    int status = STATUS_DONE;
    while (status == STATUS_DONE && (entry = readdir(folder)) != NULL) {
        if (!is_scene(entry->d_name) || lesson->count == SCENES_MAX)
            continue;
        snprintf(path, sizeof path, "%s/%s", lesson->folder, entry->d_name);
        struct scene *scene = scene_read(path, &message);
        if (scene == NULL) {
            fprintf(stderr, "ladder: %s\n", message.text);
            status = STATUS_FAILED;
        } else {
            lesson->scenes[lesson->count++] = scene;
        }
    }
    closedir(folder);
    if (status == STATUS_DONE && lesson->count == 0) {
        fprintf(stderr, "ladder: %s has no scene; docs/adding-a-lesson.md "
                        "says how one begins\n", lesson->folder);
        return STATUS_FAILED;
    }
    qsort(lesson->scenes, lesson->count, sizeof lesson->scenes[0],
          compare_scenes);
    return status;
}

void
lesson_name(struct lesson *lesson, const struct options *options)
{
    lesson->options = options;
    snprintf(lesson->folder, sizeof lesson->folder, "%s", options->words[0]);
    size_t length = strlen(lesson->folder);
    while (length > 1 && lesson->folder[length - 1] == '/')
        lesson->folder[--length] = '\0';
    const char *slash = strrchr(lesson->folder, '/');
    lesson->name = slash == NULL ? lesson->folder : slash + 1;
    const char *number = lesson->name + strspn(lesson->name, "0");
    snprintf(lesson->number, sizeof lesson->number, "%.*s",
             (int)strcspn(number, "-"), number);
    if (options->programs != NULL)
        snprintf(lesson->programs, sizeof lesson->programs, "%s",
                 options->programs);
    else
        snprintf(lesson->programs, sizeof lesson->programs,
                 "%.2000s/lessons/%.255s",
                 options->build == NULL ? "build" : options->build,
                 lesson->name);
}

struct text_options
lesson_drawing(const struct options *options, unsigned lanes)
{
    return (struct text_options){
        .columns = options_columns(options), .show = lanes,
        .colour = options_colour(options), .unicode = options_unicode(options),
        .all = options->all,
    };
}

bool
lesson_wants_all(const struct lesson *lesson)
{
    return lesson->options->scene != NULL &&
           strcmp(lesson->options->scene, "all") == 0;
}

/* Whether the scene is shown, where --scene= names wanted. */
static bool
is_shown(const struct lesson *lesson, const struct scene *scene,
         const char *wanted)
{
    const struct scene *first = lesson->scenes[0];

    if (wanted != NULL)
        return strcmp(scene->name, wanted) == 0;
    return scene == first || (first->table && scene->table);
}

static void
say_scenes(const struct lesson *lesson, const char *wanted)
{
    fprintf(stderr, "ladder: no scene '%s' in %s; its scenes are", wanted,
            lesson->name);
    for (size_t i = 0; i < lesson->count; i++)
        fprintf(stderr, " %s", lesson->scenes[i]->name);
    fprintf(stderr, "\n");
}

bool
lesson_choose_scene(struct lesson *lesson)
{
    const char *wanted = lesson->options->scene;
    struct scene *shown[SCENES_MAX];
    size_t count = 0;

    if (lesson_wants_all(lesson))
        return true;
    if (wanted != NULL && wanted[0] == '\0')
        wanted = NULL;
    lesson->other_count = 0;
    for (size_t i = 0; i < lesson->count; i++)
        if (is_shown(lesson, lesson->scenes[i], wanted))
            shown[count++] = lesson->scenes[i];
        else
            lesson->others[lesson->other_count++] = lesson->scenes[i];
    if (count == 0) {
        lesson->other_count = 0;
        say_scenes(lesson, wanted);
        return false;
    }
    memcpy(lesson->scenes, shown, count * sizeof shown[0]);
    lesson->count = count;
    return true;
}

void
lesson_free_scenes(struct lesson *lesson)
{
    for (size_t i = 0; i < lesson->count; i++)
        scene_free(lesson->scenes[i]);
    for (size_t i = 0; i < lesson->other_count; i++)
        scene_free(lesson->others[i]);
    lesson->count = lesson->other_count = 0;
}
