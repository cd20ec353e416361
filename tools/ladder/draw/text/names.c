/*
 * names.c - descriptors under names, where only calls are shown.
 *
 *     listen(3 listener, 16) = 0      the call that makes it one
 *     accept(listener)
 *     = 4 conn                        the call that makes it
 *     recv(conn) = 6
 *
 * A name is given where the call that earns it stands, never before, since the
 * drawing does not know the future.  A child inherits its parent's names.
 */
#include "draw/text/ladder.h"

#include <stdlib.h>
#include <string.h>

static struct descriptor *
find(const struct text_ladder *ladder, const char *actor, int fd)
{
    for (size_t i = 0; i < ladder->programs.descriptor_count; i++) {
        struct descriptor *known = &ladder->programs.descriptors[i];
        if (known->fd == fd && strcmp(known->actor, actor) == 0)
            return known;
    }
    return NULL;
}

/* The process's name: a thread "server.2" shares those of "server". */
static void
process_name(const char *actor, char *out)
{
    snprintf(out, ACTOR_MAX, "%s", actor);
    char *dot = strrchr(out, '.');
    if (dot != NULL && strchr(dot, '/') == NULL)
        *dot = '\0';
}

/* The descriptor by its own process, or by the one that it was forked from. */
static struct descriptor *
find_inherited(const struct text_ladder *ladder, const char *actor, int fd)
{
    char name[ACTOR_MAX];

    process_name(actor, name);
    for (;;) {
        struct descriptor *known = find(ladder, name, fd);
        char *slash = strrchr(name, '/');
        if (known != NULL || slash == NULL)
            return known;
        *slash = '\0';
    }
}

static void
forget(struct text_ladder *ladder, struct descriptor *known)
{
    struct programs *programs = &ladder->programs;

    if (known != NULL)
        *known = programs->descriptors[--programs->descriptor_count];
}

/* The smallest number of a conn that the process does not use now. */
static unsigned
free_number(const struct text_ladder *ladder, const char *actor)
{
    unsigned number = 1;
    size_t i = 0;

    while (i < ladder->programs.descriptor_count) {
        const struct descriptor *known = &ladder->programs.descriptors[i++];
        if (known->role == ROLE_CONN && known->number == number
            && strcmp(known->actor, actor) == 0) {
            number++;
            i = 0;
        }
    }
    return number;
}

static struct descriptor *
learn(struct text_ladder *ladder, const char *actor, int fd, enum role role)
{
    char name[ACTOR_MAX];

    process_name(actor, name);
    forget(ladder, find(ladder, name, fd));
    struct descriptor *grown = text_grow(ladder, ladder->programs.descriptors,
                                         ladder->programs.descriptor_count,
                                         sizeof *grown);
    if (grown == NULL)
        return NULL;
    ladder->programs.descriptors = grown;
    unsigned number = role == ROLE_CONN ? free_number(ladder, name) : 1;
    struct descriptor *known = &grown[ladder->programs.descriptor_count++];
    *known = (struct descriptor){ .fd = fd, .role = role, .number = number };
    snprintf(known->actor, sizeof known->actor, "%s", name);
    return known;
}

static void
name_of(const struct descriptor *known, char *out, size_t size)
{
    const char *word = known->role == ROLE_LISTENER ? "listener" : "conn";

    if (known->number > 1)
        snprintf(out, size, "%s%u", word, known->number);
    else
        snprintf(out, size, "%s", word);
}

void
names_arguments(struct text_ladder *ladder, const struct event *event,
                char *out, size_t size)
{
    const char *text = event_arguments(event);
    char name[32], *end;

    long fd = strtol(text, &end, 10);
    bool is_number = end != text && (*end == '\0' || *end == ',');
    snprintf(out, size, "%s", text);
    if (ladder->layout.show != LANE_CALLS || !is_number || fd < 0
        || fd > 1 << 20)
        return;
    if (strcmp(event->name, "listen") == 0) {
        learn(ladder, event->actor, (int)fd, ROLE_LISTENER);
        snprintf(out, size, "%ld listener%s", fd, end);
        return;
    }
    struct descriptor *known = find_inherited(ladder, event->actor, (int)fd);
    if (known == NULL)
        return;
    name_of(known, name, sizeof name);
    snprintf(out, size, "%s%s", name, end);
    if (strcmp(event->name, "close") == 0) {
        char process[ACTOR_MAX];
        process_name(event->actor, process);
        if (strcmp(known->actor, process) == 0)
            forget(ladder, known);
    }
}

unsigned
names_extra(const struct text_ladder *ladder, const struct event *event)
{
    char name[32];

    if (event->text == NULL)
        return 0;
    char *end;
    long fd = strtol(event->text, &end, 10);
    unsigned digits = (unsigned)(end - event->text);
    const struct descriptor *known = fd < 0 || fd > 1 << 20 ? NULL
        : find_inherited(ladder, event->actor, (int)fd);
    if (known == NULL)
        return strcmp(event->name, "listen") == 0 ? 9 : 0;
    name_of(known, name, sizeof name);
    unsigned wide = (unsigned)strlen(name);
    return wide > digits ? wide - digits : 0;
}

void
names_return(struct text_ladder *ladder, const struct event *event,
             char *out, size_t size)
{
    char name[32];

    out[0] = '\0';
    if (ladder->layout.show != LANE_CALLS || event->value < 0
        || event->value > 1 << 20)
        return;
    if (strcmp(event->name, "socket") == 0) {
        char process[ACTOR_MAX];
        process_name(event->actor, process);
        forget(ladder, find(ladder, process, (int)event->value));
    }
    if (strncmp(event->name, "accept", 6) != 0)
        return;
    const struct descriptor *known = learn(ladder, event->actor,
                                           (int)event->value, ROLE_CONN);
    if (known == NULL)
        return;
    name_of(known, name, sizeof name);
    snprintf(out, size, " %s", name);
}

void
names_exit(struct text_ladder *ladder, const char *actor)
{
    for (size_t i = ladder->programs.descriptor_count; i-- > 0;)
        if (strcmp(ladder->programs.descriptors[i].actor, actor) == 0)
            forget(ladder, &ladder->programs.descriptors[i]);
}
