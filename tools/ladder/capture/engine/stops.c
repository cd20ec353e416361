/* stops.c - what programs do: one stop after the other. */
#include "capture/engine/parts.h"

#include <string.h>

#include "capture/programs/inject.h"
#include "capture/programs/peek.h"

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

/* A call that no handler interrupted begins again: the program sees one. */
static bool
is_restart(const struct tracee *tracee, const struct call *call)
{
    return tracee->interrupted && call->number == tracee->call.number &&
           memcmp(call->raw, tracee->call.raw, sizeof call->raw) == 0;
}

/* What a close() throws away unread, and what an exec may close. */
static void
note_losses(struct engine *engine, struct tracee *tracee)
{
    struct call *call = &tracee->call;
    struct holding holding = { .fd = call->fd, .socket = call->socket };

    if (call->effect == EFFECT_EXEC)
        holdings_read(tracee, &tracee->before);
    if (strcmp(call->name, "close") == 0 && !call->udp)
        call->unread = holdings_unread(&engine->tracees, tracee, &holding);
}

/* The program enters a call on a socket.  False if the scene holds it. */
static bool
enter_call(struct engine *engine, struct tracee *tracee,
           const struct call *call)
{
    bool restart = is_restart(tracee, call);

    if (tracee->interrupted && !restart)        /* the handler calls, too */
        tell_interrupted(engine, tracee, "interrupted");
    tracee->call = *call;
    tracee->interrupted = false;
    tracee->networked = true;
    if (!restart) {
        observe_timers(engine);
        tell_output(engine, tracee->actor, false);
        begin_step(engine);
        note_losses(engine, tracee);
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
        set_execing(engine, tracee, call.effect == EFFECT_EXEC);
        break;
    case ENTERED_SIGACTION:
        share_handlers(&engine->tracees, tracee);
        break;
    case ENTERED_OUTPUT:
        tracee->actor->printed = true;
        tracee->printing = follow =
            peek_pipe(tracee, (int)call.raw[0]) == tracee->actor->output_pipe;
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

/* It has written to its program's output: told at once, with who did. */
static void
tell_printed(struct engine *engine, const struct tracee *tracee)
{
    struct actor *actor = tracee->actor;

    actor->printed = true;
    actor->writer[0] = tracee->pid;
    actor->writer[1] = tracee->tid;
    tell_output(engine, actor, false);
}

static void
handle_exit(struct engine *engine, struct tracee *tracee)
{
    struct call *call = &tracee->call;
    enum host host = tracee->actor->host;

    if (tracee->printing)
        tell_printed(engine, tracee);
    if (!tracee->in_call || tracee->printing) {
        tracee->in_call = tracee->printing = false;
        tracee_resume(tracee, false, 0);
        return;
    }
    tracee->in_call = false;
    inject_restore(tracee);
    bool over = call_leave(tracee, call);
    set_execing(engine, tracee, false);
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
        handle_child(engine, tracee);
        break;
    case STOP_EXEC:
        handle_exec(engine, tracee);
        break;
    case STOP_VFORK_DONE:
        tracee->vforking = false;
        tracee_resume(tracee, false, 0);
        break;
    case STOP_ENDING:
        handle_ending(engine, tracee);
        break;
    case STOP_BEGIN:
    case STOP_NONE:
        tracee_resume(tracee, tracee->in_call, 0);
        break;
    }
}
