/*
 * injects.c - the word `inject`: what the recorder does to a program's calls.
 *
 *     inject  server receives always at most 1
 *     inject  server accepts 2nd returns -1 EMFILE
 */
#include "scene/line.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

enum { BYTES_MOST = 1 << 20, NTH_MOST = 100000 };

static const char *const class_names[INTO_CLASSES] = {
    [INTO_RECEIVES] = "receives", [INTO_SENDS] = "sends",
    [INTO_ACCEPTS] = "accepts",   [INTO_WAITS] = "waits",
    [INTO_OPENS] = "opens",
};

#define OF(class) (1u << (class))

/* Only errors where the kernel itself would have done nothing either. */
static const struct {
    const char *name;
    int number;
    unsigned classes;
} errors[] = {
    { "EINTR", EINTR, OF(INTO_RECEIVES) | OF(INTO_SENDS) | OF(INTO_ACCEPTS) |
                      OF(INTO_WAITS) },
    { "EMFILE", EMFILE, OF(INTO_ACCEPTS) | OF(INTO_OPENS) },
    { "ENFILE", ENFILE, OF(INTO_ACCEPTS) | OF(INTO_OPENS) },
    { "ENOBUFS", ENOBUFS, OF(INTO_SENDS) | OF(INTO_ACCEPTS) |
                          OF(INTO_OPENS) },
    { "ENOMEM", ENOMEM, OF(INTO_ACCEPTS) | OF(INTO_OPENS) },
    { "ECONNABORTED", ECONNABORTED, OF(INTO_ACCEPTS) },
};

enum { ERRORS = sizeof errors / sizeof errors[0] };

static int
take_class(const struct scene_line *line, const char *word,
           enum inject_class *class)
{
    for (int i = 0; i < INTO_CLASSES; i++)
        if (strcmp(word, class_names[i]) == 0) {
            *class = (enum inject_class)i;
            return 0;
        }
    return scene_fail(line, "'%.40s' is no kind of call; write receives, "
                      "sends, accepts, waits or opens", word);
}

/* "at most 7" */
static int
take_bytes(const struct scene_line *line, char *const *words,
           struct scene_inject *inject)
{
    uint64_t bytes;

    if (words[0] == NULL || words[1] == NULL || words[2] != NULL ||
        strcmp(words[0], "most") != 0)
        return scene_incomplete(line);
    if (inject->class != INTO_RECEIVES && inject->class != INTO_SENDS)
        return scene_fail(line, "only receives and sends have a number of "
                          "bytes; write returns -1 and an error");
    if (!number_parse(words[1], 1, BYTES_MOST, &bytes))
        return scene_fail(line, "'%.40s' is no number of bytes from 1 to %d",
                          words[1], BYTES_MOST);
    inject->at_most = (unsigned)bytes;
    return 0;
}

/* "returns -1 EMFILE" */
static int
take_error(const struct scene_line *line, char *const *words,
           struct scene_inject *inject)
{
    if (words[0] == NULL || strcmp(words[0], "-1") != 0 || words[1] == NULL ||
        words[2] != NULL)
        return scene_incomplete(line);
    if (inject->nth == 0)
        return scene_fail(line, "a program that is always refused never goes "
                          "on; write which call, as in 2nd");
    for (size_t i = 0; i < ERRORS; i++)
        if (strcmp(words[1], errors[i].name) == 0 &&
            (errors[i].classes & OF(inject->class)) != 0) {
            inject->error = errors[i].number;
            inject->error_name = errors[i].name;
            return 0;
        }
    scene_fail(line, "'%.40s' cannot be given to a call that %s; it may be",
               words[1], class_names[inject->class]);
    for (size_t i = 0; i < ERRORS; i++)
        if ((errors[i].classes & OF(inject->class)) != 0)
            complain_on(line->message, " %s", errors[i].name);
    return -1;
}

/* "always", "2nd" or nothing, which is the first. */
static int
take_nth(const struct scene_line *line, char *const **words,
         struct scene_inject *inject)
{
    const char *word = **words;

    inject->nth = 1;
    if (word == NULL || strcmp(word, "at") == 0 || strcmp(word, "returns") == 0)
        return 0;
    ++*words;
    if (strcmp(word, "always") == 0) {
        inject->nth = 0;
        return 0;
    }
    inject->nth = ordinal_parse(word, strlen(word));
    if (inject->nth == 0 || inject->nth > NTH_MOST)
        return scene_fail(line, "'%.40s' is neither always nor a number like "
                          "2nd (1 to %d)", word, NTH_MOST);
    return 0;
}

int
read_inject(struct scene_line *line)
{
    struct scene *scene = line->scene;
    struct scene_inject inject = { .line = line->number };
    char *const *words = line->words;

    if (line->word_count < 4)
        return scene_incomplete(line);
    if (!scene_has_actor(scene, words[0], strlen(words[0])))
        return scene_no_actor(line, words[0], strlen(words[0]));
    snprintf(inject.actor, sizeof inject.actor, "%s", words[0]);
    if (take_class(line, words[1], &inject.class) == -1)
        return -1;
    words += 2;
    if (take_nth(line, &words, &inject) == -1 || *words == NULL)
        return *words == NULL ? scene_incomplete(line) : -1;
    const char *what = *words++;
    if (strcmp(what, "at") != 0 && strcmp(what, "returns") != 0)
        return scene_incomplete(line);
    if ((what[0] == 'a' ? take_bytes(line, words, &inject)
                        : take_error(line, words, &inject)) == -1)
        return -1;
    struct scene_inject *injects = scene_grow(
        line, scene->injects, scene->inject_count, sizeof *injects);
    if (injects == NULL)
        return -1;
    scene->injects = injects;
    injects[scene->inject_count++] = inject;
    return 0;
}
