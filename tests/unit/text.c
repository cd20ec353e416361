/*
 * text.c - tests of the terminal's ladder: literal events, exact drawings.
 *
 * The drawings that are expected stand in text/NAME.txt beside this file, so
 * that a reader sees them as a student does.  `text DIR` compares with those
 * in another folder; `text -w` writes them anew, to be read before a commit.
 */
#include "draw/text/text.h"
#include "model/deed.h"

#include <stdlib.h>
#include <string.h>

#include "tap.h"

enum { MS = 1000000 };

/* A drawing in the making, and the moment that the next events stand at. */
struct run {
    struct text_ladder *ladder;
    FILE *out;
    char *text;
    size_t size;
    uint64_t step;
    int64_t time_ns;
    bool flushes;               /* as a live run does, before each step */
};

static const struct trace_header header = { .version = 1,
                                            .kernel = "6.18.44" };

static void
begin(struct run *run, const struct scene *scene,
      const struct text_options *options)
{
    *run = (struct run){ .step = 0 };
    run->out = open_memstream(&run->text, &run->size);
    if (run->out == NULL)
        abort();
    run->ladder = text_begin(run->out, &header, scene, options);
    if (run->ladder == NULL)
        abort();
}

/* Ends the drawing; the text is the caller's. */
static char *
end(struct run *run)
{
    if (text_end(run->ladder) == -1)
        abort();
    fclose(run->out);
    return run->text;
}

/* A new step at this time. */
static void
at(struct run *run, int ms)
{
    if (run->flushes)
        text_flush(run->ladder);
    run->step++;
    run->time_ns = (int64_t)ms * MS;
}

static void
put(struct run *run, struct event *event)
{
    event->time_ns = run->time_ns;
    event->step = run->step;
    text_event(run->ladder, event, NULL);
}

static struct event
by(enum event_kind kind, const char *actor)
{
    struct event event = event_new(kind);

    event.host = host_named(actor, 6);
    snprintf(event.actor, sizeof event.actor, "%s", actor);
    return event;
}

static void
calls(struct run *run, const char *actor, const char *name,
      const char *arguments)
{
    struct event event = by(EVENT_CALL, actor);

    snprintf(event.name, sizeof event.name, "%s", name);
    event.text = arguments;
    put(run, &event);
}

/* A call that sends these bytes. */
static void
calls_with(struct run *run, const char *actor, const char *name,
           const char *arguments, const char *data)
{
    struct event event = by(EVENT_CALL, actor);

    snprintf(event.name, sizeof event.name, "%s", name);
    event.text = arguments;
    event.data = (const unsigned char *)data;
    event.data_bytes = strlen(data);
    put(run, &event);
}

static void
returns(struct run *run, const char *actor, const char *name, int value)
{
    struct event event = by(EVENT_RETURN, actor);

    snprintf(event.name, sizeof event.name, "%s", name);
    event.value = value;
    put(run, &event);
}

static void
fails(struct run *run, const char *actor, const char *name,
      const char *error)
{
    struct event event = by(EVENT_RETURN, actor);

    snprintf(event.name, sizeof event.name, "%s", name);
    event.value = -1;
    event.error = error;
    put(run, &event);
}

/* A call that is over at once. */
static void
does(struct run *run, const char *actor, const char *name,
     const char *arguments, int value)
{
    calls(run, actor, name, arguments);
    returns(run, actor, name, value);
}

static void
state(struct run *run, enum host host, unsigned conn, const char *name)
{
    struct event event = event_new(EVENT_STATE);

    event.host = host;
    event.conn = conn;
    event.port = host == HOST_SERVER ? 7000 : 40000;
    snprintf(event.state, sizeof event.state, "%s", name);
    put(run, &event);
}

static void
queue(struct run *run, unsigned queued)
{
    struct event event = event_new(EVENT_QUEUE);

    event.host = HOST_SERVER;
    event.port = 7000;
    event.queued = queued;
    event.queue_max = 16;
    put(run, &event);
}

static void
prints(struct run *run, const char *actor, const char *text)
{
    struct event event = by(EVENT_PRINTS, actor);

    event.text = text;
    put(run, &event);
}

static void
exits(struct run *run, const char *actor, int status, int signal)
{
    struct event event = by(EVENT_EXITS, actor);

    event.value = status;
    event.signal = signal;
    put(run, &event);
}

