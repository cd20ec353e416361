/* pack.c - what a guest finds when it starts: its first file system. */
#include "vm/pack.h"

#include <dirent.h>
#include <errno.h>
#include <libgen.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "capture/programs/spawn.h"
#include "vm/cpio.h"
#include "vm/needs.h"
#include "vm/player.h"

enum { FOLDERS_DEEP = 8 };

/* What is being packed, for messages. */
struct packing {
    struct cpio *cpio;
    char here[PATH_MAX];        /* the folder that we are in */
    char last[PATH_MAX + 128];  /* the file that was tried last */
};

static const char passwd_text[] = "root:x:0:0:root:/:/bin/sh\n";
static const char group_text[] = "root:x:0:\n";

/* The absolute path of one that may be relative, without "." and "..". */
static int
absolute(const char *folder, const char *path, char out[PATH_MAX])
{
    char whole[PATH_MAX * 2];
    size_t used = 0;

    snprintf(whole, sizeof whole, "%s/%s", path[0] == '/' ? "" : folder, path);
    for (const char *part = whole; *part != '\0';) {
        part += strspn(part, "/");
        size_t length = strcspn(part, "/");
        if (length == 2 && part[0] == '.' && part[1] == '.') {
            while (used > 0 && out[--used] != '/')
                ;
        } else if (length > 0 && !(length == 1 && part[0] == '.')) {
            if (used + length + 2 > PATH_MAX) {
                errno = ENAMETOOLONG;
                return -1;
            }
            out[used++] = '/';
            memcpy(out + used, part, length);
            used += length;
        }
        part += length;
    }
    if (used == 0)
        out[used++] = '/';
    out[used] = '\0';
    return 0;
}

static int
copy_as(struct packing *packing, const char *path, const char *from)
{
    snprintf(packing->last, sizeof packing->last, "%s", from);
    return cpio_copy(packing->cpio, path, from);
}

static int
add_found(void *context, const char *file)
{
    struct packing *packing = context;
    char path[PATH_MAX];

    if (absolute("/", file, path) == -1)
        return -1;
    return copy_as(packing, path, file);
}

/* Adds the program at from, as path, with all that it needs. */
static int
add_program(struct packing *packing, const char *path, const char *from)
{
    if (cpio_has(packing->cpio, path))
        return 0;
    if (copy_as(packing, path, from) == -1)
        return -1;
    return needs_of(from, add_found, packing);
}

static int
add_self(struct packing *packing)
{
    const char *given = getenv("LADDER_GUEST");
    char self[PATH_MAX];
    ssize_t length;

    if (given != NULL && given[0] != '\0')
        return add_program(packing, "/init", given);
    length = readlink("/proc/self/exe", self, sizeof self - 1);
    if (length == -1)
        return -1;
    self[length] = '\0';
    return add_program(packing, "/init", self);
}

/* The modules, and the list that says in which order they are loaded. */
static int
add_modules(struct packing *packing, const struct image *image)
{
    char from[PATH_MAX + 128], path[128], name[64];

    snprintf(from, sizeof from, "%s/order", image->folder);
    FILE *order = fopen(from, "r");
    if (order == NULL)                  /* a kernel with all built in */
        return cpio_bytes(packing->cpio, PACK_MODULES "/order", 0644, "", 0);
    int result = copy_as(packing, PACK_MODULES "/order", from);
    while (result == 0 && fgets(name, sizeof name, order) != NULL) {
        name[strcspn(name, "\n")] = '\0';
        if (name[0] == '\0' || strchr(name, '/') != NULL)
            continue;
        snprintf(from, sizeof from, "%s/modules/%s.ko", image->folder, name);
        snprintf(path, sizeof path, PACK_MODULES "/%s.ko", name);
        result = copy_as(packing, path, from);
    }
    int error = errno;
    fclose(order);
    errno = error;
    return result;
}

