/*
 * story.c - the terminal, the figure and the page tell one story: each trace
 * here is drawn by all of them, and they must say the same.
 */
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "draw/figure/html.h"
#include "draw/figure/svg.h"
#include "draw/text/file.h"
#include "model/deed.h"
#include "scene/scene.h"
#include "trace/trace.h"
#include "tap.h"

enum { TEXT, SVG, HTML, FORMS };

static const char *const forms[FORMS] = { "the terminal", "the figure",
                                          "the page" };

/* A trace in the making. */
struct run {
    FILE *trace;
    uint64_t step, events;
    int64_t time_ns;
    char *drawn[FORMS];
};

static void
begin(struct run *run, const char *scene)
{
    struct trace_header header = {
        .version = TRACE_VERSION, .kernel = "6.18.44", .machine = "x86_64",
        .captured_in = "hosts", .scene = (char *)(uintptr_t)scene,
        .scene_name = (char *)(uintptr_t)"story",
        .not_applied = (char *)(uintptr_t)"",
    };

    *run = (struct run){ .trace = tmpfile() };
    if (run->trace == NULL || trace_write_header(run->trace, &header) == -1)
        abort();
}

static void
put(struct run *run, struct event event)
{
    run->time_ns += 10000;
    event.time_ns = run->time_ns;
    event.step = run->step;
    run->events++;
    if (trace_write_event(run->trace, &event) == -1)
        abort();
}

static struct event
by(enum event_kind kind, const char *actor)
{
    struct event event = event_new(kind);

    event.host = host_named(actor, 6);
    event.pid = event.tid = event.host == HOST_CLIENT ? 10 : 20;
    snprintf(event.actor, sizeof event.actor, "%s", actor);
    return event;
}

/* A call that is over at once: a step of its own. */
static void
does(struct run *run, const char *actor, const char *name,
     const char *arguments, int64_t value, const char *error)
{
    struct event event = by(EVENT_CALL, actor);

    run->step++;
    snprintf(event.name, sizeof event.name, "%s", name);
    event.text = arguments;
    put(run, event);
    event.kind = EVENT_RETURN;
    event.text = NULL;
    event.value = value;
    event.error = error;
    put(run, event);
}

static void
state(struct run *run, enum host host, const char *name)
{
    struct event event = event_new(EVENT_STATE);

    event.host = host;
    event.port = 7000;
    event.socket = 99;
    snprintf(event.state, sizeof event.state, "%s", name);
    put(run, event);
}

static void
ladder_does(struct run *run, const char *words)
{
    struct event event = event_new(EVENT_LADDER);

    run->step++;
    event_set_words(&event, words);
    put(run, event);
}

static char *
draw(struct run *run, int form, unsigned show)
{
    struct text_options text = { .columns = 80, .show = show, .unicode = true };
    struct svg_options svg = { .show = show };
    struct complaint message = { "" };
    char *drawn = NULL;
    size_t size = 0;
    FILE *out = open_memstream(&drawn, &size);

    if (out == NULL)
        abort();
    rewind(run->trace);
    int result = form == TEXT
        ? text_draw_file(run->trace, "story", &text, out, &message)
        : form == SVG ? svg_draw(run->trace, "story", &svg, out, &message)
                      : html_draw(run->trace, "story", &svg, out, &message);
    if (result == -1)
        fprintf(stderr, "# %s\n", message.text);
    fclose(out);
    for (char *at = drawn; (at = strstr(at, "\xC2\xA0")) != NULL;) {
        *at = ' ';              /* a blank is a blank */
        memmove(at + 1, at + 2, strlen(at + 2) + 1);
    }
    return drawn;
}

/* Draws the run in every form; end() frees the drawings. */
static void
draw_all(struct run *run, unsigned show)
{
    if (run->events > 0 && trace_write_end(run->trace, run->events) == -1)
        abort();
    run->events = 0;
    for (int form = 0; form < FORMS; form++) {
        free(run->drawn[form]);
        run->drawn[form] = draw(run, form, show);
    }
}

static void
end(struct run *run)
{
    for (int form = 0; form < FORMS; form++)
        free(run->drawn[form]);
    fclose(run->trace);
}

static unsigned
count(const char *drawn, const char *words)
{
    unsigned found = 0;

    for (const char *at = drawn; (at = strstr(at, words)) != NULL; at++)
        found++;
    return found;
}

/* Whether the words stand in every drawing. */
static void
all_say(const struct run *run, const char *words, const char *what)
{
    for (int form = 0; form < FORMS; form++)
        check(count(run->drawn[form], words) > 0, "%s has %s", forms[form],
              what);
}

static void
none_says(const struct run *run, const char *words, const char *what)
{
    for (int form = 0; form < FORMS; form++)
        check(count(run->drawn[form], words) == 0, "%s has not %s",
              forms[form], what);
}

