#include "capture/programs/tracee.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ptrace.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <linux/ptrace.h>

static const long trace_options =
    PTRACE_O_EXITKILL | PTRACE_O_TRACESYSGOOD | PTRACE_O_TRACEFORK |
    PTRACE_O_TRACEVFORK | PTRACE_O_TRACECLONE | PTRACE_O_TRACEEXEC |
    PTRACE_O_TRACEVFORKDONE | PTRACE_O_TRACESECCOMP;

static int
open_proc(pid_t tid, const char *file, int flags)
{
    char path[64];

    snprintf(path, sizeof path, "/proc/%d/%s", (int)tid, file);
    return open(path, flags | O_CLOEXEC);
}

/* The process of a thread that we have not heard of: its Tgid. */
static pid_t
process_of(pid_t tid)
{
    char text[2048];
    pid_t pid = tid;
    int file = open_proc(tid, "status", O_RDONLY);

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
    tracee->pid = process_of(tid);
    tracee->rank = ++tracees->ranked;
    tracee->stat = open_proc(tid, "stat", O_RDONLY);
    tracee->descriptors = open_proc(tid, "fd", O_RDONLY | O_DIRECTORY);
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

struct tracee *
tracee_seize(struct tracees *tracees, struct actor *actor, pid_t pid)
{
    if (ptrace(PTRACE_SEIZE, pid, 0, trace_options) == -1)
        return NULL;
    struct tracee *tracee = tracee_new(tracees, pid);
    if (tracee == NULL)
        return NULL;
    tracee->actor = actor;
    tracee->pidfd = (int)syscall(SYS_pidfd_open, pid, 0);
    snprintf(tracee->name, sizeof tracee->name, "%s", actor->name);
    actor->processes = actor->threads = actor->alive = 1;
    return tracee;
}

void
tracee_resume(struct tracee *tracee, bool follow, int signal)
{
    tracee->stop = STOP_NONE;
    tracee->asleep = false;
    ptrace(follow ? PTRACE_SYSCALL : PTRACE_CONT, tracee->tid, 0, signal);
}

void
tracee_listen(struct tracee *tracee)
{
    tracee->stop = STOP_NONE;
    tracee->listening = true;
    ptrace(PTRACE_LISTEN, tracee->tid, 0, 0);
}

static void
give_actor(struct tracees *tracees, struct tracee *child, struct actor *actor)
{
    pid_t tid = child->tid;

    child->actor = actor;
    child->pid = process_of(tid);
    if (child->pid == child->tid) {
        actor->alive++;
        snprintf(child->name, sizeof child->name, "%.20s/%u", actor->name,
                 ++actor->processes);
        child->pidfd = (int)syscall(SYS_pidfd_open, tid, 0);
    } else {
        snprintf(child->name, sizeof child->name, "%.20s.%u", actor->name,
                 ++actor->threads);
        struct tracee *leader = tracee_find(tracees, child->pid);
        child->pidfd = -1;
        if (leader != NULL)
            child->pidfd = fcntl(leader->pidfd, F_DUPFD_CLOEXEC, 0);
    }
}

void
tracee_adopt(struct tracees *tracees, struct tracee *parent)
{
    unsigned long number = 0;

    if (ptrace(PTRACE_GETEVENTMSG, parent->tid, 0, &number) == -1)
        return;
    pid_t tid = (pid_t)number;
    struct tracee *child = tracee_find(tracees, tid);
    if (child == NULL)
        child = tracee_new(tracees, tid);
    if (child == NULL || child->actor != NULL)
        return;

    child->execed = parent->execed;
    memcpy(child->restarts, parent->restarts, sizeof child->restarts);
    parent->vforking = parent->status >> 16 == PTRACE_EVENT_VFORK;
    give_actor(tracees, child, parent->actor);
}

void
tracee_adopt_orphan(struct tracees *tracees, struct tracee *child,
                    struct actor *actor)
{
    child->execed = true;
    give_actor(tracees, child, actor);
}

void
tracee_exec(struct tracees *tracees, struct tracee *tracee)
{
    unsigned long former = 0;

    ptrace(PTRACE_GETEVENTMSG, tracee->tid, 0, &former);
    if (former != 0 && (pid_t)former != tracee->tid) {
        struct tracee *thread = tracee_find(tracees, (pid_t)former);
        if (thread != NULL)
            tracee_remove(tracees, thread);
    }
    tracee->execed = true;
    tracee->in_call = tracee->vforking = false;
    memset(tracee->restarts, 0, sizeof tracee->restarts);

    /* What /proc showed of the former program must be opened again. */
    if (tracee->stat != -1)
        close(tracee->stat);
    if (tracee->descriptors != -1)
        close(tracee->descriptors);
    tracee->stat = open_proc(tracee->tid, "stat", O_RDONLY);
    tracee->descriptors = open_proc(tracee->tid, "fd", O_RDONLY | O_DIRECTORY);
}
