/*
 * words.c - what a call is told and what it learns, in words.
 *
 *     3, "hello\n", 6         arguments, with the bytes where there is room
 *     = 6                     the result
 *     "hello\n"               what a receive has learned
 *     , 4 IN|HUP              what poll() and its like have found
 */
#include "draw/text/ladder.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "draw/story/calls.h"
#include "draw/text/calls.h"

static void
escape(const struct text_ladder *ladder, char *out, size_t size,
       const char *text)
{
    text_escape(out, size, text, strlen(text), ladder->options.unicode);
}

/* The letter behind the backslash of C's escape for c, or 0 for none. */
static char
escape_letter(char c)
{
    switch (c) {
    case '\n': return 'n';
    case '\t': return 't';
    case '\r': return 'r';
    case '"': case '\\': return c;
    default: return 0;
    }
}

/* The bytes that moved, as C writes them: "hello\n". */
static void
quote_data(const struct text_ladder *ladder, const struct event *event,
           int64_t moved, char *out, size_t size)
{
    char plain[128];
    size_t used = 0;

    for (size_t i = 0; i < event->data_bytes && i < 64; i++) {
        char c = (char)event->data[i];
        char letter = escape_letter(c);
        if (letter != 0)
            plain[used++] = '\\';
        plain[used++] = letter != 0 ? letter : c;
    }
    const char *more = (int64_t)event->data_bytes >= moved ? ""
        : ladder->options.unicode ? "\xE2\x80\xA6" : "..";
    char escaped[300];
    text_escape(escaped, sizeof escaped, plain, used,
                ladder->options.unicode);
    snprintf(out, size, "\"%s\"%s", escaped, more);
}

void
call_arguments(struct text_ladder *ladder, const struct event *event,
               char *out, size_t size)
{
    char arguments[CALL_MAX], data[340];

    names_arguments(ladder, event, arguments, sizeof arguments);
    char *comma = strstr(arguments, ", ");
    if (!ladder->layout.wide || event->data_bytes == 0 || comma == NULL) {
        escape(ladder, out, size, arguments);
        return;
    }
    int64_t length = strtoll(comma + 2, NULL, 10);
    quote_data(ladder, event, length, data, sizeof data);
    *comma = '\0';
    escape(ladder, out, size, arguments);
    size_t used = strlen(out);
    snprintf(out + used, size - used, ", %s, ", data);
    used = strlen(out);
    escape(ladder, out + used, size - used, comma + 2);
}

void
call_result(struct text_ladder *ladder, const struct event *event, char *out,
            size_t size)
{
    char name[32];

    if (ladder->options.blank) {
        snprintf(out, size, "= ?");
        return;
    }
    if (event->value == -1 && event->error != NULL) {
        snprintf(out, size, "= -1 %s", event->error);
        return;
    }
    names_return(ladder, event, name, sizeof name);
    bool at_end = (call_class(event->name) & CALL_READS)
        && event->value == 0 && event->conn != 0;
    snprintf(out, size, "= %" PRId64 "%s%s", event->value, name,
             at_end ? " end of file" : "");
}

void
call_learned(struct text_ladder *ladder, const struct event *event,
             char *out, size_t size)
{
    char text[340];
    size_t used = 0;

    out[0] = '\0';
    if (ladder->options.blank)
        return;
    if (ladder->layout.wide && event->data_bytes > 0) {
        quote_data(ladder, event, event->value, text, sizeof text);
        used = (size_t)snprintf(out, size, " %s", text);
    }
    /* Of no use without the descriptors. */
    bool ready = (call_class(event->name) & CALL_WAITS) != 0;
    bool is_message = strncmp(event->name, "recvm", 5) == 0;
    if (event->text == NULL || event->text[0] == '\0' || used >= size
        || (used > 0 && !is_message) || !(ladder->layout.wide || ready))
        return;
    escape(ladder, text, sizeof text, event->text);
    snprintf(out + used, size - used, "%s %s", used > 0 || ready ? "," : "",
             text);
}