static void
does_itself(struct run *run, const char *words)
{
    struct event event = event_new(EVENT_LADDER);

    event_set_words(&event, words);
    put(run, &event);
}

/* A TCP segment; bytes follow from from:to, except for those of SYN and FIN. */
static struct segment
tcp(unsigned conn, int flags, unsigned from, unsigned to, unsigned ack)
{
    struct segment segment = {
        .protocol = PROTOCOL_TCP, .whole = true, .flags = (uint8_t)flags,
        .conn = conn, .from = from, .to = to, .relative_ack = ack,
        .window = 502, .window_bytes = 64256, .window_scale = -1,
    };

    if (!(flags & (TCP_SYN | TCP_FIN)))
        segment.payload_bytes = to - from;
    if (flags & TCP_SYN) {
        segment.mss = 1460;
        segment.window_scale = 10;
        segment.sack_permitted = segment.timestamps = true;
    }
    return segment;
}

static void
travels(struct run *run, enum event_kind kind, enum host host,
        unsigned packet, struct segment segment)
{
    struct event event = event_new(kind);

    event.host = host;
    event.packet = packet;
    event.segment = segment;
    event.conn = segment.conn;
    put(run, &event);
}

static void
sends(struct run *run, enum host host, unsigned packet,
      struct segment segment)
{
    travels(run, EVENT_SENDS, host, packet, segment);
}

static void
gets(struct run *run, enum host host, unsigned packet)
{
    travels(run, EVENT_GETS, host, packet, tcp(1, TCP_ACK, 1, 1, 1));
}

static void
wire(struct run *run, enum host host, enum wire_deed deed, unsigned packet)
{
    struct event event = event_new(EVENT_WIRE);

    event.host = host;
    event.deed = deed;
    event.packet = packet;
    put(run, &event);
}

static const enum host C = HOST_CLIENT, S = HOST_SERVER;

/* --- stories ------------------------------------------------------------ */

static void
server_listens(struct run *run)
{
    at(run, 100);
    does(run, "server", "socket", "AF_INET, SOCK_STREAM, 0", 3);
    at(run, 100);
    does(run, "server", "bind", "3, 0.0.0.0:7000", 0);
    at(run, 100);
    calls(run, "server", "listen", "3, 16");
    state(run, S, 0, "LISTEN");
    returns(run, "server", "listen", 0);
    at(run, 100);
    prints(run, "server", "listening on 0.0.0.0:7000");
    at(run, 100);
    calls(run, "server", "accept", "3");
}

static void
handshake(struct run *run)
{
    at(run, 101);
    does(run, "client", "socket", "AF_INET, SOCK_STREAM, 0", 3);
    at(run, 101);
    calls(run, "client", "connect", "3, 10.0.0.2:7000");
    state(run, C, 1, "SYN-SENT");
    sends(run, C, 1, tcp(1, TCP_SYN, 0, 0, 0));
    at(run, 121);
    gets(run, S, 1);
    state(run, S, 1, "SYN-RECEIVED");
    sends(run, S, 2, tcp(1, TCP_SYN | TCP_ACK, 0, 0, 1));
    at(run, 141);
    gets(run, C, 2);
    state(run, C, 1, "ESTABLISHED");
    sends(run, C, 3, tcp(1, TCP_ACK, 1, 1, 1));
    returns(run, "client", "connect", 0);
}

static void
echo(struct run *run)
{
    at(run, 141);
    calls_with(run, "client", "send", "3, 6", "hello\n");
    sends(run, C, 4, tcp(1, TCP_PSH | TCP_ACK, 1, 7, 1));
    returns(run, "client", "send", 6);
    at(run, 141);
    calls(run, "client", "recv", "3");
    at(run, 161);
    gets(run, S, 3);
    state(run, S, 1, "ESTABLISHED");
    queue(run, 1);
    returns(run, "server", "accept", 4);
    queue(run, 0);
    at(run, 161);
    calls(run, "server", "recv", "4");
    at(run, 161);
    gets(run, S, 4);
    returns(run, "server", "recv", 6);
    at(run, 161);
    calls_with(run, "server", "send", "4, 6", "hello\n");
    sends(run, S, 5, tcp(1, TCP_PSH | TCP_ACK, 1, 7, 7));
    returns(run, "server", "send", 6);
    at(run, 161);
    calls(run, "server", "recv", "4");
    at(run, 181);
    gets(run, C, 5);
    sends(run, C, 6, tcp(1, TCP_ACK, 7, 7, 7));
    returns(run, "client", "recv", 6);
    at(run, 181);
    prints(run, "client", "hello");
}

