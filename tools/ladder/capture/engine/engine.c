/* engine.c - the loop.  open.c makes what it runs on. */
#include "capture/engine/parts.h"

#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <sys/signalfd.h>
#include <unistd.h>

/* How often states that a timer may change are read while all rest. */
static const int64_t tick_ns = 10 * 1000000LL;

/* A timer wakes us too late by up to this: the end of a wait is spun. */
static const int64_t spin_ns = 80000;

/* A program is waited for at a stretch if no segment is due for that long: what
   ends the wait is an alarm that rings every millisecond. */
static const int64_t stretch_ns = 2 * 1000000LL;

/* Empties the signalfd.  True if somebody wants us to stop. */
static bool
read_signals(struct engine *engine)
{
    struct signalfd_siginfo signal;
    bool stop = false;

    while (read(engine->signals, &signal, sizeof signal) == sizeof signal)
        stop |= signal.ssi_signo != SIGCHLD;
    return stop;
}

/* Programs that never rest must not keep us from hearing Ctrl-C. */
static void
hear_signals(struct engine *engine)
{
    int64_t now = engine_now(engine);

    if (now < engine->loop.next_hearing_ns)
        return;
    engine->loop.next_hearing_ns = now + tick_ns;
    if (read_signals(engine))
        engine->state = ENGINE_INTERRUPTED;
}

static bool
sockets_live(const struct engine *engine)
{
    return view_has_connections(engine->view, HOST_CLIENT) ||
           view_has_connections(engine->view, HOST_SERVER) ||
           view_is_ready(engine->view, HOST_SERVER);
}

/* Sleeps until something can have happened, at most until until_ns. */
static void
wait_until(struct engine *engine, int64_t until_ns)
{
    struct pollfd fds[8 + 64];
    nfds_t count = 0;
    int watched[] = { engine->signals, engine->hosts.tun[HOST_CLIENT],
                      engine->hosts.tun[HOST_SERVER], engine->options.input };

    for (size_t i = 0; i < sizeof watched / sizeof watched[0]; i++)
        if (watched[i] >= 0)
            fds[count++] = (struct pollfd){ .fd = watched[i],
                                            .events = POLLIN };
    for (size_t i = 0; i < engine->scene->program_count && count < 72; i++)
        if (engine->actors[i].output != -1)
            fds[count++] = (struct pollfd){ .fd = engine->actors[i].output,
                                            .events = POLLIN };

    int64_t wait_ns = until_ns - engine_now(engine) - spin_ns;
    if (wait_ns <= 0) {
        while (engine_now(engine) < until_ns)
            ;                   /* a timer would wake us too late */
        return;
    }
    for (size_t i = 0; i < engine->sink_count; i++)
        if (engine->sinks[i].rest != NULL)
            engine->sinks[i].rest(engine->sinks[i].context);
    struct timespec timeout = { .tv_sec = wait_ns / 1000000000LL,
                                .tv_nsec = wait_ns % 1000000000LL };
    if (ppoll(fds, count, &timeout, NULL) > 0 && fds[0].revents != 0 &&
        read_signals(engine))
        engine->state = ENGINE_INTERRUPTED;
}

static int64_t
earliest(int64_t a, int64_t b)
{
    return a < b ? a : b;
}

/* Reads again, now and then, what timers may have changed. */
static void
tick(struct engine *engine)
{
    int64_t now = engine_now(engine);

    if (engine->loop.next_tick_ns > now)
        return;
    begin_step(engine);
    engine->cable.look[HOST_CLIENT] |= LOOK_CONNECTIONS | LOOK_QUEUES;
    engine->cable.look[HOST_SERVER] |= LOOK_CONNECTIONS | LOOK_QUEUES;
    observe(engine, HOST_NONE);
    engine->loop.next_tick_ns = now + tick_ns;
}

/* Every program rests and nothing is due: sleep. */
static void
rest(struct engine *engine)
{
    int64_t until = earliest(wire_next_due(engine->wire),
                             stage_next_ns(engine));

    for (size_t i = 0; i < engine->scene->program_count; i++) {
        engine->actors[i].printed = true;       /* whatever way it took */
        tell_output(engine, &engine->actors[i], false);
    }
    if (sockets_live(engine) || engine->staged.stopping) {
        tick(engine);
        until = earliest(until, engine->loop.next_tick_ns);
    }
    wait_until(engine, earliest(until, engine->scene->limit_ns + 1));
}

/* Lets a program that runs have the CPU until it stops, sleeps or is gone. */
static void
wait_for_programs(struct engine *engine)
{
    enum { YIELDS = 50 };

    for (int i = 0; i < YIELDS; i++) {
        sched_yield();
        if (tracees_reap(&engine->tracees) ||
            !tracees_busy(&engine->tracees, false))
            return;
    }
    wait_until(engine, engine_now(engine) + spin_ns + 200000);
}

bool
engine_at_rest(struct engine *engine)
{
    tracees_reap(&engine->tracees);
    return !tracees_busy(&engine->tracees, true) &&
           tracees_stopped(&engine->tracees) == NULL &&
           wire_next_due(engine->wire) > engine_now(engine);
}

/* Who was just resumed has the CPU first: it will stop again soon.  One that
   has made many calls without a rest is waited for, but never while another's
   stop waits or a segment is due. */
static void
let_resumed_run(struct engine *engine)
{
    enum { LONG_STREAK = 64 };

    if (!engine->loop.resumed)
        return;
    engine->loop.resumed = false;
    engine->loop.streak++;
    if (engine->loop.streak > LONG_STREAK &&
        tracees_stopped(&engine->tracees) == NULL &&
        wire_next_due(engine->wire) - engine_now(engine) > stretch_ns)
        tracees_wait(&engine->tracees);
    else
        sched_yield();
}

