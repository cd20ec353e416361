/*
 * words.c - what is said in the same words wherever it stands.
 */
#include "draw/story/words.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

enum { MS = 1000000 };

static void
rate_text(char *out, size_t size, uint64_t bits)
{
    if (bits >= 1000000 && bits % 100000 == 0)
        snprintf(out, size, ", %" PRIu64 "%.*s%.*d Mbit/s", bits / 1000000,
                 bits % 1000000 != 0, ".", bits % 1000000 != 0,
                 (int)(bits % 1000000 / 100000));
    else if (bits > 0)
        snprintf(out, size, ", %" PRIu64 " kbit/s", bits / 1000);
    else
        out[0] = '\0';
}

/* "20 ms", "500 us", with the rate and queue where there are any. */
static void
wire_way(const struct scene_wire *wire, char *out, size_t size)
{
    char rate[48], queue[32] = "";
    int64_t us = wire->delay_ns / 1000;

    rate_text(rate, sizeof rate, wire->rate_bits);
    if (wire->queue_packets > 0)
        snprintf(queue, sizeof queue, ", queue %u", wire->queue_packets);
    if (us % 1000 == 0)
        snprintf(out, size, "%" PRId64 " ms%s%s", us / 1000, rate, queue);
    else
        snprintf(out, size, "%" PRId64 ".%03d ms%s%s", us / 1000,
                 (int)(us % 1000), rate, queue);
}

void
story_wire_words(const struct scene *scene, char *out, size_t size)
{
    char there[128], back[128];

    wire_way(&scene->wire[HOST_CLIENT], there, sizeof there);
    wire_way(&scene->wire[HOST_SERVER], back, sizeof back);
    if (strcmp(there, back) == 0)
        snprintf(out, size, "%s each way", there);
    else
        snprintf(out, size, "client's %s, server's %s", there, back);
}

void
story_duration(int64_t ns, char *out, size_t size)
{
    int64_t ms = (ns + MS / 2) / MS;

    if (ms < 1000)
        snprintf(out, size, "%" PRId64 " ms", ms);
    else if (ms < 100000)
        snprintf(out, size, "%" PRId64 ".%02d s", ms / 1000,
                 (int)(ms % 1000 / 10));
    else
        snprintf(out, size, "%" PRId64 " s", ms / 1000);
}