static void
teardown(struct run *run)
{
    at(run, 181);
    calls(run, "client", "close", "3");
    state(run, C, 1, "FIN-WAIT-1");
    sends(run, C, 7, tcp(1, TCP_FIN | TCP_ACK, 7, 7, 7));
    returns(run, "client", "close", 0);
    at(run, 181);
    exits(run, "client", 0, 0);
    at(run, 201);
    gets(run, S, 6);
    at(run, 201);
    gets(run, S, 7);
    state(run, S, 1, "CLOSE-WAIT");
    returns(run, "server", "recv", 0);
    at(run, 201);
    calls(run, "server", "close", "4");
    state(run, S, 1, "LAST-ACK");
    sends(run, S, 8, tcp(1, TCP_FIN | TCP_ACK, 7, 7, 8));
    returns(run, "server", "close", 0);
    at(run, 201);
    calls(run, "server", "accept", "3");
    at(run, 221);
    gets(run, C, 8);
    state(run, C, 1, "TIME-WAIT");
    sends(run, C, 9, tcp(1, TCP_ACK, 8, 8, 8));
    at(run, 241);
    gets(run, S, 9);
    state(run, S, 1, "CLOSED");
    at(run, 291);
    does_itself(run, "stops server");
    at(run, 291);
    exits(run, "server", 0, 15);
}

static void
whole_story(struct run *run)
{
    server_listens(run);
    handshake(run);
    echo(run);
    teardown(run);
}
static struct segment
again(struct segment segment)
{
    segment.again = true;
    return segment;
}

/* All that a wire can do to a segment. */
static void
losses(struct run *run)
{
    const int SYN_ACK = TCP_SYN | TCP_ACK;

    at(run, 0);
    calls(run, "client", "connect", "3, [fd00::2]:7000");
    state(run, C, 1, "SYN-SENT");
    sends(run, C, 1, tcp(1, TCP_SYN, 0, 0, 0));
    wire(run, C, WIRE_LOST, 1);
    at(run, 1030);
    sends(run, C, 2, again(tcp(1, TCP_SYN, 0, 0, 0)));
    at(run, 1050);
    gets(run, S, 2);
    state(run, S, 1, "SYN-RECEIVED");
    sends(run, S, 3, tcp(1, SYN_ACK, 0, 0, 1));
    at(run, 1060);
    wire(run, S, WIRE_DROPPED, 3);
    at(run, 2030);
    sends(run, C, 4, again(tcp(1, TCP_SYN, 0, 0, 0)));
    wire(run, C, WIRE_DUPLICATED, 4);
    at(run, 2050);
    gets(run, S, 4);
    at(run, 2051);
    wire(run, C, WIRE_HURRIED, 4);
    gets(run, S, 4);
    at(run, 2060);
    sends(run, S, 5, again(tcp(1, SYN_ACK, 0, 0, 1)));
    wire(run, S, WIRE_CORRUPTED, 5);
    at(run, 2080);
    gets(run, C, 5);
    at(run, 3060);
    sends(run, S, 6, again(tcp(1, SYN_ACK, 0, 0, 1)));
    wire(run, S, WIRE_LOST, 6);
    at(run, 3100);
    fails(run, "client", "connect", "ETIMEDOUT");
    state(run, C, 1, "CLOSED");
    at(run, 3100);
    exits(run, "client", 1, 0);
}

