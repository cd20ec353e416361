/*
 * input.h - what a student types: keys of a terminal, lines of a pipe.
 */
#ifndef LADDER_PLAY_INPUT_H
#define LADDER_PLAY_INPUT_H

#include <stdbool.h>
#include <stddef.h>

enum { INPUT_MAX = 256 };

struct input {
    int wake;                   /* readable when there is something to read:
                                   for the engine to wait for */
    int never[2];               /* a pipe that nobody writes to */
    char bytes[INPUT_MAX];      /* read, not yet taken */
    size_t count;
    bool over;                  /* nothing more will come */
};

/* Standard input.  0, or -1 with errno. */
int
input_open(struct input *input);

void
input_close(struct input *input);

/* Reads what there is, without waiting. */
void
input_read(struct input *input);

/* The engine need not wait for it any more. */
void
input_ignore(struct input *input);

/* Takes the next line out of what has been read.  False if there is none. */
bool
input_line(struct input *input, char line[INPUT_MAX]);

/* Takes the next key; 0 if there is none.  An escape sequence (an arrow, say)
   is one key. */
char
input_key(struct input *input);

/* Takes this key out, wherever it stands.  False if it was not pressed. */
bool
input_take(struct input *input, char key);

/* Throws away what has been read. */
void
input_forget(struct input *input);

#endif
