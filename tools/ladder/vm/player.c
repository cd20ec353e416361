/* player.c - who plays `ladder play` in a guest, from outside. */
#include "vm/player.h"

#include <errno.h>
#include <signal.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "vm/frame.h"

/* Words go in small pieces, which a guest's serial driver can hold. */
enum { PIECE = 256, CTRL_D = 4 };

static volatile sig_atomic_t gone;

static void
note(int signal_number)
{
    (void)signal_number;
    gone = 1;
}

void
player_begin(struct player *player)
{
    static const int signals[] = { SIGINT, SIGTERM, SIGHUP };
    struct sigaction action = { .sa_handler = note };
    struct termios settings;

    for (size_t i = 0; i < sizeof signals / sizeof signals[0]; i++)
        sigaction(signals[i], &action, NULL);
    *player = (struct player){ .keys = isatty(STDIN_FILENO) &&
                                       isatty(STDOUT_FILENO) };
    if (!player->keys || tcgetattr(STDIN_FILENO, &player->former) == -1)
        return;
    settings = player->former;
    settings.c_lflag &= ~(tcflag_t)(ICANON | ECHO);
    settings.c_cc[VMIN] = 1;
    settings.c_cc[VTIME] = 0;
    tcsetattr(STDIN_FILENO, TCSANOW, &settings);
}

int
player_input(const struct player *player)
{
    return player->asked && !player->over ? STDIN_FILENO : -1;
}

void
player_forward(struct player *player, int line)
{
    static unsigned char bytes[FRAME_MOST];
    unsigned char words[PIECE] = { CTRL_D };
    ssize_t got = read(STDIN_FILENO, words, sizeof words);

    if (got == -1 && errno == EINTR)
        return;
    player->asked = false;
    player->over = got <= 0;
    /* In a terminal the end is a key as well. */
    size_t length = got > 0 ? (size_t)got : player->keys;
    struct frame frame = { .kind = FRAME_IN, .payload = words,
                           .length = length };
    length = frame_write(&frame, bytes);
    for (size_t sent = 0; sent < length;) {
        ssize_t now = send(line, bytes + sent, length - sent, MSG_NOSIGNAL);
        if (now == -1 && errno != EINTR)
            return;
        sent += now > 0 ? (size_t)now : 0;
    }
}

bool
player_is_gone(void)
{
    return gone != 0;
}

int
player_show(FILE *screen, const unsigned char *bytes, size_t length)
{
    return fwrite(bytes, 1, length, screen) == length &&
           fflush(screen) == 0 ? 0 : -1;
}

void
player_end(struct player *player)
{
    if (!player->keys)
        return;
    printf("\r\033[K");                 /* a prompt that nobody took away */
    fflush(stdout);
    tcsetattr(STDIN_FILENO, TCSANOW, &player->former);
}
