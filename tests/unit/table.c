/*
 * table.c - is a run counted right, and are several shown side by side?
 */
#include "draw/table/table.h"

#include <stdlib.h>
#include <string.h>

#include "trace/trace.h"
#include "tap.h"

enum { PRINTED_MAX = 4096 };

/* Adds tests/fixtures/NAME, of which only the first cut bytes are there if cut
   is not 0.  0, or -1 with a message. */
static int
add(struct table *table, const char *name, size_t cut,
    struct complaint *message)
{
    char path[256], bytes[32768];

    snprintf(path, sizeof path, "tests/fixtures/%s", name);
    FILE *whole = fopen(path, "r");
    FILE *file = tmpfile();
    if (whole == NULL || file == NULL) {
        perror(path);
        exit(1);
    }
    size_t length = fread(bytes, 1, sizeof bytes, whole);
    if (cut > 0 && cut < length)
        length = cut;
    if (fwrite(bytes, 1, length, file) != length)
        exit(1);
    int result = table_add(table, file, name, message);
    fclose(whole);
    fclose(file);
    return result;
}

static bool
prints(const struct table *table, bool unicode, const char *expected)
{
    char text[PRINTED_MAX];
    FILE *out = tmpfile();

    if (out == NULL || table_print(table, unicode, out) == -1)
        return false;
    rewind(out);
    text[fread(text, 1, sizeof text - 1, out)] = '\0';
    fclose(out);
    bool same = strcmp(text, expected) == 0;
    if (!same)
        printf("# got:\n%s# not:\n%s", text, expected);
    return same;
}

static const char handshake[] =
    "                             handshake\n"
    "                                   TCP\n"
    "--------------------------------------\n"
    "client sends\n"
    "  segments                           6\n"
    "  bytes on the wire                326\n"
    "server sends\n"
    "  segments                           5\n"
    "  bytes on the wire                274\n"
    "server's program gets\n"
    "  bytes                              6\n"
    "  the first at, ms                  69\n"
    "  the last at, ms                   69\n"
    "client's program gets\n"
    "  bytes                              6\n"
    "  the first at, ms                  89\n"
    "  the last at, ms                   89\n";

static const char side_by_side[] =
    "                             handshake   handshake\n"
    "                                   TCP         TCP\n"
    "--------------------------------------------------\n"
    "client sends\n"
    "  segments                           6   1,234,567\n"
    "  bytes on the wire                326           0\n"
    "server sends\n"
    "  segments                           5   1,234,567\n"
    "  bytes on the wire                274           0\n"
    "server's program gets\n"
    "  bytes                              6           0\n"
    "  the first at, ms                  69           -\n"
    "  the last at, ms                   69           -\n"
    "client's program gets\n"
    "  bytes                              6           0\n"
    "  the first at, ms                  89           -\n"
    "  the last at, ms                   89           -\n";

/* The segment that is sent again is duplicated on its way: overtaken twice. */
static const char lossy[] =
    "                                 lossy       lossy       lossy\n"
    "                                   TCP         UDP        ICMP\n"
    "--------------------------------------------------------------\n"
    "client sends\n"
    "  segments                          11           1           0\n"
    "  bytes on the wire              4,576          33           0\n"
    "  sent again                         1           0           0\n"
    "  lost                               1           0           0\n"
    "  overtaken                          2           0           0\n"
    "server sends\n"
    "  segments                           8           0           1\n"
    "  bytes on the wire                462           0          61\n"
    "server's program gets\n"
    "  bytes missing                  3,005           0           0\n"
    "client's program gets\n"
    "  bytes                              6           0           0\n"
    "  the first at, ms                  89           -           -\n"
    "  the last at, ms                   89           -           -\n";

static void
test_runs(struct complaint *message)
{
    struct table table = { .count = 0 };

    check(add(&table, "handshake.trace", 0, message) == 0 && table.count == 1,
          "a run with one protocol is one column");
    check(prints(&table, false, handshake), "rows that are 0 are left out");
    table.count = 0;
    check(add(&table, "lossy.trace", 0, message) == 0 && table.count == 3,
          "each protocol of a run has its column");
    check(prints(&table, false, lossy), "losses and resends are counted");
}

static void
test_several(struct complaint *message)
{
    struct table table = { .count = 0 };

    for (int i = 0; i < 2; i++)
        add(&table, "handshake.trace", 0, message);
    memset(&table.columns[1].ways, 0, sizeof table.columns[1].ways);
    table.columns[1].ways[HOST_CLIENT] = (struct table_way){
        .segments = 1234567, .first_ns = -1, .last_ns = -1 };
    table.columns[1].ways[HOST_SERVER] = table.columns[1].ways[HOST_CLIENT];
    check(table.count == 2 && prints(&table, false, side_by_side),
          "a second run stands beside the first");
    for (int i = 2; i < TABLE_COLUMNS_MAX; i++)
        add(&table, "handshake.trace", 0, message);
    message->text[0] = '\0';
    check(add(&table, "handshake.trace", 0, message) == -1
          && table.count == TABLE_COLUMNS_MAX
          && strstr(message->text, "the table is full") != NULL,
          "a full table refuses one more");
}

