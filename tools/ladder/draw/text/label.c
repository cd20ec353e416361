/*
 * label.c - a segment in as many words as there is room for.
 *
 *     SYN mss 1460 ws 10 sack ts          with room for details
 *     PSH,ACK 1:7 (6 bytes) ack 1
 *     SYN,ACK ack 1                       without: what is news comes first
 *     1:7 (6 bytes)
 *     1:7 (6) ack 7                       an acknowledgment that rides along
 *     c2 1449:2897 again
 */
#include "draw/text/ladder.h"

#include <inttypes.h>
#include <stdarg.h>
#include <string.h>

#include "base/words.h"

#include "draw/text/label.h"

/* What is left out first: higher levels are shorter. */
enum level { LEVEL_ALL, LEVEL_NEWS, LEVEL_NO_BYTES_WORD, LEVEL_NO_WINDOW,
             LEVEL_NO_SACK_NUMBERS, LEVEL_NO_RIDING_ACK, LEVEL_NO_LENGTH,
             LEVELS };

enum colour
label_colour(const struct segment *segment)
{
    if (segment->protocol == PROTOCOL_ICMP)
        return COLOUR_RED;
    if (segment->protocol != PROTOCOL_TCP)
        return COLOUR_BLUE;
    if (segment->flags & TCP_RST)
        return COLOUR_RED;
    if (segment->flags & TCP_SYN)
        return COLOUR_YELLOW;
    if (segment->flags & TCP_FIN)
        return COLOUR_MAGENTA;
    return segment->payload_bytes > 0 ? COLOUR_BLUE : COLOUR_NONE;
}

static void
add_options(struct words *words, const struct segment *segment)
{
    if (segment->mss != 0)
        words_add(words, " mss %u", segment->mss);
    if (segment->window_scale >= 0)
        words_add(words, " ws %d", segment->window_scale);
    if (segment->sack_permitted)
        words_add(words, " sack");
    if (segment->timestamps)
        words_add(words, " ts");
}

static void
add_sack(struct words *words, const struct segment *segment, enum level level)
{
    if (segment->sack_blocks == 0)
        return;
    words_add(words, " sack");
    for (size_t i = 0; i < segment->sack_blocks && i < SACK_BLOCKS_MAX
         && level < LEVEL_NO_SACK_NUMBERS; i++)
        words_add(words, "%s%" PRId64 ":%" PRId64, i == 0 ? " " : ",",
                  segment->relative_sack[i][0], segment->relative_sack[i][1]);
}

static void
add_bytes(struct words *words, const struct segment *segment,
          enum level level)
{
    const char *gap = words->used > 0 ? " " : "";

    words_add(words, "%s%" PRIu32 ":%" PRIu32, gap, segment->from, segment->to);
    if (level < LEVEL_NO_BYTES_WORD)
        words_add(words, " (%zu byte%s)", segment->payload_bytes,
                  segment->payload_bytes == 1 ? "" : "s");
    else if (level < LEVEL_NO_LENGTH)
        words_add(words, " (%zu)", segment->payload_bytes);
}

/*
 * A window is worth a word when it is small for this connection: less than
 * half of the largest one that this side has offered.
 */
static bool
window_is_news(const struct link *link, const struct event *event)
{
    const struct segment *segment = &event->segment;

    if (segment->flags & (TCP_SYN | TCP_RST))
        return false;
    return segment->window_bytes == 0
        || (link != NULL
            && segment->window_bytes * 2 < link->window_most[event->host]);
}

