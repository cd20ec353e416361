#include "tracee.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ptrace.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <time.h>
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

static struct tracee *
tracee_new(struct tracees *tracees, pid_t tid, pid_t pid)
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
    tracee->pid = pid;
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
tracee_find(struct tracees *tracees, pid_t tid)
{
    for (size_t i = 0; i < tracees->count; i++)
        if (tracees->all[i]->tid == tid)
            return tracees->all[i];
    return NULL;
}

struct tracee *
tracee_seize(struct tracees *tracees, struct actor *actor, pid_t pid)
{
    if (ptrace(PTRACE_SEIZE, pid, 0, trace_options) == -1)
        return NULL;
    struct tracee *tracee = tracee_new(tracees, pid, pid);
    if (tracee == NULL)
        return NULL;
    tracee->actor = actor;
    tracee->pidfd = (int)syscall(SYS_pidfd_open, pid, 0);
    snprintf(tracee->name, sizeof tracee->name, "%s", actor->name);
    actor->processes = actor->threads = actor->alive = 1;
    return tracee;
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

static enum stop
stop_of(int status)
{
    if (!WIFSTOPPED(status))
        return STOP_GONE;
    if (WSTOPSIG(status) == (SIGTRAP | 0x80))
        return STOP_EXIT;
    switch (status >> 16) {
    case 0:
        return STOP_SIGNAL;
    case PTRACE_EVENT_SECCOMP:
        return STOP_ENTRY;
    case PTRACE_EVENT_FORK:
    case PTRACE_EVENT_VFORK:
    case PTRACE_EVENT_CLONE:
        return STOP_CHILD;
    case PTRACE_EVENT_VFORK_DONE:
        return STOP_VFORK_DONE;
    case PTRACE_EVENT_EXEC:
        return STOP_EXEC;
    default:                    /* PTRACE_EVENT_STOP */
        return WSTOPSIG(status) == SIGTRAP ? STOP_BEGIN : STOP_GROUP;
    }
}

/* Whether there may be something to reap: any is not stopped by us, or held,
   when SIGKILL may still end it. */
static bool
any_moves(const struct tracees *tracees)
{
    for (size_t i = 0; i < tracees->count; i++)
        if (tracees->all[i]->stop == STOP_NONE || tracees->all[i]->held)
            return true;
    return false;
}

/* Takes note of a stop.  False if it is of somebody we do not follow. */
static bool
note_stop(struct tracees *tracees, pid_t tid, int status)
{
    struct tracee *tracee = tracee_find(tracees, tid);

    if (tracee == NULL && WIFSTOPPED(status))
        tracee = tracee_new(tracees, tid, process_of(tid));
    if (tracee == NULL) {
        if (WIFSTOPPED(status))
            kill(tid, SIGKILL);         /* one too many */
        return false;
    }
    tracee->stop = stop_of(status);
    tracee->status = status;
    tracee->asleep = tracee->listening = false;
    tracee->held &= tracee->stop != STOP_GONE;  /* SIGKILL ends a hold */
    return true;
}

bool
tracees_reap(struct tracees *tracees)
{
    bool any = false;
    int status;
    pid_t tid;

    while (any_moves(tracees) &&
           (tid = waitpid(-1, &status, WNOHANG | __WALL)) > 0)
        any |= note_stop(tracees, tid, status);
    return any;
}

static void
ring(int signal)
{
    (void)signal;               /* it has ended waitpid(): that is all */
}

static void
set_alarm(struct tracees *tracees, long us)
{
    struct itimerval every = { .it_interval.tv_usec = us,
                               .it_value.tv_usec = us };
    struct sigaction action = { .sa_handler = ring };

    sigaction(SIGALRM, &action, NULL);
    setitimer(ITIMER_REAL, &every, NULL);
    tracees->alarmed = us != 0;
}

bool
tracees_wait(struct tracees *tracees)
{
    int status;

    if (!tracees->alarmed)
        set_alarm(tracees, 1000);
    pid_t tid = waitpid(-1, &status, __WALL);
    return tid > 0 && note_stop(tracees, tid, status);
}

void
tracees_wait_end(struct tracees *tracees)
{
    if (tracees->alarmed)
        set_alarm(tracees, 0);
}

/* The letter of /proc/TID/stat: R, S, D, t ..., or X when it is gone. */
static char
state_letter(const struct tracee *tracee)
{
    char text[512];
    ssize_t got = pread(tracee->stat, text, sizeof text - 1, 0);

    if (got <= 0)
        return 'X';
    text[got] = '\0';
    const char *bracket = strrchr(text, ')');
    return bracket == NULL || bracket[1] == '\0' ? 'X' : bracket[2];
}

/* The first thread of a process that has ended while other threads live. */
static bool
is_ended_leader(const struct tracees *tracees, const struct tracee *leader)
{
    for (size_t i = 0; i < tracees->count; i++)
        if (tracees->all[i]->pid == leader->pid && tracees->all[i] != leader)
            return leader->tid == leader->pid;
    return false;
}

bool
tracees_busy(struct tracees *tracees)
{
    bool busy = false;

    for (size_t i = 0; i < tracees->count; i++) {
        struct tracee *tracee = tracees->all[i];
        if (tracee->stop != STOP_NONE || tracee->held || tracee->listening)
            continue;
        char letter = state_letter(tracee);
        /* X: an exec in another thread has taken it; no stop tells of that. */
        tracee->asleep = letter == 'S' || letter == 'T' || letter == 'X' ||
                         (letter == 'D' && tracee->vforking) ||
                         (letter == 'Z' && is_ended_leader(tracees, tracee));
        busy |= !tracee->asleep;
    }
    return busy;
}

struct tracee *
tracees_stopped(struct tracees *tracees)
{
    struct tracee *first = NULL;

    for (size_t i = 0; i < tracees->count; i++) {
        struct tracee *tracee = tracees->all[i];
        /* One without an actor waits until its parent's stop tells of it. */
        if (tracee->stop == STOP_NONE || tracee->held ||
            (tracee->actor == NULL && tracee->stop != STOP_GONE))
            continue;
        if (first == NULL || tracee->rank < first->rank)
            first = tracee;
    }
    return first;
}

bool
tracees_alive(const struct tracees *tracees)
{
    return tracees->count > 0;
}

int64_t
tracees_cpu_ns(const struct tracees *tracees)
{
    int64_t sum = 0;

    for (size_t i = 0; i < tracees->count; i++) {
        const struct tracee *tracee = tracees->all[i];
        struct timespec used;
        clockid_t clock;
        if (tracee->tid == tracee->pid &&
            clock_getcpuclockid(tracee->pid, &clock) == 0 &&
            clock_gettime(clock, &used) == 0)
            sum += used.tv_sec * 1000000000LL + used.tv_nsec;
    }
    return sum;
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
        child = tracee_new(tracees, tid, process_of(tid));
    if (child == NULL || child->actor != NULL)
        return;

    child->execed = parent->execed;
    memcpy(child->restarts, parent->restarts, sizeof child->restarts);
    parent->vforking = parent->status >> 16 == PTRACE_EVENT_VFORK;
    give_actor(tracees, child, parent->actor);
}

struct tracee *
tracees_orphan(struct tracees *tracees)
{
    for (size_t i = 0; i < tracees->count; i++)
        if (tracees->all[i]->actor == NULL &&
            tracees->all[i]->stop != STOP_NONE &&
            tracees->all[i]->stop != STOP_GONE)
            return tracees->all[i];
    return NULL;
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

void
tracees_kill(struct tracees *tracees)
{
    int status;
    pid_t tid;

    for (size_t i = 0; i < tracees->count; i++)
        kill(tracees->all[i]->pid, SIGKILL);
    while ((tid = waitpid(-1, &status, __WALL)) > 0)
        if (WIFSTOPPED(status))
            kill(tid, SIGKILL);         /* born since */
    while (tracees->count > 0)
        tracee_remove(tracees, tracees->all[0]);
}