/* --- notes --------------------------------------------------------------- */

static void
two_notes(void)
{
    struct run run;

    begin(&run, "server ./srv\n"
                "note server calls listen | First of two.\n"
                "note server calls listen(3, | Second of two.\n"
                "note server calls accept | Of its own.\n");
    does(&run, "server", "listen", "3, 16", 0, NULL);
    does(&run, "server", "accept", "3", -1, "EAGAIN");
    draw_all(&run, 0);
    all_say(&run, "First of two.", "the first note on an event");
    all_say(&run, "Second of two.", "the second note on an event");
    check(count(run.drawn[TEXT], "\n(2)") == 2 &&
              count(run.drawn[TEXT], "\n(3)") == 0,
          "the terminal gives two notes on one event one number");
    check(count(run.drawn[SVG], ">2</text></g>") == 2 &&
              count(run.drawn[SVG], ">1</text></g>") == 2 &&
              count(run.drawn[SVG], ">3</text></g>") == 0,
          "the figure gives two notes on one event one number");
    end(&run);
}

/* A note on what is not shown has no number, nor has it words. */
static void
notes_of_a_view(void)
{
    struct run run;

    begin(&run, "server ./srv\n"
                "note server state LISTEN | Not among the calls.\n"
                "note server calls recv | Never.\n"
                "note server calls accept | The only call.\n");
    does(&run, "server", "listen", "3, 16", 0, NULL);
    state(&run, HOST_SERVER, "LISTEN");
    does(&run, "server", "accept", "3", -1, "EAGAIN");
    draw_all(&run, LANE_CALLS);
    all_say(&run, "The only call.", "the note on a call, with --view=calls");
    none_says(&run, "Not among the calls.", "the note on a state");
    check(count(run.drawn[TEXT], "\n(1)") == 2 &&
              count(run.drawn[TEXT], "\n(2)") == 0,
          "the terminal counts only the notes that it shows");
    check(count(run.drawn[SVG], ">1</text></g>") == 2 &&
              count(run.drawn[SVG], ">2</text></g>") == 0,
          "the figure counts only the notes that it shows");
    end(&run);
}

/* --- the wire ------------------------------------------------------------ */

static void
wires(void)
{
    struct run run;

    begin(&run, "server ./srv\n"
                "wire client delay=20ms rate=10mbit queue=20\n"
                "wire server delay=20ms rate=10mbit queue=5\n");
    does(&run, "server", "listen", "3, 16", 0, NULL);
    draw_all(&run, 0);
    none_says(&run, "each way", "one wire where the queues differ");
    all_say(&run, "queue 20", "the client's queue");
    all_say(&run, "queue 5", "the server's queue");
    end(&run);
    begin(&run, "server ./srv\nwire delay=20ms rate=500kbit\n");
    does(&run, "server", "listen", "3, 16", 0, NULL);
    draw_all(&run, 0);
    all_say(&run, "wire: 20 ms, 500 kbit/s each way", "a wire that is alike");
    end(&run);
}

/* --- rows ---------------------------------------------------------------- */

static void
many_calls(void)
{
    struct run run;

    begin(&run, "server ./srv\nclient ./cli\n");
    does(&run, "server", "listen", "3, 16", 0, NULL);
    for (int i = 0; i < 200; i++)
        does(&run, "client", "writev", "3, 100", 100, NULL);
    does(&run, "client", "close", "3", 0, NULL);
    draw_all(&run, LANE_CALLS);
    all_say(&run, "× 200", "that a call was made 200 times");
    for (int form = 0; form < FORMS; form++)
        check(count(run.drawn[form], "writev(3, 100) = 100") == 1,
              "%s has 200 calls that are alike on one row", forms[form]);
    end(&run);
}

/* A server without descriptors that asks again and again. */
static void
pairs(void)
{
    struct run run;

    begin(&run, "server ./srv\n");
    for (int i = 0; i < 100; i++) {
        does(&run, "server", "poll", "3 IN, -1", 1, NULL);
        does(&run, "server", "accept4", "3", -1, "EMFILE");
    }
    does(&run, "server", "close", "3", 0, NULL);
    draw_all(&run, 0);
    check(count(run.drawn[TEXT], "EMFILE") < 20 &&
              count(run.drawn[TEXT], "calls …") == 1,
          "the terminal folds calls that alternate");
    end(&run);
}

