/*
 * play.h - `ladder play` in a guest: its player sits outside.
 */
#ifndef LADDER_GUEST_PLAY_H
#define LADDER_GUEST_PLAY_H

#include <stdbool.h>
#include <sys/types.h>

/* Both sides of what stands for a game's terminal, or for its pipes. */
struct guest_game {
    int input, output, error;           /* ours; -1: none */
    int their_input, their_output, their_error;
    bool keys;                          /* a terminal: single keys */
};

/* Makes them. */
void
guest_game_open(struct guest_game *game, bool keys);

/* For the game's own process: they become its standard descriptors. */
void
guest_game_enter(struct guest_game *game);

/*
 * For the guest's first process: takes what the player says from the line, and
 * sends the player what the game says, until the child has ended.  Closes all.
 */
void
guest_game_serve(struct guest_game *game, int line, unsigned job, pid_t child);

#endif
