/* left.c - what is left at the end of a run. */
#include "check/left.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *const names[] = {
    [LEFT_DESCRIPTORS] = "descriptors", [LEFT_CHILDREN] = "children",
    [LEFT_ZOMBIES] = "zombies", [LEFT_SOCKETS] = "sockets",
};

/* "counts server descriptors 4 children 0 zombies 0" */
static void
read_count(struct left *left, const char *text)
{
    size_t length = strlen(left->expect->actor);
    char name[20];

    if (left->expect->left == LEFT_SOCKETS || strncmp(text, "counts ", 7) != 0)
        return;
    text += 7;
    if (strncmp(text, left->expect->actor, length) != 0 || text[length] != ' ')
        return;
    snprintf(name, sizeof name, " %s ", names[left->expect->left]);
    text = strstr(text + length, name);
    if (text == NULL)
        return;
    left->last = (unsigned)strtoul(text + strlen(name), NULL, 10);
    if (!left->known)
        left->first = left->last;
    left->known = true;
}

void
left_event(struct left *left, const struct event *event)
{
    const struct scene_expect *expect = left->expect;

    if (left->over)
        return;
    if (event->kind == EVENT_LADDER && event->text != NULL) {
        read_count(left, event->text);
        left->over = strncmp(event->text, "stops ", 6) == 0;
        return;
    }
    if (expect->left != LEFT_SOCKETS || event->kind != EVENT_STATE ||
        event->udp || strcmp(host_name(event->host), expect->actor) != 0)
        return;
    left->known = true;
    if (strcmp(event->from, expect->state) == 0 && left->last > 0)
        left->last--;
    if (strcmp(event->state, expect->state) == 0)
        left->last++;
}

bool
left_holds(const struct left *left)
{
    const struct scene_expect *expect = left->expect;
    unsigned wanted = expect->as_at_start ? left->first : expect->number;

    if (!left->known)
        return expect->left == LEFT_SOCKETS && expect->number == 0;
    /* "as at start" asks for a leak: fewer are none. */
    return expect->at_most || expect->as_at_start ? left->last <= wanted
                                                  : left->last == wanted;
}

void
left_describe(const struct left *left, char *out, size_t size)
{
    const struct scene_expect *expect = left->expect;

    if (expect->left == LEFT_SOCKETS)
        snprintf(out, size, "%s has %u socket%s in %s at the end",
                 expect->actor, left->last, left->last == 1 ? "" : "s",
                 expect->state);
    else if (!left->known)
        snprintf(out, size, "%s was never counted: it did not live",
                 expect->actor);
    else
        snprintf(out, size, "%s has %u %s at the end, %u at the start",
                 expect->actor, left->last, names[expect->left], left->first);
}
