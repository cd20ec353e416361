/* engine.c - the loop. */
#include "engine_parts.h"

#include <errno.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/signalfd.h>
#include <sys/utsname.h>
#include <time.h>
#include <unistd.h>

#include "../events/pattern.h"
#include "spawn.h"

static const int64_t tick_ns = 10 * 1000000LL;
static const int64_t gate_cpu_limit_ns = 50 * 1000000LL;
static const int64_t again_cpu_limit_ns = 1000000LL;
static const int64_t again_limit_ns = 5 * 1000000LL;
static const int64_t spin_ns = 80000;
static const int64_t gate_limit_ns = 2000 * 1000000LL;

static int64_t
clock_ns(clockid_t clock)
{
    struct timespec now;

    clock_gettime(clock, &now);
    return now.tv_sec * 1000000000LL + now.tv_nsec;
}

int64_t
engine_now(const struct engine *engine)
{
    return clock_ns(CLOCK_MONOTONIC) - engine->start_ns;
}

/*
 * One CPU for the recorder and its programs, and SCHED_BATCH: a program that a
 * segment wakes then does not run before we have read the state.
 */
static void
pin(struct engine *engine)
{
    cpu_set_t all, one;
    struct sched_param parameters = { .sched_priority = 0 };
    int wanted = 0;

    prctl(PR_SET_TIMERSLACK, 1, 0, 0, 0);
    if (engine->options.no_pin)
        return;
    if (sched_getaffinity(0, sizeof all, &all) == 0) {
        wanted = (int)getpid() % CPU_COUNT(&all);
        for (size_t cpu = 0; cpu < CPU_SETSIZE; cpu++)
            if (CPU_ISSET(cpu, &all) && wanted-- == 0) {
                CPU_ZERO(&one);
                CPU_SET(cpu, &one);
                sched_setaffinity(0, sizeof one, &one);
            }
    }
    if (sched_setscheduler(0, SCHED_BATCH, &parameters) == -1)
        hosts_not_applied(&engine->hosts, "SCHED_BATCH: %s", strerror(errno));
}

/* Three files for each of TRACEES_MAX; the programs keep their own limit. */
static void
allow_files(struct engine *engine)
{
    struct rlimit more;

    getrlimit(RLIMIT_NOFILE, &engine->hosts.files);
    more = engine->hosts.files;
    if (more.rlim_cur < 4 * TRACEES_MAX)
        more.rlim_cur = more.rlim_max < 4 * TRACEES_MAX ? more.rlim_max
                                                        : 4 * TRACEES_MAX;
    setrlimit(RLIMIT_NOFILE, &more);
}

static int
catch_signals(void)
{
    sigset_t wanted;

    /* Orphans come to us: init need not reap what our programs leave. */
    prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0);
    sigemptyset(&wanted);
    sigaddset(&wanted, SIGCHLD);
    sigaddset(&wanted, SIGINT);
    sigaddset(&wanted, SIGTERM);
    sigaddset(&wanted, SIGHUP);
    sigprocmask(SIG_BLOCK, &wanted, NULL);
    signal(SIGPIPE, SIG_IGN);
    return signalfd(-1, &wanted, SFD_CLOEXEC | SFD_NONBLOCK);
}

static int
find_programs(struct engine *engine, char *message)
{
    const struct scene *scene = engine->scene;
    char path[PATH_MAX];

    for (size_t i = 0; i < scene->program_count; i++) {
        const struct scene_program *program = &scene->programs[i];
        struct actor *actor = &engine->actors[i];
        snprintf(actor->name, sizeof actor->name, "%s", program->name);
        actor->host = program->host;
        actor->is_server = program->host == HOST_SERVER;
        actor->output = actor->failure = -1;
        if (spawn_find(scene, program, engine->options.programs, path,
                       sizeof path, message) == -1)
            return -1;
        engine->paths[i] = strdup(path);
        if (engine->paths[i] == NULL)
            return -1;
        engine->needs_lines |= program->start_when != NULL;
    }
    engine->needs_lines |= scene->hold_count > 0 || scene->trigger_count > 0 ||
                           scene->end != NULL;
    return 0;
}