/* Both sides send at once: rails of both directions, and lines over them. */
static void
crossing(struct run *run)
{
    const int PSH_ACK = TCP_PSH | TCP_ACK;

    at(run, 0);
    calls(run, "client", "send", "3, 3000");
    sends(run, C, 1, tcp(1, TCP_ACK, 1, 1449, 1));
    sends(run, C, 2, tcp(1, PSH_ACK, 1449, 2897, 1));
    sends(run, C, 3, tcp(1, PSH_ACK, 2897, 3001, 1));
    returns(run, "client", "send", 3000);
    at(run, 10);
    calls(run, "server", "send", "4, 3");
    sends(run, S, 11, tcp(1, PSH_ACK, 1, 4, 1));
    returns(run, "server", "send", 3);
    at(run, 15);
    calls(run, "server", "send", "4, 3");
    sends(run, S, 12, tcp(1, PSH_ACK, 4, 7, 1));
    returns(run, "server", "send", 3);
    at(run, 18);
    calls(run, "client", "send", "3, 30");
    sends(run, C, 4, tcp(1, PSH_ACK, 3001, 3031, 1));
    returns(run, "client", "send", 30);
    at(run, 20);
    gets(run, S, 1);
    at(run, 20);
    gets(run, S, 2);
    sends(run, S, 13, tcp(1, TCP_ACK, 7, 7, 2897));
    at(run, 21);
    gets(run, S, 3);
    at(run, 30);
    gets(run, C, 11);
    at(run, 35);
    gets(run, C, 12);
    sends(run, C, 5, tcp(1, TCP_ACK, 3031, 3031, 7));
    at(run, 38);
    gets(run, S, 4);
    at(run, 40);
    gets(run, C, 13);
    at(run, 55);
    gets(run, S, 5);
    at(run, 60);
    calls(run, "client", "recv", "3");
    fails(run, "client", "recv", "ECONNRESET");
}

/* A hundred round trips of four full segments. */
static void
bulk(struct run *run)
{
    unsigned sent = 1, got = 1, seq = 1, ack = 1;

    at(run, 0);
    calls(run, "client", "send", "3, 579200");
    for (unsigned i = 0; i < 100; i++) {
        at(run, (int)(20 * i));
        if (i > 0)
            gets(run, C, 10000 + i);
        for (int k = 0; k < 4; k++, seq += 1448)
            sends(run, C, sent++, tcp(1, TCP_ACK, seq, seq + 1448, 1));
        for (int k = 0; k < 4; k++) {
            at(run, (int)(20 * i + 10));
            gets(run, S, got++);
        }
        ack += 4 * 1448;
        sends(run, S, 10001 + i, tcp(1, TCP_ACK, 1, 1, ack));
        does(run, "server", "recv", "4", 4 * 1448);
    }
    at(run, 2000);
    gets(run, C, 10100);
    returns(run, "client", "send", 579200);
}

static void
two_open(struct run *run)
{
    at(run, 101);
    calls(run, "client", "connect", "3, 10.0.0.2:7000");
    state(run, C, 1, "SYN-SENT");
    sends(run, C, 1, tcp(1, TCP_SYN, 0, 0, 0));
    at(run, 105);
    calls(run, "client-2", "connect", "3, 10.0.0.2:7000");
    state(run, C, 2, "SYN-SENT");
    sends(run, C, 2, tcp(2, TCP_SYN, 0, 0, 0));
    at(run, 121);
    gets(run, S, 1);
    state(run, S, 1, "SYN-RECEIVED");
    sends(run, S, 3, tcp(1, TCP_SYN | TCP_ACK, 0, 0, 1));
    at(run, 125);
    gets(run, S, 2);
    state(run, S, 2, "SYN-RECEIVED");
    sends(run, S, 4, tcp(2, TCP_SYN | TCP_ACK, 0, 0, 1));
    at(run, 141);
    gets(run, C, 3);
    state(run, C, 1, "ESTABLISHED");
    sends(run, C, 5, tcp(1, TCP_ACK, 1, 1, 1));
    returns(run, "client", "connect", 0);
    at(run, 145);
    gets(run, C, 4);
    state(run, C, 2, "ESTABLISHED");
    sends(run, C, 6, tcp(2, TCP_ACK, 1, 1, 1));
    returns(run, "client-2", "connect", 0);
    at(run, 145);
    calls(run, "client-2", "recv", "3");
}

