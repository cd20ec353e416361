/*
 * scene.c - fuzzes the reading of scenes.
 */
#include "fuzz.h"

#include <stdlib.h>
#include <string.h>

#include "model/pattern.h"
#include "scene/scene.h"

/* Longer ones have no room for one more line. */
enum { LENGTH_MAX = (1 << 20) - 16 };

/* Stops unless message is one short line. */
static void
check_message(const struct complaint *message)
{
    const char *end = memchr(message->text, '\0', COMPLAINT_MAX);
    if (end == NULL || end == message->text || strchr(message->text, '\n') !=
        NULL)
        abort();
}

/* Stops where the scene breaks a promise of scene.h. */
static void
check_scene(const struct scene *scene)
{
    if (scene->program_count == 0 || scene->limit_ns <= 0 || scene->show == 0)
        abort();
    for (size_t i = 0; i < scene->program_count; i++)
        if (scene->programs[i].words == NULL ||
            scene->programs[i].words[0] == NULL)
            abort();
    for (size_t i = 0; i < scene->expect_count; i++) {
        const struct scene_expect *expect = &scene->expects[i];
        pattern_matches(expect->pattern, "client sends SYN,ACK 0:0 ack 1");
        if (expect->pattern[0] == '\0' || (expect->never && expect->times > 0))
            abort();
        kernel_in_range(expect->kernel, scene->title);
    }
    for (size_t i = 0; i < scene->fault_count; i++)
        if ((scene->faults[i].number == 0) == (scene->faults[i].percent <= 0))
            abort();
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
    struct complaint message = { "" };
    const char *text = (const char *)bytes;

    if (length >= LENGTH_MAX)
        return 0;
    struct scene *scene = scene_parse(text, length, "fuzz.scene", &message);

    if (scene == NULL) {
        check_message(&message);
        return 0;
    }
    check_scene(scene);
    /* A scene's text is a scene, also behind one more line. */
    if (scene_add_line(scene, "limit 3s", 1, &message) == -1)
        abort();
    struct scene *again = scene_parse(scene->text, strlen(scene->text),
                                      "again.scene", &message);
    if (again == NULL || again->expect_count != scene->expect_count)
        abort();
    scene_free(again);
    scene_free(scene);
    return 0;
}
