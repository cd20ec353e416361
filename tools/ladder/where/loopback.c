/* loopback.c - a scene's pair on this machine's loopback, not recorded. */
#include "where/loopback.h"

#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <limits.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/clock.h"
#include "where/loopback_words.h"
#include "base/orphan.h"

enum { PROGRAMS_MAX = 16, WORDS_MAX = 32, WAIT_MS = 5000,
       PATIENCE_MS = 1000 };

/* Where the scene is played. */
struct loopback {
    const struct scene *scene;
    char folder[PATH_MAX];      /* the scene's */
    char programs[PATH_MAX];    /* the folder of "./X" */
    struct loopback_words words;
};

struct running {
    const struct scene_program *program;
    pid_t pid;
    int output;                 /* -1: it has ended */
    bool ready;                 /* it has printed its first line */
};

/* The program's standard input, folder and environment, as the scene says. */
static int
enter_place(const struct loopback *loopback,
            const struct scene_program *program)
{
    if (chdir(loopback->folder) == -1 ||
        (program->folder != NULL && chdir(program->folder) == -1))
        return -1;
    int input = open(program->input == NULL ? "/dev/null" : program->input,
                     O_RDONLY);
    if (input == -1 || dup2(input, STDIN_FILENO) == -1)
        return -1;
    for (char **word = program->environment; word != NULL && *word != NULL;
         word++)
        if (putenv(*word) != 0)
            return -1;
    return 0;
}

_Noreturn static void
run_child(const struct loopback *loopback, const struct scene_program *program,
          int output, pid_t parent)
{
    char path[PATH_MAX * 2];
    const char *words[WORDS_MAX] = { program->words[0] };

    for (int i = 1; i < WORDS_MAX - 1 && program->words[i] != NULL; i++)
        words[i] = loopback_word(&loopback->words, program->words[i]);
    if (strncmp(words[0], "./", 2) == 0) {
        snprintf(path, sizeof path, "%s/%s", loopback->programs, words[0] + 2);
        words[0] = path;
    }
    if (!orphan_dies(parent))
        _exit(127);
    dup2(output, STDOUT_FILENO);
    dup2(output, STDERR_FILENO);
    close(output);
    if (enter_place(loopback, program) == 0)
        execvp(words[0], (char **)words);
    fprintf(stderr, "cannot start: %s\n", strerror(errno));
    _exit(127);
}

static int
start(const struct loopback *loopback, struct running *running)
{
    pid_t parent = getpid();
    int ends[2];

    if (pipe(ends) == -1)
        return -1;
    fflush(NULL);
    running->pid = fork();
    if (running->pid == 0) {
        close(ends[0]);
        run_child(loopback, running->program, ends[1], parent);
    }
    close(ends[1]);
    running->output = ends[0];
    fcntl(ends[0], F_SETFD, FD_CLOEXEC);
    return running->pid == -1 ? -1 : 0;
}

/* Passes on what a program has printed.  Its end closes its pipe. */
static void
pass_on(struct running *running)
{
    char buffer[4096];
    ssize_t got = read(running->output, buffer, sizeof buffer);

    if (got <= 0) {
        close(running->output);
        running->output = -1;
        return;
    }
    running->ready = true;
    for (char *line = buffer, *end = buffer + got; line < end;) {
        char *newline = memchr(line, '\n', (size_t)(end - line));
        size_t length = (size_t)((newline == NULL ? end : newline) - line);
        printf("  %-8s | %.*s\n", running->program->name, (int)length, line);
        line += length + 1;
    }
    fflush(stdout);
}

/* Passes output on until done(all) or the time is over. */
static void
watch(struct running *all, size_t count, bool (*done)(const struct running *),
      int64_t wait_ms)
{
    int64_t until_ms = now_ms() + wait_ms;

    for (;;) {
        struct pollfd fds[PROGRAMS_MAX];
        int64_t left = until_ms - now_ms();
        bool over = true;
        for (size_t i = 0; i < count; i++) {
            fds[i] = (struct pollfd){ .fd = all[i].output, .events = POLLIN };
            over &= done(&all[i]);
        }
        if (over || left <= 0 || poll(fds, (nfds_t)count, (int)left) <= 0)
            return;
        for (size_t i = 0; i < count; i++)
            if (fds[i].revents != 0)
                pass_on(&all[i]);
    }
}

static bool
is_ready(const struct running *running)
{
    return running->ready || running->output == -1;
}

static bool
has_ended(const struct running *running)
{
    return running->program->host != HOST_CLIENT || running->output == -1;
}

static bool
is_silent(const struct running *running)
{
    return running->output == -1;
}

/* Ends all programs, those that do not want to as well. */
static void
stop(struct running *all, size_t count)
{
    for (size_t i = 0; i < count; i++)
        kill(all[i].pid, SIGTERM);
    watch(all, count, is_silent, PATIENCE_MS);
    for (size_t i = 0; i < count; i++) {
        kill(all[i].pid, SIGKILL);
        if (all[i].output != -1)
            close(all[i].output);
        while (waitpid(all[i].pid, NULL, 0) == -1 && errno == EINTR)
            ;
    }
}

/* Finds where everything is.  0, or -1 with a line in message. */
static int
prepare(struct loopback *loopback, const struct scene *scene,
        const char *programs, struct complaint *message)
{
    char file[PATH_MAX];

    *loopback = (struct loopback){ .scene = scene };
    snprintf(file, sizeof file, "%s", scene->file);
    if (realpath(dirname(file), loopback->folder) == NULL ||
        realpath(programs, loopback->programs) == NULL) {
        complain(message, "no programs in %.300s: %s",
                 programs, strerror(errno));
        return -1;
    }
    loopback_words_find(&loopback->words, scene);
    for (size_t i = 0; i < loopback->words.count; i++)
        if (loopback->words.ports[i].instead[0] != '\0')
            printf("  (port %s is in use on this machine: %s instead)\n",
                   loopback->words.ports[i].port,
                   loopback->words.ports[i].instead);
    return 0;
}

/* Starts the programs of one host behind those that run.  0, or -1 with a line
   in message. */
static int
start_host(const struct loopback *loopback, enum host host,
           struct running all[PROGRAMS_MAX], size_t *count,
           struct complaint *message)
{
    for (size_t i = 0; i < loopback->scene->program_count; i++) {
        const struct scene_program *program = &loopback->scene->programs[i];
        if (program->host != host || *count == PROGRAMS_MAX)
            continue;
        all[*count].program = program;
        if (start(loopback, &all[*count]) == -1) {
            complain(message, "cannot start %s: %s",
                     program->name, strerror(errno));
            return -1;
        }
        ++*count;
    }
    return 0;
}

int
loopback_run(const struct scene *scene, const char *programs,
             struct complaint *message)
{
    struct running all[PROGRAMS_MAX] = { 0 };
    struct loopback loopback;
    size_t count = 0;
    const char *refused = loopback_words_refuse(scene);

    if (refused != NULL) {
        printf("  (not run: %s)\n", refused);
        return 0;
    }
    if (prepare(&loopback, scene, programs, message) == -1)
        return -1;
    /* Servers first, and each must be ready; then the clients. */
    int result = start_host(&loopback, HOST_SERVER, all, &count, message);
    watch(all, count, is_ready, WAIT_MS);
    if (result == 0)
        result = start_host(&loopback, HOST_CLIENT, all, &count, message);
    watch(all, count, has_ended, WAIT_MS);
    stop(all, count);
    return result;
}