static void
test_damaged(struct complaint *message)
{
    bool refused = true;

    for (size_t cut = 1; cut < 9000; cut += 61) {
        struct table table = { .count = 0 };
        message->text[0] = '\0';
        if (add(&table, "lossy.trace", cut, message) != -1 || table.count != 0
            || message->text[0] == '\0') {
            printf("# cut at %zu\n", cut);
            refused = false;
        }
    }
    check(refused, "a trace that was cut is refused, and adds no column");
}

/* The event as a return of this call. */
static struct event
returns(enum host host, const char *call, int64_t value, bool udp)
{
    struct event event = event_new(EVENT_RETURN);

    event.host = host;
    event.value = value;
    event.udp = udp;
    snprintf(event.name, sizeof event.name, "%s", call);
    snprintf(event.actor, sizeof event.actor, "%s", host_name(host));
    return event;
}

/* A datagram of 16 bytes leaves, and arrives. */
static const unsigned char datagram[44] = {
    0x45, 0, 0, 44, 0, 1, 0x40, 0, 64, 17, 0, 0, 10, 0, 0, 1, 10, 0, 0, 2,
    0x9c, 0x40, 0x1b, 0x58, 0, 24, 0, 0
};

static void
write_packet(FILE *file, enum event_kind kind, uint64_t number, int64_t at_ms)
{
    struct event event = event_new(kind);

    event.host = kind == EVENT_SENDS ? HOST_CLIENT : HOST_SERVER;
    event.packet = number;
    event.step = (uint64_t)at_ms + 1;
    event.time_ns = at_ms * 1000000;
    event.packet_bytes = sizeof datagram;
    if (kind == EVENT_SENDS) {
        event.bytes = datagram;
        event.captured_bytes = sizeof datagram;
    }
    segment_parse(&event.segment, datagram, sizeof datagram, sizeof datagram);
    trace_write_event(file, &event);
}

/* Two datagrams, the second of which overtakes the first; 16 of 32 bytes are
   read. */
static FILE *
overtaking_run(const char *name)
{
    char scene_name[64];
    struct trace_header header = {
        .version = TRACE_VERSION, .kernel = "6.1.0", .machine = "x86_64",
        .captured_in = "hosts", .scene = "", .scene_name = scene_name,
        .not_applied = ""
    };
    FILE *file = tmpfile();

    if (file == NULL)
        exit(1);
    snprintf(scene_name, sizeof scene_name, "%s", name);
    trace_write_header(file, &header);
    for (int i = 1; i <= 2; i++) {
        write_packet(file, EVENT_SENDS, (uint64_t)i, i);
        struct event sent = returns(HOST_CLIENT, "sendto", 16, true);
        sent.time_ns = i * 1000000;
        trace_write_event(file, &sent);
    }
    write_packet(file, EVENT_GETS, 2, 10);
    write_packet(file, EVENT_GETS, 1, 11);
    struct event got = returns(HOST_SERVER, "recvfrom", 16, true);
    got.time_ns = 12999999;
    got.step = 12;              /* the arrival's, which was at 11 ms */
    trace_write_event(file, &got);
    struct event ended = returns(HOST_SERVER, "recvfrom", 0, true);
    ended.time_ns = 14000000;
    trace_write_event(file, &ended);
    trace_write_end(file, 8);
    return file;
}

static void
test_datagrams(struct complaint *message)
{
    struct table table = { .count = 0 };
    FILE *file = overtaking_run("late");

    int result = table_add(&table, file, "late", message);
    fclose(file);
    if (result == -1)
        printf("# %s\n", message->text);
    const struct table_way *way = &table.columns[0].ways[HOST_CLIENT];
    check(result == 0 && table.count == 1 && way->segments == 2
          && way->wire_bytes == 88 && way->overtaken == 1,
          "a datagram that comes after a later one was overtaken");
    check(way->sent_bytes == 32 && way->got_bytes == 16
          && way->first_ns == 10000000 && way->last_ns == 10000000,
          "what a program got counts where its step began, and 0 is nothing");

    file = overtaking_run("a\x1b[2J-name-that-is-far-too-long");
    table.count = 0;
    result = table_add(&table, file, "late", message);
    fclose(file);
    check(result == 0 && strcmp(table.columns[0].run, "a\\x1b[2J-name-t") == 0,
          "a run's name is cut, and has no control characters");
}

int
main(void)
{
    struct complaint message = { "" };

    test_runs(&message);
    test_several(&message);
    test_damaged(&message);
    test_datagrams(&message);
    return done();
}
