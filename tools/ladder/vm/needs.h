/*
 * needs.h - the files that a program cannot start without.
 */
#ifndef LADDER_NEEDS_H
#define LADDER_NEEDS_H

/*
 * Calls found() with the path of each file that the program at path needs: its
 * loader and shared libraries, or for a script its interpreter and what that
 * needs.  Stops where found() returns -1.  0, or -1 with errno.
 */
int
needs_of(const char *path, int (*found)(void *context, const char *file),
         void *context);

#endif
