/* input.c - what a student types: keys of a terminal, lines of a pipe. */
#include "play/input.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <string.h>
#include <unistd.h>

enum { ESCAPE = 27 };

int
input_open(struct input *input)
{
    *input = (struct input){ .wake = -1, .never = { -1, -1 } };
    if (pipe(input->never) == -1)
        return -1;
    fcntl(input->never[0], F_SETFD, FD_CLOEXEC);
    fcntl(input->never[1], F_SETFD, FD_CLOEXEC);
    input->wake = fcntl(STDIN_FILENO, F_DUPFD_CLOEXEC, STDERR_FILENO + 1);
    if (input->wake != -1)
        return 0;
    int error = errno;
    input_close(input);
    errno = error;
    return -1;
}

void
input_close(struct input *input)
{
    const int files[] = { input->wake, input->never[0], input->never[1] };

    for (size_t i = 0; i < sizeof files / sizeof files[0]; i++)
        if (files[i] != -1)
            close(files[i]);
}

/* The end of a file can always be read: who waits for it would never sleep. */
void
input_ignore(struct input *input)
{
    dup2(input->never[0], input->wake);
    fcntl(input->wake, F_SETFD, FD_CLOEXEC);
}

void
input_read(struct input *input)
{
    struct pollfd fd = { .fd = STDIN_FILENO, .events = POLLIN };
    size_t room = sizeof input->bytes - input->count;

    if (input->over || room == 0 || poll(&fd, 1, 0) != 1)
        return;
    ssize_t got = read(STDIN_FILENO, input->bytes + input->count, room);
    if (got > 0) {
        input->count += (size_t)got;
    } else if (got == 0 || errno != EINTR) {
        input->over = true;
        input_ignore(input);
    }
}

static void
take(struct input *input, size_t count)
{
    input->count -= count;
    memmove(input->bytes, input->bytes + count, input->count);
}

bool
input_line(struct input *input, char line[INPUT_MAX])
{
    char *end = memchr(input->bytes, '\n', input->count);
    size_t length = end == NULL ? input->count : (size_t)(end - input->bytes);

    if (end == NULL && !(input->over && length > 0) &&
        length < sizeof input->bytes)
        return false;
    memcpy(line, input->bytes, length);
    line[length < INPUT_MAX ? length : INPUT_MAX - 1] = '\0';
    take(input, length + (end != NULL));
    return true;
}

char
input_key(struct input *input)
{
    if (input->count == 0)
        return 0;
    char key = input->bytes[0];
    take(input, key == ESCAPE ? input->count : 1);
    return key;
}

bool
input_take(struct input *input, char key)
{
    char *found = memchr(input->bytes, key, input->count);

    if (found == NULL)
        return false;
    input->count--;
    memmove(found, found + 1,
            (size_t)(input->bytes + input->count - found));
    return true;
}

void
input_forget(struct input *input)
{
    input->count = 0;
}
