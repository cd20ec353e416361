/* line.c - a guest's end of the serial line that its results go through. */
#include "vm/guest/line.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/reboot.h>
#include <termios.h>
#include <unistd.h>

_Noreturn void
guest_give_up(const char *what)
{
    fprintf(stderr, "ladder: guest: %s: %s\n", what, strerror(errno));
    reboot(RB_POWER_OFF);
    _exit(1);
}

int
guest_line_open(const char *name)
{
    char path[64];
    struct termios settings;

    snprintf(path, sizeof path, "/dev/%s", name);
    int line = open(path, O_RDWR | O_NOCTTY | O_CLOEXEC);
    if (line == -1 || tcgetattr(line, &settings) == -1)
        guest_give_up(path);
    cfmakeraw(&settings);
    settings.c_cflag |= CLOCAL;
    cfsetspeed(&settings, B115200);
    if (tcsetattr(line, TCSANOW, &settings) == -1)
        guest_give_up(path);
    return line;
}

void
guest_send(int line, enum frame_kind kind, unsigned job, const void *payload,
           size_t length)
{
    static unsigned char bytes[FRAME_MOST];
    struct frame frame = { .kind = kind, .job = job, .payload = payload,
                           .length = length };
    size_t whole = frame_write(&frame, bytes);

    for (size_t sent = 0; sent < whole;) {
        ssize_t written = write(line, bytes + sent, whole - sent);
        if (written == -1 && errno != EINTR)
            guest_give_up("line");
        sent += written > 0 ? (size_t)written : 0;
    }
}

void
guest_send_file(int line, enum frame_kind kind, unsigned job, int file)
{
    static char piece[FRAME_PAYLOAD_MOST];
    ssize_t got;
    off_t at = 0;

    while (file != -1 && (got = pread(file, piece, sizeof piece, at)) > 0) {
        guest_send(line, kind, job, piece, (size_t)got);
        at += got;
    }
}
