/*
 * hash.c - numbers spread over a table, and a text's number.
 */
#include "base/hash.h"

uint64_t
hash_mix(uint64_t number)
{
    number = (number ^ number >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
    number = (number ^ number >> 27) * UINT64_C(0x94d049bb133111eb);
    return number ^ number >> 31;
}

uint64_t
hash_seed(const void *table)
{
    /* Where a table lies is chosen anew in each run. */
    return (uint64_t)(uintptr_t)table * UINT64_C(0x9e3779b97f4a7c15);
}

uint32_t
hash_text(uint32_t hash, const char *text)
{
    for (; *text != '\0'; text++)
        hash = (hash ^ (unsigned char)*text) * UINT32_C(16777619);
    return hash;
}
