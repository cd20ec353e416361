/*
 * programs.h - the programs of each host, and their descriptors' names.
 *
 * actors.c has the programs and the bars of blocked calls, names.c what a
 * descriptor is called where calls alone are shown.
 */
#ifndef LADDER_TEXT_PROGRAMS_H
#define LADDER_TEXT_PROGRAMS_H

#include <stdbool.h>

#include "draw/text/cells.h"
#include "draw/text/row.h"
#include "model/event.h"

enum { SLOTS_MAX = 6 };         /* bars beside each other */

struct actor {
    char name[ACTOR_MAX];
    enum host host;
    unsigned slot;
    bool blocked;               /* in a call that has not returned */
    bool held;
    char call[NAME_MAX_CALL];
};

enum role { ROLE_NONE, ROLE_LISTENER, ROLE_CONN };

struct descriptor {
    char actor[ACTOR_MAX];
    int fd;
    enum role role;
    unsigned number;            /* conn, conn2 ... */
};

struct programs {
    struct actor *actors;           size_t actor_count;
    struct descriptor *descriptors; size_t descriptor_count;
};

struct text_ladder;

/* actors.c */

struct actor *
actor_find(const struct text_ladder *ladder, const char *name);

/* The actor of the event, noted if it is new; NULL without memory. */
struct actor *
actor_of(struct text_ladder *ladder, const struct event *event);

void
actor_forget(struct text_ladder *ladder, const char *name);

/* "client-2" is "2: ", "server/2" is "/2: ", "slow" is "slow: ". */
void
actor_label(const struct event *event, char *out, size_t size);

/* Draws the bars of a side's blocked calls, but not those of skip. */
void
calls_bars(const struct text_ladder *ladder, struct cells *cells,
           enum host side, const char *skip);

/* The columns that a side's bars take, from its outer edge. */
unsigned
calls_bar_columns(const struct text_ladder *ladder, enum host side);

/* Notes a call or return that is folded away: who is blocked changes. */
void
calls_note(struct text_ladder *ladder, const struct event *event);

/* Notes that the recorder holds a program back, or lets it go on. */
void
calls_hold(struct text_ladder *ladder, const struct ladder_act *act);

/* names.c */

/* The arguments with the descriptor under its name, where it has one. */
void
names_arguments(struct text_ladder *ladder, const struct event *event,
                char *out, size_t size);

/* How many columns more a descriptor's name takes than its number. */
unsigned
names_extra(const struct text_ladder *ladder, const struct event *event);

/* What a return teaches; writes " conn" for a new name, else "". */
void
names_return(struct text_ladder *ladder, const struct event *event,
             char *out, size_t size);

void
names_exit(struct text_ladder *ladder, const char *actor);

#endif