static void
two_serve(struct run *run)
{
    at(run, 161);
    gets(run, S, 5);
    state(run, S, 1, "ESTABLISHED");
    queue(run, 1);
    returns(run, "server", "accept", 4);
    queue(run, 0);
    at(run, 161);
    does(run, "server", "close", "4", 0);
    at(run, 161);
    calls(run, "server", "accept", "3");
    at(run, 161);
    calls(run, "server/2", "recv", "4");
    at(run, 165);
    gets(run, S, 6);
    state(run, S, 2, "ESTABLISHED");
    queue(run, 1);
    returns(run, "server", "accept", 5);
    queue(run, 0);
    at(run, 166);
    calls(run, "server/3", "recv", "5");
    does_itself(run, "holds server/3 at recv");
    at(run, 186);
    prints(run, "client-2", "\xe4\xbd\xa0\xe5\xa5\xbd, \x1b[31mred\xff");
    at(run, 196);
    exits(run, "server/2", 0, 13);
    at(run, 196);
    does_itself(run, "releases server/3");
    at(run, 196);
    fails(run, "server/3", "recv", "ECONNRESET");
}

static void
two_connections(struct run *run)
{
    server_listens(run);
    two_open(run);
    two_serve(run);
}

static void
datagrams(struct run *run)
{
    struct segment udp = { .protocol = PROTOCOL_UDP, .payload_bytes = 5,
                           .target_port = 7000 };
    struct segment icmp = { .protocol = PROTOCOL_ICMP, .icmp_type = 3,
                            .icmp_code = 3, .source = { .version = 4 } };

    at(run, 0);
    calls(run, "client", "connect", "3, 10.0.0.2:7000");
    state(run, C, 0, "connected, local only");
    returns(run, "client", "connect", 0);
    at(run, 1);
    calls_with(run, "client", "send", "3, 5", "hello");
    sends(run, C, 1, udp);
    returns(run, "client", "send", 5);
    at(run, 21);
    gets(run, S, 1);
    sends(run, S, 2, icmp);
    at(run, 41);
    gets(run, C, 2);
    at(run, 41);
    calls_with(run, "client", "send", "3, 5", "hello");
    fails(run, "client", "send", "ECONNREFUSED");
}

/* --- the tests ---------------------------------------------------------- */

static struct scene_note notes[] = {
    { .pattern = "server state SYN-RECEIVED", .nth = 1,
      .text = "The kernel answers the SYN. The program sleeps in accept(), "
              "and the listener stays in LISTEN." },
    { .pattern = "client connect returns 0", .nth = 1,
      .text = "connect() returns after one round trip. The server does not "
              "know yet. A SYN counts as one: ack 1." },
    { .pattern = "server queue 1/16", .nth = 1,
      .text = "The connection is complete. It waits in the accept queue "
              "until accept() takes it out." },
};

struct drawing {
    const char *name;           /* of its file */
    const char *title;
    void (*story)(struct run *);
    unsigned columns;
    bool unicode;
    unsigned show;
    bool notes;
};

static const struct drawing drawings[] = {
    { "handshake-80", "The three-way handshake", whole_story, 80, true,
      LANE_ALL, true },
    { "handshake-120", "The three-way handshake", whole_story, 120, true,
      LANE_ALL, true },
    { "handshake-ascii", "The three-way handshake", whole_story, 80, false,
      LANE_ALL, true },
    { "calls-only", "Your first connection", whole_story, 80, true,
      LANE_CALLS, true },
    { "wire-and-state", "Below the programs", whole_story, 80, true,
      LANE_WIRE | LANE_STATE, false },
    { "losses", "Lost, dropped, twice", losses, 80, true, LANE_ALL, false },
    { "crossing", "Both at once", crossing, 80, true, LANE_ALL, false },
    { "crossing-ascii", "Both at once", crossing, 80, false, LANE_ALL,
      false },
    { "bulk", "A long transfer", bulk, 80, true, LANE_ALL, false },
    { "two-connections", "Two clients", two_connections, 80, true, LANE_ALL,
      false },
    { "datagrams", "No connection", datagrams, 80, true, LANE_ALL, false },
};

enum { DRAWINGS = sizeof drawings / sizeof drawings[0] };

static char *
draw(const struct drawing *drawing, const struct text_options *options,
     bool flushes)
{
    struct scene_note copies[3];
    struct scene scene = {
        .title = (char *)drawing->title, .show = drawing->show,
        .wire = { { .delay_ns = 20 * MS }, { .delay_ns = 20 * MS } },
        .notes = copies, .note_count = drawing->notes ? 3 : 0,
    };
    struct run run;

    memcpy(copies, notes, sizeof copies);
    begin(&run, &scene, options);
    run.flushes = flushes;
    drawing->story(&run);
    return end(&run);
}

