/* holdings.c - the descriptors that a program holds, and which are sockets. */
#include "capture/programs/holdings.h"

#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "capture/programs/peek.h"
#include "capture/programs/tracee.h"
#include "capture/programs/words.h"

size_t
holdings_read(const struct tracee *tracee, struct holdings *holdings)
{
    struct socket_identity identity;
    const struct dirent *entry;
    char path[64];

    holdings->count = 0;
    snprintf(path, sizeof path, "/proc/%d/fd", (int)tracee->tid);
    DIR *folder = opendir(path);
    while (folder != NULL && holdings->count < HOLDINGS_MAX &&
           (entry = readdir(folder)) != NULL)
        if (entry->d_name[0] != '.' &&
            peek_socket(tracee, atoi(entry->d_name), &identity))
            holdings->all[holdings->count++] = (struct holding){
                .fd = atoi(entry->d_name), .socket = identity.inode
            };
    if (folder != NULL)
        closedir(folder);
    return holdings->count;
}

static bool
holds(const struct holdings *holdings, const struct holding *wanted)
{
    for (size_t i = 0; i < holdings->count; i++)
        if (holdings->all[i].fd == wanted->fd &&
            holdings->all[i].socket == wanted->socket)
            return true;
    return false;
}

void
holdings_closed(struct holdings *before, const struct holdings *after)
{
    size_t kept = 0;

    for (size_t i = 0; i < before->count; i++)
        if (!holds(after, &before->all[i]))
            before->all[kept++] = before->all[i];
    before->count = kept;
}

void
holdings_words(const struct holdings *holdings, char *out, size_t size)
{
    enum { ROOM = 32 };         /* for one more of them, and the dots */
    struct words words = words_in(out, size);
    const struct holding *all = holdings->all;

    for (size_t i = 0, last; i < holdings->count; i = last + 1) {
        for (last = i; last + 1 < holdings->count &&
                       all[last + 1].fd == all[last].fd + 1; last++)
            ;
        if (last == i + 1)
            last = i;           /* "3, 4" rather than "3-4" */
        words_add(&words, "%s%d", i > 0 ? ", " : "", all[i].fd);
        if (last > i)
            words_add(&words, "-%d", all[last].fd);
        if (words.used + ROOM > size && last + 1 < holdings->count) {
            words_add(&words, ", ...");
            return;
        }
    }
}

static bool
is_shared(const struct tracees *tracees, const struct tracee *tracee,
          const struct holding *holding)
{
    struct holdings others;

    for (size_t i = 0; i < tracees->count; i++) {
        const struct tracee *other = tracees->all[i];
        if (other->tid != other->pid && other != tracee)
            continue;           /* threads have their process's */
        bool own = other->pid == tracee->pid;
        holdings_read(other, &others);
        for (size_t j = 0; j < others.count; j++)
            if (others.all[j].socket == holding->socket &&
                !(own && others.all[j].fd == holding->fd))
                return true;
    }
    return false;
}

int64_t
holdings_unread(const struct tracees *tracees, const struct tracee *tracee,
                const struct holding *holding)
{
    int unread = 0, copy = peek_duplicate(tracee, holding->fd);

    if (copy == -1)
        return 0;
    if (ioctl(copy, FIONREAD, &unread) == -1)
        unread = 0;             /* a listener has no bytes */
    close(copy);
    return unread > 0 && !is_shared(tracees, tracee, holding) ? unread : 0;
}
