/* stage.c - what the scene does: starts, holds, signals, cuts, ends. */
#include "capture/engine/parts.h"

#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "model/pattern.h"
#include "capture/programs/spawn.h"

static const int64_t patience_ns = 2 * 1000000000LL;    /* after SIGTERM */

static bool
meets(const struct flow_table *flows, const char *pattern,
      const struct event *event)
{
    return pattern != NULL && pattern_matches_event(pattern, event, flows);
}

static void
release(struct engine *engine, struct hold_state *hold)
{
    struct tracee *tracee = hold->tracee;

    hold->over = true;
    hold->tracee = NULL;
    if (tracee == NULL)
        return;
    begin_step(engine);
    tell_ladder(engine, LADDER_RELEASES, "%s", tracee->name);
    tracee->held = false;
    tracee->stop = STOP_NONE;
    engine->cable.look[tracee->actor->host] |= LOOK_CONNECTIONS;
    tracee_resume(tracee, true, 0);
}

/* A sink: looks whether the scene has waited for this event. */
static void
notice(void *context, const struct event *event,
       const struct flow_table *flows)
{
    struct engine *engine = context;
    const struct scene *scene = engine->scene;

    for (size_t i = 0; i < scene->program_count; i++)
        if (!engine->staged.starts[i].met &&
            meets(flows, scene->programs[i].start_when, event))
            engine->staged.starts[i] = (struct due_deed){
                .met = true, .at_ns = event->time_ns
            };
    for (size_t i = 0; i < scene->trigger_count; i++)
        if (!engine->staged.triggers[i].met &&
            meets(flows, scene->triggers[i].when, event))
            engine->staged.triggers[i] = (struct due_deed){
                .met = true,
                .at_ns = event->time_ns + scene->triggers[i].after_ns
            };
    for (size_t i = 0; i < scene->hold_count; i++)
        if (!engine->staged.holds[i].over &&
            meets(flows, scene->holds[i].until, event))
            engine->staged.holds[i].over = true;
    if (meets(flows, scene->end, event))
        engine->staged.end_met = true;
}

int
stage_open(struct engine *engine)
{
    const struct scene *scene = engine->scene;
    struct staged *staged = &engine->staged;
    bool waits = scene->hold_count > 0 || scene->trigger_count > 0 ||
                 scene->end != NULL;

    staged->starts = calloc(scene->program_count + 1, sizeof *staged->starts);
    staged->triggers = calloc(scene->trigger_count + 1,
                              sizeof *staged->triggers);
    staged->holds = calloc(scene->hold_count + 1, sizeof *staged->holds);
    staged->injected = calloc(scene->inject_count + 1,
                              sizeof *staged->injected);
    if (staged->starts == NULL || staged->triggers == NULL ||
        staged->holds == NULL || staged->injected == NULL)
        return -1;
    for (size_t i = 0; i < scene->program_count; i++)
        waits |= scene->programs[i].start_when != NULL;
    if (waits)
        engine_add_sink(engine, (struct sink){ .event = notice,
                                               .context = engine });
    return 0;
}

void
stage_close(struct engine *engine)
{
    free(engine->staged.starts);
    free(engine->staged.triggers);
    free(engine->staged.holds);
    free(engine->staged.injected);
}

void
stage_forget(struct engine *engine, const struct tracee *tracee)
{
    for (size_t i = 0; i < engine->scene->hold_count; i++)
        if (engine->staged.holds[i].tracee == tracee)
            engine->staged.holds[i].tracee = NULL;
}

bool
stage_holds(struct engine *engine, struct tracee *tracee)
{
    for (size_t i = 0; i < engine->scene->hold_count; i++) {
        const struct scene_hold *wanted = &engine->scene->holds[i];
        struct hold_state *hold = &engine->staged.holds[i];
        if (strcmp(wanted->actor, tracee->name) != 0 ||
            strcmp(wanted->call, tracee->call.name) != 0 ||
            ++hold->passed != wanted->nth || hold->over)
            continue;
        hold->tracee = tracee;
        tracee->held = true;
        tell_ladder(engine, LADDER_HOLDS, "%s at %s", tracee->name,
                    tracee->call.name);
        return true;
    }
    return false;
}

static void
send_signal(struct engine *engine, const struct scene_trigger *trigger)
{
    char name[16];

    for (size_t i = 0; i < engine->tracees.count; i++) {
        struct tracee *tracee = engine->tracees.all[i];
        if (tracee->actor == NULL || strcmp(tracee->name, trigger->actor) != 0)
            continue;
        tell_ladder(engine, LADDER_SIGNALS, "%s %s", trigger->actor,
                    signal_name(trigger->signal, name, sizeof name));
        kill(tracee->pid, trigger->signal);
        return;
    }
}

