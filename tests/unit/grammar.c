/*
 * grammar.c - every kind of event is thought of everywhere.
 *
 * One event of each kind is written to a trace and read again; its line must be
 * an EVENT of a scene, and it must change what each drawing shows.  The loop is
 * over the kinds, so a new one is asked for without a line here, unless its
 * object needs a value that sample() does not give.
 */
#include "model/grammar.h"

#include <stdlib.h>
#include <string.h>

#include "draw/figure/svg.h"
#include "draw/text/file.h"
#include "model/deed.h"
#include "model/pattern.h"
#include "model/transcript.h"
#include "scene/scene.h"
#include "tap.h"
#include "trace/trace.h"

/* A SYN from 10.0.0.1:40312 to 10.0.0.2:7000. */
static const unsigned char syn[] = {
    0x45, 0x00, 0x00, 0x28, 0x3a, 0x11, 0x40, 0x00, 0x40, 0x06, 0x00, 0x00,
    0x0a, 0x00, 0x00, 0x01, 0x0a, 0x00, 0x00, 0x02,
    0x9d, 0x78, 0x1b, 0x58, 0xca, 0xfe, 0xba, 0xbe, 0x00, 0x00, 0x00, 0x00,
    0x50, 0x02, 0xfa, 0xf0, 0x00, 0x00, 0x00, 0x00
};

/* An event of this kind with all that any object needs. */
static struct event
sample(enum event_kind kind, uint64_t packet)
{
    const struct grammar *grammar = grammar_of(kind);
    struct event event = event_new(kind);

    event.time_ns = (int64_t)packet * 1000000;
    event.step = packet;
    if (kind == EVENT_LADDER) {
        event_set_words(&event, "cuts");
        return event;
    }
    event.host = kind == EVENT_GETS ? HOST_SERVER : HOST_CLIENT;
    if (grammar->subject == SUBJECT_ACTOR ||
        grammar->subject == SUBJECT_ACTOR_CALL) {
        snprintf(event.actor, sizeof event.actor, "client");
        event.pid = event.tid = 100;
        event.text = "3";
    }
    if (kind == EVENT_CALL || kind == EVENT_RETURN)
        snprintf(event.name, sizeof event.name, "shutdown");
    if (kind == EVENT_STATE)
        snprintf(event.state, sizeof event.state, "LISTEN");
    if (grammar->phrases[0].object == OBJECT_SIGNAL)
        event.signal = signal_named("SIGTERM");
    event.queued = 1;
    event.queue_max = 16;
    event.port = 7000;
    event.packet = kind == EVENT_SENDS ? packet : 1;
    if (kind == EVENT_SENDS) {
        event.bytes = syn;
        event.captured_bytes = event.packet_bytes = sizeof syn;
    }
    event.deed = WIRE_LOST;
    return event;
}

/* A trace of a segment in flight, an open call, and the event if there is one;
   rewound.  NULL where it cannot be written. */
static FILE *
trace_with(const struct event *event)
{
    struct trace_header header = { .version = TRACE_VERSION, .kernel = "6.1",
                                   .machine = "x86_64",
                                   .captured_in = "hosts" };
    struct event sends = sample(EVENT_SENDS, 1);
    struct event call = sample(EVENT_CALL, 2);
    FILE *file = tmpfile();

    if (file == NULL)
        return NULL;
    trace_write_header(file, &header);
    trace_write_event(file, &sends);
    trace_write_event(file, &call);
    if (event != NULL)
        trace_write_event(file, event);
    trace_write_end(file, event != NULL ? 3 : 2);
    rewind(file);
    return file;
}

/* The line of the trace's last event, "" if it has none or was not read. */
static void
last_line(FILE *file, enum event_kind kind, char *out, size_t size)
{
    struct complaint message = { "" };
    struct event event;
    struct trace_reader *reader = trace_open(file, "x", &message);

    out[0] = '\0';
    while (reader != NULL && trace_next(reader, &event, &message) == 1)
        if (event.kind == kind)
            transcript_line(&event, trace_flows(reader), false, out, size);
    trace_close(reader);
    rewind(file);
}

/* The drawing as a string, the caller frees it; NULL where it failed. */
static char *
drawing(FILE *file, bool svg)
{
    const struct text_options text = { .columns = 120 };
    const struct svg_options figure = { .all = true };
    struct complaint message = { "" };
    FILE *out = tmpfile();
    char *result = calloc(1, 1 << 20);

    int drawn = svg ? svg_draw(file, "x", &figure, out, &message)
                    : text_draw_file(file, "x", &text, out, &message);
    rewind(file);
    rewind(out);
    if (fread(result, 1, (1 << 20) - 1, out) == 0 || drawn == -1) {
        free(result);
        result = NULL;
    }
    fclose(out);
    return result;
}

/* Whether the event shows: the drawing is another one with it. */
static bool
shows(FILE *with, bool svg)
{
    FILE *without = trace_with(NULL);
    char *before = drawing(without, svg), *after = drawing(with, svg);
    bool differ = before != NULL && after != NULL &&
                  strcmp(before, after) != 0;

    fclose(without);
    free(before);
    free(after);
    return differ;
}

static bool
is_an_event(const char *line)
{
    struct complaint message = { "" };
    char text[2048];

    snprintf(text, sizeof text, "server ./s\nclient ./c\nexpect %s\n", line);
    struct scene *scene = scene_parse(text, strlen(text), "x", &message);
    bool matches = scene != NULL &&
                   pattern_matches(scene->expects[0].pattern, line);
    scene_free(scene);
    return matches;
}

static void
test_kind(enum event_kind kind)
{
    const struct grammar *grammar = grammar_of(kind);
    struct event event = sample(kind, 3);
    bool told = grammar->subject != SUBJECT_NONE;
    char line[1024];

    check(grammar->kind == kind, "the row of %s is in its place",
          grammar->name);
    FILE *file = trace_with(&event);
    last_line(file, kind, line, sizeof line);
    check((line[0] != '\0') == told, "%s comes back from a trace: '%s'",
          grammar->name, line);
    if (told)
        check(is_an_event(line), "a scene may expect '%s'", line);
    check(shows(file, false) == told, "the terminal shows %s", grammar->name);
    check(shows(file, true) == told, "the figure shows %s", grammar->name);
    fclose(file);
}

static void
test_deeds(void)
{
    char line[128];

    for (int i = 0; i < WIRE_DEEDS; i++) {
        const char *name = wire_deed_name((enum wire_deed)i);
        snprintf(line, sizeof line, "wire %s %sSYN", name,
                 i == WIRE_FORGED ? "" : "client's ");
        check(name[0] != '\0' && is_an_event(line), "'%s' is an event", line);
    }
    for (int i = LADDER_OTHER + 1; i < LADDER_DEEDS; i++) {
        const char *name = ladder_deed_name((enum ladder_deed)i);
        snprintf(line, sizeof line, "ladder %s", name);
        check(name[0] != '\0' && is_an_event(line), "'%s' is an event", line);
    }
}

int
main(void)
{
    for (int kind = 0; kind < EVENT_KINDS; kind++)
        test_kind((enum event_kind)kind);
    test_deeds();
    return done();
}
