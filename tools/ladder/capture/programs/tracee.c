/* tracee.c - one tracee: seized, let go, adopted, become another program. */
#include "capture/programs/tracee.h"

#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/ptrace.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <linux/ptrace.h>

#include "capture/programs/followed.h"

static const long trace_options =
    PTRACE_O_EXITKILL | PTRACE_O_TRACESYSGOOD | PTRACE_O_TRACEFORK |
    PTRACE_O_TRACEVFORK | PTRACE_O_TRACECLONE | PTRACE_O_TRACEEXEC |
    PTRACE_O_TRACEVFORKDONE | PTRACE_O_TRACESECCOMP;

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
    child->pid = tracee_process(tid);
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
    tracee->stat = tracee_open_proc(tracee->tid, "stat", O_RDONLY);
    tracee->descriptors = tracee_open_proc(tracee->tid, "fd",
                                           O_RDONLY | O_DIRECTORY);
}
