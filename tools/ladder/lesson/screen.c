/*
 * screen.c - a process between the lesson and the terminal.
 *
 *     lesson --pipe--> watcher ----> terminal         SCREEN_WATCH
 *                              `---> pager, at the end, if it was too long
 *     lesson --pipe--> pager                          SCREEN_PAGE
 */
#include "lesson/screen.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <unistd.h>

enum { ROWS_UNKNOWN = 24 };

static pid_t between;           /* the watcher or pager; 0: none */
static int terminal = -1;       /* standard output, as it was */
static volatile sig_atomic_t interrupted;

/* --- the pager ------------------------------------------------------------ */

static bool
is_command(const char *name)
{
    char path[4096];
    const char *folder = getenv("PATH");

    while (folder != NULL && *folder != '\0') {
        size_t length = strcspn(folder, ":");
        snprintf(path, sizeof path, "%.*s/%s", (int)length, folder, name);
        if (access(path, X_OK) == 0)
            return true;
        folder += length + (folder[length] == ':');
    }
    return false;
}

/* The command that pages, or NULL where nobody wants one or none is there. */
static const char *
pager(void)
{
    const char *wanted = getenv("PAGER");

    if (wanted == NULL)
        return is_command("less") ? "less -R" : NULL;
    return wanted[0] == '\0' || strcmp(wanted, "cat") == 0 ? NULL : wanted;
}

/* Becomes the pager, which reads this file. */
_Noreturn static void
become_pager(int file)
{
    dup2(file, STDIN_FILENO);
    setenv("LESS", "R", 0);     /* colours, also for PAGER=less */
    execl("/bin/sh", "sh", "-c", pager(), (char *)NULL);
    _exit(127);
}

/* --- the watcher ---------------------------------------------------------- */

static void
note_interrupt(int signal)
{
    (void)signal;
    interrupted = true;
}

static size_t
screen_rows(void)
{
    struct winsize size = { .ws_row = 0 };

    if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == -1 || size.ws_row == 0)
        return ROWS_UNKNOWN;
    return size.ws_row;
}

static void
write_all(const char *bytes, size_t count)
{
    while (count > 0) {
        ssize_t wrote = write(STDOUT_FILENO, bytes, count);
        if (wrote == -1 && errno != EINTR)
            return;             /* the terminal is gone */
        if (wrote > 0) {
            bytes += wrote;
            count -= (size_t)wrote;
        }
    }
}

/* Shows what comes, and keeps it.  Returns how many rows it was. */
static size_t
watch(int file, FILE *kept)
{
    char bytes[4096];
    size_t rows = 0;
    ssize_t got;

    while ((got = read(file, bytes, sizeof bytes)) > 0 ||
           (got == -1 && errno == EINTR)) {
        if (got == -1)
            continue;
        write_all(bytes, (size_t)got);
        for (ssize_t i = 0; i < got; i++)
            rows += bytes[i] == '\n';
        if (kept != NULL)
            fwrite(bytes, 1, (size_t)got, kept);
    }
    return rows;
}

/* The last row is the shell's, for its prompt. */
_Noreturn static void
run_watcher(int file)
{
    struct sigaction action = { .sa_handler = note_interrupt };
    FILE *kept = pager() == NULL ? NULL : tmpfile();

    sigemptyset(&action.sa_mask);
    sigaction(SIGINT, &action, NULL);
    sigaction(SIGTERM, &action, NULL);
    size_t rows = watch(file, kept);
    if (kept == NULL || interrupted || rows + 1 <= screen_rows() ||
        fflush(kept) != 0 || lseek(fileno(kept), 0, SEEK_SET) == -1)
        _exit(0);
    become_pager(fileno(kept));
}

/* --- the lesson's side ---------------------------------------------------- */

/* Who leaves the pager early has seen enough: the runs end with us. */
static void
leave(int signal)
{
    (void)signal;
    _exit(0);
}

static void
catch_leaving(void)
{
    struct sigaction action = { .sa_handler = leave };

    sigemptyset(&action.sa_mask);
    sigaction(SIGPIPE, &action, NULL);
}

void
screen_begin(enum screen_manner manner)
{
    int ends[2];
    bool page = manner == SCREEN_PAGE;

    if (!isatty(STDOUT_FILENO) || pager() == NULL || pipe(ends) == -1)
        return;
    fflush(NULL);
    between = fork();
    if (between == 0) {
        close(ends[1]);
        if (page)
            become_pager(ends[0]);
        run_watcher(ends[0]);
    }
    close(ends[0]);
    if (between > 0) {
        terminal = dup(STDOUT_FILENO);
        dup2(ends[1], STDOUT_FILENO);
        if (page)
            catch_leaving();
    }
    close(ends[1]);
}

void
screen_end(void)
{
    fflush(stdout);
    if (between <= 0)
        return;
    dup2(terminal, STDOUT_FILENO);
    close(terminal);
    while (waitpid(between, NULL, 0) == -1 && errno == EINTR)
        ;
    between = 0;
}
