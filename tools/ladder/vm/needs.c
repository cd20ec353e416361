/*
 * needs.c - what a program cannot start without.
 *
 * The program's own loader is asked (`ld.so --list`): it alone knows all of
 * its ways (RUNPATH, its cache, hardware variants), and runs nothing of the
 * program.  We read only the loader's name, from the ELF header's PT_INTERP.
 */
#include "vm/needs.h"

#include <elf.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

enum { SCRIPTS_DEEP = 3 };

static bool
read_at(int file, off_t offset, void *out, size_t length)
{
    return pread(file, out, length, offset) == (ssize_t)length;
}

/* The loader that a 64-bit ELF file names; "" for a static program. */
static void
read_interpreter(int file, char out[PATH_MAX])
{
    Elf64_Ehdr header;
    Elf64_Phdr segment;

    out[0] = '\0';
    if (!read_at(file, 0, &header, sizeof header) ||
        header.e_ident[EI_CLASS] != ELFCLASS64 ||
        header.e_phentsize != sizeof segment || header.e_phoff > INT_MAX)
        return;
    for (unsigned i = 0; i < header.e_phnum; i++) {
        off_t at = (off_t)(header.e_phoff + i * sizeof segment);
        if (!read_at(file, at, &segment, sizeof segment))
            return;
        if (segment.p_type != PT_INTERP)
            continue;
        if (segment.p_filesz < 2 || segment.p_filesz > PATH_MAX ||
            segment.p_offset > INT_MAX ||
            !read_at(file, (off_t)segment.p_offset, out, segment.p_filesz))
            out[0] = '\0';
        else
            out[segment.p_filesz - 1] = '\0';
        return;
    }
}

/* "#! /bin/sh -e" names /bin/sh. */
static void
read_script(int file, char out[PATH_MAX])
{
    char line[256];
    ssize_t got = pread(file, line, sizeof line - 1, 2);

    line[got > 0 ? got : 0] = '\0';
    char *word = line + strspn(line, " \t");
    word[strcspn(word, " \t\n")] = '\0';
    snprintf(out, PATH_MAX, "%s", word);
}

/* "\tlibc.so.6 => /lib/libc.so.6 (0x7f...)" names /lib/libc.so.6; a line
   without an arrow is the loader or the kernel's own. */
static char *
path_in(char *line)
{
    char *path = strstr(line, " => /");

    if (path == NULL)
        return NULL;
    path += 4;
    char *end = strstr(path, " (0x");
    if (end == NULL)
        return NULL;
    *end = '\0';
    return path;
}

/* Beside libc lie what it loads by itself: names, and the end of a thread. */
static int
found_beside(const char *libc, int (*found)(void *, const char *),
             void *context)
{
    static const char *const names[] = { "libnss_files.so.2",
                                         "libgcc_s.so.1" };
    char path[PATH_MAX];
    const char *slash = strrchr(libc, '/');

    if (strncmp(slash, "/libc.so", 8) != 0)
        return 0;
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        int length = snprintf(path, sizeof path, "%.*s/%s",
                              (int)(slash - libc), libc, names[i]);
        if (length > 0 && (size_t)length < sizeof path &&
            access(path, R_OK) == 0 && found(context, path) == -1)
            return -1;
    }
    return 0;
}

static int
read_list(FILE *list, int (*found)(void *, const char *), void *context)
{
    char line[PATH_MAX + 256];

    while (fgets(line, sizeof line, list) != NULL) {
        const char *path = path_in(line);
        if (path != NULL && (found(context, path) == -1 ||
                             found_beside(path, found, context) == -1))
            return -1;
    }
    return 0;
}

static int
ask_loader(const char *loader, const char *path,
           int (*found)(void *, const char *), void *context)
{
    int ends[2], status;

    if (pipe(ends) == -1)
        return -1;
    pid_t child = fork();
    if (child == 0) {
        dup2(ends[1], STDOUT_FILENO);
        close(ends[0]);
        close(ends[1]);
        execl(loader, loader, "--list", path, (char *)NULL);
        _exit(127);
    }
    close(ends[1]);
    FILE *list = child == -1 ? NULL : fdopen(ends[0], "r");
    int result = list == NULL ? -1 : read_list(list, found, context);
    int error = errno;
    if (list == NULL)
        close(ends[0]);
    else
        fclose(list);
    while (child != -1 && waitpid(child, &status, 0) == -1 && errno == EINTR)
        ;
    errno = error;
    if (result == 0 && status != 0) {
        errno = ENOEXEC;
        return -1;
    }
    return result;
}

static int
needs_deep(const char *path, int (*found)(void *, const char *), void *context,
           int depth)
{
    char magic[4] = "", other[PATH_MAX] = "";
    int file = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);

    if (file == -1)
        return -1;
    bool known = read_at(file, 0, magic, sizeof magic);
    bool elf = known && memcmp(magic, ELFMAG, SELFMAG) == 0;
    bool script = known && magic[0] == '#' && magic[1] == '!';
    if (elf)
        read_interpreter(file, other);
    else if (script)
        read_script(file, other);
    close(file);
    if (!elf && !(script && depth < SCRIPTS_DEEP)) {
        errno = ENOEXEC;
        return -1;
    }
    if (other[0] == '\0')
        return 0;
    if (found(context, other) == -1)
        return -1;
    return elf ? ask_loader(other, path, found, context)
               : needs_deep(other, found, context, depth + 1);
}

int
needs_of(const char *path, int (*found)(void *context, const char *file),
         void *context)
{
    return needs_deep(path, found, context, 0);
}
