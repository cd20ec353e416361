/* kept.c - the file of a student's answers. */
#include "ask/kept.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* $WORK, or work; Make gives us what its command line says. */
static const char *
work_folder(void)
{
    const char *work = getenv("WORK");

    return work == NULL || work[0] == '\0' ? "work" : work;
}

/* "work/05" or "work/05/predict". */
static void
path_of(const struct lesson *lesson, const char *file, char path[PATH_MAX])
{
    snprintf(path, PATH_MAX, "%.2000s/%.*s%s", work_folder(),
             (int)strcspn(lesson->name, "-"), lesson->name, file);
}

bool
kept_is_there(const struct lesson *lesson)
{
    char path[PATH_MAX];

    path_of(lesson, "/predict", path);
    return access(path, F_OK) == 0;
}

FILE *
kept_open(const struct lesson *lesson)
{
    char path[PATH_MAX];
    bool fresh = !kept_is_there(lesson);

    mkdir(work_folder(), 0777);
    path_of(lesson, "", path);
    mkdir(path, 0777);
    path_of(lesson, "/predict", path);
    FILE *file = fopen(path, "a");
    if (file == NULL)
        fprintf(stderr, "ladder: your answers cannot be kept in %s: %s\n",
                path, strerror(errno));
    else if (fresh)
        fprintf(file, "# scene\tline\tbefore\tbehind\tright (docs/predict.md)"
                      "\n");
    return file;
}
