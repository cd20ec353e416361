/*
 * line.h - a guest's end of the serial line that its results go through.
 *
 * A guest is alone with its console: what fails here ends the machine, with a
 * line there.
 */
#ifndef LADDER_GUEST_LINE_H
#define LADDER_GUEST_LINE_H

#include <stddef.h>

#include "vm/frame.h"

/* Says what failed and why (errno), and switches the machine off. */
_Noreturn void
guest_give_up(const char *what);

/* Opens /dev/NAME, so that it changes no byte. */
int
guest_line_open(const char *name);

void
guest_send(int line, enum frame_kind kind, unsigned job, const void *payload,
           size_t length);

/* Sends all of a file, in pieces, from its beginning; none if it is -1. */
void
guest_send_file(int line, enum frame_kind kind, unsigned job, int file);

#endif
