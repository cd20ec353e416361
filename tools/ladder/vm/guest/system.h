/*
 * system.h - a system of the bare kernel, for the recorder.
 */
#ifndef LADDER_GUEST_SYSTEM_H
#define LADDER_GUEST_SYSTEM_H

/* Mounts what a Linux has, loads the modules, and returns when the kernel rests
   after its start. */
void
guest_system_make(void);

#endif
