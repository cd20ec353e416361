/*
 * cpio.h - writes a cpio archive ("newc"), which Linux unpacks as its first
 * file system.
 *
 * Folders above a file are added by themselves, and a path that is there
 * already is not added again.  All belongs to root.
 */
#ifndef LADDER_CPIO_H
#define LADDER_CPIO_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>
#include <sys/types.h>

struct cpio;

/* Begins an archive on out, which stays the caller's.  NULL with errno. */
struct cpio *
cpio_open(FILE *out);

/* Each adds one thing at an absolute path: 0, or -1 with errno. */
int
cpio_folder(struct cpio *cpio, const char *path);

int
cpio_bytes(struct cpio *cpio, const char *path, mode_t mode, const void *bytes,
           size_t length);

/* Copies the regular file from, with its mode. */
int
cpio_copy(struct cpio *cpio, const char *path, const char *from);

/* A character device. */
int
cpio_device(struct cpio *cpio, const char *path, unsigned major,
            unsigned minor);

/* Whether something was added at this path. */
bool
cpio_has(const struct cpio *cpio, const char *path);

/* Ends the archive and frees; 0, or -1 with errno. */
int
cpio_close(struct cpio *cpio);

#endif
