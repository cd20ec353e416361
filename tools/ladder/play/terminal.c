/* terminal.c - single keys, and a prompt of two lines at the screen's end. */
#include "play/terminal.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/types.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>

#ifdef __linux__
#include <sys/prctl.h>
#endif

#include "model/event.h"
#include "options/options.h"

enum { LINE_MAX_BYTES = 256 };

/* What a signal handler needs stands alone: it has no context. */
static struct termios former, single_keys;
static volatile sig_atomic_t guarded;   /* the game's process */
static volatile sig_atomic_t prompted;  /* the prompt is on the screen */

static bool entered;
static char shown[2][LINE_MAX_BYTES];   /* its two lines */

bool
terminal_is_there(void)
{
    return isatty(STDIN_FILENO) && isatty(STDOUT_FILENO);
}

/* Also from the background, where SIGTTOU would stop us. */
static void
set(const struct termios *mode)
{
    sigset_t output, before;

    sigemptyset(&output);
    sigaddset(&output, SIGTTOU);
    sigprocmask(SIG_BLOCK, &output, &before);
    tcsetattr(STDIN_FILENO, TCSANOW, mode);
    sigprocmask(SIG_SETMASK, &before, NULL);
}

/* --- the guard ------------------------------------------------------------ */

static void
pass_on(int signal)
{
    kill((pid_t)guarded, signal);
}

/* Keyboard signals reach both processes; a kill reaches this one only. */
static void
pass_on_signals(void)
{
    struct sigaction action = { .sa_handler = pass_on, .sa_flags = SA_RESTART };
    const int signals[] = { SIGINT, SIGQUIT, SIGTERM, SIGHUP };

    sigemptyset(&action.sa_mask);
    for (size_t i = 0; i < sizeof signals / sizeof signals[0]; i++)
        sigaction(signals[i], &action, NULL);
}

_Noreturn static void
run_game(int (*game)(void *context), void *context, pid_t guard)
{
#ifdef __linux__
    prctl(PR_SET_PDEATHSIG, SIGTERM);
#endif
    if (getppid() != guard)
        _exit(STATUS_FAILED);
    int status = game(context);
    fflush(NULL);
    _exit(status);
}

int
terminal_guard(int (*game)(void *context), void *context)
{
    char name[16];
    int status;
    pid_t guard = getpid();

    if (!terminal_is_there() || tcgetattr(STDIN_FILENO, &former) == -1)
        return game(context);
    fflush(NULL);
    pid_t pid = fork();
    if (pid == -1)
        return game(context);
    if (pid == 0)
        run_game(game, context, guard);
    guarded = (sig_atomic_t)pid;
    pass_on_signals();
    while (waitpid(pid, &status, 0) == -1 && errno == EINTR)
        ;
    set(&former);
    if (WIFEXITED(status))
        return WEXITSTATUS(status);
    fprintf(stderr, "\nladder: the game was killed by %s\n",
            signal_name(WTERMSIG(status), name, sizeof name));
    return STATUS_FAILED;
}

/* --- single keys ---------------------------------------------------------- */

/* `fg`: the shell has put its own modes back, so we do that too.  After `bg`
   this stops us once more. */
static void
go_on(int signal)
{
    int error = errno;

    (void)signal;
    tcsetattr(STDIN_FILENO, TCSANOW, &single_keys);
    prompted = false;
    errno = error;
}

static void
catch_continue(void (*handler)(int signal))
{
    struct sigaction action = { .sa_handler = handler,
                                .sa_flags = SA_RESTART };

    sigemptyset(&action.sa_mask);
    sigaction(SIGCONT, &action, NULL);
}

void
terminal_stop(void)
{
    struct sigaction action;

    /* A shell without jobs ignores it: nobody could say `fg`. */
    if (sigaction(SIGTSTP, NULL, &action) == -1 ||
        action.sa_handler == SIG_IGN)
        return;
    if (prompted)
        printf("\n");
    fflush(stdout);
    set(&former);
    kill(0, SIGTSTP);           /* make and the guard as well */
}

int
terminal_enter(void)
{
    if (tcgetattr(STDIN_FILENO, &former) == -1)
        return -1;
    single_keys = former;
    single_keys.c_lflag &= ~(tcflag_t)(ICANON | ECHO);
    single_keys.c_cc[VMIN] = 1;
    single_keys.c_cc[VTIME] = 0;
    /* Ctrl-Z is a key: we put the terminal right before anybody stops. */
    single_keys.c_cc[VSUSP] = _POSIX_VDISABLE;
    /* What was typed before the first segment is no decision about it. */
    if (tcsetattr(STDIN_FILENO, TCSAFLUSH, &single_keys) == -1)
        return -1;
    entered = true;
    catch_continue(go_on);
    return 0;
}

void
terminal_leave(void)
{
    terminal_clear();
    if (!entered)
        return;
    catch_continue(SIG_DFL);
    set(&former);
    entered = false;
}

/* --- the prompt ----------------------------------------------------------- */

unsigned
terminal_columns(void)
{
    struct winsize size = { .ws_col = 0 };

    if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == -1 || size.ws_col == 0)
        return 80;
    return size.ws_col;
}

void
terminal_prompt(const char *above, const char *below)
{
    int room = (int)terminal_columns() - 1;

    if (prompted && strcmp(shown[0], above) == 0 &&
        strcmp(shown[1], below) == 0)
        return;
    terminal_clear();
    snprintf(shown[0], sizeof shown[0], "%s", above);
    snprintf(shown[1], sizeof shown[1], "%s", below);
    printf("%.*s\n%.*s", room, shown[0], room, shown[1]);
    fflush(stdout);
    prompted = true;
}

void
terminal_clear(void)
{
    if (!prompted)
        return;
    printf("\r\033[K\033[A\033[K");
    fflush(stdout);
    prompted = false;
}
