/*
 * scene.c - a scene file, read line by line.
 *
 * A scene is read twice: first the lines that
 * declare a program, then the others, so that a line may name a program that
 * is declared below it and a name that nothing has is an error of its line.
 */
#include "scene/line.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* "handshake" of "lessons/05-handshake/handshake.scene" */
static char *
name_of(const char *file)
{
    const char *slash = strrchr(file, '/');
    char *name = strdup(slash != NULL ? slash + 1 : file);
    size_t length = name != NULL ? strlen(name) : 0;

    if (length > 6 && strcmp(name + length - 6, ".scene") == 0)
        name[length - 6] = '\0';
    return name;
}

struct scene *
scene_new(const char *file)
{
    struct scene *scene = calloc(1, sizeof *scene);

    if (scene == NULL)
        return NULL;
    scene->show = LANE_ALL;
    scene->limit_ns = INT64_C(10000000000);
    for (int host = 0; host < HOSTS; host++)
        scene->wire[host].mtu = 1500;
    scene->file = strdup(file);
    scene->name = name_of(file);
    scene->text = strdup("");
    scene->title = strdup("");
    scene->question = strdup("");
    if (!scene->file || !scene->name || !scene->text || !scene->title ||
        !scene->question) {
        scene_free(scene);
        return NULL;
    }
    return scene;
}

/* Reads the scene's lines; returns how many there are, or -1 with a message. */
static int
read_lines(struct scene *scene, const char *text, size_t length,
           enum scene_pass pass, struct complaint *message)
{
    const char *end = text + length;
    int number = 0;

    if (length >= 3 && memcmp(text, "\xef\xbb\xbf", 3) == 0)
        text += 3;              /* a byte order mark, as some editors write */
    while (text < end) {
        const char *stop = memchr(text, '\n', (size_t)(end - text));
        if (stop == NULL)
            stop = end;
        if (scene_read_line(scene, text, (size_t)(stop - text), ++number, pass,
                            message) == -1)
            return -1;
        text = stop < end ? stop + 1 : end;
    }
    return number;
}

static int
read_all(struct scene *scene, const char *text, size_t length,
         struct complaint *message)
{
    struct scene_line last = {
        .scene = scene, .number = 1, .message = message
    };

    if (length > SCENE_TEXT_MAX)
        return scene_fail(&last, "the scene is longer than %d bytes; shorten "
                          "it", SCENE_TEXT_MAX);
    char *copy = scene_copy(&last, text, length);
    if (copy == NULL)
        return -1;
    free(scene->text);
    scene->text = copy;
    int lines = read_lines(scene, text, length, PASS_PROGRAMS, message);
    if (lines == -1 ||
        read_lines(scene, text, length, PASS_OTHERS, message) == -1)
        return -1;
    last.number = lines > 0 ? lines : 1;
    if (scene->program_count == 0)
        return scene_fail(&last, "the scene has no program; add a line "
                          "'server ./server 7000' or 'client ./client'");
    return 0;
}

struct scene *
scene_parse(const char *text, size_t length, const char *file,
            struct complaint *message)
{
    struct scene *scene = scene_new(file);

    if (scene == NULL) {
        complain(message, "%.200s: out of memory", file);
        return NULL;
    }
    if (read_all(scene, text, length, message) == -1) {
        scene_free(scene);
        return NULL;
    }
    return scene;
}

/* Reads at most size bytes of a file; how many, or -1 with errno. */
static long
read_file(const char *file, char *out, size_t size)
{
    FILE *in = fopen(file, "r");
    if (in == NULL)
        return -1;
    size_t length = fread(out, 1, size, in);
    int error = ferror(in) ? errno : 0;
    fclose(in);
    errno = error;
    return error == 0 ? (long)length : -1;
}

struct scene *
scene_read(const char *file, struct complaint *message)
{
    struct scene *scene = NULL;
    char *text = malloc(SCENE_TEXT_MAX + 1);
    long length = text ? read_file(file, text, SCENE_TEXT_MAX + 1) : -1;

    if (length == -1)
        complain(message, "%.200s: cannot be read: %s; check the path", file,
                 strerror(errno));
    else
        scene = scene_parse(text, (size_t)length, file, message);
    free(text);
    return scene;
}

/* The scene's text and one more line, or NULL. */
static char *
longer_text(const struct scene *scene, const char *line)
{
    size_t length = strlen(scene->text);
    bool ended = length == 0 || scene->text[length - 1] == '\n';
    size_t size = length + strlen(line) + 3;
    char *text = malloc(size);

    if (text != NULL)
        snprintf(text, size, "%s%s%s\n", scene->text, ended ? "" : "\n", line);
    return text;
}

int
scene_add_line(struct scene *scene, const char *line, int number,
               struct complaint *message)
{
    char *text = longer_text(scene, line);

    if (text == NULL) {
        complain(message, "%.200s: out of memory",
                 scene->file);
        return -1;
    }
    if (scene_read_line(scene, line, strlen(line), number, PASS_ALL,
                        message) == -1) {
        free(text);
        return -1;
    }
    free(scene->text);
    scene->text = text;
    return 0;
}

/* --- its end ------------------------------------------------------------- */

static void
programs_free(struct scene *scene)
{
    for (size_t i = 0; i < scene->program_count; i++) {
        struct scene_program *program = &scene->programs[i];
        words_free(program->words);
        words_free(program->environment);
        free(program->start_when);
        free(program->input);
        free(program->folder);
    }
    free(scene->programs);
}

void
scene_drop_expects(struct scene *scene)
{
    for (size_t i = 0; i < scene->expect_count; i++) {
        free(scene->expects[i].pattern);
        free(scene->expects[i].kernel);
        free(scene->expects[i].since);
        free(scene->expects[i].bytes);
    }
    scene->expect_count = 0;
}

void
scene_drop_notes(struct scene *scene)
{
    for (size_t i = 0; i < scene->note_count; i++) {
        free(scene->notes[i].pattern);
        free(scene->notes[i].text);
    }
    scene->note_count = 0;
}

void
scene_free(struct scene *scene)
{
    if (scene == NULL)
        return;
    programs_free(scene);
    for (size_t i = 0; i < scene->hold_count; i++)
        free(scene->holds[i].until);
    for (size_t i = 0; i < scene->trigger_count; i++)
        free(scene->triggers[i].when);
    for (size_t i = 0; i < scene->sysctl_count; i++) {
        free(scene->sysctls[i].name);
        free(scene->sysctls[i].value);
    }
    for (size_t i = 0; i < scene->route_count; i++) {
        free(scene->routes[i].key);
        free(scene->routes[i].value);
    }
    scene_drop_expects(scene);
    scene_drop_notes(scene);
    for (size_t i = 0; i < scene->hint_count; i++)
        free(scene->hints[i]);
    void *rest[] = {
        scene->hints, scene->injects, scene->holds, scene->triggers,
        scene->sysctls,
        scene->routes, scene->expects, scene->notes, scene->faults,
        scene->file, scene->name, scene->text, scene->title, scene->question,
        scene->only_kernel, scene->only_reason, scene->end, scene->names,
    };
    for (size_t i = 0; i < sizeof rest / sizeof rest[0]; i++)
        free(rest[i]);
    free(scene);
}
