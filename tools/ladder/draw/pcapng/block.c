/*
 * block.c - see block.h.
 */
#include "draw/pcapng/block.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"

void
block_put(struct block *block, const void *bytes, size_t count)
{
    if (!block->failed && block->used + count > block->size) {
        unsigned char *more = array_room(block->bytes, &block->size,
                                         block->used + count, 1);

        if (more == NULL) {
            block->failed = true;
            return;
        }
        block->bytes = more;
    }
    if (block->failed || count == 0)
        return;
    memcpy(block->bytes + block->used, bytes, count);
    block->used += count;
}

void
block_put16(struct block *block, unsigned value)
{
    unsigned char b[2] = {value & 0xff, value >> 8 & 0xff};

    block_put(block, b, sizeof b);
}

void
block_put32(struct block *block, uint32_t value)
{
    block_put16(block, value & 0xffff);
    block_put16(block, value >> 16);
}

void
block_pad(struct block *block)
{
    while (!block->failed && block->used % 4 != 0)
        block_put(block, "", 1);
}

void
block_option(struct block *block, unsigned code, const void *bytes,
             size_t count)
{
    block_put16(block, code);
    block_put16(block, (unsigned)count);
    block_put(block, bytes, count);
    block_pad(block);
}

void
block_string(struct block *block, unsigned code, const char *text)
{
    if (text[0] != '\0')
        block_option(block, code, text, strlen(text));
}

struct block
block_begin(uint32_t type)
{
    struct block block = {0};

    block_put32(&block, type);
    block_put32(&block, 0);           /* the length, known at the end */
    return block;
}

int
block_end(struct block *block, bool options, FILE *out)
{
    int result = -1;

    if (options)
        block_put32(block, 0);
    uint32_t length = (uint32_t)block->used + 4;
    block_put32(block, length);
    if (block->failed) {
        errno = ENOMEM;
    } else {
        for (unsigned i = 0; i < 4; i++)
            block->bytes[4 + i] = (unsigned char)(length >> (8 * i));
        if (fwrite(block->bytes, 1, block->used, out) == block->used)
            result = 0;
    }
    free(block->bytes);
    return result;
}