static int
allocate(struct engine *engine)
{
    const struct scene *scene = engine->scene;

    engine->actors = calloc(scene->program_count + 1, sizeof *engine->actors);
    engine->paths = calloc(scene->program_count + 1, sizeof *engine->paths);
    engine->starts = calloc(scene->program_count + 1, sizeof *engine->starts);
    engine->triggers = calloc(scene->trigger_count + 1,
                              sizeof *engine->triggers);
    engine->holds = calloc(scene->hold_count + 1, sizeof *engine->holds);
    engine->flows = flow_table_new();
    engine->wire = wire_new(scene);
    engine->view = view_new(&engine->diag, engine->flows, scene->measure);
    if (engine->actors == NULL || engine->paths == NULL ||
        engine->starts == NULL || engine->triggers == NULL ||
        engine->holds == NULL || engine->flows == NULL ||
        engine->wire == NULL || engine->view == NULL)
        return -1;
    wire_hold(engine->wire, engine->options.hold);
    return 0;
}

struct engine *
engine_new(const struct scene *scene, const struct engine_options *options,
           enum engine_refusal *why, char *message)
{
    struct engine *engine = calloc(1, sizeof *engine);

    *why = REFUSAL_FAILED;
    snprintf(message, SCENE_MESSAGE_MAX, "out of memory");
    if (engine == NULL)
        return NULL;
    engine->scene = scene;
    engine->options = *options;
    engine->hosts = (struct hosts){ .net = { -1, -1 }, .tun = { -1, -1 },
                                     .counters = { -1, -1 } };
    engine->diag = (struct diag){ .netlink = { -1, -1 } };
    engine->signals = -1;
    if (allocate(engine) == -1 || find_programs(engine, message) == -1) {
        engine_free(engine);
        return NULL;
    }
    if (hosts_open(&engine->hosts, scene, message) == -1) {
        *why = REFUSAL_NO_HOSTS;
        engine_free(engine);
        return NULL;
    }
    if (diag_open(&engine->diag, &engine->hosts) == -1 ||
        (engine->signals = catch_signals()) == -1) {
        snprintf(message, SCENE_MESSAGE_MAX, "cannot read states: %s",
                 strerror(errno));
        engine_free(engine);
        return NULL;
    }
    if (engine->hosts.scene_refused[0] != '\0') {
        *why = REFUSAL_SETTING;
        snprintf(message, SCENE_MESSAGE_MAX, "%s",
                 engine->hosts.scene_refused);
        engine_free(engine);
        return NULL;
    }
    pin(engine);
    allow_files(engine);
    engine->start_ns = clock_ns(CLOCK_MONOTONIC);
    engine->epoch_ns = clock_ns(CLOCK_REALTIME);
    return engine;
}

void
engine_header(const struct engine *engine, struct trace_header *header)
{
    struct utsname system = { .release = "" };

    uname(&system);
    *header = (struct trace_header){
        .version = TRACE_VERSION,
        .epoch_ns = engine->epoch_ns,
        .scene = engine->scene->text,
        .scene_name = engine->scene->name,
        .not_applied = (char *)engine->hosts.not_applied,
    };
    snprintf(header->kernel, sizeof header->kernel, "%.*s",
             (int)strspn(system.release, "0123456789."), system.release);
    snprintf(header->machine, sizeof header->machine, "%.*s",
             (int)sizeof header->machine - 1, system.machine);
    snprintf(header->captured_in, sizeof header->captured_in, "hosts");
}

void
engine_add_sink(struct engine *engine, struct sink sink)
{
    if (engine->sink_count < SINKS_MAX)
        engine->sinks[engine->sink_count++] = sink;
}

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

    if (now < engine->next_hearing_ns)
        return;
    engine->next_hearing_ns = now + tick_ns;
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

/* Every program rests and nothing is due: read what timers may have changed,
   then sleep. */
