/*
 * block.h - a block of a capture file, built in memory so that its
 * length is known before it is written.  All fields are little-endian.
 */
#ifndef LADDER_PCAPNG_BLOCK_H
#define LADDER_PCAPNG_BLOCK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

struct block {
    unsigned char *bytes;
    size_t used, size;
    bool failed;
};

/* A new block.  Failures are kept until block_end() tells them. */
struct block
block_begin(uint32_t type);

void
block_put(struct block *block, const void *bytes, size_t count);
void
block_put16(struct block *block, unsigned value);
void
block_put32(struct block *block, uint32_t value);

/* Zeros up to the next multiple of four. */
void
block_pad(struct block *block);

/* An option; a string that is empty is left out. */
void
block_option(struct block *block, unsigned code, const void *bytes,
             size_t count);
void
block_string(struct block *block, unsigned code, const char *text);

/* Ends the options if there are any, sets both lengths, writes the block and
   frees it.  0, or -1 with errno. */
int
block_end(struct block *block, bool options, FILE *out);

#endif
