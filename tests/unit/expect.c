/*
 * expect.c - tests of tools/ladder/check/expect.c: what is printed for each
 * kind of expectation that does not hold.
 */
#include <stdlib.h>
#include <string.h>

#include "check/expect.h"
#include "trace/trace.h"
#include "model/transcript.h"
#include "tap.h"

enum { EVENTS_MAX = 32 };

/* A state that the server enters, in a connection if conn is not 0. */
static struct event
state(const char *name, unsigned conn)
{
    struct event event = event_new(EVENT_STATE);
    event.host = HOST_SERVER;
    event.conn = conn;
    snprintf(event.state, sizeof event.state, "%s", name);
    return event;
}

static struct event
queue(unsigned queued)
{
    struct event event = event_new(EVENT_QUEUE);
    event.host = HOST_SERVER;
    event.queued = queued;
    event.queue_max = 16;
    return event;
}

static struct event
prints(const char *text)
{
    struct event event = event_new(EVENT_PRINTS);
    event.host = HOST_CLIENT;
    event.text = text;
    snprintf(event.actor, sizeof event.actor, "client");
    return event;
}

static struct event
meter(void)
{
    struct event event = event_new(EVENT_METER);
    event.host = HOST_CLIENT;
    event.cwnd = 10;
    return event;
}

/* A whole trace of a run on kernel 6.1.0 with these events. */
static FILE *
trace_of(const struct event *events, size_t count)
{
    struct trace_header header = {
        .version = TRACE_VERSION, .kernel = "6.1.0", .machine = "x86_64",
        .captured_in = "hosts", .scene = "", .scene_name = "x",
        .not_applied = ""
    };
    FILE *file = tmpfile();

    if (file == NULL || trace_write_header(file, &header) == -1) {
        perror("tmpfile");
        exit(1);
    }
    for (size_t i = 0; i < count; i++) {
        struct event event = events[i];
        event.time_ns = (int64_t)i * 1000000;
        event.step = i + 1;
        trace_write_event(file, &event);
    }
    trace_write_end(file, count);
    return file;
}

/*
 * Checks the expectations (lines of a scene, from line 2 on) against the
 * events; what is printed stands in out.  Returns what expect_check() did.
 */
static int
run(const char *lines, const struct event *events, size_t count, char *out,
    size_t size)
{
    char text[2048];
    struct complaint message = { "" };
    FILE *trace = trace_of(events, count), *report = tmpfile();

    snprintf(text, sizeof text, "client ./c\n%s", lines);
    struct scene *scene = scene_parse(text, strlen(text), "x.scene", &message);
    int failures = -2;
    if (scene != NULL && report != NULL)
        failures = expect_check(scene, trace, "x.trace", report, &message);
    size_t length = 0;
    if (report != NULL) {
        rewind(report);
        length = fread(out, 1, size - 1, report);
        fclose(report);
    }
    out[length] = '\0';
    if (failures < 0)
        printf("# %s\n", message.text);
    scene_free(scene);
    fclose(trace);
    return failures;
}

/* The run that most tests look at; its transcript has these six lines. */
static size_t
story(struct event *events)
{
    size_t count = 0;

    events[count++] = state("LISTEN", 0);           /* 1 */
    events[count++] = state("SYN-RECEIVED", 1);     /* 2 */
    events[count++] = meter();                      /* no line */
    events[count++] = queue(1);                     /* 3 */
    events[count++] = state("ESTABLISHED", 1);      /* 4 */
    events[count++] = queue(0);                     /* 5 */
    events[count++] = prints("one two");            /* 6 */
    return count;
}

/* Whether these lines print exactly this, for the story. */
static void
expect_report(const char *lines, int failures, const char *report,
              const char *sentence)
{
    struct event events[EVENTS_MAX];
    char out[4096];
    size_t count = story(events);
    int result = run(lines, events, count, out, sizeof out);
    bool right = result == failures && strcmp(out, report) == 0;

    check(right, "%s", sentence);
    if (!right)
        printf("# %d failures:\n%s", result, out);
}

static void
test_what_holds(void)
{
    expect_report("", 0, "", "a scene without expectations holds");
    expect_report("expect server state LISTEN\nexpect server queue 1/16\n"
                  "expect server queue 0/16\nexpect client prints \"one*\n",
                  0, "", "expectations that hold in order print nothing");
    expect_report("expect server state\nexpect server state\n"
                  "expect server state\n", 0, "",
                  "each expectation takes a line of its own");
    expect_report("expect never server queue 2\nexpect 3 times server state\n"
                  "expect 1 times client prints\n", 0, "",
                  "never and times hold for the whole run");
    expect_report("expect 2 times server queue\n"
                  "expect client prints \"one two\"\n"
                  "expect never client exits\n", 0, "",
                  "they take no part in the order");
    expect_report("expect kernel>=6.5 client exits\n"
                  "expect kernel<6.5 server queue 1/16\n"
                  "expect kernel<6.1 never server queue 1/16\n", 0, "",
                  "an expectation of another kernel is passed over");
    expect_report("expect server state c1 SYN-RECEIVED\n"
                  "expect server state ESTABLISHED\n", 0, "",
                  "a connection's number may be said or left out");
}

