/*
 * deed.h - what the recorder itself did, as a value.
 *
 * A trace and a transcript say it in words ("ladder holds server at accept");
 * whoever draws asks the event for the deed, its program and its call, and
 * never takes the words apart.  The words come from outside: what does not have
 * the form of its deed is LADDER_OTHER, keeps its words, and names no program.
 */
#ifndef LADDER_DEED_H
#define LADDER_DEED_H

#include "model/event.h"

/* The first word of a deed in a transcript: "holds"; "" for LADDER_OTHER. */
const char *
ladder_deed_name(enum ladder_deed deed);

/* The deed called name[0..length), or LADDER_OTHER. */
enum ladder_deed
ladder_deed_named(const char *name, size_t length);

/* Makes the LADDER event tell these words, which must live as long as it. */
void
event_set_words(struct event *event, const char *words);

#endif