/* Another answer, a note, a second program: each has a row of its own. */
static void
calls_that_differ(void)
{
    struct run run;

    begin(&run, "server ./srv\nclient ./cli\n"
                "note 3rd client calls recv | The third.\n");
    for (int i = 0; i < 2; i++)
        does(&run, "client", "recv", "3", -1, "EAGAIN");
    does(&run, "client", "recv", "3", -1, "EAGAIN");
    does(&run, "client", "recv", "3", 6, NULL);
    does(&run, "client", "socket", "AF_INET", 4, NULL);
    does(&run, "client", "socket", "AF_INET", 4, NULL);
    draw_all(&run, LANE_CALLS);
    for (int form = TEXT; form <= SVG; form++) {
        check(count(run.drawn[form], "EAGAIN") == 2,
              "%s does not count what has a note", forms[form]);
        check(count(run.drawn[form], "× 2") == 1,
              "%s counts no calls but those of a loop", forms[form]);
    }
    end(&run);
}

static void
programs_start(void)
{
    struct run run;

    begin(&run, "server ./srv\nclient ./cli\n");
    ladder_does(&run, "starts server");
    does(&run, "server", "listen", "3, 16", 0, NULL);
    ladder_does(&run, "starts client");
    ladder_does(&run, "starts client-2");
    draw_all(&run, 0);
    all_say(&run, "ladder starts client-2", "the start of a second client");
    none_says(&run, "starts server", "how every run begins");
    end(&run);
}

/* --- what decides -------------------------------------------------------- */

/* An IPv4 packet from the client's port 40000 to the server's 7000. */
static void
packet(struct run *run, enum host host, const unsigned char *part, size_t size,
       int protocol)
{
    static const unsigned char ip[20] = {
        0x45, 0, 0, 0, 0, 0, 0x40, 0, 64, 0, 0, 0, 10, 0, 0, 1, 10, 0, 0, 2,
    };
    struct event event = event_new(EVENT_SENDS);
    unsigned char bytes[128];

    memcpy(bytes, ip, sizeof ip);
    memcpy(bytes + sizeof ip, part, size);
    bytes[3] = (unsigned char)(sizeof ip + size);
    bytes[9] = (unsigned char)protocol;
    run->step++;
    event.host = host;
    event.packet = run->step;
    event.bytes = bytes;
    event.captured_bytes = event.packet_bytes = sizeof ip + size;
    put(run, event);
}

static void
ports_and_urgent(void)
{
    static const unsigned char udp[] = {
        0x9c, 0x40, 0x1b, 0x58, 0, 13, 0, 0, 'h', 'e', 'l', 'l', 'o',
    };
    static const unsigned char urgent[] = {
        0x9c, 0x40, 0x1b, 0x58, 0, 0, 0, 1, 0, 0, 0, 1, 0x50, 0x38, 1, 0,
        0, 0, 0, 1, '!',
    };
    struct run run;

    begin(&run, "server ./srv\nclient ./cli\n");
    packet(&run, HOST_CLIENT, udp, sizeof udp, 17);
    packet(&run, HOST_CLIENT, urgent, sizeof urgent, 6);
    draw_all(&run, 0);
    all_say(&run, "7000 (5", "a datagram's port");
    all_say(&run, "URG", "what is urgent");
    end(&run);
}

static void
nothing_is_cut(void)
{
    struct run run;

    begin(&run, "server ./srv\n");
    does(&run, "server", "bind", "3, 0.0.0.0:7000", -1, "EADDRINUSE");
    does(&run, "server", "sendto", "3, 5, 10.0.0.1:40776", 5, NULL);
    draw_all(&run, 0);
    check(strstr(run.drawn[TEXT], ":7000)") != NULL &&
              strstr(run.drawn[TEXT], "= -1 EADDRINUSE") != NULL &&
              strstr(run.drawn[TEXT], ":40776)") != NULL &&
              strstr(run.drawn[TEXT], "…") == NULL,
          "the terminal cuts no port and no error at 80 columns");
    end(&run);
}

/* Rows of a long run are told apart. */
static void
seconds(void)
{
    static const int64_t tenths[] = { 0, 102, 108, 114, 1140, 1146 };
    struct run run;

    begin(&run, "server ./srv\n");
    for (size_t i = 0; i < sizeof tenths / sizeof tenths[0]; i++) {
        run.time_ns = tenths[i] * 100000000;
        does(&run, "server", "listen", "3, 16", 0, NULL);
    }
    draw_all(&run, 0);
    const char *text = run.drawn[TEXT];
    check(strstr(text, "10.2 ") != NULL && strstr(text, "10.8 ") != NULL &&
              strstr(text, "11.4 ") != NULL,
          "the terminal's seconds have fractions");
    check(strstr(text, " 114 ") != NULL && strstr(text, ".600 ") != NULL,
          "the terminal tells rows of one second apart by the fraction");
    end(&run);
}

int
main(void)
{
    ports_and_urgent();
    nothing_is_cut();
    seconds();
    two_notes();
    many_calls();
    pairs();
    calls_that_differ();
    programs_start();
    notes_of_a_view();
    wires();
    return done();
}
