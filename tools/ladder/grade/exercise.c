/* exercise.c - a lesson's exercise and the student's work on it. */
#include "grade/exercise.h"

#include <ctype.h>
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* "07" and "7" of "lessons/07-accept-queue". */
static void
read_number(struct exercise *exercise, const char *folder)
{
    const char *slash = strrchr(folder, '/');
    const char *name = slash == NULL ? folder : slash + 1;

    snprintf(exercise->number, sizeof exercise->number, "%.*s",
             (int)strcspn(name, "-"), name);
    exercise->short_number = exercise->number +
                             strspn(exercise->number, "0");
}

/* The first sentence below "## Exercise" in the chapter. */
static void
read_title(struct exercise *exercise, const char *folder)
{
    char path[PATH_MAX + 16], line[512];
    bool found = false;

    snprintf(path, sizeof path, "%s/README.md", folder);
    snprintf(exercise->title, sizeof exercise->title, "Exercise");
    FILE *chapter = fopen(path, "r");
    if (chapter == NULL)
        return;
    while (fgets(line, sizeof line, chapter) != NULL) {
        if (strncmp(line, "## ", 3) == 0) {
            found = strncmp(line, "## Exercise", 11) == 0;
        } else if (found && line[0] != '\n') {
            const char *text = line + strspn(line, "*");
            snprintf(exercise->title, sizeof exercise->title, "%.*s",
                     (int)strcspn(text, ".:;\n"), text);
            break;
        }
    }
    fclose(chapter);
}

static int
compare_names(const void *a, const void *b)
{
    bool header_a = strstr(a, ".h") != NULL, header_b = strstr(b, ".h") != NULL;

    /* Headers last: the first file is the one that a report names. */
    return header_a != header_b ? header_a - header_b : strcmp(a, b);
}

/* The starter's files. */
static int
read_files(struct exercise *exercise)
{
    char path[PATH_MAX + 16];
    const struct dirent *entry;

    snprintf(path, sizeof path, "%s/start", exercise->lesson.folder);
    DIR *folder = opendir(path);
    if (folder == NULL) {
        fprintf(stderr, "ladder: lesson %s has no exercise to grade yet\n",
                exercise->number);
        return STATUS_USAGE;
    }
    while ((entry = readdir(folder)) != NULL)
        if (entry->d_name[0] != '.' && exercise->file_count < FILES_MAX)
            snprintf(exercise->files[exercise->file_count++], NAME_MAX + 1,
                     "%s", entry->d_name);
    closedir(folder);
    qsort(exercise->files, exercise->file_count, sizeof exercise->files[0],
          compare_names);
    return STATUS_DONE;
}

static void
name_folders(struct exercise *exercise, const char *folder,
             const struct options *options)
{
    const char *build = options->build == NULL ? "build" : options->build;

    snprintf(exercise->lesson.folder, sizeof exercise->lesson.folder,
             "%.4000s/exercise", folder);
    if (options->work != NULL)
        snprintf(exercise->work, sizeof exercise->work, "%s", options->work);
    else
        snprintf(exercise->work, sizeof exercise->work, "work/%s",
                 exercise->number);
    if (options->programs != NULL)
        snprintf(exercise->programs, sizeof exercise->programs, "%.2000s",
                 options->programs);
    else
        snprintf(exercise->programs, sizeof exercise->programs,
                 "%.2000s/work/%s", build, exercise->number);
}

int
exercise_open(struct exercise *exercise, const char *folder,
              const struct options *options)
{
    char name[PATH_MAX];

    *exercise = (struct exercise){ .lesson = { .options = options } };
    snprintf(name, sizeof name, "%s", folder);
    for (size_t end = strlen(name); end > 1 && name[end - 1] == '/'; end--)
        name[end - 1] = '\0';
    read_number(exercise, name);
    read_title(exercise, name);
    name_folders(exercise, name, options);
    exercise->lesson.name = exercise->lesson.folder;
    if (read_files(exercise) != STATUS_DONE)
        return STATUS_USAGE;
    int status = lesson_read_scenes(&exercise->lesson);
    if (status != STATUS_DONE ||
        (options->scene != NULL && options->scene[0] != '\0' &&
         !lesson_choose_scene(&exercise->lesson)))
        return STATUS_USAGE;
    exercise->count = exercise->lesson.count;
    for (size_t i = 0; i < exercise->count; i++) {
        struct requirement *requirement = &exercise->requirements[i];
        requirement->scene = exercise->lesson.scenes[i];
        snprintf(requirement->trace, sizeof requirement->trace,
                 "%.2000s/%.255s.trace", exercise->programs,
                 requirement->scene->name);
    }
    return STATUS_DONE;
}

void
exercise_close(struct exercise *exercise)
{
    lesson_free_scenes(&exercise->lesson);
}

/* FNV-1a, as in <http://www.isthe.com/chongo/tech/comp/fnv/>. */
uint64_t
exercise_hash(const struct exercise *exercise)
{
    char path[PATH_MAX + NAME_MAX + 2];
    uint64_t hash = UINT64_C(14695981039346656037);
    bool any = false;

    for (size_t i = 0; i < exercise->file_count; i++) {
        int byte;
        snprintf(path, sizeof path, "%s/%s", exercise->work,
                 exercise->files[i]);
        FILE *file = fopen(path, "r");
        if (file == NULL)
            continue;
        any = true;
        while ((byte = getc(file)) != EOF)
            hash = (hash ^ (uint64_t)byte) * UINT64_C(1099511628211);
        fclose(file);
    }
    return any ? hash : 0;
}

bool
exercise_is_student(const struct exercise *exercise, const struct scene *scene,
                    const char *actor)
{
    size_t length = strcspn(actor, "/.");
    const char *word = NULL;

    for (size_t i = 0; i < scene->program_count; i++)
        if (strlen(scene->programs[i].name) == length &&
            strncmp(scene->programs[i].name, actor, length) == 0)
            word = scene->programs[i].words[0];
    for (size_t i = 0; word != NULL && i < exercise->file_count; i++) {
        const char *file = exercise->files[i];
        size_t stem = strcspn(file, ".");
        if (strncmp(word, "./", 2) == 0 && strlen(word + 2) == stem &&
            strncmp(word + 2, file, stem) == 0 &&
            strcmp(file + stem, ".c") == 0)
            return true;
    }
    return false;
}
