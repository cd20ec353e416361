/*
 * qemu.h - a virtual machine: QEMU, with two serial lines to us.
 *
 * Software emulation only (-accel tcg): it needs no right, a kernel boots in a
 * few seconds, and it is the same everywhere.  /dev/kvm would be faster where
 * it works; where it does not, it hangs, and asking costs what it gains.
 */
#ifndef LADDER_QEMU_H
#define LADDER_QEMU_H

#include <stdbool.h>
#include <sys/types.h>

#include "base/complaint.h"
#include "vm/images.h"

enum { QEMU_CONSOLE_BYTES = 4096 };

struct qemu {
    pid_t pid;
    int console;                /* what the kernel says; -1: closed */
    int line;                   /* frames, both ways; -1: closed */
    char said[QEMU_CONSOLE_BYTES + 1];  /* the console's end */
    size_t said_bytes;
};

/*
 * Starts the program at path on the image and the archive in the descriptor
 * archive.  In step: the guest's time goes as ours does, for somebody who
 * waits; else it goes as fast as it can.  QEMU dies with us, whatever way we
 * end.  0, or -1 with one line in message.
 */
int
qemu_start(struct qemu *qemu, const char *path, const struct image *image,
           int archive, bool in_step, struct complaint *message);

/* Reads what the console has to say.  Closes it at its end. */
void
qemu_listen(struct qemu *qemu);

/* Writes the last lines of the console, each behind a line break and blanks;
   nothing where it was silent. */
void
qemu_last_lines(const struct qemu *qemu, char *out, size_t size);

/* Ends it, if it still runs. */
void
qemu_stop(struct qemu *qemu);

/* A file that has no name and stands in memory where the system has that; -1
   with errno. */
int
nameless_file(void);

#endif
