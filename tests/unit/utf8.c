/*
 * utf8.c - tests of tools/ladder/base/utf8.c.
 */
#include <string.h>

#include "base/utf8.h"
#include "tap.h"

static void
test_all(void)
{
    bool right = true, cut = true;

    for (uint32_t code = 0; code <= 0x10ffff; code++) {
        char out[4];
        uint32_t read = 0;
        size_t bytes = utf8_encode(code, out);
        bool surrogate = code >= 0xd800 && code < 0xe000;
        right &= (bytes == 0) == surrogate;
        right &= surrogate || (utf8_decode(out, bytes, &read) == bytes &&
                               read == code && utf8_length(out, 4) == bytes);
        cut &= bytes == 0 || utf8_decode(out, bytes - 1, &read) == 0;
    }
    check(right, "each character is read as it was written");
    check(cut, "a character that is cut short is none");
}

static void
test_wrong(void)
{
    static const char *const wrong[] = {
        "\x80", "\xbf", "\xc0\x80", "\xc1\xbf", "\xc2", ("\xc2" "a"),
        "\xe0\x80\x80", "\xe0\x9f\xbf", "\xed\xa0\x80", "\xed\xbf\xbf",
        "\xf0\x80\x80\x80", "\xf0\x8f\xbf\xbf", "\xf4\x90\x80\x80",
        "\xf5\x80\x80\x80", "\xff", "\xe2\x82", "\xf0\x9f\x98",
    };

    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        uint32_t code = 7;
        check(utf8_decode(wrong[i], strlen(wrong[i]), &code) == 0 &&
              code == 7 && utf8_length(wrong[i], strlen(wrong[i])) == 0,
              "bytes that are no character are none (%zu)", i);
    }
    char out[4];
    check(utf8_encode(0x110000, out) == 0, "no character is behind the last");
}

int
main(void)
{
    test_all();
    test_wrong();
    return done();
}
