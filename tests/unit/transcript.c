/*
 * transcript.c - are events told in the contract's words?
 */
#include "draw/transcript/transcript_draw.h"
#include "model/transcript.h"

#include <stdlib.h>
#include <string.h>

#include "tap.h"

static bool
says(const struct event *event, const struct flow_table *flows, bool numbered,
     const char *expected)
{
    char line[TRANSCRIPT_MAX];
    transcript_line(event, flows, numbered, line, sizeof line);
    bool same = strcmp(line, expected) == 0;
    if (!same)
        printf("# got '%s', not '%s'\n", line, expected);
    return same;
}

static struct event
of_actor(enum event_kind kind, const char *name, const char *text)
{
    struct event event = event_new(kind);
    event.host = HOST_CLIENT;
    memcpy(event.actor, "client-2", 9);
    snprintf(event.name, sizeof event.name, "%s", name);
    event.text = text;
    return event;
}

static void
test_actors(const struct flow_table *flows)
{
    struct event e = of_actor(EVENT_CALL, "connect", "3, 10.0.0.2:7000");
    check(says(&e, flows, true,
               "client-2 calls connect(3, 10.0.0.2:7000)"), "a call");
    e = of_actor(EVENT_RETURN, "accept", "10.0.0.1:40312");
    e.value = 4;
    check(says(&e, flows, true, "client-2 accept returns 4"),
          "a return without what it learned");
    e.value = -1;
    e.error = "ECONNREFUSED";
    check(says(&e, flows, true, "client-2 accept returns -1 ECONNREFUSED"),
          "a failed call with its error");
    e.error = "interrupted";
    check(says(&e, flows, true, "client-2 accept returns interrupted"),
          "a call that a signal interrupted and that starts again");
    e = of_actor(EVENT_EXITS, "", NULL);
    e.value = 3;
    check(says(&e, flows, false, "client-2 exits 3"), "an exit");
    e.signal = signal_named("SIGPIPE");
    check(says(&e, flows, false, "client-2 killed SIGPIPE"), "a death");
    e = event_new(EVENT_LADDER);
    e.text = "starts client";
    check(says(&e, flows, false, "ladder starts client"), "the ladder's deed");
}

static void
test_texts(const struct flow_table *flows)
{
    struct event e = of_actor(EVENT_PRINTS, "", "a \"b\" \\ \t\x1b[2J");
    check(says(&e, flows, false,
               "client-2 prints \"a \\\"b\\\" \\\\ \\x09\\x1b[2J\""),
          "quotes and control characters are escaped");
    e.text = "gr\xc3\xbc\xc3\x9f \xff \xc3";
    check(says(&e, flows, false,
               "client-2 prints \"gr\xc3\xbc\xc3\x9f \\xff \\xc3\""),
          "UTF-8 stays, and what is none is escaped");
    e.text = "\xc2\x9b" "2J \xed\xa0\x80";
    check(says(&e, flows, false,
               "client-2 prints \"\\xc2\\x9b2J \\xed\\xa0\\x80\""),
          "C1 controls and surrogates are escaped");
    e.text = "from 10.0.0.1:40312.";
    check(says(&e, flows, false, "client-2 prints \"from 10.0.0.1:PORT.\""),
          "a port that the kernel chose is PORT");
    e.text = "7000 140312 403120 x40312 1.40312 40312.5 040312";
    check(says(&e, flows, false, "client-2 prints \"7000 140312 403120 x40312 "
               "1.40312 40312.5 040312\""), "nothing else is");
    e = of_actor(EVENT_CALL, "bind", "3, 0.0.0.0:40312");
    check(says(&e, flows, false, "client-2 calls bind(3, 0.0.0.0:PORT)"),
          "it is PORT in a call's arguments, too");
    char line[8];
    check(transcript_line(&e, flows, false, line, sizeof line)
          && strcmp(line, "client-") == 0, "a line that does not fit is cut");
}