/* What every Linux has, and the recorder counts on. */
static int
add_system(struct packing *packing)
{
    static const char *const folders[] = { "/proc", "/sys", "/dev", "/tmp",
                                           "/mnt", "/run", "/bin", "/traces" };
    struct cpio *cpio = packing->cpio;

    for (size_t i = 0; i < sizeof folders / sizeof folders[0]; i++)
        if (cpio_folder(cpio, folders[i]) == -1)
            return -1;
    if (cpio_device(cpio, "/dev/console", 5, 1) == -1 ||
        cpio_bytes(cpio, "/etc/hosts", 0644, "", 0) == -1 ||
        cpio_bytes(cpio, "/etc/resolv.conf", 0644, "", 0) == -1 ||
        cpio_bytes(cpio, "/etc/nsswitch.conf", 0644, "", 0) == -1 ||
        cpio_bytes(cpio, "/etc/host.conf", 0644, "multi on\n", 9) == -1 ||
        cpio_bytes(cpio, "/etc/passwd", 0644, passwd_text,
                   strlen(passwd_text)) == -1 ||
        cpio_bytes(cpio, "/etc/group", 0644, group_text,
                   strlen(group_text)) == -1)
        return -1;
    return 0;
}

/* A folder that a scene names, with all that is in it. */
static int
add_folder(struct packing *packing, const char *path, int depth)
{
    char below[PATH_MAX];
    struct stat status;
    const struct dirent *entry;
    DIR *folder = opendir(path);
    int result = folder == NULL ? -1 : cpio_folder(packing->cpio, path);

    while (result == 0 && (entry = readdir(folder)) != NULL) {
        if (entry->d_name[0] == '.' ||
            absolute(path, entry->d_name, below) == -1 ||
            stat(below, &status) == -1)
            continue;
        if (S_ISDIR(status.st_mode) && depth < FOLDERS_DEEP)
            result = add_folder(packing, below, depth + 1);
        else if (S_ISREG(status.st_mode))
            result = copy_as(packing, below, below);
    }
    if (folder != NULL)
        closedir(folder);
    return result;
}

/* The file that word names from the program's working folder, if any. */
static int
add_named(struct packing *packing, const char *folder, const char *word)
{
    char path[PATH_MAX];
    struct stat status;

    if (word[0] == '\0' || absolute(folder, word, path) == -1 ||
        stat(path, &status) == -1 || !S_ISREG(status.st_mode) ||
        strncmp(path, "/proc/", 6) == 0 || strncmp(path, "/sys/", 5) == 0)
        return 0;
    return copy_as(packing, path, path);
}

/* A program of a scene that stands in folder: itself, and what it names. */
static int
add_scene_program(struct packing *packing, const struct job *job,
                  const struct scene_program *program, const char *folder,
                  struct complaint *message)
{
    char found[PATH_MAX], path[PATH_MAX], works[PATH_MAX];
    const char *word = program->words[0];

    if (spawn_find(job->scene, program, job->programs, found, sizeof found,
                   message) == -1)
        return -1;
    if (add_program(packing, found, found) == -1)
        return -1;
    /* Where a link led us, the guest needs the file where the link was. */
    const char *from = word[0] == '.' && job->programs != NULL ? job->programs
                                                               : packing->here;
    if (strchr(word, '/') != NULL && absolute(from, word, path) == 0 &&
        access(path, X_OK) == 0 && copy_as(packing, path, found) == -1)
        return -1;
    snprintf(works, sizeof works, "%s", folder);
    if (program->folder != NULL &&
        (absolute(folder, program->folder, works) == -1 ||
         add_folder(packing, works, 0) == -1))
        return -1;
    if (program->input != NULL &&
        add_named(packing, works, program->input) == -1)
        return -1;
    for (char **rest = program->words + 1; *rest != NULL; rest++)
        if (add_named(packing, works, *rest) == -1)
            return -1;
    return 0;
}

/* The path of a job's scene in the guest: as it was typed, where that means
   the same there. */
