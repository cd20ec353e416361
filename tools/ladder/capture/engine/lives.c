/*
 * lives.c - what becomes of the programs: signals, children, exec, exit.
 *
 * Each may do something to a socket without any call on it: a child has its
 * parent's, exec closes some and exit all.  So each is told where the process
 * has a socket, and before what follows from it.
 */
#include "capture/engine/parts.h"

#include <signal.h>
#include <string.h>
#include <sys/ptrace.h>
#include <sys/wait.h>

#include "capture/programs/followed.h"
#include "capture/programs/holdings.h"

/* Whether anybody cares what becomes of this process. */
static bool
is_told_of(const struct tracee *tracee)
{
    return tracee->execed && (tracee->networked || tracee->holds ||
                              tracee->pid == tracee->actor->pid);
}

/* Before a new cause: what timers have done, and what was printed. */
static void
begin_life_step(struct engine *engine, struct actor *actor, bool last)
{
    observe_timers(engine);
    tell_output(engine, actor, last);
    begin_step(engine);
}

/* --- signals -------------------------------------------------------------- */

/* A signal ends an interrupted call, or its handler lets the call restart: then
   that goes on, and nothing is told but the signal. */
void
handle_signal(struct engine *engine, struct tracee *tracee)
{
    int signal = WSTOPSIG(tracee->status);
    uint64_t bit = 1ull << (signal - 1);
    bool ends = (tracee->restarts[0] & bit) != 0;
    bool restarts = (tracee->restarts[1] & bit) != 0;

    /* What has no handler does nothing, or it kills: that is told anyway. */
    if (is_told_of(tracee) && (tracee->networked || tracee->holds) &&
        (ends || restarts || signal == SIGSTOP || signal == SIGCONT)) {
        struct event event = actor_event(EVENT_SIGNALLED, tracee);
        begin_life_step(engine, tracee->actor, false);
        event.signal = signal;
        tell(engine, &event);
    }
    if (tracee->interrupted &&
        (ends || (restarts && tracee->call.never_restarts)))
        tell_interrupted(engine, tracee, "EINTR");
    tracee_resume(tracee, false, signal);
}

/* --- children, and other programs ----------------------------------------- */

/* Sockets that an exit or an exec closes, without a call on any. */
static void
tell_closes(struct engine *engine, const struct tracee *tracee,
            const struct holdings *closed)
{
    struct event event = actor_event(EVENT_CLOSES, tracee);
    char text[ARGUMENTS_MAX];

    if (closed->count == 0)
        return;
    holdings_words(closed, text, sizeof text);
    event.text = text;
    event.unread_bytes = 0;
    for (size_t i = 0; i < closed->count; i++)
        event.unread_bytes += holdings_unread(&engine->tracees, tracee,
                                              &closed->all[i]);
    tell(engine, &event);
}

void
handle_child(struct engine *engine, struct tracee *parent)
{
    struct tracee *child = tracee_adopt(&engine->tracees, parent);
    struct holdings holdings;

    if (child != NULL && child->pid == child->tid &&
        (parent->networked || parent->holds) &&
        holdings_read(parent, &holdings) > 0) {
        struct event event = actor_event(EVENT_FORKS, parent);
        child->holds = true;
        begin_life_step(engine, parent->actor, false);
        event.text = child->name;
        tell(engine, &event);
    }
    tracee_resume(parent, false, 0);
}

void
set_execing(struct engine *engine, struct tracee *tracee, bool execing)
{
    if (tracee->execing == execing)
        return;
    tracee->execing = execing;
    if (execing)
        engine->cable.execs[tracee->actor->host]++;
    else
        engine->cable.execs[tracee->actor->host]--;
}

void
handle_exec(struct engine *engine, struct tracee *tracee)
{
    struct tracee *who = tracee_exec_caller(&engine->tracees, tracee);
    struct tracee caller = *who;
    struct holdings closed = caller.before, after;
    enum host host = tracee->actor->host;

    set_execing(engine, who, false);
    tracee_exec(&engine->tracees, tracee);
    if (caller.in_call && caller.call.effect == EFFECT_EXEC) {
        tracee->networked = caller.networked;
        tracee->holds = holdings_read(tracee, &after) > 0;
        holdings_closed(&closed, &after);
        engine->cable.look[host] |= LOOK_ALL;
        /* Nobody has looked since it was called: the closing comes first. */
        tell_output(engine, tracee->actor, false);
        begin_step(engine);
        tell_closes(engine, &caller, &closed);
        observe(engine, host);
        caller.call.value = 0;
        caller.call.error = NULL;
        tell_return(engine, &caller);
    }
    tracee_resume(tracee, false, 0);
}

/* --- the end -------------------------------------------------------------- */

static bool
is_crash(int signal)
{
    return signal == SIGSEGV || signal == SIGABRT || signal == SIGBUS ||
           signal == SIGFPE || signal == SIGILL || signal == SIGSYS ||
           signal == SIGTRAP;
}

/* The process ends with this status, as waitpid(2) has it. */
static void
tell_exit(struct engine *engine, const struct tracee *tracee, int status)
{
    struct event event = actor_event(EVENT_EXITS, tracee);

    if (WIFSIGNALED(status))
        event.signal = WTERMSIG(status);
    else
        event.value = WEXITSTATUS(status);
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

/* A thread exits.  With the last one its process does, and loses its sockets:
   told before they are closed.  SIGKILL may leave out this stop. */
void
handle_ending(struct engine *engine, struct tracee *tracee)
{
    struct tracee *process = tracee_find(&engine->tracees, tracee->pid);
    struct holdings closed;
    unsigned long status = 0;

    tracee->ending = true;
    stage_forget(engine, tracee);
    if (tracee->actor != NULL && process != NULL && is_told_of(process) &&
        tracee_is_last(&engine->tracees, tracee) &&
        ptrace(PTRACE_GETEVENTMSG, tracee->tid, 0, &status) != -1) {
        begin_life_step(engine, tracee->actor, tracee->actor->alive == 1);
        holdings_read(tracee, &closed);
        tell_exit(engine, process, (int)status);
        tell_closes(engine, process, &closed);
        process->exit_step = engine->step;
    }
    tracee_resume(tracee, false, 0);
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

void
handle_gone(struct engine *engine, struct tracee *tracee)
{
    struct actor *actor = tracee->actor;

    if (actor != NULL && tracee->tid == tracee->pid) {
        bool last = --actor->alive == 0;
        tell_output(engine, actor, last);
        if (tracee->exit_step != engine->step)
            begin_step(engine);
        if (tracee->exit_step == 0 && is_told_of(tracee))
            tell_exit(engine, tracee, tracee->status);
        if (last)
            count_unseen(engine, actor);
        engine->cable.look[actor->host] |= LOOK_ALL;
    }
    stage_forget(engine, tracee);
    if (tracee->execing)
        set_execing(engine, tracee, false);
    tracee_remove(&engine->tracees, tracee);
    observe(engine, HOST_NONE);
}
