/*
 * notes.h - the words of a scene's notes, below the rows.
 */
#ifndef LADDER_TEXT_NOTES_H
#define LADDER_TEXT_NOTES_H

struct text_ladder;

/* Prints the notes that were numbered. */
void
notes_print(struct text_ladder *ladder);

#endif
