/* probe.c - elsewhere than on Linux nothing can be recorded. */
#include "capture/engine/probe.h"

#include <stdio.h>
#include <string.h>
#include <sys/utsname.h>

static void
explain(char *why, char *remedy)
{
    struct utsname system;

    snprintf(why, PROBE_TEXT, "recording needs Linux, and this is %.80s",
             uname(&system) == -1 ? "another system" : system.sysname);
    snprintf(remedy, PROBE_TEXT, "a machine with Linux, real or virtual");
}

void
probe_all(struct probe probes[PROBES])
{
    static const char *const names[PROBES] = {
        "private hosts and the TUN wire", "calls (ptrace)",
        "calls (seccomp filter)", "states (sock_diag)", "settings (sysctl)",
    };

    for (size_t i = 0; i < PROBES; i++) {
        probes[i] = (struct probe){ .good = false, .needed = true };
        snprintf(probes[i].name, sizeof probes[i].name, "%s", names[i]);
        explain(probes[i].why, probes[i].remedy);
    }
}

bool
probe_hosts(char *why, char *remedy)
{
    explain(why, remedy);
    return false;
}
