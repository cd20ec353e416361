/* frame.c - how a guest and its host speak, over a serial line. */
#include "vm/frame.h"

#include <string.h>

static const unsigned char magic[4] = { 'L', 'A', 'D', '1' };

static void
put32(unsigned char *out, uint32_t value)
{
    for (int i = 0; i < 4; i++)
        out[i] = (unsigned char)(value >> (24 - 8 * i));
}

static uint32_t
get32(const unsigned char *bytes)
{
    return (uint32_t)bytes[0] << 24 | (uint32_t)bytes[1] << 16 |
           (uint32_t)bytes[2] << 8 | bytes[3];
}

static uint32_t
crc32_add(uint32_t crc, const unsigned char *bytes, size_t length)
{
    for (size_t i = 0; i < length; i++) {
        crc ^= bytes[i];
        for (int bit = 0; bit < 8; bit++)
            crc = crc >> 1 ^ (crc & 1 ? 0xedb88320U : 0);
    }
    return crc;
}

static uint32_t
checksum(const unsigned char *header, const unsigned char *payload,
         size_t length)
{
    return ~crc32_add(crc32_add(~0U, header, 12), payload, length);
}

size_t
frame_write(const struct frame *frame, unsigned char *out)
{
    memcpy(out, magic, sizeof magic);
    out[4] = (unsigned char)frame->kind;
    out[5] = 0;
    out[6] = (unsigned char)(frame->job >> 8);
    out[7] = (unsigned char)frame->job;
    put32(out + 8, (uint32_t)frame->length);
    if (frame->length > 0)
        memcpy(out + FRAME_HEADER, frame->payload, frame->length);
    put32(out + 12, checksum(out, out + FRAME_HEADER, frame->length));
    return FRAME_HEADER + frame->length;
}

int
frame_read(struct frame *frame, const unsigned char *bytes, size_t length)
{
    size_t seen = length < sizeof magic ? length : sizeof magic;

    if (memcmp(bytes, magic, seen) != 0)
        return -1;
    if (length < FRAME_HEADER)
        return 0;
    uint32_t payload = get32(bytes + 8);
    if (payload > FRAME_PAYLOAD_MOST)
        return -1;
    if (length - FRAME_HEADER < payload)
        return 0;
    if (checksum(bytes, bytes + FRAME_HEADER, payload) != get32(bytes + 12))
        return -1;
    *frame = (struct frame){
        .kind = (enum frame_kind)bytes[4],
        .job = (unsigned)bytes[6] << 8 | bytes[7],
        .payload = bytes + FRAME_HEADER,
        .length = payload,
    };
    return (int)(FRAME_HEADER + payload);
}
