/* tracees.c - all that we follow: who has stopped, who sleeps, who computes. */
#include "capture/programs/tracee.h"

#include <signal.h>
#include <string.h>
#include <sys/ptrace.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <linux/ptrace.h>

#include "capture/programs/followed.h"

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
        tracee = tracee_new(tracees, tid);
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
tracees_busy(struct tracees *tracees, bool all)
{
    bool busy = false;

    for (size_t i = 0; i < tracees->count; i++) {
        struct tracee *tracee = tracees->all[i];
        if (tracee->stop != STOP_NONE || tracee->held || tracee->listening ||
            (tracee->asleep && !all))
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

/* Whether its stop can be handled: one without an actor waits until its
   parent's stop tells of it. */
static bool
is_pending(const struct tracee *tracee)
{
    return tracee->stop != STOP_NONE && !tracee->held &&
           (tracee->actor != NULL || tracee->stop == STOP_GONE);
}

/* Where a tracee stands in the queue: the dead go first, for their parents may
   have waited for them; then by rank, and in turn those behind the last. */
static uint64_t
place_of(const struct tracees *tracees, const struct tracee *tracee)
{
    bool behind = tracees->in_turn && tracee->rank <= tracees->last_rank;

    if (tracee->stop == STOP_GONE)
        return tracee->rank;
    return (uint64_t)tracee->rank + ((uint64_t)(behind ? 2 : 1) << 32);
}

struct tracee *
tracees_stopped(const struct tracees *tracees)
{
    struct tracee *first = NULL;

    for (size_t i = 0; i < tracees->count; i++)
        if (is_pending(tracees->all[i]) &&
            (first == NULL || place_of(tracees, tracees->all[i]) <
                                  place_of(tracees, first)))
            first = tracees->all[i];
    return first;
}

void
tracees_note_turn(struct tracees *tracees, const struct tracee *served)
{
    enum { PATIENCE = 100 };

    tracees->last_rank = served->rank;
    if (tracees->in_turn)
        return;
    for (size_t i = 0; i < tracees->count; i++) {
        struct tracee *tracee = tracees->all[i];
        if (tracee == served || !is_pending(tracee))
            tracee->passed_over = 0;
        else if (++tracee->passed_over > PATIENCE)
            tracees->in_turn = true;
    }
}

void
tracees_take_turns(struct tracees *tracees, bool in_turn)
{
    tracees->in_turn = in_turn;
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