static void
test_hosts(const struct flow_table *flows)
{
    struct event e = event_new(EVENT_STATE);
    e.host = HOST_SERVER;
    memcpy(e.state, "LISTEN", 7);
    check(says(&e, flows, true, "server state LISTEN"),
          "a listener has no number");
    e.conn = 2;
    memcpy(e.state, "SYN-RECEIVED", 13);
    check(says(&e, flows, false, "server state SYN-RECEIVED")
          && says(&e, flows, true, "server state c2 SYN-RECEIVED"),
          "a connection's number stands behind state, if there are more");
    e.kind = EVENT_QUEUE;
    e.queued = 1;
    e.queue_max = 16;
    check(says(&e, flows, true, "server queue 1/16"), "a queue");
    e = event_new(EVENT_WIRE);
    e.host = HOST_CLIENT;
    e.conn = 2;
    e.segment = (struct segment){ .protocol = PROTOCOL_TCP, .flags = TCP_SYN };
    e.deed = WIRE_LOST;
    check(says(&e, flows, false, "wire lost client's SYN 0:0")
          && says(&e, flows, true, "wire lost client's c2 SYN 0:0"),
          "what the wire did names the sender");
    e.kind = EVENT_GETS;
    check(says(&e, flows, true, "client gets c2 SYN 0:0"), "an arrival");
    e.dropped = true;
    check(says(&e, flows, true, "client gets c2 SYN 0:0 [dropped]"),
          "an arrival that no listener had room for");
    e = event_new(EVENT_METER);
    char line[64] = "x";
    check(!transcript_line(&e, flows, false, line, sizeof line)
          && line[0] == '\0', "a meter has no line");
}

/* The heart of lesson 05, as ladder.md has it. */
static const char lesson_05[] =
    "server state LISTEN\n"
    "server listen returns 0\n"
    "server prints \"listening on 0.0.0.0:7000\"\n"
    "server calls accept(3)\n"
    "ladder starts client\n"
    "client calls socket(AF_INET, SOCK_STREAM)\n"
    "client socket returns 3\n"
    "client calls connect(3, 10.0.0.2:7000)\n"
    "client state SYN-SENT\n"
    "client sends SYN 0:0\n"
    "server gets SYN 0:0\n"
    "server state SYN-RECEIVED\n"
    "server sends SYN,ACK 0:0 ack 1\n"
    "client gets SYN,ACK 0:0 ack 1\n"
    "client state ESTABLISHED\n"
    "client sends ACK ack 1\n"
    "client connect returns 0\n"
    "client calls send(3, 6)\n"
    "client sends PSH,ACK 1:7 (6) ack 1\n"
    "client send returns 6\n"
    "client calls recv(3)\n"
    "server gets ACK ack 1\n"
    "server state ESTABLISHED\n"
    "server queue 1/16\n"
    "server accept returns 4\n"
    "server queue 0/16\n"
    "server calls recv(4)\n"
    "server gets PSH,ACK 1:7 (6) ack 1\n";

/* Draws tests/fixtures/NAME; the caller frees the text, NULL on failure. */
static char *
draw(const char *name)
{
    char path[256];
    struct complaint message = { "" };
    snprintf(path, sizeof path, "tests/fixtures/%s", name);
    FILE *file = fopen(path, "r");
    FILE *out = tmpfile();
    char *text = calloc(1, 65536);
    if (file == NULL || out == NULL || text == NULL) {
        free(text);
        return NULL;
    }
    int result = transcript_draw(file, path, out, &message);
    if (result == -1)
        printf("# %s\n", message.text);
    rewind(out);
    if (fread(text, 1, 65535, out) == 0)
        text[0] = '\0';
    fclose(file);
    fclose(out);
    return text;
}

static void
test_fixtures(void)
{
    char *text = draw("handshake.trace");
    check(text != NULL && strstr(text, lesson_05) != NULL,
          "the handshake's transcript is the contract's example");
    free(text);
    text = draw("lossy.trace");
    check(text != NULL && strstr(text, "\nwire lost client's c1 PSH,ACK "
                                 "1001:2001 (1000) ack 1\n") != NULL,
          "with two connections a loss has its connection's number");
    check(text != NULL && strstr(text, "\nserver sends c1 ACK ack 3001 sack "
                                 "1001:2001 win 0\n") != NULL
          && strstr(text, "\nclient sends c1 ACK ack 7 [probe]\n") != NULL,
          "SACK, closed windows and probes are told");
    free(text);
}

int
main(void)
{
    struct flow_table *flows = flow_table_new();
    struct segment syn = { .protocol = PROTOCOL_TCP, .flags = TCP_SYN,
                           .source_port = 40312, .target_port = 7000 };
    flow_note(flows, HOST_CLIENT, &syn);
    test_actors(flows);
    test_texts(flows);
    test_hosts(flows);
    test_fixtures();
    flow_table_free(flows);
    return done();
}
