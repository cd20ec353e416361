/*
 * scene_network.c - the words of a scene about the wire.
 *
 *     wire    delay=20ms rate=10mbit queue=20
 *     fault   lose client data 3
 */
#include "scene/line.h"

#include <limits.h>
#include <string.h>

static const int64_t second = 1000000000;

/* --- the wire ------------------------------------------------------------ */

static int
set_delay(const struct scene_line *line, struct scene_wire *wire,
          const char *value)
{
    wire->delay_ns = duration_parse(value);
    if (wire->delay_ns < 0 || wire->delay_ns > 60 * second)
        return scene_fail(line, "delay=%.40s is no time from 0ms to 60s; write "
                          "it as in delay=20ms", value);
    return 0;
}

static int
set_rate(const struct scene_line *line, struct scene_wire *wire,
         const char *value)
{
    wire->rate_bits = rate_parse(value);
    if (wire->rate_bits < 1000 || wire->rate_bits > UINT64_C(100000000000))
        return scene_fail(line, "rate=%.40s is no rate from 1kbit to 100gbit; "
                          "write it as in rate=10mbit", value);
    return 0;
}

static int
set_queue(const struct scene_line *line, struct scene_wire *wire,
          const char *value)
{
    uint64_t number;
    if (!number_parse(value, 1, 100000, &number))
        return scene_fail(line, "queue=%.40s is no number of packets from 1 to "
                          "100000; write it as in queue=20", value);
    wire->queue_packets = (unsigned)number;
    return 0;
}

static int
set_mtu(const struct scene_line *line, struct scene_wire *wire,
        const char *value)
{
    uint64_t number;
    if (!number_parse(value, 100, 65535, &number))
        return scene_fail(line, "mtu=%.40s is no number of bytes from 100 to "
                          "65535; write it as in mtu=576", value);
    wire->mtu = (unsigned)number;
    return 0;
}

/* One KEY=VALUE of the wire, in one direction. */
static int
set_wire(const struct scene_line *line, struct scene_wire *wire,
         const char *key, const char *value)
{
    static const struct {
        const char *key;
        int (*set)(const struct scene_line *, struct scene_wire *,
                   const char *);
    } keys[] = {
        { "delay", set_delay }, { "rate", set_rate },
        { "queue", set_queue }, { "mtu", set_mtu },
    };

    for (size_t i = 0; i < sizeof keys / sizeof keys[0]; i++)
        if (strcmp(keys[i].key, key) == 0)
            return keys[i].set(line, wire, value);
    return scene_fail(line, "the wire has no '%.40s'; it has delay=, rate=, "
                      "queue=, mtu= and order=", key);
}

int
read_wire(struct scene_line *line)
{
    struct scene *scene = line->scene;
    struct scene_wire wire[HOSTS];
    bool order_time = scene->order_time;

    if (line->word_count == 0)
        return scene_incomplete(line);
    enum host only = host_named(line->words[0], strlen(line->words[0]));
    size_t i = only == HOST_NONE ? 0 : 1;
    if (i == line->word_count)
        return scene_incomplete(line);
    memcpy(wire, scene->wire, sizeof wire);
    for (; i < line->word_count; i++) {
        char *key = line->words[i], *value = value_take(key);
        if (value == NULL)
            return scene_fail(line, "'%.40s' is not KEY=VALUE; write: %s", key,
                              line->usage);
        bool order = strcmp(key, "order") == 0;
        bool time = strcmp(value, "time") == 0;
        if (order && (only != HOST_NONE ||
                      (!time && strcmp(value, "rest") != 0)))
            return scene_fail(line, "order= is for both ways, time or rest; "
                              "write: wire order=time");
        order_time = order ? time : order_time;
        for (int host = 0; host < HOSTS && !order; host++)
            if ((only == HOST_NONE || (int)only == host) &&
                set_wire(line, &wire[host], key, value) == -1)
                return -1;
    }
    for (int host = 0; host < HOSTS; host++)
        if (wire[host].queue_packets > 0 && wire[host].rate_bits == 0)
            return scene_fail(line, "a queue needs a rate to fill it; write "
                              "rate= in front of queue=");
    memcpy(scene->wire, wire, sizeof wire);
    scene->order_time = order_time;
    return 0;
}

/* --- faults -------------------------------------------------------------- */

