/*
 * event.c - the words for what happened.
 */
#include "model/event.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *const host_names[HOSTS] = {
    [HOST_CLIENT] = "client",
    [HOST_SERVER] = "server",
};

/* A trace names signals, since their numbers differ between systems. */
static const struct { const char *name; int number; } signals[] = {
    { "SIGHUP", SIGHUP },   { "SIGINT", SIGINT },   { "SIGQUIT", SIGQUIT },
    { "SIGILL", SIGILL },   { "SIGTRAP", SIGTRAP }, { "SIGABRT", SIGABRT },
    { "SIGBUS", SIGBUS },   { "SIGFPE", SIGFPE },   { "SIGKILL", SIGKILL },
    { "SIGUSR1", SIGUSR1 }, { "SIGSEGV", SIGSEGV }, { "SIGUSR2", SIGUSR2 },
    { "SIGPIPE", SIGPIPE }, { "SIGALRM", SIGALRM }, { "SIGTERM", SIGTERM },
    { "SIGCHLD", SIGCHLD }, { "SIGCONT", SIGCONT }, { "SIGSTOP", SIGSTOP },
    { "SIGTSTP", SIGTSTP }, { "SIGTTIN", SIGTTIN }, { "SIGTTOU", SIGTTOU },
    { "SIGURG", SIGURG },   { "SIGSYS", SIGSYS },   { "SIGXCPU", SIGXCPU },
    { "SIGXFSZ", SIGXFSZ },
};

enum { SIGNALS = sizeof signals / sizeof signals[0] };

const char *
host_name(enum host host)
{
    if (host != HOST_CLIENT && host != HOST_SERVER)
        return "";
    return host_names[host];
}

enum host
host_named(const char *name, size_t length)
{
    for (int i = 0; i < HOSTS; i++)
        if (strlen(host_names[i]) == length
            && memcmp(host_names[i], name, length) == 0)
            return (enum host)i;
    return HOST_NONE;
}

enum host
host_peer(enum host host)
{
    if (host == HOST_CLIENT)
        return HOST_SERVER;
    return host == HOST_SERVER ? HOST_CLIENT : HOST_NONE;
}

const char *
wire_deed_name(enum wire_deed deed)
{
    switch (deed) {
    case WIRE_LOST:       return "lost";
    case WIRE_DROPPED:    return "dropped";
    case WIRE_DUPLICATED: return "duplicated";
    case WIRE_REORDERED:  return "reordered";
    case WIRE_DELAYED:    return "delayed";
    case WIRE_CORRUPTED:  return "corrupted";
    case WIRE_HURRIED:    return "hurried";
    case WIRE_REFUSED:    return "refused";
    case WIRE_FORGED:     return "forged";
    case WIRE_DEEDS:      break;
    }
    return "";
}

const char *
signal_name(int signal, char *out, size_t size)
{
    for (int i = 0; i < SIGNALS; i++)
        if (signals[i].number == signal) {
            snprintf(out, size, "%s", signals[i].name);
            return out;
        }
    snprintf(out, size, "SIG%d", signal);
    return out;
}

int
signal_named(const char *name)
{
    for (int i = 0; i < SIGNALS; i++)
        if (strcmp(signals[i].name, name) == 0)
            return signals[i].number;
    if (strncmp(name, "SIG", 3) != 0)
        return 0;
    char *end;
    long number = strtol(name + 3, &end, 10);
    return *end == '\0' && number > 0 && number < 256 ? (int)number : 0;
}

const char *
event_arguments(const struct event *event)
{
    if (event->full != NULL && event->full[0] != '\0')
        return event->full;
    return event->text != NULL ? event->text : "";
}

struct event
event_new(enum event_kind kind)
{
    return (struct event){
        .kind = kind, .host = HOST_NONE, .fd = -1, .act.host = HOST_NONE,
        .cwnd = -1, .ssthresh = -1, .rtt_us = -1,
        .unread_bytes = -1, .unsent_bytes = -1, .wire_queue = -1,
    };
}
