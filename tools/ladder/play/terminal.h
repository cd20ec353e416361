/*
 * terminal.h - single keys, and a prompt of two lines at the screen's end.
 *
 * The terminal is as before when the game is over, however it ends: by a key,
 * by Ctrl-C, Ctrl-Z and kill, also by kill -9.
 */
#ifndef LADDER_PLAY_TERMINAL_H
#define LADDER_PLAY_TERMINAL_H

#include <stdbool.h>

/* Whether somebody sits there: standard input and output are a terminal. */
bool
terminal_is_there(void);

/*
 * Runs game(context) in a process of its own where there is a terminal, and
 * puts the terminal right when that process is gone.  If this one goes first,
 * the game ends as by SIGTERM.  Returns what game() returns, and STATUS_FAILED
 * with a line on standard error if the game was killed.
 */
int
terminal_guard(int (*game)(void *context), void *context);

/* Keys come one by one and are not shown.  0, or -1 with errno. */
int
terminal_enter(void);

/* As before; clears the prompt. */
void
terminal_leave(void);

enum { TERMINAL_STOP = 26 /* Ctrl-Z */ };

/* What this key asks for: gives the terminal back and stops, until `fg`.  The
   kernels' timers run on meanwhile. */
void
terminal_stop(void);

/* Shows these two lines, cut to the screen's width, in the place of the prompt
   that is there. */
void
terminal_prompt(const char *above, const char *below);

/* Columns of the screen, now. */
unsigned
terminal_columns(void);

/* Takes the prompt off the screen; call it before anything is printed. */
void
terminal_clear(void);

#endif
