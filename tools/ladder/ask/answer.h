/*
 * answer.h - what a student answers: one key on a terminal, a line in a pipe.
 */
#ifndef LADDER_ASK_ANSWER_H
#define LADDER_ASK_ANSWER_H

#include <stdbool.h>
#include <stddef.h>

enum { ANSWER_LEAVES = 's', ANSWER_UNKNOWN = '?', ANSWER_MAX = 512 };

/*
 * Waits for one of these keys, '?' or 's', and shows it.  Returns it; 's' at
 * the end of the input too.  Enter is '\n', where keys has it.
 */
char
answer_key(const char *prompt, const char *keys);

/* Waits for any key, or line's first character, and leaves the cursor behind
   the prompt. */
char
answer_quietly(const char *prompt);

/* Reads one line without its end.  False at the end of the input, and for a
   line that is "s" alone. */
bool
answer_line(const char *prompt, char line[ANSWER_MAX]);

#endif
