/*
 * segment_text.c - a segment as a transcript writes it.
 *
 *     SYN,ACK 0:0 ack 1
 *     ACK ack 1 sack 7:13 win 0
 *     PSH,ACK 1:7 (6) ack 1 [again]
 */
#include "model/segment.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/words.h"

/* In the order in which they are written. */
static const struct { int flag; const char *name; } flag_names[] = {
    { TCP_SYN, "SYN" }, { TCP_FIN, "FIN" }, { TCP_RST, "RST" },
    { TCP_PSH, "PSH" }, { TCP_ACK, "ACK" }, { TCP_URG, "URG" },
    { TCP_ECE, "ECE" }, { TCP_CWR, "CWR" },
};

enum { FLAGS = sizeof flag_names / sizeof flag_names[0], FLAG_LETTERS = 3 };

static const char no_flags[] = "none";

/* What is no TCP segment begins with one of these. */
enum packet_word { WORD_UDP, WORD_ICMP, WORD_FRAGMENT, WORD_PACKET, WORDS };

static const char *const packet_words[WORDS] = {
    [WORD_UDP] = "udp", [WORD_ICMP] = "icmp",
    [WORD_FRAGMENT] = "fragment", [WORD_PACKET] = "packet",
};

const char *
segment_flags(const struct segment *segment, char *out, size_t size)
{
    struct words words = words_in(out, size);
    if (size == 0)
        return out;
    for (size_t i = 0; i < FLAGS; i++)
        if (segment->flags & flag_names[i].flag)
            words_add(&words, words.used > 0 ? ",%s" : "%s",
                      flag_names[i].name);
    if (segment->flags == 0)
        words_add(&words, "%s", no_flags);
    return out;
}

int
segment_flags_parse(const char *text, size_t length)
{
    int flags = 0;

    while (length >= FLAG_LETTERS) {
        size_t i = 0;
        while (i < FLAGS
               && memcmp(text, flag_names[i].name, FLAG_LETTERS) != 0)
            i++;
        if (i == FLAGS || (length > FLAG_LETTERS && text[FLAG_LETTERS] != ','))
            return -1;
        flags |= flag_names[i].flag;
        size_t taken = FLAG_LETTERS + (length > FLAG_LETTERS);
        text += taken;
        length -= taken;
    }
    return length == 0 && flags != 0 ? flags : -1;
}

bool
segment_is_word(const char *text, size_t length)
{
    for (size_t i = 0; i < WORDS; i++)
        if (strlen(packet_words[i]) == length
            && memcmp(packet_words[i], text, length) == 0)
            return true;
    return strlen(no_flags) == length && memcmp(no_flags, text, length) == 0;
}

static const char *
icmp4_name(int type, int code)
{
    if (type == 0)
        return "echo-reply";
    if (type == 8)
        return "echo-request";
    if (type == 11)
        return "time-exceeded";
    if (type != 3)
        return NULL;
    switch (code) {
    case 0: return "net-unreachable";
    case 1: return "host-unreachable";
    case 2: return "protocol-unreachable";
    case 3: return "port-unreachable";
    case 4: return "fragmentation-needed";
    case 9: case 10: case 13: return "admin-unreachable";
    default: return NULL;
    }
}

/* ICMPv6 says the same with other numbers; the words stay. */
static const char *
icmp6_name(int type, int code)
{
    if (type == 128)
        return "echo-request";
    if (type == 129)
        return "echo-reply";
    if (type == 2)
        return "fragmentation-needed";
    if (type == 3)
        return "time-exceeded";
    if (type == 4 && code == 1)
        return "protocol-unreachable";
    if (type != 1)
        return NULL;
    switch (code) {
    case 0: return "net-unreachable";
    case 1: return "admin-unreachable";
    case 3: return "host-unreachable";
    case 4: return "port-unreachable";
    default: return NULL;
    }
}

const char *
segment_icmp_name(const struct segment *segment, char *out, size_t size)
{
    const char *name = segment->source.version == 6
        ? icmp6_name(segment->icmp_type, segment->icmp_code)
        : icmp4_name(segment->icmp_type, segment->icmp_code);
    if (name != NULL)
        snprintf(out, size, "%s", name);
    else
        snprintf(out, size, "type-%d-code-%d", segment->icmp_type,
                 segment->icmp_code);
    return out;
}

static void
add_tcp(struct words *words, const struct segment *segment)
{
    int flags = segment->flags;
    char names[64];

    words_add(words, "%s", segment_flags(segment, names, sizeof names));
    bool counts = (flags & (TCP_SYN | TCP_FIN)) || segment->payload_bytes > 0;
    if (counts && !(flags & TCP_RST))
        words_add(words, " %" PRIu32 ":%" PRIu32, segment->from, segment->to);
    if (segment->payload_bytes > 0)
        words_add(words, " (%zu)", segment->payload_bytes);
    if (flags & TCP_ACK)
        words_add(words, " ack %" PRIu32, segment->relative_ack);
    for (size_t i = 0; i < segment->sack_blocks && i < SACK_BLOCKS_MAX; i++)
        words_add(words, "%s%" PRId64 ":%" PRId64, i == 0 ? " sack " : ",",
                  segment->relative_sack[i][0], segment->relative_sack[i][1]);
    if (segment->window == 0 && !(flags & (TCP_SYN | TCP_RST)))
        words_add(words, " win 0");
    if (segment->probe)
        words_add(words, " [probe]");
    if (segment->again)
        words_add(words, " [again]");
}

/* The word of a packet that is neither TCP nor ICMP. */
static enum packet_word
word_of(const struct segment *segment)
{
    if (segment->protocol == PROTOCOL_UDP)
        return WORD_UDP;
    return segment->fragment ? WORD_FRAGMENT : WORD_PACKET;
}

const char *
segment_text(const struct segment *segment, char *out, size_t size)
{
    struct words words = words_in(out, size);
    char name[64];

    if (size == 0)
        return out;
    if (segment->protocol == PROTOCOL_TCP)
        add_tcp(&words, segment);
    else if (segment->protocol == PROTOCOL_ICMP)
        words_add(&words, "%s %s", packet_words[WORD_ICMP],
                  segment_icmp_name(segment, name, sizeof name));
    else
        words_add(&words, "%s (%zu)", packet_words[word_of(segment)],
                  segment->payload_bytes);
    return out;
}

static uint16_t
group(const struct address *address, int i)
{
    return (uint16_t)(address->bytes[2 * i] << 8 | address->bytes[2 * i + 1]);
}

/* The longest run of zero groups, two at least, becomes "::": RFC 5952. */
static void
add_ipv6(struct words *words, const struct address *address)
{
    int best = 8, longest = 1;
    for (int i = 0; i < 8; i++) {
        int end = i;
        while (end < 8 && group(address, end) == 0)
            end++;
        if (end - i > longest) {
            best = i;
            longest = end - i;
        }
    }
    for (int i = 0; i < 8; i++) {
        if (i == best) {
            words_add(words, "::");
            i += longest - 1;
            continue;
        }
        bool first = i == 0 || i == best + longest;
        words_add(words, first ? "%x" : ":%x", (unsigned)group(address, i));
    }
}

const char *
address_text(const struct address *address, char *out, size_t size)
{
    struct words words = words_in(out, size);
    const unsigned char *bytes = address->bytes;

    if (size == 0)
        return out;
    if (address->version == 4)
        words_add(&words, "%d.%d.%d.%d", bytes[0], bytes[1], bytes[2],
                  bytes[3]);
    else if (address->version == 6)
        add_ipv6(&words, address);
    return out;
}
