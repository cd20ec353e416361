/* told.c - the stream of events. */
#include "capture/engine/parts.h"

#include <stdarg.h>
#include <string.h>
#include <unistd.h>

void
begin_step(struct engine *engine)
{
    engine->step++;
}

void
tell(struct engine *engine, struct event *event)
{
    if (event->time_ns == 0)
        event->time_ns = engine_now(engine);
    event->step = engine->step;
    engine->events++;
    for (size_t i = 0; i < engine->sink_count; i++)
        engine->sinks[i].event(engine->sinks[i].context, event,
                               engine->flows);
    if (engine->needs_lines)
        stage_notice(engine, event);
}

void
told_by_view(void *context, struct event *event)
{
    tell(context, event);
}

void
tell_ladder(struct engine *engine, const char *format, ...)
{
    char text[ARGUMENTS_MAX];
    struct event event = event_new(EVENT_LADDER);
    va_list arguments;

    va_start(arguments, format);
    vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    event.text = text;
    tell(engine, &event);
}

static void
tell_line(struct engine *engine, struct actor *actor)
{
    struct event event = event_new(EVENT_PRINTS);

    actor->line[actor->line_bytes] = '\0';
    event.host = actor->host;
    snprintf(event.actor, sizeof event.actor, "%s", actor->name);
    event.pid = event.tid = actor->pid;
    event.text = actor->line;
    tell(engine, &event);
    actor->line_bytes = 0;
}

void
tell_output(struct engine *engine, struct actor *actor, bool all)
{
    char buffer[TEXT_MAX];
    ssize_t got;

    if (!actor->printed && !all)
        return;
    actor->printed = false;
    while (actor->output != -1 &&
           (got = read(actor->output, buffer, sizeof buffer)) >= 0) {
        for (ssize_t i = 0; i < got; i++) {
            if (buffer[i] == '\n') {
                tell_line(engine, actor);
                continue;
            }
            /* A NUL would hide the rest of its line. */
            actor->line[actor->line_bytes++] = buffer[i] == '\0' ? '?'
                                                                 : buffer[i];
            if (actor->line_bytes == sizeof actor->line - 1)
                tell_line(engine, actor);       /* endless: cut here */
        }
        if (got == 0) {
            close(actor->output);
            actor->output = -1;
        }
    }
    if (all && actor->line_bytes > 0)
        tell_line(engine, actor);
}
