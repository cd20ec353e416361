/* followed.c - who is followed: found, added, forgotten. */
#include "capture/programs/followed.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct tracee *
tracee_find(const struct tracees *tracees, pid_t tid)
{
    for (size_t i = 0; i < tracees->count; i++)
        if (tracees->all[i]->tid == tid)
            return tracees->all[i];
    return NULL;
}

int
tracee_open_proc(pid_t tid, const char *file, int flags)
{
    char path[64];

    snprintf(path, sizeof path, "/proc/%d/%s", (int)tid, file);
    return open(path, flags | O_CLOEXEC);
}

pid_t
tracee_process(pid_t tid)
{
    char text[2048];
    pid_t pid = tid;
    int file = tracee_open_proc(tid, "status", O_RDONLY);

    if (file == -1)
        return tid;
    ssize_t got = read(file, text, sizeof text - 1);
    close(file);
    text[got > 0 ? got : 0] = '\0';
    const char *line = strstr(text, "\nTgid:");
    if (line != NULL)
        pid = (pid_t)atoi(line + 6);
    return pid;
}

struct tracee *
tracee_new(struct tracees *tracees, pid_t tid)
{
    if (tracees->count == TRACEES_MAX) {
        tracees->overflow = true;
        errno = EAGAIN;
        return NULL;
    }
    struct tracee *tracee = calloc(1, sizeof *tracee);
    if (tracee == NULL)
        return NULL;
    tracee->tid = tid;
    tracee->pid = tracee_process(tid);
    tracee->rank = ++tracees->ranked;
    tracee->stat = tracee_open_proc(tid, "stat", O_RDONLY);
    tracee->descriptors = tracee_open_proc(tid, "fd", O_RDONLY | O_DIRECTORY);
    tracee->pidfd = -1;
    tracees->all[tracees->count++] = tracee;
    return tracee;
}

static void
close_files(struct tracee *tracee)
{
    int files[] = { tracee->stat, tracee->descriptors, tracee->pidfd };

    for (size_t i = 0; i < sizeof files / sizeof files[0]; i++)
        if (files[i] != -1)
            close(files[i]);
    tracee->stat = tracee->descriptors = tracee->pidfd = -1;
}

void
tracee_remove(struct tracees *tracees, struct tracee *tracee)
{
    size_t i = 0;

    while (tracees->all[i] != tracee)
        i++;
    memmove(&tracees->all[i], &tracees->all[i + 1],
            (tracees->count - i - 1) * sizeof tracees->all[0]);
    tracees->count--;
    close_files(tracee);
    free(tracee);
}
