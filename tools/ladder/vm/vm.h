/*
 * vm.h - scenes played in one virtual machine.
 *
 * The machine boots, plays one job after the other and is gone.  Each result
 * comes while the next scene plays.
 */
#ifndef LADDER_VM_H
#define LADDER_VM_H

#include <stdio.h>

#include "base/complaint.h"
#include "vm/images.h"
#include "vm/pack.h"


/* What became of one job.  All of it is gone after the call that has it. */
struct vm_result {
    int outcome;                /* enum outcome of record.h */
    const char *out, *err;      /* what the recorder said in the guest */
    FILE *trace;                /* from its beginning; NULL if there is none */
};

struct vm_listener {
    void (*result)(void *context, size_t job, const struct vm_result *result);
    void *context;
};

/* Whether a machine could be had: its image; or -1 with one line. */
int
vm_available(const char *kernel, struct image *image,
             struct complaint *message);

/*
 * Plays count jobs, in order.  0; or -1 with a line in message,
 * behind it, on lines of their own, the last words of a guest that hangs or
 * panics.  Results that came before are told all the same.
 */
int
vm_play(const struct image *image, const struct job *jobs, size_t count,
        const struct vm_listener *listener, struct complaint *message);

#endif
