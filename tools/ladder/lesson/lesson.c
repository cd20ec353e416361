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

bool
lesson_choose_scene(struct lesson *lesson)
{
    const char *wanted = lesson->options->scene;
    bool found = false;

    if (wanted == NULL || wanted[0] == '\0')
        return true;
    for (size_t i = 0; i < lesson->count; i++)
        found |= strcmp(lesson->scenes[i]->name, wanted) == 0;
    if (!found) {
        fprintf(stderr, "ladder: no scene '%s' in %s; its scenes are", wanted,
                lesson->name);
        for (size_t i = 0; i < lesson->count; i++)
            fprintf(stderr, " %s", lesson->scenes[i]->name);
        fprintf(stderr, "\n");
        return false;
    }
    size_t kept = 0;
    for (size_t i = 0; i < lesson->count; i++) {
        if (strcmp(lesson->scenes[i]->name, wanted) == 0)
            lesson->scenes[kept++] = lesson->scenes[i];
        else
            scene_free(lesson->scenes[i]);
    }
    lesson->count = kept;
    return true;
}
