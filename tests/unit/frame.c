/*
 * frame.c - does a frame come out of the line as it went in, and nothing else?
 */
#include "vm/frame.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "tap.h"

/* The frame with which a guest says that it is up: tests/tools/vm.bats, too. */
static const unsigned char hello[] = {
    'L', 'A', 'D', '1', 'H', 0, 0, 0, 0, 0, 0, 0, 0x0d, 0x19, 0x50, 0x22,
};

static const struct frame words = {
    .kind = FRAME_OUT, .job = 513,
    .payload = (const unsigned char *)"deliver\n", .length = 8,
};

/* Reads from a copy of just that size: a sanitizer sees a step too far. */
static int
read_exactly(struct frame *frame, const unsigned char *bytes, size_t length)
{
    unsigned char *copy = malloc(length + (length == 0));

    if (copy == NULL)
        return -2;
    memcpy(copy, bytes, length);
    int taken = frame_read(frame, copy, length);
    free(copy);
    return taken;
}

static void
test_both_ways(void)
{
    static unsigned char line[FRAME_MOST], much[FRAME_PAYLOAD_MOST];
    struct frame frame;

    size_t length = frame_write(&words, line);
    check(length == FRAME_HEADER + 8, "a frame is its header and its payload");
    check(frame_read(&frame, line, length + 5) == (int)length &&
          frame.kind == FRAME_OUT && frame.job == 513 && frame.length == 8 &&
          memcmp(frame.payload, "deliver\n", 8) == 0,
          "it is read as it was written, and what follows is left");
    memset(much, 0xff, sizeof much);
    struct frame most = { .kind = FRAME_TRACE, .payload = much,
                          .length = sizeof much };
    check(frame_write(&most, line) == FRAME_MOST &&
          frame_read(&frame, line, FRAME_MOST) == FRAME_MOST &&
          frame.length == sizeof much, "so is the longest one");
    struct frame none = { .kind = FRAME_HELLO };
    check(frame_write(&none, line) == sizeof hello &&
          memcmp(line, hello, sizeof hello) == 0,
          "an empty one has these bytes on every machine");
}

static void
test_pieces(void)
{
    unsigned char line[FRAME_HEADER + 8];
    struct frame frame;
    bool waits = true;

    frame_write(&words, line);
    for (size_t length = 0; length < sizeof line; length++)
        waits &= read_exactly(&frame, line, length) == 0;
    check(waits, "the beginning of a frame waits for its rest");
}

static void
test_damage(void)
{
    unsigned char line[FRAME_HEADER + 8];
    struct frame frame;
    bool noticed = true;

    frame_write(&words, line);
    for (size_t bit = 0; bit < 8 * sizeof line; bit++) {
        line[bit / 8] ^= (unsigned char)(1 << bit % 8);
        /* A length that grew waits for bytes, which then do not fit. */
        noticed &= read_exactly(&frame, line, sizeof line) <= 0;
        line[bit / 8] ^= (unsigned char)(1 << bit % 8);
    }
    check(noticed, "a frame with any one bit turned over is none");
    check(read_exactly(&frame, line + 1, sizeof line - 1) == -1,
          "nor is one that lacks its first byte");
    memcpy(line + 8, "\377\377\377\377", 4);
    check(read_exactly(&frame, line, sizeof line) == -1,
          "a length that no frame has is not waited for");
    check(read_exactly(&frame, (const unsigned char *)"Linux", 5) == -1 &&
          read_exactly(&frame, (const unsigned char *)"LX", 2) == -1,
          "other words are refused at their first byte that is wrong");
}

int
main(void)
{
    test_both_ways();
    test_pieces();
    test_damage();
    return done();
}
