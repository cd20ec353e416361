/* together.c - many recordings at once, none of them shown. */
#include "record/together.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "record/apart.h"

enum { TRIES = 3 };

/* A file without a name. */
static int
open_file(void)
{
    FILE *file = tmpfile();
    int fd = file == NULL ? -1 : fcntl(fileno(file), F_DUPFD_CLOEXEC, 3);

    if (file != NULL)
        fclose(file);
    return fd;
}

static void
start(struct together *play)
{
    pid_t parent = getpid();

    play->tries++;
    play->recording.again = play->measures || play->tries < TRIES;
    play->outcome = OUTCOME_FAILED;
    play->said[0] = '\0';
    play->errors = open_file();
    fflush(NULL);
    play->pid = play->errors == -1 ? -1 : fork();
    if (play->pid == 0) {
        sigset_t none;
        int nothing = open("/dev/null", O_WRONLY);
        sigemptyset(&none);
        sigprocmask(SIG_SETMASK, &none, NULL);
        dup2(nothing, STDOUT_FILENO);
        dup2(play->errors, STDERR_FILENO);
        apart_be_child(&play->recording, parent);
    }
    if (play->pid == -1)
        snprintf(play->said, sizeof play->said, "cannot start a process: %s",
                 strerror(errno));
}

/* Keeps the first line that it has said, without "ladder: ". */
static void
keep_said(struct together *play)
{
    ssize_t got = pread(play->errors, play->said, sizeof play->said - 1, 0);

    close(play->errors);
    play->said[got > 0 ? got : 0] = '\0';
    play->said[strcspn(play->said, "\n")] = '\0';
    if (strncmp(play->said, "ladder: ", 8) == 0)
        memmove(play->said, play->said + 8, strlen(play->said + 8) + 1);
}

static void
end_all(struct together *all, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (all[i].pid <= 0)
            continue;
        kill(all[i].pid, SIGTERM);
        while (waitpid(all[i].pid, NULL, 0) == -1 && errno == EINTR)
            ;
        close(all[i].errors);
        all[i].pid = 0;
    }
}

/* Takes back all that have ended.  How many. */
static size_t
collect(struct together *all, size_t count)
{
    size_t ended = 0;
    int status;

    for (size_t i = 0; i < count; i++) {
        struct together *play = &all[i];
        if (play->pid <= 0 || waitpid(play->pid, &status, WNOHANG) <= 0)
            continue;
        play->pid = 0;
        play->outcome = apart_outcome(status);
        keep_said(play);
        ended++;
        if (play->outcome == OUTCOME_STARVED && play->tries < TRIES)
            play->pid = -2;             /* again, when there is room */
    }
    return ended;
}

/* The next one that waits for room, or NULL. */
static struct together *
next(struct together *all, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (all[i].pid == -2)
            return &all[i];
    return NULL;
}

bool
together_play(struct together *all, size_t count, size_t at_once)
{
    sigset_t wanted, former;
    size_t playing = 0;
    int signal = 0;

    sigemptyset(&wanted);
    sigaddset(&wanted, SIGINT);
    sigaddset(&wanted, SIGTERM);
    sigaddset(&wanted, SIGHUP);
    sigaddset(&wanted, SIGCHLD);
    sigprocmask(SIG_BLOCK, &wanted, &former);
    for (size_t i = 0; i < count; i++)
        all[i].pid = -2;
    for (;;) {
        struct together *play;
        while (playing < at_once && (play = next(all, count)) != NULL) {
            start(play);
            playing += play->pid > 0;
        }
        if (playing == 0)
            break;
        if (sigwait(&wanted, &signal) == 0 && signal != SIGCHLD)
            break;
        playing -= collect(all, count);
    }
    if (playing > 0)
        end_all(all, count);
    sigprocmask(SIG_SETMASK, &former, NULL);
    return playing == 0;
}