static void
scene_path(const struct packing *packing, const struct scene *scene,
           char typed[PATH_MAX], char whole[PATH_MAX])
{
    char *real = realpath(scene->file, NULL);

    snprintf(typed, PATH_MAX, "%s", scene->file);
    if (absolute(packing->here, scene->file, whole) == -1 ||
        strncmp(whole, "/dev/", 5) == 0 || strncmp(whole, "/proc/", 6) == 0) {
        snprintf(whole, PATH_MAX, "/scene");
        snprintf(typed, PATH_MAX, "/scene");
    } else if (real != NULL && strcmp(real, whole) != 0) {
        snprintf(whole, PATH_MAX, "%s", real);
        snprintf(typed, PATH_MAX, "%s", real);
    }
    free(real);
}

/* Adds one job's files, and its strings to the list. */
static int
add_job(struct packing *packing, const struct job *job, FILE *list,
        struct complaint *message)
{
    const struct scene *scene = job->scene;
    char typed[PATH_MAX], whole[PATH_MAX], folder[PATH_MAX];
    char programs[PATH_MAX] = "";

    scene_path(packing, scene, typed, whole);
    snprintf(folder, sizeof folder, "%s", whole);
    dirname(folder);
    snprintf(packing->last, sizeof packing->last, "%s", whole);
    if (cpio_bytes(packing->cpio, whole, 0644, scene->text,
                   strlen(scene->text)) == -1)
        return -1;
    if (job->programs != NULL && realpath(job->programs, programs) == NULL)
        snprintf(programs, sizeof programs, "%s", job->programs);
    for (size_t i = 0; i < scene->program_count; i++)
        if (add_scene_program(packing, job, &scene->programs[i], folder,
                              message) == -1)
            return -1;
    const char *fields[JOB_FIELDS] = {
        [JOB_FOLDER] = packing->here, [JOB_SCENE] = typed,
        [JOB_PROGRAMS] = programs,    [JOB_WORDS] = job->words,
        [JOB_PLAYER] = job->player == NULL ? ""
                       : job->player->keys ? "keys" : "lines",
    };
    for (size_t i = 0; i < JOB_FIELDS; i++)
        if (fwrite(fields[i], 1, strlen(fields[i]) + 1, list) == 0)
            return -1;
    return 0;
}

/* Adds everything; an empty message leaves the reason in errno. */
static int
add_all(struct packing *packing, const struct image *image,
        const struct job *jobs, size_t count, struct complaint *message)
{
    const char *path = getenv("PATH");
    char *strings = NULL;
    size_t length = 0;
    int result = -1;

    FILE *list = open_memstream(&strings, &length);
    if (list == NULL)
        return -1;
    if (path == NULL)
        path = "/usr/bin:/bin";
    fwrite(path, 1, strlen(path) + 1, list);
    if (cpio_folder(packing->cpio, packing->here) == -1 ||
        add_system(packing) == -1 || add_self(packing) == -1 ||
        add_modules(packing, image) == -1)
        goto out;
    for (size_t i = 0; i < count; i++)
        if (add_job(packing, &jobs[i], list, message) == -1)
            goto out;
    if (fflush(list) == 0)
        result = cpio_bytes(packing->cpio, PACK_JOBS, 0644, strings, length);
out:
    fclose(list);
    free(strings);
    return result;
}

int
pack(FILE *out, const struct image *image, const struct job *jobs,
     size_t count, struct complaint *message)
{
    struct packing packing = { .last = "the archive" };

    message->text[0] = '\0';
    packing.cpio = cpio_open(out);
    int result = packing.cpio == NULL ||
                 getcwd(packing.here, sizeof packing.here) == NULL ? -1 : 0;
    if (result == 0)
        result = add_all(&packing, image, jobs, count, message);
    int error = errno;
    if (packing.cpio != NULL && cpio_close(packing.cpio) == -1 &&
        result == 0) {
        error = errno;
        result = -1;
    }
    if (result == -1 && message->text[0] == '\0')
        complain(message, "cannot pack %.300s for the virtual machine: %s",
                 packing.last, error == ENOEXEC
                     ? "it is no program of this system" : strerror(error));
    return result;
}
