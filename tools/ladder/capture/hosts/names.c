/* names.c - inside the hosts, `client` and `server` are names. */
#include "capture/hosts/names.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <unistd.h>

#include "capture/hosts/refused.h"

/* A folder that every Linux has, covered for a moment by our own files. */
static const char *const stage = "/mnt";

enum { NAMES_BYTES = 20000 };   /* of a scene's own names: it has fewer */

static const char hosts_text[] = "127.0.0.1 localhost\n"
                                 "::1 localhost\n"
                                 "10.0.0.1 client\n"
                                 "fd00::1 client\n"
                                 "10.0.0.2 server\n"
                                 "fd00::2 server\n";

/* Writes text to a file on the stage and binds that over target. */
static int
cover(const char *target, const char *text)
{
    char path[64];

    if (access(target, F_OK) == -1)
        return 0;                       /* nothing to cover */
    snprintf(path, sizeof path, "%s/file", stage);
    int file = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
    if (file == -1)
        return -1;
    ssize_t written = write(file, text, strlen(text));
    close(file);
    if (written != (ssize_t)strlen(text))
        return -1;
    if (mount(path, target, NULL, MS_BIND, NULL) == -1)
        return -1;
    return unlink(path);                /* the next one is a file of its own */
}

/* Binds an empty folder over one that holds a name service's socket. */
static void
hide(const char *folder)
{
    char path[64];

    snprintf(path, sizeof path, "%s/empty", stage);
    mkdir(path, 0755);
    if (access(folder, F_OK) == 0)
        mount(path, folder, NULL, MS_BIND, NULL);
}

void
names_apply(struct hosts *hosts, const char *more)
{
    char text[sizeof hosts_text + NAMES_BYTES];

    snprintf(text, sizeof text, "%s%s", hosts_text, more == NULL ? "" : more);
    if (mount("tmpfs", stage, "tmpfs", 0, "size=64k,mode=0755") == -1) {
        hosts_not_applied(hosts, "names client and server: %s",
                          strerror(errno));
        return;
    }
    if (cover("/etc/hosts", text) == -1 ||
        cover("/etc/resolv.conf", "") == -1 ||
        cover("/etc/nsswitch.conf", "hosts: files\n") == -1)
        hosts_not_applied(hosts, "names client and server: %s",
                          strerror(errno));
    hide("/run/nscd");
    hide("/run/systemd/resolve");
    umount2(stage, MNT_DETACH);         /* the bound files stay */
}