static void
write_tcp(struct words *words, const struct event *event,
          const struct link *link, enum level level)
{
    const struct segment *segment = &event->segment;
    int flags = segment->flags;
    bool data = segment->payload_bytes > 0;
    bool control = flags & (TCP_SYN | TCP_FIN | TCP_RST);
    char names[64];

    struct segment shown = *segment;
    if (level > LEVEL_ALL)
        shown.flags &= (uint8_t)~TCP_PSH;
    bool plain_ack = !control && !data && (flags & TCP_ACK);
    if (level == LEVEL_ALL || control
        || (!data && !(plain_ack && level >= LEVEL_NO_BYTES_WORD)))
        words_add(words, "%s", segment_flags(&shown, names, sizeof names));
    bool counts = data || (level == LEVEL_ALL && control
                           && !(flags & TCP_RST));
    if (data && words->used == 0 && (flags & TCP_URG))
        words_add(words, "URG");      /* what is urgent is never left out */
    if (data)
        add_bytes(words, segment, level);
    else if (counts)
        words_add(words, " %" PRIu32 ":%" PRIu32, segment->from, segment->to);
    bool news = link == NULL || !link->acked[event->host]
        || link->ack[event->host] != segment->relative_ack;
    bool rides = data || control;
    bool tells = !rides || level == LEVEL_ALL || control
        || (news && level < LEVEL_NO_RIDING_ACK);
    if ((flags & TCP_ACK) && tells && !(rides
                                        && level >= LEVEL_NO_RIDING_ACK))
        words_add(words, "%sack %" PRIu32, words->used > 0 ? " " : "",
                  segment->relative_ack);
    add_sack(words, segment, level);
    if (level == LEVEL_ALL && (flags & TCP_SYN))
        add_options(words, segment);
    bool small = window_is_news(link, event);
    if (level < LEVEL_NO_WINDOW && !control
        && (small || (level == LEVEL_ALL && !data)))
        words_add(words, " win %" PRId64, segment->window_bytes);
    if (segment->probe)
        words_add(words, " probe");
    if (segment->again)
        words_add(words, " again");
}

/* "udp 40776>7000 (5 bytes)", or only where it goes: "udp :7000 (5)". */
static void
write_udp(struct words *words, const struct segment *segment, enum level level)
{
    if (level == LEVEL_ALL)
        words_add(words, "udp %u>%u (%zu byte%s)", segment->source_port,
                  segment->target_port, segment->payload_bytes,
                  segment->payload_bytes == 1 ? "" : "s");
    else
        words_add(words, "udp :%u (%zu)", segment->target_port,
                  segment->payload_bytes);
}

/* "port-unreachable :7000", or "unreachable :7000": the port is the news. */
static void
write_icmp(struct words *words, const struct segment *segment,
           enum level level)
{
    bool has_port = segment->quotes && segment->quoted_target_port != 0;
    const char *port = "port-";
    char text[LABEL_MAX];
    const char *name = segment_icmp_name(segment, text, sizeof text);

    bool is_port = strncmp(name, port, strlen(port)) == 0;
    if (is_port && has_port && level >= LEVEL_NO_BYTES_WORD)
        name += strlen(port);
    words_add(words, "%s%s", level == LEVEL_ALL ? "icmp " : "", name);
    if (has_port && (is_port || level < LEVEL_NO_BYTES_WORD))
        words_add(words, " :%u", segment->quoted_target_port);
}

static void
write_other(struct words *words, const struct segment *segment,
            enum level level)
{
    char name[LABEL_MAX];

    if (segment->protocol == PROTOCOL_UDP && level < LEVEL_NO_LENGTH)
        write_udp(words, segment, level);
    else if (segment->protocol == PROTOCOL_ICMP)
        write_icmp(words, segment, level);
    else
        words_add(words, "%s", segment_text(segment, name, sizeof name));
}

/* Keeps what the next label of this side is compared with. */
static void
remember(struct link *link, const struct event *event)
{
    const struct segment *segment = &event->segment;

    if (segment->flags & TCP_ACK) {
        link->acked[event->host] = true;
        link->ack[event->host] = segment->relative_ack;
    }
    if (!(segment->flags & (TCP_SYN | TCP_RST))
        && segment->window_bytes > link->window_most[event->host])
        link->window_most[event->host] = segment->window_bytes;
}

void
label_segment(struct text_ladder *ladder, const struct event *event,
              char *out, size_t size, unsigned room)
{
    const struct segment *segment = &event->segment;
    struct link *link = link_of(ladder, segment->conn);
    char plain[LABEL_MAX], text[LABEL_MAX];

    bool tcp = segment->protocol == PROTOCOL_TCP;
    int level = ladder->layout.wide ? LEVEL_ALL : LEVEL_NEWS;
    for (; level < LEVELS; level++) {
        struct words words = words_in(plain, sizeof plain);
        if (tcp)
            write_tcp(&words, event, link, (enum level)level);
        else
            write_other(&words, segment, (enum level)level);
        words = words_in(text, sizeof text);
        if (tcp && segment->conn != 0 && ladder->links.conns > 1)
            words_add(&words, "c%u ", segment->conn);
        words_add(&words, "%s", plain);
        if (text_columns(text) <= room)
            break;
    }
    text_shorten(out, size, text, room, ladder->options.unicode);
    if (link != NULL && event->kind == EVENT_SENDS)
        remember(link, event);
}
