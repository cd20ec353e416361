/* injected.c - which calls the scene changes, and the words for it. */
#include "capture/engine/parts.h"

#include <string.h>

#include "capture/programs/inject.h"

static void
tell_injected(struct engine *engine, const struct tracee *tracee,
              const struct scene_inject *inject, int result)
{
    if (result == -1)
        tell_ladder(engine, LADDER_CANNOT, "inject into %s's %s", tracee->name,
                    tracee->call.name);
    else if (inject->at_most > 0)
        tell_ladder(engine, LADDER_INJECTS, "%s %s at most %u", tracee->name,
                    tracee->call.name, inject->at_most);
    else
        tell_ladder(engine, LADDER_INJECTS, "%s %s returns -1 %s",
                    tracee->name, tracee->call.name, inject->error_name);
}

void
inject_into_call(struct engine *engine, struct tracee *tracee, bool restart)
{
    const struct scene *scene = engine->scene;

    for (size_t i = 0; i < scene->inject_count; i++) {
        const struct scene_inject *inject = &scene->injects[i];
        unsigned *passed = &engine->staged.injected[i];
        if (strcmp(inject->actor, tracee->name) != 0 ||
            !inject_concerns(&tracee->call, inject->class))
            continue;
        if (!restart)
            ++*passed;
        /* A call that begins again is asked for no more than before, and has
           been told of. */
        if ((inject->nth != 0 && *passed != inject->nth) ||
            (restart && inject->at_most == 0))
            continue;
        int result = inject_apply(tracee, &tracee->call, inject);
        if (result != 0 && !restart)
            tell_injected(engine, tracee, inject, result);
        return;
    }
}
