/*
 * actors.c - the words of a scene about its programs: which there are,
 * and what is around each.
 *
 *     server  ./server 7000 0.0.0.0
 *     client  client-slow ./client 10.0.0.2 7000 one
 *     start   client-slow when server queue 1/16
 */
#include "scene/line.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* "client-2", "server-b": what a NAME in front of a command looks like. */
static bool
is_program_name(enum host host, const char *word)
{
    const char *prefix = host_name(host);
    size_t length = strlen(prefix);

    return strncmp(word, prefix, length) == 0 && word[length] == '-' &&
           word[length + 1] != '\0' &&
           word[strspn(word, "abcdefghijklmnopqrstuvwxyz0123456789-")] == '\0';
}

/* The first free one of "client", "client-2", "client-3" ... */
static void
free_name(const struct scene *scene, enum host host, char *out, size_t size)
{
    snprintf(out, size, "%s", host_name(host));
    for (unsigned i = 2; scene_program_named(scene, out, strlen(out)); i++)
        snprintf(out, size, "%s-%u", host_name(host), i);
}

/* Moves the words from first on out of the line. */
static char **
take_words(struct scene_line *line, size_t first)
{
    char **words = calloc(line->word_count - first + 1, sizeof *words);

    for (size_t i = first; words != NULL && i < line->word_count; i++) {
        words[i - first] = line->words[i];
        line->words[i] = NULL;
    }
    if (words == NULL)
        scene_fail(line, "out of memory");
    else
        line->word_count = first;
    return words;
}

/* Names a program: by the line's first word where named, else by the first free
   name.  0, or -1 with a message. */
static int
name_program(const struct scene_line *line, struct scene_program *program,
             bool named)
{
    struct scene *scene = line->scene;
    char *name = program->name;

    if (named && strlen(line->words[0]) > PROGRAM_NAME_MAX)
        return scene_fail(line, "the name '%.40s...' is longer than %d "
                          "characters; shorten it", line->words[0],
                          PROGRAM_NAME_MAX);
    if (named)
        snprintf(name, sizeof program->name, "%s", line->words[0]);
    else
        free_name(scene, program->host, name, sizeof program->name);
    if (scene_program_named(scene, name, strlen(name)))
        return scene_fail(line, "there is a program called %s already; give "
                          "this one another name", name);
    if (program->host == HOST_SERVER && !named && strcmp(name, "server") != 0)
        return scene_fail(line, "there is a server already; name a second one: "
                          "server server-2 CMD");
    return 0;
}

static int
add_program(struct scene_line *line, enum host host)
{
    struct scene *scene = line->scene;
    struct scene_program program = { .host = host, .line = line->number };

    if (line->word_count == 0)
        return scene_incomplete(line);
    bool named = is_program_name(host, line->words[0]);
    if (named && line->word_count == 1)
        return scene_incomplete(line);
    if (name_program(line, &program, named) == -1)
        return -1;
    if (line->words[named][0] == '\0')
        return scene_fail(line, "the program's name is empty; write its path");
    struct scene_program *programs = scene_grow(
        line, scene->programs, scene->program_count, sizeof *programs);
    if (programs == NULL)
        return -1;
    scene->programs = programs;
    program.words = take_words(line, named);
    if (program.words == NULL)
        return -1;
    programs[scene->program_count++] = program;
    return 0;
}

int
read_server(struct scene_line *line)
{
    return add_program(line, HOST_SERVER);
}

int
read_client(struct scene_line *line)
{
    return add_program(line, HOST_CLIENT);
}

/* The program that a word names, or NULL with a message. */
static struct scene_program *
find_program(const struct scene_line *line, const char *name)
{
    struct scene_program *program =
        scene_program_named(line->scene, name, strlen(name));
    if (program == NULL)
        scene_no_actor(line, name, strlen(name));
    return program;
}

int
read_start(struct scene_line *line)
{
    char *cursor = line->rest;
    char *name = word_take(&cursor), *when = word_take(&cursor);

    if (name == NULL || when == NULL || strcmp(when, "when") != 0)
        return scene_incomplete(line);
    struct scene_program *program = find_program(line, name);
    if (program == NULL)
        return -1;
    if (program->start_when != NULL)
        return scene_fail(line, "%s has a start already; remove one", name);
    program->start_when = scene_event(line, cursor);
    return program->start_when == NULL ? -1 : 0;
}

/* The program of a line `WORD ACTOR TEXT`, or NULL with a message. */
static struct scene_program *
program_with_text(const struct scene_line *line)
{
    if (line->word_count == 2 && line->words[1][0] != '\0')
        return find_program(line, line->words[0]);
    scene_incomplete(line);
    return NULL;
}

/* Sets the text of such a line, once. */
static int
set_text(const struct scene_line *line, char **place, const char *what)
{
    if (*place != NULL)
        return scene_fail(line, "%s has %s already; remove one",
                          line->words[0], what);
    *place = scene_copy(line, line->words[1], strlen(line->words[1]));
    return *place == NULL ? -1 : 0;
}

int
read_input(struct scene_line *line)
{
    struct scene_program *program = program_with_text(line);
    return program ? set_text(line, &program->input, "an input") : -1;
}

int
read_folder(struct scene_line *line)
{
    struct scene_program *program = program_with_text(line);
    return program ? set_text(line, &program->folder, "a folder") : -1;
}

/* Whether word is KEY=VALUE with a key that an environment can have. */
static bool
is_assignment(const char *word)
{
    size_t length = strspn(word, "abcdefghijklmnopqrstuvwxyz0123456789_"
                                 "ABCDEFGHIJKLMNOPQRSTUVWXYZ");
    return length > 0 && (*word < '0' || *word > '9') && word[length] == '=';
}

int
read_environment(struct scene_line *line)
{
    if (line->word_count < 2)
        return scene_incomplete(line);
    struct scene_program *program = find_program(line, line->words[0]);
    if (program == NULL)
        return -1;
    for (size_t i = 1; i < line->word_count; i++) {
        size_t count = 0;
        if (!is_assignment(line->words[i]))
            return scene_fail(line, "'%.60s' is not NAME=VALUE; write it so",
                              line->words[i]);
        while (program->environment && program->environment[count])
            count++;
        /* One more than scene_grow() counts: the NULL at the end. */
        char **all = scene_grow(line, program->environment, count + 1,
                                sizeof *all);
        if (all == NULL)
            return -1;
        program->environment = all;
        all[count] = scene_copy(line, line->words[i], strlen(line->words[i]));
        if (all[count] == NULL)
            return -1;
        all[count + 1] = NULL;
    }
    return 0;
}
