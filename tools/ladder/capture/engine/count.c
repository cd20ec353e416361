/*
 * count.c - what the programs have: descriptors, children, zombies.
 *
 * A scene that expects something `at end` is told it twice: when its first
 * client is about to start, and when its servers are about to be stopped.
 *
 *     ladder counts server descriptors 4 children 0 zombies 0
 */
#include "capture/engine/parts.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct tally {
    unsigned descriptors, children, zombies;
};

static unsigned
count_descriptors(pid_t pid)
{
    char path[64];
    unsigned count = 0;

    snprintf(path, sizeof path, "/proc/%d/fd", (int)pid);
    DIR *folder = opendir(path);
    if (folder == NULL)
        return 0;
    for (const struct dirent *entry; (entry = readdir(folder)) != NULL;)
        count += entry->d_name[0] != '.';
    closedir(folder);
    return count;
}

/* Whether /proc/PID/stat, "7 (name) Z 3 ...", is of a child of parent; and its
   letter. */
static bool
is_child(const char *pid, pid_t parent, char *letter)
{
    char path[300], text[512];
    int of = 0;

    snprintf(path, sizeof path, "/proc/%.20s/stat", pid);
    FILE *file = fopen(path, "re");
    if (file == NULL)
        return false;
    size_t got = fread(text, 1, sizeof text - 1, file);
    fclose(file);
    text[got] = '\0';
    const char *end = strrchr(text, ')');
    return end != NULL && sscanf(end + 1, " %c %d", letter, &of) == 2 &&
           of == (int)parent;
}

static void
count_children(pid_t parent, struct tally *tally)
{
    DIR *processes = opendir("/proc");
    char letter = '?';

    if (processes == NULL)
        return;
    for (const struct dirent *entry; (entry = readdir(processes)) != NULL;) {
        if (entry->d_name[0] < '0' || entry->d_name[0] > '9' ||
            !is_child(entry->d_name, parent, &letter))
            continue;
        if (letter == 'Z' || letter == 'X')
            tally->zombies++;
        else
            tally->children++;
    }
    closedir(processes);
}

/* The process of this name, or 0: it does not live. */
static pid_t
process_named(const struct engine *engine, const char *name)
{
    for (size_t i = 0; i < engine->tracees.count; i++) {
        const struct tracee *tracee = engine->tracees.all[i];
        if (tracee->actor != NULL && tracee->tid == tracee->pid &&
            strcmp(tracee->name, name) == 0)
            return tracee->pid;
    }
    return 0;
}

/* Whether an expectation before this one has the same program counted. */
static bool
is_counted(const struct scene *scene, size_t which)
{
    for (size_t i = 0; i < which; i++)
        if (scene->expects[i].kind == EXPECT_LEFT &&
            scene->expects[i].left != LEFT_SOCKETS &&
            strcmp(scene->expects[i].actor, scene->expects[which].actor) == 0)
            return true;
    return false;
}

void
count_left(struct engine *engine)
{
    const struct scene *scene = engine->scene;

    for (size_t i = 0; i < scene->expect_count; i++) {
        const struct scene_expect *expect = &scene->expects[i];
        struct tally tally = { 0 };
        if (expect->kind != EXPECT_LEFT || expect->left == LEFT_SOCKETS ||
            is_counted(scene, i))
            continue;
        pid_t pid = process_named(engine, expect->actor);
        if (pid != 0) {
            tally.descriptors = count_descriptors(pid);
            count_children(pid, &tally);
        }
        begin_step(engine);
        tell_ladder(engine, LADDER_COUNTS,
                    "%s descriptors %u children %u zombies %u",
                    expect->actor, tally.descriptors, tally.children,
                    tally.zombies);
    }
}
