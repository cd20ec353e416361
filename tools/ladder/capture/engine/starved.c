/* starved.c - whether the machine leaves the recorder enough of the CPU. */
#include "capture/engine/parts.h"

#include <time.h>

#include "base/clock.h"

/* Kernel timers run on while others have the CPU: after 40 ms a delayed ACK
   leaves, whatever the program was about to do. */
static const int64_t starved_ns = 25 * 1000000LL;

static int64_t
cpu_ns(const struct engine *engine)
{
    return tracees_cpu_ns(&engine->tracees) +
           clock_ns(CLOCK_PROCESS_CPUTIME_ID);
}

void
note_lateness(struct engine *engine)
{
    int64_t due = wire_next_due(engine->wire);

    if (engine->scene->order_time)
        return;
    if (due < engine->settling.resting_since_ns)
        due = engine->settling.resting_since_ns;
    engine->settling.starved |= engine_now(engine) - due > starved_ns;
}

void
begin_settling(struct engine *engine)
{
    struct settling *settling = &engine->settling;

    if (settling->runs || engine->scene->order_time)
        return;                 /* where time matters, nobody waits */
    note_lateness(engine);      /* its timer and ours ran out in one sleep */
    settling->runs = true;
    settling->since_ns = engine_now(engine);
    settling->cpu_ns = cpu_ns(engine);
    settling->count = engine->tracees.count;
}

/* Who came or went meanwhile had a disk to wait for, or has taken its count
   with it. */
void
end_settling(struct engine *engine)
{
    struct settling *settling = &engine->settling;

    if (!settling->runs)
        return;
    settling->runs = false;
    settling->resting_since_ns = engine_now(engine);
    int64_t lasted = settling->resting_since_ns - settling->since_ns;
    int64_t computed = cpu_ns(engine) - settling->cpu_ns;
    settling->starved |= settling->count == engine->tracees.count &&
                         lasted - computed > starved_ns;
}

bool
engine_starved(const struct engine *engine)
{
    return engine->settling.starved;
}
