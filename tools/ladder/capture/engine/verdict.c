/* verdict.c - whether the programs did what their scene wants of them. */
#include "capture/engine/parts.h"

#include <stdio.h>
#include <string.h>

#include "model/pattern.h"

/* Whether the scene itself expects the program to end so. */
static bool
is_expected(const struct engine *engine, const char *who, int signal,
            int status)
{
    char line[128], name[16];

    if (signal != 0)
        snprintf(line, sizeof line, "%s killed %s", who,
                 signal_name(signal, name, sizeof name));
    else
        snprintf(line, sizeof line, "%s exits %d", who, status);
    for (size_t i = 0; i < engine->scene->expect_count; i++)
        if (!engine->scene->expects[i].never &&
            pattern_matches(engine->scene->expects[i].pattern, line))
            return true;
    return false;
}

int
engine_verdict(const struct engine *engine, struct complaint *message)
{
    for (size_t i = 0; i < engine->scene->program_count; i++) {
        const struct actor *actor = &engine->actors[i];
        char name[16];
        if (!actor->started) {
            if (engine->staged.end_met)
                continue;
            complain(message, "%s was never started: %s", actor->name,
                     engine->scene->programs[i].start_when != NULL
                         ? "its event did not happen"
                         : "no server listens");
            return 1;
        }
        if (actor->crash != 0 &&
            !is_expected(engine, actor->crashed, actor->crash, 0)) {
            complain(message, "%s was killed by %s",
                     actor->crashed,
                     signal_name(actor->crash, name, sizeof name));
            return 1;
        }
        if (actor->alive > 0 || actor->stopped_by_us ||
            is_expected(engine, actor->name, actor->signal, actor->status))
            continue;
        if (actor->signal != 0) {
            complain(message, "%s was killed by %s",
                     actor->name,
                     signal_name(actor->signal, name, sizeof name));
            return 1;
        }
        if (actor->status != 0) {
            complain(message, "%s failed: exit status %d",
                     actor->name, actor->status);
            return 1;
        }
    }
    return 0;
}

/* The scene's line, in its own words: it may come from an option. */
static void
say_line(const struct scene *scene, int line, const char *what)
{
    const char *text = scene->text;

    while (--line > 0 && (text = strchr(text, '\n')) != NULL)
        text++;
    if (text != NULL)
        fprintf(stderr, "ladder: %s: %s: %.*s\n", scene->name, what,
                (int)strcspn(text, "\r\n"), text);
}

void
engine_say_unmet(const struct engine *engine)
{
    const struct scene *scene = engine->scene;

    for (size_t i = 0; i < scene->fault_count; i++)
        if (scene->faults[i].number > 0 && !wire_fault_met(engine->wire, i))
            say_line(scene, scene->faults[i].line,
                     "this fault met no segment");
    for (size_t i = 0; i < scene->hold_count; i++)
        if (engine->staged.holds[i].passed < scene->holds[i].nth)
            say_line(scene, scene->holds[i].line, "this call was never made");
    for (size_t i = 0; i < scene->inject_count; i++)
        if (engine->staged.injected[i] < scene->injects[i].nth)
            say_line(scene, scene->injects[i].line,
                     "this call was never made");
    for (size_t i = 0; i < scene->trigger_count; i++)
        if (!engine->staged.triggers[i].met)
            say_line(scene, scene->triggers[i].line,
                     "this event never happened");
}