/* What concerns the wire alone is done at once, in its event's step: what
   follows from the event meets it already.  All else waits for rest. */
static bool
is_of_wire(const struct scene_trigger *trigger)
{
    return trigger->kind == TRIGGER_CUT || trigger->kind == TRIGGER_MEND ||
           trigger->kind == TRIGGER_UNREACHABLE;
}

static void
pull(struct engine *engine, const struct scene_trigger *trigger)
{
    if (!is_of_wire(trigger) || trigger->after_ns > 0)
        begin_step(engine);
    switch (trigger->kind) {
    case TRIGGER_SIGNAL:
        send_signal(engine, trigger);
        break;
    case TRIGGER_CUT:
        tell_ladder(engine, LADDER_CUTS, "%s", "");
        wire_cut(engine->wire, true);
        lose_all(engine);
        break;
    case TRIGGER_MEND:
        tell_ladder(engine, LADDER_MENDS, "%s", "");
        wire_cut(engine->wire, false);
        break;
    case TRIGGER_FLOOD:
        tell_ladder(engine, LADDER_FLOODS, "server:%u with %u SYNs",
                    (unsigned)trigger->port, trigger->count);
        flood(engine, trigger->port, trigger->count);
        break;
    case TRIGGER_UNREACHABLE:
        engine->cable.unreachable[trigger->host] = true;
        break;
    }
}

/* Whether trigger i has met its event and its time has come. */
static bool
is_due(const struct engine *engine, size_t i)
{
    const struct due_deed *due = &engine->staged.triggers[i];

    return due->met && !due->done && due->at_ns <= engine_now(engine);
}

static bool
pull_due(struct engine *engine, bool wire_only)
{
    bool any = false;

    for (size_t i = 0; i < engine->scene->trigger_count; i++) {
        if (!is_due(engine, i) ||
            (wire_only && !is_of_wire(&engine->scene->triggers[i])))
            continue;
        engine->staged.triggers[i].done = true;
        pull(engine, &engine->scene->triggers[i]);
        any = true;
    }
    return any;
}

void
stage_touch_wire(struct engine *engine)
{
    if (engine->scene->trigger_count > 0)
        pull_due(engine, true);
}

static bool
has_server(const struct engine *engine)
{
    for (size_t i = 0; i < engine->scene->program_count; i++)
        if (engine->actors[i].is_server)
            return true;
    return false;
}

static bool
may_start(const struct engine *engine, size_t i)
{
    const struct scene_program *program = &engine->scene->programs[i];

    if (engine->actors[i].started)
        return false;
    if (program->start_when != NULL)
        return engine->staged.starts[i].met;
    return engine->actors[i].is_server || !has_server(engine) ||
           view_is_ready(engine->view, HOST_SERVER);
}

/* Says once that clients cannot reach a server that listens to itself. */
static void
remark_loopback(struct engine *engine, const struct actor *actor)
{
    uint16_t port = view_loopback_port(engine->view, HOST_SERVER);

    if (actor->is_server || port == 0 || engine->staged.said_loopback)
        return;
    engine->staged.said_loopback = true;
    fprintf(stderr, "ladder: the server listens on its loopback only (port "
                    "%u): the client cannot reach it; let it listen on "
                    "0.0.0.0\n", (unsigned)port);
}

/* Starts one program: the next starts when this one has come to rest. */
static bool
start_one(struct engine *engine, struct complaint *message)
{
    for (size_t i = 0; i < engine->scene->program_count; i++) {
        struct actor *actor = &engine->actors[i];
        if (!may_start(engine, i))
            continue;
        remark_loopback(engine, actor);
        if (!actor->is_server && !engine->staged.counted) {
            engine->staged.counted = true;
            count_left(engine);
        }
        begin_step(engine);
        tell_ladder(engine, LADDER_STARTS, "%s", actor->name);
        if (spawn(&engine->tracees, actor, &engine->hosts, engine->scene,
                  &engine->scene->programs[i], engine->paths[i],
                  message) == -1)
            engine->state = ENGINE_FAILED;
        return true;
    }
    return false;
}

static bool
release_one(struct engine *engine)
{
    for (size_t i = 0; i < engine->scene->hold_count; i++) {
        struct hold_state *hold = &engine->staged.holds[i];
        if (!hold->over || hold->tracee == NULL)
            continue;
        release(engine, hold);
        return true;
    }
    return false;
}

/* A program that could not be started has left its errno in its pipe. */
static void
check_start(struct engine *engine, struct complaint *message)
{
    for (size_t i = 0; i < engine->scene->program_count; i++) {
        struct actor *actor = &engine->actors[i];
        if (!actor->started || actor->failure == -1 || actor->alive > 0)
            continue;
        if (spawn_failed(actor, &engine->scene->programs[i], message))
            engine->state = ENGINE_FAILED;
        close(actor->failure);
        actor->failure = -1;
    }
}

