/* doctor.c - ladder doctor: what this machine allows, and the remedy. */
#include <stdio.h>
#include <sys/utsname.h>

#include "capture/hosts/probe.h"
#include "verbs/verbs.h"
#include "where/place.h"

static void
say_outcome(bool records)
{
    struct place place;

    if (records) {
        printf("This machine records.\n");
        return;
    }
    place_find(NULL, &place);
    if (place.kind == PLACE_VM) {
        printf("This machine cannot record on its own kernel yet; lessons run "
               "in a virtual\nmachine, on Linux %s: make lesson-5\n",
               place.image.version);
        return;
    }
    printf("This machine cannot record yet; lessons run on loopback and show a "
           "recording.\n");
    if (place.no_vm[0] != '\0')
        printf("A virtual machine needs no right, but %s.\nThen: make "
               "kernels lesson-5 IN=vm\n", place.no_vm);
}

int
verb_doctor(const struct options *options)
{
    struct probe probes[PROBES];
    struct utsname system;
    int status = STATUS_DONE;

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
        if (probe->needed)
            status = STATUS_FAILED;
    }
    say_outcome(status == STATUS_DONE);
    return status;
}
