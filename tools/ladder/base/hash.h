/*
 * hash.h - numbers spread over a table, and a text's number.
 */
#ifndef LADDER_HASH_H
#define LADDER_HASH_H

#include <stdint.h>

/* Each bit of the number changes about half of the bits: splitmix64's end. */
uint64_t
hash_mix(uint64_t number);

/* A table's seed: with it a trace cannot choose its bucket. */
uint64_t
hash_seed(const void *table);

/* FNV-1a, 32 bits: the same text has the same number in each run.  Begin with
   HASH_TEXT; hand the result on to add another text. */
#define HASH_TEXT UINT32_C(2166136261)

uint32_t
hash_text(uint32_t hash, const char *text);

#endif
