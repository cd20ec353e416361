/*
 * vm.h - ladder vm: is there a virtual machine, and what to do if not.
 */
#ifndef LADDER_VERB_VM_H
#define LADDER_VERB_VM_H

#include "options/options.h"

/* Exit status 0 if a scene could be played in one, else 1. */
int
verb_vm(const struct options *options);

#endif
