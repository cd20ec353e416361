/*
 * images.h - what a virtual machine needs: QEMU, and a kernel's image.
 *
 * An image is a folder named for its version, made by `make kernels`:
 * 6.12.117/vmlinuz, 6.12.117/modules/tun.ko and so on, 6.12.117/order.
 */
#ifndef LADDER_IMAGES_H
#define LADDER_IMAGES_H

#include <limits.h>
#include <stdbool.h>
#include <stddef.h>

#include "base/complaint.h"

enum { IMAGES_MAX = 16 };

struct image {
    char version[48];           /* "6.12.117" */
    char folder[PATH_MAX];
};

/* The images that are here, the oldest kernel first. */
size_t
images_list(struct image images[IMAGES_MAX]);

/* The folder where images are looked for, for messages. */
void
images_folder(char *out, size_t size);

/*
 * The image that wanted names: a version or how it begins ("6.1"), a folder
 * (with a "/"), or NULL for the newest.  0, or -1 with one line in message.
 */
int
images_choose(const char *wanted, struct image *image,
              struct complaint *message);

/* Whether the kernel in this image can be one.  0, or -1 with one line. */
int
images_check(const struct image *image, struct complaint *message);

/* QEMU for this machine, by its full path.  0, or -1 with one line. */
int
images_qemu(char *path, size_t size, struct complaint *message);

#endif
