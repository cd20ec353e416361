/*
 * trace.c - fuzzes the reading of traces: every event, the transcript, and
 * expectations.
 */
#include "fuzz.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "check/expect.h"
#include "trace/trace.h"
#include "draw/transcript/transcript_draw.h"

static const char scene_text[] =
    "client ./c\n"
    "expect client state SYN-SENT\n"
    "expect server queue 1/\n"
    "expect kernel>=6.5 never server sends RST\n"
    "expect 3 times client sends\n"
    "expect * prints \"*\n";

/* Reads all events; what is written of them must be read again. */
static void
read_events(FILE *file, FILE *nowhere)
{
    struct complaint message = { "" };
    struct event event;
    int more = -1;

    struct trace_reader *reader = trace_open(file, "fuzz.trace", &message);
    if (reader != NULL)
        trace_write_header(nowhere, trace_header(reader));
    while (reader && (more = trace_next(reader, &event, &message)) == 1)
        trace_write_event(nowhere, &event);
    if (more == -1 && message.text[0] == '\0')
        abort();                /* a failure without a message */
    trace_close(reader);
}

static void
check_expectations(FILE *file, FILE *nowhere)
{
    struct complaint message = { "" };
    struct scene *scene = scene_parse(scene_text, strlen(scene_text), "x",
                                      &message);
    if (scene == NULL)
        abort();
    expect_check(scene, file, "fuzz.trace", nowhere, &message);
    scene_free(scene);
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
    struct complaint message = { "" };
    FILE *nowhere = fopen("/dev/null", "w");
    char *copy = malloc(length + 1);

    if (copy != NULL)
        memcpy(copy, bytes, length);
    FILE *file = copy && length > 0 ? fmemopen(copy, length, "r") : NULL;
    if (file != NULL && nowhere != NULL) {
        read_events(file, nowhere);
        rewind(file);
        transcript_draw(file, "fuzz.trace", nowhere, &message);
        check_expectations(file, nowhere);
    }
    if (file != NULL)
        fclose(file);
    if (nowhere != NULL)
        fclose(nowhere);
    free(copy);
    return 0;
}
