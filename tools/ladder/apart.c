#include "apart.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "orphan.h"

enum { ALL_MAX = 64, READ_BYTES = 16384 };

_Noreturn static void
run_child(const struct recording *recording, const int ends[2], pid_t parent)
{
    if (!orphan_dies(parent))
        _exit(1);
    dup2(ends[0], STDOUT_FILENO);
    dup2(ends[1], STDERR_FILENO);
    enum outcome outcome = record(recording);
    fflush(NULL);
    _exit((int)outcome);
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
    if (apart->pid == 0)
        run_child(recording, (int[]){ out[1], error[1] }, parent);
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
    if (stream->capacity - stream->count < READ_BYTES) {
        size_t capacity = stream->capacity * 2 + READ_BYTES;
        char *more = realloc(stream->bytes, capacity);
        if (more == NULL) {     /* the rest of it is lost */
            close(stream->pipe);
            stream->pipe = -1;
            return;
        }
        stream->bytes = more;
        stream->capacity = capacity;
    }
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

/* Waits until any of them has written something, and takes it. */
static void
take_some(struct apart *all, size_t count)
{
    struct pollfd fds[ALL_MAX * 2];
    struct apart_stream *streams[ALL_MAX * 2];
    nfds_t watched = 0;

    for (size_t i = 0; i < count && i < ALL_MAX; i++)
        for (size_t j = 0; j < 2; j++) {
            struct apart_stream *stream = &all[i].streams[j];
            if (all[i].pid == 0 || stream->pipe == -1)
                continue;
            streams[watched] = stream;
            fds[watched++] = (struct pollfd){ .fd = stream->pipe,
                                              .events = POLLIN };
        }
    if (poll(fds, watched, -1) <= 0)
        return;
    for (nfds_t i = 0; i < watched; i++)
        if (fds[i].revents != 0)
            take(streams[i]);
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

enum outcome
apart_finish(struct apart *all, size_t count, size_t current)
{
    struct apart *apart = &all[current];
    int status;

    /* Ctrl-C goes to the children as well, which end in good order. */
    void (*former)(int) = signal(SIGINT, SIG_IGN);
    pass_on(apart);
    while (apart->streams[0].pipe != -1 || apart->streams[1].pipe != -1) {
        take_some(all, count);
        pass_on(apart);
    }
    while (waitpid(apart->pid, &status, 0) == -1 && errno == EINTR)
        ;
    signal(SIGINT, former);
    forget(apart);
    return WIFEXITED(status) ? (enum outcome)WEXITSTATUS(status)
                             : OUTCOME_FAILED;
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
