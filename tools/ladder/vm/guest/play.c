/*
 * play.c - between the line and a game.
 *
 * The player's words come in frames of FRAME_IN.  Each is asked for with an
 * empty one, when there is room for it, so that nothing piles up on the way:
 *
 *     guest  FRAME_IN ""         I am ready
 *     host   FRAME_IN "deliver\n"
 *     guest  FRAME_OUT "..."     what the game prints
 *     guest  FRAME_IN ""         and so on
 *     host   FRAME_IN ""         there is no more
 */
#include "vm/guest/play.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>

#include "vm/guest/line.h"

/* Still here: the host hears from us at least that often. */
enum { SILENCE_MS = 1000 };

/* Frames that come from the host. */
struct inbox {
    unsigned char bytes[FRAME_MOST];
    size_t used;
    unsigned char words[FRAME_PAYLOAD_MOST];    /* for the game */
    size_t length;
    bool full;                  /* there are words that the game lacks */
};

static void
close_one(int *file)
{
    if (*file != -1)
        close(*file);
    *file = -1;
}

/* A terminal as keys are read from, which changes no byte by itself. */
static void
open_terminal(struct guest_game *game)
{
    struct termios settings;

    game->input = posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC);
    if (game->input == -1 || unlockpt(game->input) == -1)
        guest_give_up("terminal");
    game->their_input = open(ptsname(game->input),
                             O_RDWR | O_NOCTTY | O_CLOEXEC);
    if (game->their_input == -1 ||
        tcgetattr(game->their_input, &settings) == -1)
        guest_give_up("terminal");
    cfmakeraw(&settings);
    tcsetattr(game->their_input, TCSANOW, &settings);
    game->output = fcntl(game->input, F_DUPFD_CLOEXEC, 0);
    game->their_output = fcntl(game->their_input, F_DUPFD_CLOEXEC, 0);
}

static void
open_pipe(int *from, int *to)
{
    int ends[2];

    if (pipe2(ends, O_CLOEXEC) == -1)
        guest_give_up("pipe");
    *from = ends[0];
    *to = ends[1];
}

void
guest_game_open(struct guest_game *game, bool keys)
{
    game->keys = keys;
    if (keys) {
        open_terminal(game);
    } else {
        open_pipe(&game->their_input, &game->input);
        open_pipe(&game->output, &game->their_output);
    }
    open_pipe(&game->error, &game->their_error);
}

void
guest_game_enter(struct guest_game *game)
{
    /* Whoever holds our side of a pipe would wait for itself. */
    close_one(&game->input);
    close_one(&game->output);
    close_one(&game->error);
    dup2(game->their_input, STDIN_FILENO);
    dup2(game->their_output, STDOUT_FILENO);
    dup2(game->their_error, STDERR_FILENO);
}

/* Reads what the host sends; there is at most one frame on the way. */
static void
receive(struct inbox *inbox, int line)
{
    struct frame frame;
    ssize_t got = read(line, inbox->bytes + inbox->used,
                       sizeof inbox->bytes - inbox->used);

    if (got <= 0)
        guest_give_up("line");
    inbox->used += (size_t)got;
    int taken = frame_read(&frame, inbox->bytes, inbox->used);
    if (taken == 0)
        return;
    if (taken == -1 || frame.kind != FRAME_IN) {
        errno = EBADMSG;
        guest_give_up("line");
    }
    if (frame.length > 0)
        memcpy(inbox->words, frame.payload, frame.length);
    inbox->length = frame.length;
    inbox->full = true;
    inbox->used -= (size_t)taken;
    memmove(inbox->bytes, inbox->bytes + taken, inbox->used);
}

/* Gives the game its words, or its end of input, and asks for more. */
static void
hand_over(struct guest_game *game, struct inbox *inbox, int line, unsigned job)
{
    inbox->full = false;
    if (inbox->length == 0 ||
        write(game->input, inbox->words, inbox->length) == -1)
        close_one(&game->input);        /* no more words, or nobody reads */
    else
        guest_send(line, FRAME_IN, job, NULL, 0);
}

/* Sends on what the game has said. */
static void
pass_on(int *file, int line, enum frame_kind kind, unsigned job)
{
    char bytes[4096];
    ssize_t got = read(*file, bytes, sizeof bytes);

    if (got > 0)
        guest_send(line, kind, job, bytes, (size_t)got);
    else
        close_one(file);
}

static bool
has_ended(pid_t child)
{
    siginfo_t info = { .si_pid = 0 };

    return waitid(P_PID, (id_t)child, &info, WEXITED | WNOHANG | WNOWAIT) ==
               -1 || info.si_pid == child;
}

void
guest_game_serve(struct guest_game *game, int line, unsigned job, pid_t child)
{
    static struct inbox inbox;

    signal(SIGPIPE, SIG_IGN);           /* a game ends when it likes */
    close_one(&game->their_input);
    close_one(&game->their_output);
    close_one(&game->their_error);
    guest_send(line, FRAME_IN, job, NULL, 0);
    while (game->output != -1 || game->error != -1) {
        struct pollfd fds[] = {
            { .fd = inbox.full ? -1 : line, .events = POLLIN },
            { .fd = inbox.full ? game->input : -1, .events = POLLOUT },
            { .fd = game->output, .events = POLLIN },
            { .fd = game->error, .events = POLLIN },
        };
        int ready = poll(fds, 4, SILENCE_MS);
        if (ready == 0) {
            if (has_ended(child))
                break;
            guest_send(line, FRAME_OUT, job, NULL, 0);
        }
        if (ready <= 0)
            continue;
        if (fds[0].revents != 0)
            receive(&inbox, line);
        if (fds[1].revents != 0)
            hand_over(game, &inbox, line, job);
        if (fds[2].revents != 0)
            pass_on(&game->output, line, FRAME_OUT, job);
        if (fds[3].revents != 0)
            pass_on(&game->error, line, FRAME_ERR, job);
    }
    close_one(&game->input);
    close_one(&game->output);
    close_one(&game->error);
}
