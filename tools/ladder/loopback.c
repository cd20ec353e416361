#include "loopback.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { PROGRAMS_MAX = 16, WORDS_MAX = 32, WAIT_MS = 5000 };

struct running {
    const struct scene_program *program;
    pid_t pid;
    int output;                 /* -1: it has ended */
    bool ready;                 /* it has printed its first line */
};

/* A scene's address as it is on loopback. */
static char *
on_loopback(char *word)
{
    static const struct { const char *from; const char *to; } addresses[] = {
        { "10.0.0.2", "127.0.0.1" }, { "0.0.0.0", "127.0.0.1" },
        { "server", "127.0.0.1" },   { "fd00::2", "::1" },
        { "::", "::1" },
    };

    for (size_t i = 0; i < sizeof addresses / sizeof addresses[0]; i++)
        if (strcmp(word, addresses[i].from) == 0)
            return (char *)addresses[i].to;
    return word;
}

_Noreturn static void
run_child(const struct running *running, const char *programs, int output)
{
    char path[PATH_MAX];
    char *words[WORDS_MAX] = { NULL };
    char **given = running->program->words;
    int input = open("/dev/null", O_RDONLY);

    for (int i = 0; given[i] != NULL && i < WORDS_MAX - 1; i++)
        words[i] = i == 0 ? given[i] : on_loopback(given[i]);
    if (words[0][0] == '.' && words[0][1] == '/') {
        snprintf(path, sizeof path, "%s/%s", programs, words[0] + 2);
        words[0] = path;
    }
    dup2(input, STDIN_FILENO);
    dup2(output, STDOUT_FILENO);
    dup2(output, STDERR_FILENO);
    close(output);
    execvp(words[0], words);
    fprintf(stderr, "cannot start: %s\n", strerror(errno));
    _exit(127);
}

static int
start(struct running *running, const char *programs)
{
    int ends[2];

    if (pipe(ends) == -1)
        return -1;
    fflush(NULL);
    running->pid = fork();
    if (running->pid == 0) {
        close(ends[0]);
        run_child(running, programs, ends[1]);
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
        size_t length = strcspn(line, "\n");
        if (length > (size_t)(end - line))
            length = (size_t)(end - line);
        printf("  %-8s | %.*s\n", running->program->name, (int)length, line);
        line += length + 1;
    }
}

static int64_t
now_ms(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec * 1000LL + now.tv_nsec / 1000000;
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

static void
stop(struct running *running)
{
    kill(running->pid, SIGTERM);
    if (running->output != -1)
        close(running->output);
    while (waitpid(running->pid, NULL, 0) == -1 && errno == EINTR)
        ;
}

int
loopback_run(const struct scene *scene, const char *programs, char *message)
{
    struct running all[PROGRAMS_MAX] = { 0 };
    size_t count = 0;
    int result = 0;

    /* Servers first, and each must be ready; then the clients. */
    for (int host = HOST_SERVER; host >= HOST_CLIENT && result == 0; host--) {
        size_t first = count;
        for (size_t i = 0; i < scene->program_count; i++) {
            if (scene->programs[i].host != (enum host)host ||
                count == PROGRAMS_MAX)
                continue;
            all[count].program = &scene->programs[i];
            if (start(&all[count], programs) == -1) {
                snprintf(message, SCENE_MESSAGE_MAX, "cannot start %s: %s",
                         scene->programs[i].name, strerror(errno));
                result = -1;
                break;
            }
            count++;
        }
        if (host == HOST_SERVER)
            watch(all + first, count - first, is_ready, WAIT_MS);
    }
    watch(all, count, has_ended, WAIT_MS);
    for (size_t i = 0; i < count; i++)
        stop(&all[i]);
    fflush(stdout);
    return result;
}
