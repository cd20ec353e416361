/*
 * place.h - where a scene is played: --in=auto|hosts|vm[=KERNEL]|loopback.
 */
#ifndef LADDER_PLACE_H
#define LADDER_PLACE_H

#include "base/complaint.h"
#include "record/record.h"
#include "vm/images.h"
#include "vm/vm.h"

enum place_kind { PLACE_HOSTS, PLACE_VM, PLACE_LOOPBACK, PLACE_UNKNOWN,
                  PLACE_MISSING };

enum { PLACE_TEXT = 400 };

struct place {
    enum place_kind kind;
    struct image image;         /* of PLACE_VM */
    char why[PLACE_TEXT];       /* auto: why there are no hosts; else "" */
    char remedy[PLACE_TEXT];    /* and the command that would allow them */
    struct complaint no_vm;     /* and why there is no machine */
};

/*
 * Finds out what the word behind --in= (NULL: auto) means here: hosts where
 * they can be made, else a virtual machine where one can be had, else loopback.
 * PLACE_UNKNOWN and PLACE_MISSING come with a line on standard error: no such
 * word; a machine was asked for and there is none.
 */
void
place_find(const char *word, struct place *place);

/* Says in one line that a virtual machine is about to play, and why. */
void
place_announce(const struct place *place, FILE *out);

/* Who wants to hear of each recording in a virtual machine. */
struct place_listener {
    void (*begin)(void *context, size_t which);         /* before it is drawn */
    void (*end)(void *context, size_t which, enum outcome outcome);
    void *context;
};

/*
 * Plays count recordings in one virtual machine, and keeps and draws each as
 * record() would.  Says on standard error what went wrong.  The worst outcome;
 * recordings that the machine did not get to are OUTCOME_FAILED, untold.
 */
enum outcome
place_record(const struct place *place, const struct recording *recordings,
             size_t count, const struct place_listener *listener);

/*
 * Lets who sits here be the network of a scene in a virtual machine, and keeps
 * the trace.  words is what the ladder in there is called with, its verb first.
 */
enum outcome
place_play(const struct place *place, const struct recording *recording,
           const char *words);

#endif
