/*
 * utf8.h - which bytes are a character (RFC 3629).
 */
#ifndef LADDER_UTF8_H
#define LADDER_UTF8_H

#include <stddef.h>
#include <stdint.h>

/* How many bytes the character at text[0..length) has, 1 to 4; 0 if they are
   not UTF-8: cut short, overlong, a surrogate, or beyond U+10FFFF. */
size_t
utf8_length(const char *text, size_t length);

/* The same; where it is a character, *code is its number. */
size_t
utf8_decode(const char *text, size_t length, uint32_t *code);

/* Writes the code point as UTF-8 to out[4]; returns how many bytes, or 0 for a
   surrogate or one beyond U+10FFFF. */
size_t
utf8_encode(uint32_t code, char *out);

#endif
