/* answer.c - keys of a terminal, lines of a pipe. */
#include "ask/answer.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

enum { INTERRUPT = 3, END_OF_INPUT = 4 };

/* One key of the terminal, which is as before afterwards; 0 where there is
   none to come.  Ctrl-C ends us as ever, but behind that. */
static char
terminal_key(void)
{
    struct termios former, single;
    char key = 0;
    ssize_t got;

    if (tcgetattr(STDIN_FILENO, &former) == -1)
        return 0;
    single = former;
    single.c_lflag &= ~(tcflag_t)(ICANON | ECHO | ISIG);
    single.c_cc[VMIN] = 1;
    single.c_cc[VTIME] = 0;
    tcsetattr(STDIN_FILENO, TCSADRAIN, &single);
    do
        got = read(STDIN_FILENO, &key, 1);
    while (got == -1 && errno == EINTR);
    tcsetattr(STDIN_FILENO, TCSADRAIN, &former);
    if (key == INTERRUPT)
        raise(SIGINT);
    return got == 1 && key != END_OF_INPUT ? key : 0;
}

/* The first character of a line; 0 at the end of the input. */
static char
line_key(void)
{
    char line[ANSWER_MAX];

    if (fgets(line, sizeof line, stdin) == NULL)
        return 0;
    return line[0];
}

char
answer_quietly(const char *prompt)
{
    printf("%s", prompt);
    fflush(stdout);
    char key = isatty(STDIN_FILENO) ? terminal_key() : line_key();
    if (key == '\r')
        return '\n';
    return key == 0 ? ANSWER_LEAVES : key;
}

char
answer_key(const char *prompt, const char *keys)
{
    for (;;) {
        char key = answer_quietly(prompt);
        printf("%.*s\n", key > ' ' && key < 0x7f ? 1 : 0, &key);
        if (key == ANSWER_LEAVES || key == ANSWER_UNKNOWN ||
            strchr(keys, key) != NULL)
            return key;
    }
}

bool
answer_line(const char *prompt, char line[ANSWER_MAX])
{
    printf("%s", prompt);
    fflush(stdout);
    if (fgets(line, ANSWER_MAX, stdin) == NULL) {
        printf("\n");
        return false;
    }
    line[strcspn(line, "\r\n")] = '\0';
    if (!isatty(STDIN_FILENO))
        printf("%s\n", line);
    return strcmp(line, "s") != 0;
}