static void
test_order(void)
{
    expect_report("expect server queue 1/16\nexpect server state LISTEN\n", 1,
                  "x.scene:3: expected: server state LISTEN\n"
                  "    x.scene:2 held at transcript line 3: server queue 1/16\n"
                  "    it happened before that, at transcript line 1: server "
                  "state LISTEN\n",
                  "what came too early is said to have come before");
    expect_report("expect server queue 1/16\nexpect server queue 1/16\n", 1,
                  "x.scene:3: expected: server queue 1/16\n"
                  "    x.scene:2 held at transcript line 3: server queue 1/16\n"
                  "    it happened only there, at transcript line 3: server "
                  "queue 1/16\n",
                  "what came once is not counted twice");
    expect_report("expect client exits 0\n", 1,
                  "x.scene:2: expected: client exits 0\n"
                  "    it did not happen\n", "what never came is said so");
    expect_report("expect server queue 7/16\n", 1,
                  "x.scene:2: expected: server queue 7/16\n"
                  "    it did not happen; most like it is transcript line 3: "
                  "server queue 1/16\n", "the line most like it is named");
    expect_report("expect server state LISTEN\nexpect client exits 0\n"
                  "expect server state SYN-RECEIVED\nexpect client calls\n"
                  "expect client prints \"one two\"\n", 2,
                  "x.scene:3: expected: client exits 0\n"
                  "    x.scene:2 held at transcript line 1: server state "
                  "LISTEN\n"
                  "    it did not happen\n"
                  "x.scene:5: expected: client calls\n"
                  "    x.scene:4 held at transcript line 2: server state "
                  "SYN-RECEIVED\n"
                  "    it did not happen\n",
                  "those behind one that fails are checked all the same");
    expect_report("expect server state ESTABLISHED\nexpect server queue 1/16\n"
                  "expect server queue 0/16\n", 1,
                  "x.scene:3: expected: server queue 1/16\n"
                  "    x.scene:2 held at transcript line 4: server state "
                  "ESTABLISHED\n"
                  "    it happened before that, at transcript line 3: server "
                  "queue 1/16\n",
                  "what held too early waits anew, and may fail");
}

static void
test_counts(void)
{
    expect_report("expect never server queue\n", 1,
                  "x.scene:2: expected never: server queue\n"
                  "    it happened 2 times\n"
                  "    first at transcript line 3: server queue 1/16\n"
                  "    last at transcript line 5: server queue 0/16\n",
                  "never: the first and last line that happened are printed");
    expect_report("expect 3 times client prints\n", 1,
                  "x.scene:2: expected 3 times: client prints\n"
                  "    it happened 1 time\n"
                  "    first at transcript line 6: client prints \"one two\"\n",
                  "times: the count is printed");
    expect_report("expect 1 times server state CLOSED\n", 1,
                  "x.scene:2: expected 1 times: server state CLOSED\n"
                  "    it happened 0 times\n"
                  "    most like it is transcript line 1: server state "
                  "LISTEN\n", "times: none");
}

static void
test_two_connections(void)
{
    struct event events[] = {
        state("LISTEN", 0), state("SYN-RECEIVED", 1),
        state("SYN-RECEIVED", 2), state("ESTABLISHED", 2),
    };
    char out[2048];
    int failures = run("expect server state c2 SYN-RECEIVED\n"
                       "expect server state ESTABLISHED\n"
                       "expect server state c1 ESTABLISHED\n"
                       "expect never server state c2 ESTABLISHED\n",
                       events, 4, out, sizeof out);

    check(failures == 2, "connections are told apart by their numbers");
    check(strstr(out, "held at transcript line 4: server state c2 ESTABLISHED")
              != NULL, "a line is printed as in the transcript");
}

static void
test_bad_traces(void)
{
    struct complaint message = { "" };
    const char *text = "client ./c\nexpect client exits\n";
    struct scene *scene = scene_parse(text, strlen(text), "x", &message);
    FILE *trace = tmpfile();

    check(expect_check(scene, trace, "x.trace", stdout, &message) == -1 &&
          message.text[0] != '\0', "an empty file is an error: %s",
          message.text);
    struct event event = queue(1);
    FILE *whole = trace_of(&event, 1);
    char line[4096];
    while (fgets(line, sizeof line, whole) && !strstr(line, "\"end\""))
        fputs(line, trace);
    fclose(whole);
    message.text[0] = '\0';
    check(expect_check(scene, trace, "x.trace", stdout, &message) == -1 &&
          message.text[0] != '\0', "a trace that was cut is an error: %s",
          message.text);
    fclose(trace);
    scene_free(scene);
}

static void
test_long_lines(void)
{
    static char text[TEXT_MAX];
    char out[4096];
    memset(text, '\x01', sizeof text - 1);
    struct event event = prints(text);
    int failures = run("expect never client prints\n"
                       "expect client prints \"*\\x01\"\n",
                       &event, 1, out, sizeof out);

    check(failures == 1 && strlen(out) < 600,
          "a line of thousands of characters is matched whole and cut for "
          "print");
}

int
main(void)
{
    test_what_holds();
    test_order();
    test_counts();
    test_two_connections();
    test_bad_traces();
    test_long_lines();
    return done();
}
