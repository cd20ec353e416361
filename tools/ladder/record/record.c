/* record.c - plays a scene and keeps what happened. */
#include "record/record.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/utsname.h>

#include "capture/engine/engine.h"
#include "check/expect.h"
#include "record/keeper.h"

static bool
kernel_can(const struct scene *scene)
{
    struct utsname system;

    if (scene->only_kernel == NULL || uname(&system) == -1 ||
        kernel_in_range(scene->only_kernel, system.release))
        return true;
    printf("skipped: %s: %s (this is %s)\n", scene->name,
           scene->only_reason == NULL ? scene->only_kernel
                                      : scene->only_reason, system.release);
    return false;
}

static struct engine *
make_engine(const struct recording *recording, enum outcome *outcome)
{
    struct complaint message = { "" };
    enum engine_refusal why;
    struct engine_options options = { .programs = recording->programs,
                                      .no_pin = recording->no_pin,
                                      .input = -1 };
    struct engine *engine = engine_new(recording->scene, &options, &why,
                                       &message);

    if (engine != NULL)
        return engine;
    if (why == REFUSAL_SETTING) {
        printf("skipped: %s: this machine refuses %s\n",
               recording->scene->name, message.text);
        *outcome = OUTCOME_SKIPPED;
        return NULL;
    }
    *outcome = why == REFUSAL_NO_HOSTS ? OUTCOME_NO_HOSTS : OUTCOME_FAILED;
    if (*outcome == OUTCOME_NO_HOSTS && recording->silent)
        return NULL;
    fprintf(stderr, "ladder: %s%s\n", message.text,
            why == REFUSAL_NO_HOSTS ? " (`ladder doctor` tells more)" : "");
    return NULL;
}

/* Runs the engine to its end.  False, with a line on standard error, if what
   happened is not worth keeping. */
static bool
play_through(struct engine *engine, struct keeper *keeper,
             enum outcome *outcome, bool *limit)
{
    struct complaint message = { "" };
    enum engine_state state = ENGINE_GOING;

    while (state == ENGINE_GOING && keeper->error == 0)
        state = engine_step(engine, &message);
    if (keeper->error != 0)
        fprintf(stderr, "ladder: cannot write the trace: %s\n",
                strerror(keeper->error));
    else if (state == ENGINE_INTERRUPTED)
        fprintf(stderr, "ladder: interrupted; nothing was kept\n");
    else if (state == ENGINE_FAILED)
        fprintf(stderr, "ladder: %s\n", message.text);
    *limit = state == ENGINE_LIMIT;
    if (state == ENGINE_INTERRUPTED)
        *outcome = OUTCOME_INTERRUPTED;
    return state == ENGINE_ENDED || state == ENGINE_LIMIT;
}

/* Checks what the scene expects against the trace that was written. */
static bool
meets_expectations(const struct scene *scene, FILE *trace, const char *name)
{
    struct complaint message = { "" };

    if (scene->expect_count == 0 || trace == NULL)
        return true;
    rewind(trace);
    int failures = expect_check(scene, trace, name, stderr, &message);
    if (failures == -1)
        fprintf(stderr, "ladder: %s\n", message.text);
    return failures == 0;
}

/* What is left to do when the run is over: the trace, the verdict. */
static enum outcome
finish(const struct recording *recording, struct engine *engine,
       struct keeper *keeper, bool limit)
{
    struct complaint message = { "" };
    enum outcome outcome = OUTCOME_DONE;

    if (keeper_commit(keeper, engine) == -1)
        return OUTCOME_FAILED;
    if (limit) {
        fprintf(stderr, "ladder: %s: the limit of %lld ms was reached\n",
                recording->scene->name,
                (long long)(recording->scene->limit_ns / 1000000));
        outcome = OUTCOME_FAILED;
    }
    if (engine_verdict(engine, &message) != 0) {
        fprintf(stderr, "ladder: %s: %s\n", recording->scene->name,
                message.text);
        outcome = OUTCOME_FAILED;
    }
    engine_say_unmet(engine);
    if (!meets_expectations(recording->scene, keeper->trace,
                            recording->scene->name))
        outcome = OUTCOME_FAILED;
    return outcome;
}

/* Debian's release is "6.1.0-56", a name for what is compatible; the version is
   in the text behind it. */
void
record_name_machine(struct trace_header *header, const char *place)
{
    struct utsname system;
    unsigned release[2], version[3];

    if (place != NULL && strcmp(place, "vm") == 0)
        snprintf(header->captured_in, sizeof header->captured_in, "%s", place);
    const char *debian = uname(&system) == -1
                             ? NULL : strstr(system.version, "Debian ");
    if (debian != NULL &&
        sscanf(header->kernel, "%u.%u", &release[0], &release[1]) == 2 &&
        sscanf(debian, "Debian %u.%u.%u", &version[0], &version[1],
               &version[2]) == 3 &&
        release[0] == version[0] && release[1] == version[1])
        snprintf(header->kernel, sizeof header->kernel, "%u.%u.%u",
                 version[0], version[1], version[2]);
}

enum outcome
record(const struct recording *recording)
{
    enum outcome outcome = OUTCOME_FAILED;
    struct trace_header header;
    struct keeper keeper;
    bool limit;

    if (!kernel_can(recording->scene))
        return OUTCOME_SKIPPED;
    struct engine *engine = make_engine(recording, &outcome);
    if (engine == NULL)
        return outcome;
    engine_header(engine, &header);
    record_name_machine(&header, recording->place);
    if (keeper_open(&keeper, engine, recording->scene, &header,
                    recording->trace, recording->drawing) == 0) {
        bool whole = play_through(engine, &keeper, &outcome, &limit);
        if (keeper_end_drawing(&keeper) == -1)
            whole = false;
        if (whole && recording->again && engine_starved(engine))
            outcome = OUTCOME_STARVED;
        else if (whole)
            outcome = finish(recording, engine, &keeper, limit);
    }
    keeper_close(&keeper);
    engine_free(engine);
    return outcome;
}
