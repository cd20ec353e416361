/*
 * gate.c - how long what is due waits for the programs: a segment, a deed of
 * the scene, a program's stop while another computes.
 *
 * It waits until they all rest, or have computed for 50 ms, or called 200
 * times, or 2 s have passed.  A slow machine stretches time; only a program
 * that really keeps running is overtaken.  Until it rests, the next segments
 * wait for 1 ms of it, 5 ms at most: a loop around poll() must not stop the
 * wire.
 */
#include "capture/engine/parts.h"

static const int64_t cpu_limit_ns = 50 * 1000000LL;
static const int64_t limit_ns = 2000 * 1000000LL;
enum { STOPS_LIMIT = 200 };
static const int64_t again_cpu_limit_ns = 1000000LL;
static const int64_t again_limit_ns = 5 * 1000000LL;

/* A wait that a kernel's timer may notice. */
static const int64_t noticed_ns = 20 * 1000000LL;

bool
gate_is_over(struct engine *engine, enum waiting what)
{
    int64_t now = engine_now(engine);

    if (what != engine->gate.what)
        engine->gate.since_ns = 0;
    engine->gate.what = what;
    if (what == WAITS_NOTHING)
        return false;
    if (engine->gate.since_ns == 0) {
        engine->gate.since_ns = now;
        engine->gate.stops = 0;
        engine->gate.cpu_ns = tracees_cpu_ns(&engine->tracees);
        return false;
    }
    int64_t waited = now - engine->gate.since_ns;
    int64_t computed = tracees_cpu_ns(&engine->tracees) - engine->gate.cpu_ns;

    if (engine->gate.overtaking)
        return computed > again_cpu_limit_ns || waited > again_limit_ns;
    return computed > cpu_limit_ns || waited > limit_ns ||
           engine->gate.stops > STOPS_LIMIT;
}

void
gate_count_stop(struct engine *engine)
{
    engine->gate.stops++;
}

void
gate_close(struct engine *engine, bool hurried)
{
    engine->gate.since_ns = 0;
    engine->gate.overtaking |= hurried;
}

void
gate_note_rest(struct engine *engine)
{
    engine->gate.since_ns = 0;
    engine->gate.overtaking = false;
    tracees_take_turns(&engine->tracees, false);
}

void
gate_note_arrival(struct engine *engine, int64_t due_ns)
{
    int64_t waited = engine_now(engine) - due_ns;

    if (!engine->scene->order_time && waited > engine->gate.longest_ns)
        engine->gate.longest_ns = waited;
}

void
gate_confess(struct engine *engine)
{
    if (engine->cable.again == 0 || engine->cable.harmed ||
        engine->gate.longest_ns < noticed_ns)
        return;
    begin_step(engine);
    tell_ladder(engine, LADDER_HAS,
                " made segments wait for the programs up to %lld ms: %u %s "
                "sent again, though none was lost",
                (long long)(engine->gate.longest_ns / 1000000),
                engine->cable.again,
                engine->cable.again == 1 ? "was" : "were");
}