static struct text_options
its_options(const struct drawing *drawing)
{
    return (struct text_options){ .columns = drawing->columns,
                                  .unicode = drawing->unicode };
}

static char *
file_text(const char *path)
{
    enum { SIZE = 65536 };
    FILE *file = fopen(path, "r");
    char *text = calloc(1, SIZE);

    if (text == NULL)
        abort();
    if (file != NULL) {
        size_t bytes = fread(text, 1, SIZE - 1, file);
        text[bytes] = '\0';
        fclose(file);
    }
    return text;
}

/* Prints the first line in which the two differ. */
static void
print_difference(const char *got, const char *wanted)
{
    int line = 1;

    while (*got != '\0' && *wanted != '\0') {
        size_t a = strcspn(got, "\n"), b = strcspn(wanted, "\n");
        if (a != b || memcmp(got, wanted, a) != 0)
            break;
        got += a + (got[a] != '\0');
        wanted += b + (wanted[b] != '\0');
        line++;
    }
    printf("# line %d is     %.*s\n", line, (int)strcspn(got, "\n"), got);
    printf("# line %d should %.*s\n", line, (int)strcspn(wanted, "\n"),
           wanted);
}

static void
compare_with_file(const struct drawing *drawing, const char *folder,
                  bool write)
{
    char path[512];
    struct text_options options = its_options(drawing);

    snprintf(path, sizeof path, "%s/%s.txt", folder, drawing->name);
    char *got = draw(drawing, &options, false);
    FILE *file = write ? fopen(path, "w") : NULL;
    if (file != NULL) {
        fputs(got, file);
        fclose(file);
    }
    char *wanted = file_text(path);
    bool same = strcmp(got, wanted) == 0;
    check(same, "the drawing %s is as expected", drawing->name);
    if (!same)
        print_difference(got, wanted);
    free(got);
    free(wanted);
}

/* Columns of a line; the wide characters of these stories are CJK. */
static unsigned
line_columns(const char *text, size_t bytes)
{
    unsigned columns = 0;

    for (size_t i = 0; i < bytes; i++) {
        unsigned char c = (unsigned char)text[i];
        if ((c & 0xC0) == 0x80)
            continue;
        columns += c >= 0xE4 && c <= 0xE9 ? 2 : 1;
    }
    return columns;
}

static unsigned
widest_line(const char *text)
{
    unsigned widest = 0;

    while (*text != '\0') {
        size_t bytes = strcspn(text, "\n");
        unsigned columns = line_columns(text, bytes);
        widest = columns > widest ? columns : widest;
        text += bytes + (text[bytes] != '\0');
    }
    return widest;
}

static bool
is_printable(const char *text)
{
    for (; *text != '\0'; text++) {
        unsigned char c = (unsigned char)*text;
        if ((c < ' ' && c != '\n') || c == 0x7F)
            return false;
    }
    return true;
}

static void
test_every_width(void)
{
    bool fits = true, clean = true;

    for (unsigned columns = 80; columns <= 200; columns += 7)
        for (unsigned show = 1; show <= LANE_ALL; show++)
            for (size_t i = 0; i < DRAWINGS; i++) {
                struct text_options options = {
                    .columns = columns, .show = show,
                    .unicode = columns % 2 == 0, .all = columns % 3 == 0,
                };
                char *text = draw(&drawings[i], &options, false);
                fits = fits && widest_line(text) <= columns;
                clean = clean && is_printable(text);
                free(text);
            }
    check(fits, "no line is wider than the terminal, whatever is shown");
    check(clean, "no control character of a program reaches the terminal");
}

static void
test_live(void)
{
    bool same = true;

    for (size_t i = 0; i < DRAWINGS; i++) {
        struct text_options options = its_options(&drawings[i]);
        char *file = draw(&drawings[i], &options, false);
        char *live = draw(&drawings[i], &options, true);
        same = same && strcmp(file, live) == 0;
        free(file);
        free(live);
    }
    check(same, "a run that is watched prints the same bytes as its file");
}

