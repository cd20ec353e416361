/* naming.c - a segment's name, in the words of a scene's fault. */
#include "play/naming.h"

#include <stdio.h>
#include <string.h>

static const char *const kinds[] = { "syn", "syn-ack", "rst", "fin", "data",
                                     "ack", "udp", "icmp", "any" };

enum { KIND_FIN = 3, KIND_DATA = 4 };   /* places in kinds[] */

static size_t
kind_of(const struct segment *segment)
{
    if (segment->protocol == PROTOCOL_UDP)
        return 6;
    if (segment->protocol == PROTOCOL_ICMP)
        return 7;
    if (segment->protocol != PROTOCOL_TCP)
        return 8;
    if ((segment->flags & TCP_SYN) != 0)
        return (segment->flags & TCP_ACK) != 0 ? 1 : 0;
    if ((segment->flags & TCP_RST) != 0)
        return 2;
    if (segment->payload_bytes > 0)
        return KIND_DATA;
    return (segment->flags & TCP_FIN) != 0 ? KIND_FIN : 5;
}

void
naming_note(struct naming *naming, const struct event *sends)
{
    const struct segment *segment = &sends->segment;
    size_t kind = kind_of(segment), place = naming->count % NAMED_MAX;
    unsigned number = 0, again = 0;

    for (size_t i = 0; segment->again && i < NAMED_MAX; i++)
        if (naming->recent[i].kind == kinds[kind] &&
            naming->recent[i].host == sends->host &&
            naming->recent[i].conn == segment->conn &&
            naming->recent[i].from == segment->from) {
            number = naming->recent[i].number;
            if (again <= naming->recent[i].again)
                again = naming->recent[i].again + 1;
        }
    if (number == 0) {
        number = ++naming->sent[sends->host][kind];
        again = 0;
        /* A fault counts a FIN that carries data among both. */
        if (kind == KIND_DATA && (segment->flags & TCP_FIN) != 0)
            naming->sent[sends->host][KIND_FIN]++;
    }
    naming->recent[place].packet = sends->packet;
    naming->recent[place].host = sends->host;
    naming->recent[place].kind = kinds[kind];
    naming->recent[place].conn = segment->conn;
    naming->recent[place].from = segment->from;
    naming->recent[place].number = number;
    naming->recent[place].again = again;
    naming->count++;
}

const char *
naming_of(const struct naming *naming, uint64_t packet, char *out, size_t size)
{
    out[0] = '\0';
    for (size_t i = 0; i < NAMED_MAX; i++) {
        if (naming->recent[i].packet != packet || packet == 0)
            continue;
        int length = snprintf(out, size, "%s %s %u",
                              host_name(naming->recent[i].host),
                              naming->recent[i].kind,
                              naming->recent[i].number);
        if (naming->recent[i].again > 0 && length > 0 &&
            (size_t)length < size)
            snprintf(out + length, size - (size_t)length, " again %u",
                     naming->recent[i].again);
        break;
    }
    return out;
}