/* Finds out who has stopped, and whose stop is next. */
static struct tracee *
next_stop(struct engine *engine)
{
    struct tracee *stopped;

    /* On time, who has stopped already need not wait for who was resumed. */
    if (engine->scene->order_time && engine->loop.resumed &&
        (stopped = tracees_stopped(&engine->tracees)) != NULL)
        return stopped;
    let_resumed_run(engine);
    tracees_reap(&engine->tracees);
    return tracees_stopped(&engine->tracees);
}

/* A killed parent does not tell of its last child: its process group does. */
static bool
adopt_orphan(struct engine *engine)
{
    struct tracee *orphan = tracees_orphan(&engine->tracees);

    if (orphan == NULL)
        return false;
    pid_t group = getpgid(orphan->tid);
    for (size_t i = 0; i < engine->scene->program_count; i++)
        if (engine->actors[i].started && engine->actors[i].pid == group) {
            tracee_adopt_orphan(&engine->tracees, orphan, &engine->actors[i]);
            return true;
        }
    kill(orphan->tid, SIGKILL);         /* nobody's */
    orphan->stop = STOP_NONE;
    return true;
}

static void
serve(struct engine *engine, struct tracee *stopped)
{
    tracees_note_turn(&engine->tracees, stopped);
    handle_stop(engine, stopped);
    gate_count_stop(engine);
    engine->loop.resumed = true;
}

/* Whether a program runs.  Few are asked each time: one that another has woken
   must not be taken for asleep. */
static bool
is_busy(struct engine *engine)
{
    enum { FEW = 8 };

    return tracees_busy(&engine->tracees, !engine->scene->order_time &&
                                          engine->tracees.count <= FEW);
}

/* Programs do not rest, and something has waited for that long enough. */
static bool
hurry(struct engine *engine, bool due, struct complaint *message)
{
    if (due) {
        deliver(engine, true);
        return true;
    }
    if (engine->gate.what == WAITS_LOOK) {
        gate_close(engine, false);
        observe(engine, HOST_NONE);
        return true;
    }
    gate_close(engine, true);
    if (!stage_is_due(engine))
        return false;           /* a stop: now it will be served */
    observe(engine, HOST_NONE);
    begin_step(engine);
    tell_ladder(engine, LADDER_HURRIES, "%s", "");
    if (!stage_act(engine, message))
        stage_end(engine);
    return true;
}

/* Programs run or have stopped.  Does what is next, gated or on time. */
static void
follow(struct engine *engine, struct tracee *stopped, bool busy, bool due,
       struct complaint *message)
{
    bool on_time = engine->scene->order_time;
    enum waiting what = due || stage_is_due(engine) ? WAITS_DUE
                        : on_time || !busy          ? WAITS_NOTHING
                        : stopped != NULL ? WAITS_STOP : WAITS_LOOK;

    begin_settling(engine);
    if (gate_is_over(engine, what) && hurry(engine, due, message))
        return;
    if (engine->gate.overtaking && sockets_live(engine))
        tick(engine);
    bool free = on_time || !busy || engine->gate.overtaking;
    tracees_take_turns(&engine->tracees, engine->tracees.in_turn || on_time);
    if (stopped != NULL && free) {
        serve(engine, stopped);
        return;
    }
    if (on_time)
        observe(engine, HOST_NONE);
    wait_for_programs(engine);
}

static void
act(struct engine *engine, struct complaint *message)
{
    stage_touch_wire(engine);
    bool due = wire_next_due(engine->wire) <= engine_now(engine);
    struct tracee *stopped = next_stop(engine);
    if (due && engine->scene->order_time) {
        deliver(engine, false);
        return;
    }
    bool busy = stopped == NULL || !engine->scene->order_time
                    ? is_busy(engine) : true;
    if (busy || stopped != NULL) {
        follow(engine, stopped, busy, due, message);
        return;
    }
    if (tracees_busy(&engine->tracees, true) || adopt_orphan(engine))
        return;
    end_settling(engine);
    gate_note_rest(engine);
    engine->loop.streak = 0;
    tracees_wait_end(&engine->tracees);
    observe(engine, HOST_NONE);
    if (engine->staged.end_met || stage_act(engine, message))
        return;
    if (wire_next_due(engine->wire) <= engine_now(engine)) {
        note_lateness(engine);
        deliver(engine, false);
    } else if (stage_is_over(engine)) {
        engine->state = ENGINE_ENDED;
    } else {
        rest(engine);
    }
}

enum engine_state
engine_step(struct engine *engine, struct complaint *message)
{
    if (engine->state != ENGINE_GOING)
        return engine->state;
    hear_signals(engine);
    if (engine->state != ENGINE_GOING)
        return engine->state;
    act(engine, message);
    if (engine->state == ENGINE_GOING && engine->staged.end_met) {
        count_left(engine);
        engine->state = ENGINE_ENDED;
    }
    if (engine->tracees.overflow) {
        complain(message, "more than %d processes and threads: stopped",
                 TRACEES_MAX);
        engine->state = ENGINE_FAILED;
    }
    if (engine->state == ENGINE_GOING &&
        engine_now(engine) > engine->scene->limit_ns) {
        if (!engine->staged.stopping)
            count_left(engine);
        begin_step(engine);
        tell_ladder(engine, LADDER_REACHES, "the limit of %lld ms",
                    (long long)(engine->scene->limit_ns / 1000000));
        engine->state = ENGINE_LIMIT;
    }
    if (engine->state == ENGINE_ENDED || engine->state == ENGINE_LIMIT)
        gate_confess(engine);
    return engine->state;
}

struct wire *
engine_wire(struct engine *engine)
{
    return engine->wire;
}
