/*
 * fuzz.h - the one function of a fuzz target: it takes any bytes at all.
 *
 * libFuzzer calls it with bytes that it makes up (`make fuzz`), replay.c with
 * the files of the target's corpus (`make check`).
 */
#ifndef FUZZ_H
#define FUZZ_H

#include <stddef.h>
#include <stdint.h>

/* Returns 0.  A mistake ends the program: a sanitizer, or abort(). */
int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length);

#endif
