/* images.c - finds the kernels' images, and QEMU. */
#include "vm/images.h"

#include <dirent.h>
#include <errno.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/utsname.h>
#include <unistd.h>

#include "base/words.h"

enum { KERNEL_START = 0x206 };

static bool
is_folder(const char *path)
{
    struct stat status;

    return stat(path, &status) == 0 && S_ISDIR(status.st_mode);
}

/* build/kernels in this folder or in one above it. */
static bool
find_above(char *out, size_t size)
{
    char here[PATH_MAX];

    if (getcwd(here, sizeof here) == NULL)
        return false;
    for (char *slash = here + strlen(here); slash != NULL;
         slash = strrchr(here, '/')) {
        *slash = '\0';
        snprintf(out, size, "%s/build/kernels", here);
        if (is_folder(out))
            return true;
    }
    return false;
}

/* Beside the build's bin/ladder, or where `make install` would put them. */
static bool
find_beside_us(char *out, size_t size)
{
    static const char *const places[] = { "kernels", "share/ladder/kernels" };
    char self[PATH_MAX];
    ssize_t length = readlink("/proc/self/exe", self, sizeof self - 1);

    for (size_t i = 0; i < 2 && length > 0; i++) {
        self[length] = '\0';
        for (int up = 0; up < 2; up++)
            if (strrchr(self, '/') != NULL)
                *strrchr(self, '/') = '\0';
        snprintf(out, size, "%s/%s", self, places[i]);
        if (is_folder(out))
            return true;
    }
    return false;
}

void
images_folder(char *out, size_t size)
{
    const char *given = getenv("LADDER_KERNELS");

    if (given != NULL && given[0] != '\0')
        snprintf(out, size, "%s", given);
    else if (!find_beside_us(out, size) && !find_above(out, size))
        snprintf(out, size, "build/kernels");
}

/* Compares dotted numbers: 6.1.9 is older than 6.12. */
static int
compare(const void *a, const void *b)
{
    const char *x = ((const struct image *)a)->version;
    const char *y = ((const struct image *)b)->version;

    while (*x != '\0' || *y != '\0') {
        char *after_x, *after_y;
        unsigned long i = strtoul(x, &after_x, 10);
        unsigned long j = strtoul(y, &after_y, 10);
        if (i != j)
            return i < j ? -1 : 1;
        if (after_x == x && after_y == y)
            return strcmp(x, y);
        x = after_x + (*after_x == '.');
        y = after_y + (*after_y == '.');
    }
    return 0;
}

size_t
images_list(struct image images[IMAGES_MAX])
{
    char folder[PATH_MAX], kernel[PATH_MAX * 2];
    const struct dirent *entry;
    size_t count = 0;

    images_folder(folder, sizeof folder);
    DIR *open_folder = opendir(folder);
    if (open_folder == NULL)
        return 0;
    while (count < IMAGES_MAX && (entry = readdir(open_folder)) != NULL) {
        const char *name = entry->d_name;
        struct image *image = &images[count];
        if (name[0] < '0' || name[0] > '9' ||
            strlen(name) >= sizeof image->version ||
            strlen(folder) + strlen(name) + 2 > sizeof image->folder)
            continue;
        snprintf(kernel, sizeof kernel, "%s/%s/vmlinuz", folder, name);
        if (access(kernel, F_OK) == -1)
            continue;
        snprintf(image->version, sizeof image->version, "%.47s", name);
        snprintf(image->folder, sizeof image->folder, "%.*s/%s",
                 (int)(PATH_MAX - 1 - 1 - strlen(name)), folder, name);
        count++;
    }
    closedir(open_folder);
    qsort(images, count, sizeof images[0], compare);
    return count;
}

/* "6.1" means 6.1.192 and not 6.12.117. */
static bool
is_meant(const struct image *image, const char *wanted)
{
    size_t length = strlen(wanted);

    return strncmp(image->version, wanted, length) == 0 &&
           (image->version[length] == '\0' || image->version[length] == '.');
}

/* "6.1.192, 6.12.117" */
static void
name_all(const struct image *images, size_t count, char *out, size_t size)
{
    struct words words = words_in(out, size);

    for (size_t i = 0; i < count; i++)
        words_add(&words, "%s%s", i == 0 ? "" : ", ", images[i].version);
}

