/* progress.c - what a student has been told so far. */
#include "grade/progress.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

static void
name_file(const struct exercise *exercise, char out[PATH_MAX])
{
    snprintf(out, PATH_MAX, "%.2000s/progress", exercise->programs);
}

void
progress_read(const struct exercise *exercise, struct progress *progress)
{
    char path[PATH_MAX], line[NAME_MAX + 64], name[NAME_MAX + 1];
    unsigned hints;
    uint64_t hash;

    *progress = (struct progress){ .graded = 0 };
    name_file(exercise, path);
    FILE *file = fopen(path, "r");
    if (file == NULL)
        return;
    while (fgets(line, sizeof line, file) != NULL) {
        line[strcspn(line, "\n")] = '\0';
        if (sscanf(line, "graded %" SCNu64, &hash) == 1)
            progress->graded = hash;
        else if (strcmp(line, "all hold") == 0)
            progress->all_hold = true;
        else if (sscanf(line, "fails %255s", name) == 1)
            memcpy(progress->failing, name, sizeof name);
        else if (sscanf(line, "hinted %255s %u %" SCNu64, name, &hints,
                        &hash) == 3) {
            memcpy(progress->hinted, name, sizeof name);
            progress->hints = hints;
            progress->hinted_at = hash;
        }
    }
    fclose(file);
}

int
progress_write(const struct exercise *exercise,
               const struct progress *progress)
{
    char path[PATH_MAX];

    name_file(exercise, path);
    FILE *file = fopen(path, "w");
    if (file == NULL) {
        fprintf(stderr, "ladder: %s: %s\n", path, strerror(errno));
        return -1;
    }
    fprintf(file, "graded %" PRIu64 "\n", progress->graded);
    if (progress->all_hold)
        fprintf(file, "all hold\n");
    if (progress->failing[0] != '\0')
        fprintf(file, "fails %s\n", progress->failing);
    if (progress->hints > 0)
        fprintf(file, "hinted %s %u %" PRIu64 "\n", progress->hinted,
                progress->hints, progress->hinted_at);
    if (fclose(file) == 0)
        return 0;
    fprintf(stderr, "ladder: %s: %s\n", path, strerror(errno));
    return -1;
}