static void
rest(struct engine *engine)
{
    int64_t now = engine_now(engine);
    int64_t until = earliest(wire_next_due(engine->wire),
                             stage_next_ns(engine));

    for (size_t i = 0; i < engine->scene->program_count; i++) {
        engine->actors[i].printed = true;       /* whatever way it took */
        tell_output(engine, &engine->actors[i], false);
    }
    if (sockets_live(engine) || engine->stopping) {
        if (engine->next_tick_ns <= now) {
            begin_step(engine);
            engine->look[HOST_CLIENT] |= LOOK_CONNECTIONS | LOOK_QUEUES;
            engine->look[HOST_SERVER] |= LOOK_CONNECTIONS | LOOK_QUEUES;
            observe(engine, HOST_NONE);
            engine->next_tick_ns = now + tick_ns;
        }
        until = earliest(until, engine->next_tick_ns);
    }
    wait_until(engine, earliest(until, engine->scene->limit_ns + 1));
}

/* Whether a due segment has waited long enough for the programs: they have
   computed for 50 ms, or 2 s have passed.  A slow machine stretches time; only
   a program that really keeps running is overtaken.  Until it rests, the next
   segments wait for 1 ms of it, 5 ms at most: a loop around poll() must not
   stop the wire. */
static bool
gate_is_over(struct engine *engine)
{
    int64_t now = engine_now(engine);

    if (wire_next_due(engine->wire) > now)
        return false;
    if (engine->gate_since_ns == 0) {
        engine->gate_since_ns = now;
        engine->gate_cpu_ns = tracees_cpu_ns(&engine->tracees);
        return false;
    }
    int64_t waited = now - engine->gate_since_ns;
    int64_t computed = tracees_cpu_ns(&engine->tracees) - engine->gate_cpu_ns;

    if (engine->overtaking)
        return computed > again_cpu_limit_ns || waited > again_limit_ns;
    return computed > gate_cpu_limit_ns || waited > gate_limit_ns;
}

/* Lets a program that runs have the CPU until it stops, sleeps or is gone. */
static void
wait_for_programs(struct engine *engine)
{
    enum { YIELDS = 50 };

    for (int i = 0; i < YIELDS; i++) {
        sched_yield();
        if (tracees_reap(&engine->tracees) || !tracees_busy(&engine->tracees))
            return;
    }
    wait_until(engine, engine_now(engine) + spin_ns + 200000);
}

bool
engine_at_rest(struct engine *engine)
{
    tracees_reap(&engine->tracees);
    return !tracees_busy(&engine->tracees) &&
           tracees_stopped(&engine->tracees) == NULL &&
           wire_next_due(engine->wire) > engine_now(engine);
}

/* Who was just resumed has the CPU first: it will stop again soon.  One that
   has made many calls without a rest is waited for. */
