/* doctor.c - ladder doctor: what this machine allows, and the remedy. */
#include <stdio.h>
#include <sys/utsname.h>

#include "capture/engine/probe.h"
#include "verbs/verbs.h"
#include "where/go.h"

/* Hosts can be made, but something else is missing. */
static int
say_none(void *context, bool last_resort)
{
    (void)context;
    (void)last_resort;
    printf("This machine cannot record yet; lessons run on loopback and show a "
           "recording.\n");
    return STATUS_FAILED;
}

static int
say_vm(void *context, const struct place *place)
{
    (void)context;
    printf("This machine cannot record on its own kernel yet; lessons run "
           "in a virtual\nmachine, on Linux %s: make lesson-5\n",
           place->image.version);
    return STATUS_FAILED;
}

static int
say_loopback(void *context, const struct place *place)
{
    say_none(context, true);
    if (place->no_vm.text[0] != '\0')
        printf("A virtual machine needs no right, but %s.\nThen: make "
               "kernels lesson-5 IN=vm\n", place->no_vm.text);
    return STATUS_FAILED;
}

static int
say_outcome(bool records)
{
    static const struct place_ways ways = {
        .hosts = say_none, .vm = say_vm, .loopback = say_loopback,
    };

    if (!records)
        return place_go(NULL, &ways, NULL);
    printf("This machine records.\n");
    return STATUS_DONE;
}

int
verb_doctor(const struct options *options)
{
    struct probe probes[PROBES];
    struct utsname system;
    bool records = true;

    if (options->word_count != 0) {
        fprintf(stderr, "usage: ladder doctor\n");
        return STATUS_USAGE;
    }
    probe_all(probes);
    uname(&system);
    printf("%s %s, %s\n", system.sysname, system.release, system.machine);
    for (size_t i = 0; i < PROBES; i++) {
        const struct probe *probe = &probes[i];
        printf("  %-4s %s\n", probe->good ? "ok" : "no", probe->name);
        if (probe->good)
            continue;
        printf("       why:    %s\n       remedy: %s\n", probe->why,
               probe->remedy);
        records &= !probe->needed;
    }
    return say_outcome(records);
}
