/* output.c - a file that appears whole or not at all. */
#include "record/output.h"

#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <limits.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "trace/trace.h"

struct output {
    FILE *file;
    char path[PATH_MAX];
    char staged[PATH_MAX];      /* a named file beside it, else "" */
    bool direct;                /* written in place: a pipe or a device */
};

static struct output *
fail(struct output *output, const char *path, struct complaint *message)
{
    complain(message, "cannot write %.200s: %s", path,
             strerror(errno));
    free(output);
    return NULL;
}

/* A file without a name in the folder of path, where the system has that. */
static int
open_nameless(const char *path)
{
#ifdef O_TMPFILE
    char folder[PATH_MAX];

    snprintf(folder, sizeof folder, "%s", path);
    return open(dirname(folder), O_TMPFILE | O_RDWR | O_CLOEXEC, 0666);
#else
    (void)path;
    errno = EOPNOTSUPP;
    return -1;
#endif
}

struct output *
output_open(const char *path, struct complaint *message)
{
    struct output *output = calloc(1, sizeof *output);
    struct stat status;

    if (output == NULL)
        return fail(output, path, message);
    size_t length = strlen(path);
    if (length + 16 > sizeof output->path) {
        errno = ENAMETOOLONG;
        return fail(output, path, message);
    }
    memcpy(output->path, path, length + 1);
    if (strcmp(path, "-") == 0) {
        output->direct = true;
        output->file = stdout;
        return output;
    }
    int file;
    if (stat(path, &status) == 0 && S_ISDIR(status.st_mode)) {
        errno = EISDIR;
        return fail(output, path, message);
    }
    if (stat(path, &status) == 0 && !S_ISREG(status.st_mode)) {
        output->direct = true;
        file = open(path, O_WRONLY | O_CLOEXEC);
    } else if ((file = open_nameless(path)) == -1 && errno != ENOENT &&
               errno != EACCES && errno != EROFS) {
        snprintf(output->staged, sizeof output->staged, "%.*s.new.XXXXXX",
                 (int)sizeof output->staged - 16, path);
        file = mkstemp(output->staged);
        if (file != -1)
            fchmod(file, 0644);
    }
    if (file == -1)
        return fail(output, path, message);
    output->file = fdopen(file, output->direct ? "w" : "w+");
    if (output->file == NULL) {
        close(file);
        return fail(output, path, message);
    }
    return output;
}

FILE *
output_file(struct output *output)
{
    return output->file;
}

/* Under sudo a file belongs to who typed the command. */
static void
give_to_caller(int file)
{
    const char *uid = getenv("SUDO_UID"), *gid = getenv("SUDO_GID");

    if (uid != NULL && gid != NULL && geteuid() == 0 &&
        fchown(file, (uid_t)atol(uid), (gid_t)atol(gid)) == -1)
        fprintf(stderr, "ladder: the file stays root's: %s\n",
                strerror(errno));
}

/* Gives the nameless file its name; an older file gives way at that moment. */
static int
name_it(struct output *output)
{
    char self[64], beside[PATH_MAX + 32];

    snprintf(self, sizeof self, "/proc/self/fd/%d", fileno(output->file));
    if (linkat(AT_FDCWD, self, AT_FDCWD, output->path, AT_SYMLINK_FOLLOW) == 0)
        return 0;
    if (errno != EEXIST)
        return -1;
    snprintf(beside, sizeof beside, "%s.new.%ld", output->path,
             (long)getpid());
    if (linkat(AT_FDCWD, self, AT_FDCWD, beside, AT_SYMLINK_FOLLOW) == -1)
        return -1;
    if (rename(beside, output->path) == 0)
        return 0;
    int error = errno;
    unlink(beside);
    errno = error;
    return -1;
}

/* Puts the file in its place.  0, or -1 with errno. */
static int
put_in_place(struct output *output)
{
    give_to_caller(fileno(output->file));
    if (output->staged[0] == '\0')
        return name_it(output);
    if (rename(output->staged, output->path) == -1)
        return -1;
    output->staged[0] = '\0';
    return 0;
}

int
output_commit(struct output *output, struct complaint *message)
{
    if (fflush(output->file) != EOF && !ferror(output->file) &&
        (output->direct || put_in_place(output) == 0))
        return 0;
    complain(message, "cannot write %.200s: %s", output->path,
             strerror(errno));
    return -1;
}

void
output_close(struct output *output)
{
    if (output == NULL)
        return;
    if (output->staged[0] != '\0')
        unlink(output->staged);
    if (output->file != stdout)
        fclose(output->file);
    free(output);
}