/* The place of a word in a list that ends with NULL, or -1. */
static int
place_in(const char *const *list, const char *word)
{
    for (int i = 0; list[i] != NULL; i++)
        if (strcmp(list[i], word) == 0)
            return i;
    return -1;
}

/* Takes "again", "again 2", "always" at words[*at]; else false. */
static bool
take_again(const struct scene_line *line, struct scene_fault *fault,
           size_t *at)
{
    bool again = strcmp(line->words[*at], "again") == 0;
    const char *next = line->words[*at + 1];
    uint64_t number;

    if (fault->number == 0 || fault->again != 0)
        return false;
    if (!again && strcmp(line->words[*at], "always") != 0)
        return false;
    fault->again = again ? 1 : UINT_MAX;
    if (again && next != NULL && number_parse(next, 1, 1000, &number)) {
        fault->again = (unsigned)number;
        ++*at;
    }
    return true;
}

/* What may follow `fault DEED HOST KIND WHICH`. */
static int
read_fault_options(const struct scene_line *line, struct scene_fault *fault)
{
    for (size_t i = 4; i < line->word_count; i++) {
        const char *word = line->words[i];
        if (take_again(line, fault, &i))
            continue;
        if (fault->kind == FAULT_DELAY && strncmp(word, "by=", 3) == 0) {
            fault->by_ns = duration_parse(word + 3);
            if (fault->by_ns > 0 && fault->by_ns <= 60 * second)
                continue;
            return scene_fail(line, "'%.40s' is no time above 0 and up to 60s; "
                              "write it as in by=30ms", word);
        }
        if (fault->number == 0 && strncmp(word, "seed=", 5) == 0) {
            if (number_parse(word + 5, 0, UINT64_MAX, &fault->seed))
                continue;
            return scene_fail(line, "'%.40s' is no number; write it as in "
                              "seed=7", word);
        }
        return scene_fail(line, "'%.40s' cannot stand here: again [N] and "
                          "always follow a number, seed=N a share, by=30ms the "
                          "deed delay; write: %s", word, line->usage);
    }
    return 0;
}

/* The words of `fault DEED HOST KIND WHICH ...` as a fault. */
static int
parse_fault(const struct scene_line *line, struct scene_fault *fault)
{
    static const char *const deeds[] = {    /* enum fault_kind */
        "lose", "duplicate", "delay", "reorder", "corrupt", NULL
    };
    static const char *const kinds[] = {    /* enum fault_segment */
        "any", "syn", "syn-ack", "data", "ack", "fin", "rst", "udp", "icmp",
        NULL
    };
    uint64_t number;

    if (line->word_count < 4)
        return scene_incomplete(line);
    int deed = place_in(deeds, line->words[0]);
    if (deed == -1)
        return scene_fail(line, "the wire cannot '%.40s'; it can lose, "
                          "duplicate, delay, reorder, corrupt", line->words[0]);
    fault->kind = (enum fault_kind)deed;
    fault->host = scene_host(line, line->words[1]);
    if (fault->host == HOST_NONE)
        return -1;
    int kind = place_in(kinds, line->words[2]);
    if (kind == -1)
        return scene_fail(line, "'%.40s' is no kind of segment; the kinds are "
                          "any syn syn-ack data ack fin rst udp icmp",
                          line->words[2]);
    fault->segment = (enum fault_segment)kind;
    if (number_parse(line->words[3], 1, 1000000, &number))
        fault->number = (unsigned)number;
    else
        fault->percent = percent_parse(line->words[3]);
    if (fault->number == 0 && fault->percent <= 0)
        return scene_fail(line, "'%.40s' says neither which (1 to 1000000) "
                          "nor what share (above 0%% to 100%%); write it as "
                          "in 3 or 5%%", line->words[3]);
    return read_fault_options(line, fault);
}

int
read_fault(struct scene_line *line)
{
    struct scene *scene = line->scene;
    struct scene_fault fault = { .seed = 1, .by_ns = 30000000,
                                 .line = line->number };

    if (parse_fault(line, &fault) == -1)
        return -1;
    struct scene_fault *faults = scene_grow(line, scene->faults,
                                            scene->fault_count, sizeof *faults);
    if (faults == NULL)
        return -1;
    scene->faults = faults;
    faults[scene->fault_count++] = fault;
    return 0;
}
