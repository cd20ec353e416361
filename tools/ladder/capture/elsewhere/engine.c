/* engine.c - elsewhere than on Linux there is no engine: recording needs that
   kernel's namespaces, ptrace and sock_diag.  Everything else works. */
#include "capture/engine/engine.h"

struct engine *
engine_new(const struct scene *scene, const struct engine_options *options,
           enum engine_refusal *why, struct complaint *message)
{
    (void)scene;
    (void)options;
    *why = REFUSAL_NO_HOSTS;
    complain(message, "not here: recording needs Linux");
    return NULL;
}

/* Nobody has an engine to call the rest with. */

void
engine_header(const struct engine *engine, struct trace_header *header)
{
    (void)engine;
    *header = (struct trace_header){ .version = 0 };
}

void
engine_add_sink(struct engine *engine, struct sink sink)
{
    (void)engine;
    (void)sink;
}

enum engine_state
engine_step(struct engine *engine, struct complaint *message)
{
    (void)engine;
    complain(message, "not here: recording needs Linux");
    return ENGINE_FAILED;
}

int
engine_verdict(const struct engine *engine, struct complaint *message)
{
    (void)engine;
    (void)message;
    return 1;
}

bool
engine_starved(const struct engine *engine)
{
    (void)engine;
    return false;
}

void
engine_say_unmet(const struct engine *engine)
{
    (void)engine;
}

void
engine_free(struct engine *engine)
{
    (void)engine;
}

bool
engine_at_rest(struct engine *engine)
{
    (void)engine;
    return false;
}

struct wire *
engine_wire(struct engine *engine)
{
    (void)engine;
    return NULL;
}

int64_t
engine_now(const struct engine *engine)
{
    (void)engine;
    return 0;
}

void
engine_tell(struct engine *engine, enum wire_deed deed,
            const struct packet *packet)
{
    (void)engine;
    (void)deed;
    (void)packet;
}

uint64_t
engine_events(const struct engine *engine)
{
    (void)engine;
    return 0;
}
