/* apart.c - recordings side by side, each in a process of its own. */
#include "record/apart.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/select.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/array.h"
#include "base/orphan.h"

enum { ALL_MAX = 64, READ_BYTES = 16384 };

/*
 * A session of its own: Linux shares the CPU between sessions first (sched(7),
 * autogroup), so that busy neighbours do not delay a recording until kernel
 * timers tell another story.  No Ctrl-C comes to it: its parent passes it on.
 */
_Noreturn void
apart_be_child(const struct recording *recording, pid_t parent)
{
    if (!orphan_dies(parent))
        _exit(1);
    setsid();
    enum outcome outcome = record(recording);
    fflush(NULL);
    _exit((int)outcome);
}

/* The signals that end us. */
static sigset_t
endings(void)
{
    sigset_t set;

    sigemptyset(&set);
    sigaddset(&set, SIGINT);
    sigaddset(&set, SIGTERM);
    sigaddset(&set, SIGHUP);
    return set;
}

static int
fail(const char *what)
{
    fprintf(stderr, "ladder: %s: %s\n", what, strerror(errno));
    return -1;
}

/* A pipe that no program of a scene inherits. */
static int
open_pipe(int ends[2])
{
    if (pipe(ends) == -1)
        return fail("cannot open a pipe");
    fcntl(ends[0], F_SETFD, FD_CLOEXEC);
    fcntl(ends[1], F_SETFD, FD_CLOEXEC);
    return 0;
}

int
apart_start(struct apart *apart, const struct recording *recording)
{
    int out[2], error[2];
    pid_t parent = getpid();

    *apart = (struct apart){ .streams = { { .pipe = -1 }, { .pipe = -1 } } };
    if (open_pipe(out) == -1)
        return -1;
    if (open_pipe(error) == -1) {
        close(out[0]);
        close(out[1]);
        return -1;
    }
    fflush(NULL);
    apart->pid = fork();
    if (apart->pid == 0) {
        dup2(out[1], STDOUT_FILENO);
        dup2(error[1], STDERR_FILENO);
        apart_be_child(recording, parent);
    }
    close(out[1]);
    close(error[1]);
    if (apart->pid == -1) {
        close(out[0]);
        close(error[0]);
        apart->pid = 0;
        return fail("cannot start a process");
    }
    apart->streams[0].pipe = out[0];
    apart->streams[1].pipe = error[0];
    return 0;
}

/* Reads what has come.  The end of the stream closes it. */
static void
take(struct apart_stream *stream)
{
    char *more = array_room(stream->bytes, &stream->capacity,
                            stream->count + READ_BYTES, 1);
    if (more == NULL) {         /* the rest of it is lost */
        close(stream->pipe);
        stream->pipe = -1;
        return;
    }
    stream->bytes = more;
    ssize_t got = read(stream->pipe, stream->bytes + stream->count,
                       READ_BYTES);
    if (got > 0) {
        stream->count += (size_t)got;
    } else if (got == 0 || errno != EINTR) {
        close(stream->pipe);
        stream->pipe = -1;
    }
}

static void
pass_on(struct apart *apart)
{
    FILE *const outs[2] = { stdout, stderr };

    for (size_t i = 0; i < 2; i++) {
        struct apart_stream *stream = &apart->streams[i];
        if (stream->count == 0)
            continue;
        fwrite(stream->bytes, 1, stream->count, outs[i]);
        fflush(outs[i]);
        stream->count = 0;
    }
}

/* Waits until any of them has written something, and takes it.  False if a
   signal came that asks us to end; mask lets it through. */
