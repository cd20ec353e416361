/*
 * utf8.c - reads and writes one character.
 */
#include "base/utf8.h"

size_t
utf8_length(const char *text, size_t length)
{
    uint32_t code;

    return utf8_decode(text, length, &code);
}

size_t
utf8_decode(const char *text, size_t length, uint32_t *code)
{
    static const uint32_t least[] = { 0, 0, 0x80, 0x800, 0x10000 };
    const unsigned char *at = (const unsigned char *)text;
    if (length == 0)
        return 0;
    if (at[0] < 0x80) {
        *code = at[0];
        return 1;
    }
    size_t bytes = at[0] >= 0xf0 ? 4 : at[0] >= 0xe0 ? 3 : 2;
    if (at[0] < 0xc2 || at[0] > 0xf4 || bytes > length)
        return 0;
    uint32_t read = at[0] & (0x7fu >> bytes);
    for (size_t i = 1; i < bytes; i++) {
        if ((at[i] & 0xc0) != 0x80)
            return 0;
        read = read << 6 | (at[i] & 0x3fu);
    }
    if (read < least[bytes] || read > 0x10ffff
        || (read >= 0xd800 && read < 0xe000))
        return 0;
    *code = read;
    return bytes;
}

size_t
utf8_encode(uint32_t code, char *out)
{
    if (code > 0x10ffff || (code >= 0xd800 && code < 0xe000))
        return 0;
    if (code < 0x80) {
        out[0] = (char)code;
        return 1;
    }
    size_t bytes = code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
    for (size_t i = bytes - 1; i > 0; i--) {
        out[i] = (char)(unsigned char)(0x80 | (code & 0x3f));
        code >>= 6;
    }
    out[0] = (char)(unsigned char)((0xf00u >> bytes & 0xff) | code);
    return bytes;
}
