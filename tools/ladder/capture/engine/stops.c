/* stops.c - what programs do: one stop after the other. */
#include "capture/engine/parts.h"

#include <signal.h>
#include <string.h>
#include <sys/wait.h>

#include "capture/programs/followed.h"
#include "capture/programs/inject.h"

static struct event
actor_event(enum event_kind kind, const struct tracee *tracee)
{
    struct event event = event_new(kind);

    event.host = tracee->actor->host;
    snprintf(event.actor, sizeof event.actor, "%s", tracee->name);
    event.pid = tracee->pid;
    event.tid = tracee->tid;
    return event;
}

static struct event
call_event(enum event_kind kind, const struct tracee *tracee)
{
    struct event event = actor_event(kind, tracee);
    const struct call *call = &tracee->call;

    snprintf(event.name, sizeof event.name, "%s", call->name);
    event.fd = call->fd;
    event.socket = call->socket;
    event.udp = call->udp;
    return event;
}

/* What a call may change on its host, once it goes on. */
static unsigned
look_after_call(const struct engine *engine, const struct tracee *tracee)
{
    const struct call *call = &tracee->call;
    unsigned look = 0;

    /* Sending binds a UDP socket that has no port yet; then it is known. */
    if (call->udp && (call->effect != EFFECT_NONE ||
                      !view_knows(engine->view, tracee->actor->host,
                                  call->socket)))
        look |= LOOK_UDP;

    switch (call->effect) {
    case EFFECT_STATE:
        return look | LOOK_CONNECTIONS;
    case EFFECT_LISTEN:
        if (strcmp(call->name, "listen") == 0 ||
            view_is_listener(engine->view, tracee->actor->host, call->socket))
            look |= LOOK_LISTENERS | LOOK_QUEUES;
        return look | LOOK_CONNECTIONS;
    default:
        return look;
    }
}

static void
tell_call(struct engine *engine, struct tracee *tracee)
{
    struct event event = call_event(EVENT_CALL, tracee);

    event.text = tracee->call.arguments;
    event.full = tracee->call.full[0] != '\0' ? tracee->call.full : NULL;
    event.data = tracee->call.data_bytes > 0 ? tracee->call.data : NULL;
    event.data_bytes = tracee->call.data_bytes;
    tell(engine, &event);
}

static void
tell_return(struct engine *engine, struct tracee *tracee)
{
    const struct call *call = &tracee->call;
    struct event event = call_event(EVENT_RETURN, tracee);

    event.text = call->learned[0] != '\0' ? call->learned : NULL;
    event.value = call->value;
    event.error = call->error;
    if (call->data_bytes > 0) {
        event.data = call->data;
        event.data_bytes = call->data_bytes;
    }
    tell(engine, &event);
}

/* What the filter cannot show is said at its first call, and counted. */
static void
remark_unseen(struct engine *engine, const struct tracee *tracee,
              enum entered entered)
{
    bool uring = entered == ENTERED_URING;
    unsigned *calls = uring ? &tracee->actor->uring_calls
                            : &tracee->actor->foreign_calls;

    if (++*calls == 1)
        tell_ladder(engine, LADDER_CANNOT, "see calls of %s: %s",
                    tracee->name,
                    uring ? "it uses io_uring" : "not this machine's ABI");
}

/* The last process of an actor has gone: how much was it? */
static void
count_unseen(struct engine *engine, const struct actor *actor)
{
    if (actor->uring_calls > 0)
        tell_ladder(engine, LADDER_HAS,
                    "not seen what %s did in %u io_uring call%s",
                    actor->name, actor->uring_calls,
                    actor->uring_calls == 1 ? "" : "s");
    if (actor->foreign_calls > 0)
        tell_ladder(engine, LADDER_HAS,
                    "not seen %u call%s of %s: another ABI",
                    actor->foreign_calls, actor->foreign_calls == 1 ? "" : "s",
                    actor->name);
}

/* A call that no handler interrupted begins again: the program sees one. */
static bool
is_restart(const struct tracee *tracee, const struct call *call)
{
    return tracee->interrupted && call->number == tracee->call.number &&
           memcmp(call->raw, tracee->call.raw, sizeof call->raw) == 0;
}

/* The program enters a call on a socket.  False if the scene holds it. */
static bool
enter_call(struct engine *engine, struct tracee *tracee,
           const struct call *call)
{
    bool restart = is_restart(tracee, call);

    tracee->call = *call;
    tracee->interrupted = false;
    tracee->networked = true;
    if (!restart) {
        observe_timers(engine);
        tell_output(engine, tracee->actor, false);
        begin_step(engine);
        tell_call(engine, tracee);
    }
    inject_into_call(engine, tracee, restart);
    if (!restart) {
        if (stage_holds(engine, tracee)) {
            tracee->in_call = true;
            return false;
        }
    }
    engine->cable.look[tracee->actor->host] |= look_after_call(engine, tracee);
    return true;
}

/* The threads of a process have their signal handlers in common. */
static void
share_handlers(struct tracees *tracees, const struct tracee *tracee)
{
    for (size_t i = 0; i < tracees->count; i++)
        if (tracees->all[i]->pid == tracee->pid)
            memmove(tracees->all[i]->restarts, tracee->restarts,
                    sizeof tracee->restarts);
}

