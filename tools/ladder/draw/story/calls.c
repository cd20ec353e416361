/*
 * calls.c - what kind of call it is, by its name.
 */
#include "draw/story/calls.h"

#include <string.h>

static const struct {
    const char *name;
    unsigned class;
} known[] = {
    { "send", CALL_MOVES },         { "sendto", CALL_MOVES },
    { "sendmsg", CALL_MOVES },      { "sendfile", CALL_MOVES },
    { "write", CALL_MOVES },        { "writev", CALL_MOVES },
    { "recv", CALL_MOVES | CALL_READS },
    { "recvfrom", CALL_MOVES },     { "recvmsg", CALL_MOVES },
    { "read", CALL_MOVES | CALL_READS },
    { "readv", CALL_MOVES | CALL_READS },
    { "poll", CALL_WAITS },         { "ppoll", CALL_WAITS },
    { "epoll_wait", CALL_WAITS },   { "epoll_pwait", CALL_WAITS },
    { "select", CALL_WAITS },       { "pselect", CALL_WAITS },
    { "nanosleep", CALL_SLEEPS },   { "clock_nanosleep", CALL_SLEEPS },
    { "accept", CALL_ACCEPTS },     { "accept4", CALL_ACCEPTS },
    { "socket", CALL_SETS_UP },     { "bind", CALL_SETS_UP },
    { "setsockopt", CALL_SETS_UP }, { "getsockopt", CALL_SETS_UP },
    { "getsockname", CALL_SETS_UP }, { "getpeername", CALL_SETS_UP },
    { "fcntl", CALL_SETS_UP },
};

unsigned
call_class(const char *name)
{
    for (size_t i = 0; i < sizeof known / sizeof known[0]; i++)
        if (strcmp(known[i].name, name) == 0)
            return known[i].class;
    return 0;
}

bool
call_was_in_vain(const struct event *event)
{
    if (event->kind != EVENT_RETURN)
        return false;
    if (event->value == 0)
        return (call_class(event->name) & CALL_WAITS) != 0;
    if (event->value >= 0 || event->error == NULL)
        return false;
    return strcmp(event->error, "EAGAIN") == 0
        || strcmp(event->error, "EMFILE") == 0
        || strcmp(event->error, "ENFILE") == 0;
}
