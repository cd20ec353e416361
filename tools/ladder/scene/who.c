/*
 * who.c - the names that a line of a scene may say: programs and hosts.
 */
#include "scene/line.h"

#include <string.h>

#include "base/words.h"

struct scene_program *
scene_program_named(const struct scene *scene, const char *name, size_t length)
{
    for (size_t i = 0; i < scene->program_count; i++)
        if (word_is(name, length, scene->programs[i].name))
            return &scene->programs[i];
    return NULL;
}

bool
scene_has_actor(const struct scene *scene, const char *name, size_t length)
{
    size_t at = 0;

    while (at < length && name[at] != '/' && name[at] != '.')
        at++;
    if (length >= ACTOR_MAX || scene_program_named(scene, name, at) == NULL)
        return false;
    /* "/2" is the second child, ".3" the third thread */
    while (at < length) {
        size_t digits = strspn(name + at + 1, "0123456789");
        if ((name[at] != '/' && name[at] != '.') || digits == 0)
            return false;
        at += 1 + digits;
    }
    return at == length;
}

int
scene_no_actor(const struct scene_line *line, const char *name, size_t length)
{
    const struct scene *scene = line->scene;
    char list[160];
    struct words words = words_in(list, sizeof list);

    for (size_t i = 0; i < scene->program_count; i++)
        words_add(&words, " %s", scene->programs[i].name);
    return scene_fail(line, "nothing is called '%.*s'; there are client, "
                      "server, wire, ladder, and the programs%s",
                      (int)(length < 60 ? length : 60), name,
                      words.used > 0 ? list : " (none is declared)");
}

enum host
scene_host(const struct scene_line *line, const char *word)
{
    enum host host = host_named(word, strlen(word));
    if (host == HOST_NONE)
        scene_fail(line, "'%.40s' is no host; write client or server", word);
    return host;
}
