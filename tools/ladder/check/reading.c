/* reading.c - all that a program has read from its connections. */
#include "check/reading.h"

#include <stdio.h>
#include <string.h>

static bool
receives(const char *call)
{
    static const char *const names[] = { "recv", "recvfrom", "recvmsg", "read",
                                         "readv" };

    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        if (strcmp(call, names[i]) == 0)
            return true;
    return false;
}

static void
add_bytes(struct reading *reading, const struct event *event)
{
    size_t given = event->data == NULL ? 0 : event->data_bytes;

    if ((uint64_t)given > (uint64_t)event->value)
        given = (size_t)event->value;
    if (given > sizeof reading->bytes - reading->known)
        given = sizeof reading->bytes - reading->known;
    /* Behind bytes that the trace does not have, none can have its place. */
    if (reading->known == reading->total && given > 0) {
        memcpy(reading->bytes + reading->known, event->data, given);
        reading->known += given;
    }
    reading->total += (uint64_t)event->value;
}

void
reading_event(struct reading *reading, const char *actor,
              const struct event *event)
{
    if ((event->kind != EVENT_CALL && event->kind != EVENT_RETURN) ||
        strcmp(event->actor, actor) != 0 || !receives(event->name))
        return;
    if (event->kind == EVENT_CALL) {
        reading->peeks = event->text != NULL &&
                         strstr(event->text, "MSG_PEEK") != NULL;
        return;
    }
    if (reading->peeks)
        return;
    reading->step = event->step;
    reading->ended = event->error == NULL && event->value == 0;
    reading->error[0] = '\0';
    if (event->error != NULL)
        snprintf(reading->error, sizeof reading->error, "%s", event->error);
    else if (event->value > 0)
        add_bytes(reading, event);
}

bool
reading_is(const struct reading *reading, const char *bytes, size_t count,
           bool ended)
{
    return reading->total == count && reading->known == count &&
           memcmp(reading->bytes, bytes, count) == 0 &&
           (!ended || reading->ended);
}

void
reading_quote(const unsigned char *bytes, size_t count, char *out, size_t size)
{
    enum { SHOWN = 60 };
    size_t used = (size_t)snprintf(out, size, "\"");

    for (size_t i = 0; i < count && i < SHOWN && used < size; i++) {
        unsigned char byte = bytes[i];
        const char *format = byte == '\n'                  ? "\\n"
                             : byte == '"' || byte == '\\' ? "\\%c"
                             : byte >= ' ' && byte < 0x7f  ? "%c"
                                                           : "\\x%02x";
        used += (size_t)snprintf(out + used, size - used, format, byte);
    }
    if (used < size)
        snprintf(out + used, size - used, count > SHOWN ? "...\"" : "\"");
}

void
reading_describe(const struct reading *reading, char *out, size_t size)
{
    char text[READING_TEXT] = "nothing", more[64] = "";

    if (reading->known > 0)
        reading_quote(reading->bytes, reading->known, text, sizeof text);
    if (reading->total > reading->known)
        snprintf(more, sizeof more, " (%llu bytes in all)",
                 (unsigned long long)reading->total);
    snprintf(out, size, "%s%s%s%s", text, more,
             reading->ended || reading->error[0] != '\0' ? ", then " : "",
             reading->ended ? "end of file" : reading->error);
}
