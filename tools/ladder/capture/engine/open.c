/* open.c - what the loop runs on: made, and given back. */
#include "capture/engine/parts.h"

#include <errno.h>
#include <sched.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/signalfd.h>
#include <sys/utsname.h>
#include <time.h>
#include <unistd.h>

#include "base/clock.h"
#include "capture/hosts/refused.h"
#include "capture/programs/spawn.h"

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
find_programs(struct engine *engine, struct complaint *message)
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
    }
    return 0;
}

static int
allocate(struct engine *engine)
{
    const struct scene *scene = engine->scene;

    engine->actors = calloc(scene->program_count + 1, sizeof *engine->actors);
    engine->paths = calloc(scene->program_count + 1, sizeof *engine->paths);
    engine->flows = flow_table_new();
    engine->wire = wire_new(scene);
    engine->view = view_new(&engine->diag, engine->flows, scene->measure);
    if (engine->actors == NULL || engine->paths == NULL ||
        engine->flows == NULL || engine->wire == NULL ||
        engine->view == NULL || stage_open(engine) == -1)
        return -1;
    wire_hold(engine->wire, engine->options.hold);
    return 0;
}

struct engine *
engine_new(const struct scene *scene, const struct engine_options *options,
           enum engine_refusal *why, struct complaint *message)
{
    struct engine *engine = calloc(1, sizeof *engine);

    *why = REFUSAL_FAILED;
    complain(message, "out of memory");
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
        complain(message, "cannot read states: %s",
                 strerror(errno));
        engine_free(engine);
        return NULL;
    }
    if (engine->hosts.scene_refused[0] != '\0') {
        *why = REFUSAL_SETTING;
        complain(message, "%s",
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
    stage_close(engine);
    free(engine);
}