/* Takes the colours out again. */
static void
drop_colours(char *text)
{
    char *out = text;

    while (*text != '\0') {
        if (*text == '\033') {
            text += strcspn(text, "m");
            text += *text == 'm';
            continue;
        }
        *out++ = *text++;
    }
    *out = '\0';
}

static void
test_colour(void)
{
    bool same = true, coloured = true;

    for (size_t i = 0; i < DRAWINGS; i++) {
        struct text_options options = its_options(&drawings[i]);
        char *plain = draw(&drawings[i], &options, false);
        options.colour = true;
        char *colour = draw(&drawings[i], &options, false);
        coloured = coloured && strcmp(plain, colour) != 0;
        drop_colours(colour);
        same = same && strcmp(plain, colour) == 0;
        free(plain);
        free(colour);
    }
    check(coloured && same, "colours add nothing but colours");
}

static unsigned
line_count(const char *text)
{
    unsigned lines = 0;

    for (; *text != '\0'; text++)
        lines += *text == '\n';
    return lines;
}

static void
test_rows(void)
{
    struct text_options options = { .columns = 80, .unicode = true };

    char *first = draw(&drawings[3], &options, false);
    check(line_count(first) <= 24,
          "an echo's calls and notes fit a screen of 24 rows");
    free(first);
    char *folded = draw(&drawings[8], &options, false);
    options.all = true;
    char *all = draw(&drawings[8], &options, false);
    check(line_count(folded) < 60 && line_count(all) > 900,
          "a long transfer is folded, unless all of it is wanted");
    free(folded);
    free(all);
}

/* The nth event of a run that makes no sense. */
static struct event
nonsense(unsigned r)
{
    struct event event = event_new((enum event_kind)(r % EVENT_KINDS));

    event.host = (enum host)((int)(r / 16 % 3) - 1);
    snprintf(event.actor, sizeof event.actor, "server/%u", r / 64 % 40);
    snprintf(event.name, sizeof event.name, r % 5 ? "recv" : "accept");
    snprintf(event.state, sizeof event.state, r % 4 ? "CLOSED" : "\033\xff");
    event.text = r % 7 ? "3, [::]:1, \xff\xfe\t, aaaaaaaaaaaaaaaaaaaaa" : NULL;
    event.error = r % 3 ? "EINTR" : NULL;
    event.value = (int64_t)(r % 9) - 1;
    event.packet = r / 128 % 64;
    event.deed = (enum wire_deed)(r / 256 % WIRE_DEEDS);
    event.segment = tcp(r / 512 % 20, (int)(r / 1024 % 64), r, r + 1, r);
    event.conn = event.segment.conn;
    return event;
}

/* Events in no order at all: the drawing may be nonsense, never a crash. */
static bool
draws_nonsense(unsigned show, unsigned columns, uint64_t random)
{
    struct text_options options = { .columns = columns, .show = show,
                                    .unicode = show % 2 == 1 };
    struct scene scene = { .title = (char *)"\033[2J", .show = LANE_ALL };
    struct run run;

    begin(&run, &scene, &options);
    for (int i = 0; i < 3000; i++) {
        random = random * 6364136223846793005u + 1442695040888963407u;
        struct event event = nonsense((unsigned)(random >> 33));
        if (random >> 62 == 0)
            at(&run, i * 3);
        put(&run, &event);
    }
    char *text = end(&run);
    bool clean = is_printable(text) && widest_line(text) <= columns;
    free(text);
    return clean;
}

static void
test_nonsense(void)
{
    bool clean = true;

    for (unsigned show = 1; show <= LANE_ALL; show++)
        clean = draws_nonsense(show, 80, show)
            && draws_nonsense(show, 133, show + 100) && clean;
    check(clean, "events without sense are drawn without harm");
}

int
main(int argc, char *argv[])
{
    char folder[400];

    bool write = argc == 2 && strcmp(argv[1], "-w") == 0;
    snprintf(folder, sizeof folder, "%.*s",
             (int)(strlen(__FILE__) - strlen(".c")), __FILE__);
    if (argc == 2 && !write)
        snprintf(folder, sizeof folder, "%s", argv[1]);
    for (size_t i = 0; i < DRAWINGS; i++)
        compare_with_file(&drawings[i], folder, write);
    test_every_width();
    test_live();
    test_colour();
    test_rows();
    test_nonsense();
    return done();
}
