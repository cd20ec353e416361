/* told.c - the stream of events, and their clock. */
#include "capture/engine/parts.h"

#include <stdarg.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/clock.h"
#include "model/deed.h"

int64_t
engine_now(const struct engine *engine)
{
    return clock_ns(CLOCK_MONOTONIC) - engine->start_ns;
}

void
engine_add_sink(struct engine *engine, struct sink sink)
{
    if (engine->sink_count < SINKS_MAX)
        engine->sinks[engine->sink_count++] = sink;
}

uint64_t
engine_events(const struct engine *engine)
{
    return engine->events;
}

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
}

void
told_by_view(void *context, struct event *event)
{
    tell(context, event);
}

void
tell_ladder(struct engine *engine, enum ladder_deed deed, const char *format,
            ...)
{
    char words[ARGUMENTS_MAX], text[ARGUMENTS_MAX + 16];
    struct event event = event_new(EVENT_LADDER);
    va_list arguments;

    va_start(arguments, format);
    vsnprintf(words, sizeof words, format, arguments);
    va_end(arguments);
    snprintf(text, sizeof text, "%s%s%s", ladder_deed_name(deed),
             words[0] != '\0' ? " " : "", words);
    event_set_words(&event, text);
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