static int
choose_folder(const char *wanted, struct image *image,
              struct complaint *message)
{
    size_t length = strlen(wanted);

    while (length > 1 && wanted[length - 1] == '/')
        length--;
    if (length >= sizeof image->folder || !is_folder(wanted)) {
        complain(message, "no kernel at %.300s", wanted);
        return -1;
    }
    snprintf(image->folder, sizeof image->folder, "%.*s", (int)length, wanted);
    const char *name = strrchr(image->folder, '/');
    snprintf(image->version, sizeof image->version, "%.47s",
             name == NULL ? image->folder : name + 1);
    return 0;
}

int
images_choose(const char *wanted, struct image *image,
              struct complaint *message)
{
    struct image images[IMAGES_MAX];
    char names[200];

    if (wanted != NULL && strchr(wanted, '/') != NULL)
        return choose_folder(wanted, image, message);
    size_t count = images_list(images);
    for (size_t i = count; i-- > 0;)
        if (wanted == NULL || is_meant(&images[i], wanted)) {
            *image = images[i];
            return 0;
        }
    name_all(images, count, names, sizeof names);
    if (count == 0)
        complain(message, "there is no kernel for a virtual "
                 "machine: `make kernels` fetches some");
    else
        complain(message, "there is no kernel %.100s for a "
                 "virtual machine; there are %s", wanted, names);
    return -1;
}

/* Whether it begins as a kernel does, and is as long as it says. */
static bool
is_kernel(const unsigned char start[KERNEL_START], off_t bytes)
{
    if (memcmp(start + 0x202, "HdrS", 4) == 0) {        /* x86, a bzImage */
        uint32_t paragraphs = (uint32_t)start[0x1f7] << 24 |
                              (uint32_t)start[0x1f6] << 16 |
                              (uint32_t)start[0x1f5] << 8 | start[0x1f4];
        return bytes / 16 >= 32 * (start[0x1f1] + 1L) + (off_t)paragraphs;
    }
    /* arm64: "ARMd", or all of it in gzip. */
    return memcmp(start + 56, "ARMd", 4) == 0 ||
           memcmp(start, "\x1f\x8b", 2) == 0;
}

int
images_check(const struct image *image, struct complaint *message)
{
    char path[PATH_MAX + 16];
    unsigned char start[KERNEL_START] = { 0 };
    struct stat status = { .st_size = 0 };

    snprintf(path, sizeof path, "%s/vmlinuz", image->folder);
    FILE *kernel = fopen(path, "rb");
    if (kernel == NULL || fstat(fileno(kernel), &status) == -1) {
        complain(message, "cannot read %.300s: %s", path,
                 strerror(errno));
        return -1;
    }
    size_t got = fread(start, 1, sizeof start, kernel);
    fclose(kernel);
    if (got == sizeof start && is_kernel(start, status.st_size))
        return 0;
    complain(message, "%.300s is no Linux kernel: remove "
             "its folder, then `make kernels` fetches it again", path);
    return -1;
}

static bool
find_in_path(const char *name, char *out, size_t size)
{
    const char *path = getenv("PATH");

    for (const char *part = path == NULL ? "/usr/bin:/bin" : path;
         *part != '\0';) {
        size_t length = strcspn(part, ":");
        snprintf(out, size, "%.*s/%s", (int)length, part, name);
        if (length > 0 && access(out, X_OK) == 0)
            return true;
        part += length + (part[length] == ':');
    }
    return false;
}

int
images_qemu(char *path, size_t size, struct complaint *message)
{
    struct utsname system = { .machine = "x86_64" };
    char name[96];

    uname(&system);
    snprintf(name, sizeof name, "qemu-system-%s",
             strcmp(system.machine, "arm64") == 0 ? "aarch64"
                                                  : system.machine);
    if (find_in_path(name, path, size))
        return 0;
    complain(message, "there is no %s for a virtual "
             "machine: install QEMU (on Debian: sudo apt-get install "
             "qemu-system-%s)", name,
             strcmp(name, "qemu-system-x86_64") == 0 ? "x86" : "arm");
    return -1;
}
