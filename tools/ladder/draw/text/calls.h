/*
 * calls.h - what the programs do: calls, results, prints, exits.
 *
 *     calls.c      on which row a call and its result stand
 *     words.c      arguments, results and data
 *     item.c       a call in as many columns as there are
 *     share.c      calls alone: several on one row
 */
#ifndef LADDER_TEXT_CALLS_H
#define LADDER_TEXT_CALLS_H

#include <stdbool.h>

#include "draw/text/row.h"
#include "model/event.h"
#include "model/grammar.h"

struct text_ladder;

/* calls.c */

/* Draws CALL, RETURN, PRINT and REMARK. */
void
calls_event(struct text_ladder *ladder, const struct event *event,
            enum telling telling);

/* Says how often the call that is over, and has this return, was made: behind
   it on its row, or where that is full on the next one. */
void
calls_times(struct text_ladder *ladder, const struct event *back,
            unsigned times);

/* words.c */

/* The arguments; where there is room, a send shows what it sends. */
void
call_arguments(struct text_ladder *ladder, const struct event *event,
               char *out, size_t size);

/* "= 6", "= -1 ECONNREFUSED", "= 0 end of file". */
void
call_result(struct text_ladder *ladder, const struct event *event, char *out,
            size_t size);

/* What the call learned: bytes or an address, where there is room. */
void
call_learned(struct text_ladder *ladder, const struct event *event,
             char *out, size_t size);

/* item.c */

/* Writes the item as it fits into room columns; returns its columns. */
unsigned
call_compose(const struct call_item *item, char *out, size_t size,
             unsigned room, bool unicode);

/* The columns of the item's arguments, where addresses are ports alone. */
unsigned
call_least_columns(const struct call_item *item);

/* The columns that an item of a program on this slot may take. */
unsigned
call_room(const struct text_ladder *ladder, enum host side, unsigned slot);

/* Whether the call's arguments are worth a second row where they do not fit,
   rather than being cut. */
bool
call_wraps(const struct text_ladder *ladder, const char *name);

/* share.c */

/* Whether the event may stand on the open row though its step is another. */
bool
calls_join(const struct text_ladder *ladder, const struct event *event);

/* If it may: what stands on the row goes in front of the item. */
void
calls_share(struct text_ladder *ladder, const struct event *event,
            struct call_item *item);

#endif
