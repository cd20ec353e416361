/*
 * player.h - who plays `ladder play` in a guest, from outside.
 *
 * What the player types goes to the guest, and what the game says comes to the
 * player's screen as it is said.
 */
#ifndef LADDER_PLAYER_H
#define LADDER_PLAYER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>
#include <termios.h>

struct player {
    bool keys;                  /* a terminal: single keys, else lines */
    bool asked;                 /* the guest waits for words */
    bool over;                  /* there are no more */
    struct termios former;      /* of the terminal */
};

/* Finds out what standard input is, and lets a terminal give single keys.
   From now on Ctrl-C and the like are noticed, and end nothing. */
void
player_begin(struct player *player);

/* The descriptor to wait for words at; -1 if none are wanted now. */
int
player_input(const struct player *player);

/* Reads words and sends them on, as a frame; to a guest that is gone, none. */
void
player_forward(struct player *player, int line);

/* Whether the player has had enough: Ctrl-C, a signal that ends programs. */
bool
player_is_gone(void);

/* Shows what the game said, on this stream.  0, or -1 with errno. */
int
player_show(FILE *screen, const unsigned char *bytes, size_t length);

/* The game is over: the terminal is as it was before. */
void
player_end(struct player *player);

#endif