static bool
take_some(struct apart *all, size_t count, const sigset_t *mask)
{
    struct apart_stream *streams[ALL_MAX * 2];
    size_t watched = 0;
    fd_set ready;
    int most = -1;

    FD_ZERO(&ready);
    for (size_t i = 0; i < count && i < ALL_MAX; i++)
        for (size_t j = 0; j < 2; j++) {
            struct apart_stream *stream = &all[i].streams[j];
            if (all[i].pid == 0 || stream->pipe == -1)
                continue;
            streams[watched++] = stream;
            FD_SET((unsigned)stream->pipe, &ready);
            most = stream->pipe > most ? stream->pipe : most;
        }
    if (pselect(most + 1, &ready, NULL, NULL, NULL, mask) == -1)
        return errno != EINTR;
    for (size_t i = 0; i < watched; i++)
        if (FD_ISSET((unsigned)streams[i]->pipe, &ready))
            take(streams[i]);
    return true;
}

static void
forget(struct apart *apart)
{
    for (size_t i = 0; i < 2; i++) {
        if (apart->streams[i].pipe != -1)
            close(apart->streams[i].pipe);
        free(apart->streams[i].bytes);
    }
    apart->pid = 0;
}

static void
be_interrupted(int signal)
{
    (void)signal;               /* it has ended pselect(): that is all */
}

enum outcome
apart_outcome(int status)
{
    char name[16];

    if (WIFEXITED(status))
        return (enum outcome)WEXITSTATUS(status);
    fprintf(stderr, "ladder: the recorder was killed by %s\n",
            signal_name(WTERMSIG(status), name, sizeof name));
    return OUTCOME_FAILED;
}

static enum outcome
outcome_of(pid_t pid)
{
    int status;

    while (waitpid(pid, &status, 0) == -1)
        if (errno != EINTR)
            return OUTCOME_FAILED;
    return apart_outcome(status);
}

enum outcome
apart_finish(struct apart *all, size_t count, size_t current)
{
    static const int signals[3] = { SIGINT, SIGTERM, SIGHUP };
    struct sigaction action = { .sa_handler = be_interrupted }, former[3];
    struct apart *apart = &all[current];
    sigset_t blocked = endings(), mask;

    sigprocmask(SIG_BLOCK, &blocked, &mask);
    for (size_t i = 0; i < 3; i++)
        sigaction(signals[i], &action, &former[i]);
    pass_on(apart);
    while (apart->streams[0].pipe != -1 || apart->streams[1].pipe != -1) {
        if (!take_some(all, count, &mask))
            kill(apart->pid, SIGTERM);          /* it ends in good order */
        pass_on(apart);
    }
    enum outcome outcome = outcome_of(apart->pid);
    for (size_t i = 0; i < 3; i++)
        sigaction(signals[i], &former[i], NULL);
    sigprocmask(SIG_SETMASK, &mask, NULL);
    forget(apart);
    return outcome;
}

/* Plays it once, with the endings and SIGCHLD blocked, which are wanted. */
static enum outcome
play_once(const struct recording *recording, const sigset_t *wanted,
          const sigset_t *former)
{
    pid_t parent = getpid();
    int signal = 0;

    fflush(NULL);
    pid_t child = fork();
    if (child == 0) {
        sigprocmask(SIG_SETMASK, former, NULL);
        apart_be_child(recording, parent);
    }
    if (child == -1) {
        fail("cannot start a process");
        return OUTCOME_FAILED;
    }
    while (sigwait(wanted, &signal) == 0 && signal != SIGCHLD)
        kill(child, signal);
    return outcome_of(child);
}

enum outcome
apart_alone(const struct recording *recording)
{
    enum { MORE_TRIES = 2 };
    struct recording tried = *recording;
    sigset_t wanted = endings(), former;
    enum outcome outcome = OUTCOME_STARVED;

    sigaddset(&wanted, SIGCHLD);
    sigprocmask(SIG_BLOCK, &wanted, &former);
    for (int i = 0; outcome == OUTCOME_STARVED; i++) {
        tried.again = recording->again && i < MORE_TRIES;
        outcome = play_once(&tried, &wanted, &former);
    }
    sigprocmask(SIG_SETMASK, &former, NULL);
    return outcome;
}

void
apart_end(struct apart *all, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (all[i].pid == 0)
            continue;
        kill(all[i].pid, SIGTERM);
        while (waitpid(all[i].pid, NULL, 0) == -1 && errno == EINTR)
            ;
        forget(&all[i]);
    }
}