bool
stage_act(struct engine *engine, struct complaint *message)
{
    check_start(engine, message);
    if (engine->state != ENGINE_GOING)
        return true;
    return pull_due(engine, false) || release_one(engine) ||
           start_one(engine, message);
}

int64_t
stage_next_ns(const struct engine *engine)
{
    int64_t next = INT64_MAX;

    for (size_t i = 0; i < engine->scene->trigger_count; i++) {
        const struct due_deed *due = &engine->staged.triggers[i];
        if (due->met && !due->done && due->at_ns < next)
            next = due->at_ns;
    }
    return next;
}

/* Whether all clients have come and gone; without any, all servers. */
static bool
clients_gone(const struct engine *engine)
{
    bool any_client = false, servers_alive = false;

    for (size_t i = 0; i < engine->scene->program_count; i++) {
        const struct actor *actor = &engine->actors[i];
        if (actor->is_server) {
            servers_alive |= !actor->started || actor->alive > 0;
        } else {
            any_client = true;
            if (!actor->started || actor->alive > 0)
                return false;
        }
    }
    return any_client || !servers_alive;
}

static bool
is_quiet(const struct engine *engine)
{
    return wire_in_flight(engine->wire) == 0 &&
           !view_is_open(engine->view, HOST_CLIENT) &&
           !view_is_open(engine->view, HOST_SERVER);
}

/* Tells the servers that are left to stop; kills those that do not listen. */
static void
stop_servers(struct engine *engine)
{
    if (!engine->staged.stopping)
        count_left(engine);
    for (size_t i = 0; i < engine->tracees.count; i++) {
        struct tracee *tracee = engine->tracees.all[i];
        if (tracee->actor == NULL || tracee->tid != tracee->pid)
            continue;
        if (engine->staged.stopping) {
            kill(tracee->pid, SIGKILL);
            continue;
        }
        if (tracee->pid == tracee->actor->pid || tracee->actor->alive == 1) {
            begin_step(engine);
            tell_ladder(engine, LADDER_STOPS, "%s", tracee->name);
        }
        tracee->actor->stopped_by_us = true;
        kill(tracee->pid, SIGTERM);
    }
    for (size_t i = 0; i < engine->scene->hold_count; i++)
        if (engine->staged.holds[i].tracee != NULL)
            release(engine, &engine->staged.holds[i]);  /* it could not hear */
    engine->staged.stopping = true;
    engine->staged.stopping_since_ns = engine_now(engine);
}

/* A server that ends before it listens leaves its clients waiting. */
static bool
is_hopeless(const struct engine *engine)
{
    if (tracees_alive(&engine->tracees) || wire_in_flight(engine->wire) > 0)
        return false;
    for (size_t i = 0; i < engine->scene->program_count; i++)
        if (!engine->actors[i].started &&
            (engine->scene->programs[i].start_when == NULL ||
             !engine->staged.starts[i].met))
            return true;
    return false;
}

/* The servers have been told to stop for longer than one waits. */
static bool
is_impatient(const struct engine *engine)
{
    return engine_now(engine) > engine->staged.stopping_since_ns + patience_ns;
}

/* Whether the servers that are left are to end, unless the scene says when. */
static bool
should_stop(const struct engine *engine)
{
    return engine->scene->end == NULL && clients_gone(engine) &&
           is_quiet(engine) && tracees_alive(&engine->tracees) &&
           (!engine->staged.stopping || is_impatient(engine));
}

bool
stage_is_due(const struct engine *engine)
{
    for (size_t i = 0; i < engine->scene->trigger_count; i++)
        if (is_due(engine, i))
            return true;
    for (size_t i = 0; i < engine->scene->hold_count; i++)
        if (engine->staged.holds[i].over &&
            engine->staged.holds[i].tracee != NULL)
            return true;
    for (size_t i = 0; i < engine->scene->program_count; i++)
        if (may_start(engine, i))
            return true;
    return should_stop(engine);
}

void
stage_end(struct engine *engine)
{
    if (should_stop(engine))
        stop_servers(engine);
}

bool
stage_is_over(struct engine *engine)
{
    if (engine->staged.end_met)
        return true;
    if (is_hopeless(engine))
        return true;
    if (engine->staged.stopping && !tracees_alive(&engine->tracees))
        return wire_in_flight(engine->wire) == 0 || is_impatient(engine);
    if (!clients_gone(engine) || !is_quiet(engine))
        return false;
    if (!tracees_alive(&engine->tracees))
        return true;
    stage_end(engine);
    return false;
}
