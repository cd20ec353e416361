/*
 * cpio.c - the archive's layout.  One entry is
 *
 *     070701 INODE MODE UID GID NLINK MTIME SIZE DEV DEV RDEV RDEV NAMESIZE 0
 *     NAME\0 ..pad to 4.. BYTES ..pad to 4..
 *
 * with each number as eight hexadecimal digits; the entry TRAILER!!! ends it.
 */
#include "vm/cpio.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/array.h"

enum { FOLDER = 0040755, REGULAR = 0100000, CHARACTER = 0020600,
       HEADER_BYTES = 110 };

static const size_t file_most = 256UL << 20;

struct cpio {
    FILE *out;
    char **paths;               /* what was added */
    size_t count;
    unsigned inode;
};

struct cpio *
cpio_open(FILE *out)
{
    struct cpio *cpio = calloc(1, sizeof *cpio);

    if (cpio != NULL)
        cpio->out = out;
    return cpio;
}

bool
cpio_has(const struct cpio *cpio, const char *path)
{
    for (size_t i = 0; i < cpio->count; i++)
        if (strcmp(cpio->paths[i], path) == 0)
            return true;
    return false;
}

static int
remember(struct cpio *cpio, const char *path)
{
    char **paths = array_one_more(cpio->paths, cpio->count, sizeof *paths);

    if (paths == NULL)
        return -1;
    cpio->paths = paths;
    paths[cpio->count] = strdup(path);
    if (paths[cpio->count] == NULL)
        return -1;
    cpio->count++;
    return 0;
}

static int
pad(struct cpio *cpio, size_t used)
{
    size_t padding = (4 - used % 4) % 4;

    return fwrite("\0\0\0", 1, padding, cpio->out) == padding ? 0 : -1;
}

/* One entry's header and name; its bytes and their padding follow. */
static int
begin(struct cpio *cpio, const char *name, unsigned mode, size_t size,
      unsigned major, unsigned minor)
{
    size_t name_size = strlen(name) + 1;

    if (fprintf(cpio->out,
                "070701%08X%08X%08X%08X%08X%08X%08X%08X%08X%08X%08X%08X%08X",
                ++cpio->inode, mode, 0U, 0U, 1U, 0U, (unsigned)size, 0U, 0U,
                major, minor, (unsigned)name_size, 0U) != HEADER_BYTES ||
        fwrite(name, 1, name_size, cpio->out) != name_size)
        return -1;
    return pad(cpio, HEADER_BYTES + name_size);
}

/* Adds the folders above path. */
static int
add_above(struct cpio *cpio, const char *path)
{
    char above[PATH_MAX];

    if (path[0] != '/' || strlen(path) >= sizeof above) {
        errno = path[0] != '/' ? EINVAL : ENAMETOOLONG;
        return -1;
    }
    for (size_t i = 1; path[i] != '\0'; i++) {
        if (path[i] != '/')
            continue;
        memcpy(above, path, i);
        above[i] = '\0';
        if (cpio_has(cpio, above))
            continue;
        if (begin(cpio, above + 1, FOLDER, 0, 0, 0) == -1 ||
            remember(cpio, above) == -1)
            return -1;
    }
    return 0;
}

int
cpio_folder(struct cpio *cpio, const char *path)
{
    if (add_above(cpio, path) == -1)
        return -1;
    if (path[1] == '\0' || cpio_has(cpio, path))
        return 0;
    if (begin(cpio, path + 1, FOLDER, 0, 0, 0) == -1)
        return -1;
    return remember(cpio, path);
}

int
cpio_bytes(struct cpio *cpio, const char *path, mode_t mode, const void *bytes,
           size_t length)
{
    if (add_above(cpio, path) == -1)
        return -1;
    if (cpio_has(cpio, path))
        return 0;
    if (begin(cpio, path + 1, REGULAR | (mode & 0777), length, 0, 0) == -1 ||
        fwrite(bytes, 1, length, cpio->out) != length ||
        pad(cpio, length) == -1)
        return -1;
    return remember(cpio, path);
}

/* Reads all of a regular file into *bytes; the caller frees them. */
static int
read_all(int file, char **bytes, size_t length)
{
    size_t used = 0;

    *bytes = malloc(length + 1);
    if (*bytes == NULL)
        return -1;
    while (used < length) {
        ssize_t got = read(file, *bytes + used, length - used);
        if (got == -1 && errno == EINTR)
            continue;
        if (got <= 0) {
            errno = got == 0 ? EIO : errno;     /* it became shorter */
            return -1;
        }
        used += (size_t)got;
    }
    return 0;
}

int
cpio_copy(struct cpio *cpio, const char *path, const char *from)
{
    struct stat status;
    char *bytes = NULL;
    int result = -1;

    if (cpio_has(cpio, path))
        return 0;
    int file = open(from, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (file == -1)
        return -1;
    if (fstat(file, &status) == -1)
        goto out;
    if (!S_ISREG(status.st_mode) || (size_t)status.st_size > file_most) {
        errno = S_ISREG(status.st_mode) ? EFBIG : EINVAL;
        goto out;
    }
    if (read_all(file, &bytes, (size_t)status.st_size) == 0)
        result = cpio_bytes(cpio, path, status.st_mode, bytes,
                            (size_t)status.st_size);
out:
    free(bytes);
    int error = errno;
    close(file);
    errno = error;
    return result;
}

int
cpio_device(struct cpio *cpio, const char *path, unsigned major,
            unsigned minor)
{
    if (add_above(cpio, path) == -1)
        return -1;
    if (begin(cpio, path + 1, CHARACTER, 0, major, minor) == -1)
        return -1;
    return remember(cpio, path);
}

int
cpio_close(struct cpio *cpio)
{
    int result = begin(cpio, "TRAILER!!!", 0, 0, 0, 0);

    if (result == 0 && fflush(cpio->out) == EOF)
        result = -1;
    int error = errno;
    for (size_t i = 0; i < cpio->count; i++)
        free(cpio->paths[i]);
    free(cpio->paths);
    free(cpio);
    errno = error;
    return result;
}
