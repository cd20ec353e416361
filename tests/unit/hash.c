/*
 * hash.c - tests of tools/ladder/base/hash.c.
 */
#include "base/hash.h"
#include "tap.h"

/* Neighbours fall into each of 256 buckets about as often. */
static void
test_spread(void)
{
    unsigned in[256] = { 0 }, most = 0;

    for (uint64_t i = 0; i < 256 * 64; i++)
        in[hash_mix(i << 16) & 255]++;
    for (int i = 0; i < 256; i++)
        most = in[i] > most ? in[i] : most;
    check(most < 2 * 64, "numbers that are alike are spread: %u at most", most);
}

int
main(void)
{
    int one, other;

    /* splitmix64 from the seed 0: its first number. */
    check(hash_mix(UINT64_C(0x9e3779b97f4a7c15)) ==
          UINT64_C(0xe220a8397b1dcdaf), "a number is mixed as splitmix64 does");
    test_spread();
    check(hash_seed(&one) != hash_seed(&other), "two tables have two seeds");
    /* From FNV's own list of test vectors. */
    check(hash_text(HASH_TEXT, "") == 0x811c9dc5 &&
          hash_text(HASH_TEXT, "a") == 0xe40c292c &&
          hash_text(HASH_TEXT, "foobar") == 0xbf9cf968,
          "a text's number is FNV-1a's");
    check(hash_text(hash_text(HASH_TEXT, "foo"), "bar") == 0xbf9cf968,
          "a text may come in pieces");
    return done();
}