static void
let_resumed_run(struct engine *engine)
{
    enum { LONG_STREAK = 64 };

    if (!engine->resumed)
        return;
    engine->resumed = false;
    engine->streak++;
    if (engine->streak > LONG_STREAK && wire_in_flight(engine->wire) == 0)
        tracees_wait(&engine->tracees);
    else
        sched_yield();
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
act(struct engine *engine, char *message)
{
    bool on_time = engine->scene->order_time;

    stage_touch_wire(engine);
    bool due = wire_next_due(engine->wire) <= engine_now(engine);
    let_resumed_run(engine);
    tracees_reap(&engine->tracees);
    struct tracee *stopped = tracees_stopped(&engine->tracees);
    if (due && on_time) {
        deliver(engine, false);
        return;
    }
    bool busy = tracees_busy(&engine->tracees);
    if ((busy || stopped != NULL) && due && gate_is_over(engine)) {
        deliver(engine, true);
        engine->overtaking = true;
        return;
    }
    if (stopped != NULL && (!busy || on_time)) {
        handle_stop(engine, stopped);
        engine->resumed = true;
        return;
    }
    if (busy) {
        if (on_time)
            observe(engine, HOST_NONE);
        wait_for_programs(engine);
        return;
    }
    if (adopt_orphan(engine))
        return;
    engine->overtaking = false;
    engine->streak = 0;
    tracees_wait_end(&engine->tracees);
    observe(engine, HOST_NONE);
    if (engine->end_met || stage_act(engine, message))
        return;
    if (wire_next_due(engine->wire) <= engine_now(engine))
        deliver(engine, false);
    else if (stage_is_over(engine))
        engine->state = ENGINE_ENDED;
    else
        rest(engine);
}

enum engine_state
engine_step(struct engine *engine, char *message)
{
    if (engine->state != ENGINE_GOING)
        return engine->state;
    hear_signals(engine);
    if (engine->state != ENGINE_GOING)
        return engine->state;
    act(engine, message);
    if (engine->state == ENGINE_GOING && engine->end_met)
        engine->state = ENGINE_ENDED;
    if (engine->tracees.overflow) {
        snprintf(message, SCENE_MESSAGE_MAX,
                 "more than %d processes and threads: stopped", TRACEES_MAX);
        engine->state = ENGINE_FAILED;
    }
    if (engine->state == ENGINE_GOING &&
        engine_now(engine) > engine->scene->limit_ns) {
        begin_step(engine);
        tell_ladder(engine, "reaches the limit of %lld ms",
                    (long long)(engine->scene->limit_ns / 1000000));
        engine->state = ENGINE_LIMIT;
    }
    return engine->state;
}

/* Whether the scene itself expects the program to end so. */
static bool
is_expected(const struct engine *engine, const char *who, int signal,
            int status)
{
    char line[128], name[16];

    if (signal != 0)
        snprintf(line, sizeof line, "%s killed %s", who,
                 signal_name(signal, name, sizeof name));
    else
        snprintf(line, sizeof line, "%s exits %d", who, status);
    for (size_t i = 0; i < engine->scene->expect_count; i++)
        if (!engine->scene->expects[i].never &&
            pattern_matches(engine->scene->expects[i].pattern, line))
            return true;
    return false;
}

int
engine_verdict(const struct engine *engine, char *message)
{
    for (size_t i = 0; i < engine->scene->program_count; i++) {
        const struct actor *actor = &engine->actors[i];
        char name[16];
        if (!actor->started) {
            if (engine->end_met)
                continue;
            snprintf(message, SCENE_MESSAGE_MAX,
                     "%s was never started: %s", actor->name,
                     engine->scene->programs[i].start_when != NULL
                         ? "its event did not happen"
                         : "no server listens");
            return 1;
        }
        if (actor->crash != 0 &&
            !is_expected(engine, actor->crashed, actor->crash, 0)) {
            snprintf(message, SCENE_MESSAGE_MAX, "%s was killed by %s",
                     actor->crashed,
                     signal_name(actor->crash, name, sizeof name));
            return 1;
        }
        if (actor->alive > 0 || actor->stopped_by_us ||
            is_expected(engine, actor->name, actor->signal, actor->status))
            continue;
        if (actor->signal != 0) {
            snprintf(message, SCENE_MESSAGE_MAX, "%s was killed by %s",
                     actor->name,
                     signal_name(actor->signal, name, sizeof name));
            return 1;
        }
        if (actor->status != 0) {
            snprintf(message, SCENE_MESSAGE_MAX, "%s failed: exit status %d",
                     actor->name, actor->status);
            return 1;
        }
    }
    return 0;
}

struct wire *
engine_wire(struct engine *engine)
{
    return engine->wire;
}

uint64_t
engine_events(const struct engine *engine)
{
    return engine->events;
}

void
engine_free(struct engine *engine)
{
    if (engine == NULL)
        return;
    tracees_kill(&engine->tracees);
    for (size_t i = 0; engine->actors != NULL &&
                       i < engine->scene->program_count; i++) {
        free(engine->paths[i]);
        if (engine->actors[i].output > 0)
            close(engine->actors[i].output);
        if (engine->actors[i].failure > 0)
            close(engine->actors[i].failure);
    }
    diag_close(&engine->diag);
    hosts_close(&engine->hosts);
    if (engine->signals != -1)
        close(engine->signals);
    view_free(engine->view);
    wire_free(engine->wire);
    flow_table_free(engine->flows);
    free(engine->actors);
    free(engine->paths);
    free(engine->starts);
    free(engine->triggers);
    free(engine->holds);
    free(engine);
}