static void
handle_entry(struct engine *engine, struct tracee *tracee)
{
    struct call call;
    enum entered entered = ENTERED_OTHER;
    bool follow = false;

    if (tracee->execed)
        entered = call_enter(tracee, &call);
    switch (entered) {
    case ENTERED_SOCKET:
        if (!enter_call(engine, tracee, &call))
            return;
        follow = true;
        break;
    case ENTERED_SIGACTION:
        share_handlers(&engine->tracees, tracee);
        break;
    case ENTERED_OUTPUT:
        tracee->actor->printed = true;
        break;
    case ENTERED_FOREIGN:
    case ENTERED_URING:
        remark_unseen(engine, tracee, entered);
        break;
    case ENTERED_OTHER:
        break;
    }
    tracee->in_call = follow;
    tracee_resume(tracee, follow, 0);
}

static void
handle_exit(struct engine *engine, struct tracee *tracee)
{
    struct call *call = &tracee->call;
    enum host host = tracee->actor->host;

    if (!tracee->in_call) {
        tracee_resume(tracee, false, 0);
        return;
    }
    tracee->in_call = false;
    inject_restore(tracee);
    bool over = call_leave(tracee, call);
    if (strcmp(call->name, "socket") == 0 && call->six)
        engine->diag.family6[host] = true;
    engine->cable.look[host] |= look_after_call(engine, tracee);
    observe(engine, host);
    tell_output(engine, tracee->actor, false);
    if (call->effect == EFFECT_ACCEPT && call->value >= 0)
        view_accepted(engine->view, host, call->socket, told_by_view, engine);
    if (over)
        tell_return(engine, tracee);
    else
        tracee->interrupted = true;     /* the signal's stop comes next */
    if (call->effect == EFFECT_ACCEPT && call->value >= 0) {
        engine->cable.look[host] |= LOOK_QUEUES;    /* its return emptied it */
        observe(engine, host);
    }
    tracee_resume(tracee, false, 0);
}

/* A signal ends an interrupted call, or its handler lets the call restart. */
static void
handle_signal(struct engine *engine, struct tracee *tracee)
{
    int signal = WSTOPSIG(tracee->status);
    uint64_t bit = 1ull << (signal - 1);
    bool ends = (tracee->restarts[0] & bit) != 0;
    bool restarts = (tracee->restarts[1] & bit) != 0;

    if (tracee->interrupted && (ends || restarts)) {
        tracee->call.value = -1;
        tracee->call.error = ends || tracee->call.never_restarts
                                 ? "EINTR" : "interrupted";
        tracee->interrupted = false;
        tell_return(engine, tracee);
    }
    tracee_resume(tracee, false, signal);
}

static bool
is_crash(int signal)
{
    return signal == SIGSEGV || signal == SIGABRT || signal == SIGBUS ||
           signal == SIGFPE || signal == SIGILL || signal == SIGSYS ||
           signal == SIGTRAP;
}

static void
tell_exit(struct engine *engine, struct tracee *tracee)
{
    struct event event = actor_event(EVENT_EXITS, tracee);

    if (WIFSIGNALED(tracee->status))
        event.signal = WTERMSIG(tracee->status);
    else
        event.value = WEXITSTATUS(tracee->status);
    if (is_crash(event.signal) && tracee->actor->crash == 0) {
        tracee->actor->crash = event.signal;
        snprintf(tracee->actor->crashed, sizeof tracee->actor->crashed, "%s",
                 tracee->name);
    }
    if (tracee->pid == tracee->actor->pid) {
        tracee->actor->signal = event.signal;
        tracee->actor->status = (int)event.value;
    }
    tell(engine, &event);
}

static void
handle_gone(struct engine *engine, struct tracee *tracee)
{
    struct actor *actor = tracee->actor;

    if (actor != NULL && tracee->tid == tracee->pid) {
        bool last = --actor->alive == 0;
        tell_output(engine, actor, last);
        begin_step(engine);
        if (tracee->execed &&
            (tracee->networked || tracee->pid == actor->pid))
            tell_exit(engine, tracee);
        if (last)
            count_unseen(engine, actor);
        engine->cable.look[actor->host] |= LOOK_ALL;
    }
    stage_forget(engine, tracee);
    tracee_remove(&engine->tracees, tracee);
    observe(engine, HOST_NONE);
}

void
handle_stop(struct engine *engine, struct tracee *tracee)
{
    switch (tracee->stop) {
    case STOP_ENTRY:
        handle_entry(engine, tracee);
        break;
    case STOP_EXIT:
        handle_exit(engine, tracee);
        break;
    case STOP_SIGNAL:
        handle_signal(engine, tracee);
        break;
    case STOP_GONE:
        handle_gone(engine, tracee);
        break;
    case STOP_GROUP:
        tracee_listen(tracee);
        break;
    case STOP_CHILD:
        tracee_adopt(&engine->tracees, tracee);
        tracee_resume(tracee, false, 0);
        break;
    case STOP_EXEC:
        tracee_exec(&engine->tracees, tracee);
        tracee_resume(tracee, false, 0);
        break;
    case STOP_VFORK_DONE:
        tracee->vforking = false;
        tracee_resume(tracee, false, 0);
        break;
    case STOP_BEGIN:
    case STOP_NONE:
        tracee_resume(tracee, tracee->in_call, 0);
        break;
    }
}
