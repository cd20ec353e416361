/*
 * frame.c - fuzzes the reading of what a guest sends: frames, one after the
 * other, until the first that is none.
 */
#include "fuzz.h"

#include <stdlib.h>
#include <string.h>

#include "vm/frame.h"

/* What was read is written as the same bytes again, but for the one that means
   nothing. */
static void
check_frame(const struct frame *frame, const uint8_t *bytes, size_t length,
            int taken)
{
    static unsigned char again[FRAME_MOST];

    if (taken < FRAME_HEADER || (size_t)taken > length ||
        frame->payload != bytes + FRAME_HEADER ||
        frame->length != (size_t)taken - FRAME_HEADER)
        abort();
    if (bytes[5] == 0 && (frame_write(frame, again) != (size_t)taken ||
                          memcmp(again, bytes, (size_t)taken) != 0))
        abort();
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
    struct frame frame;
    int taken;

    while ((taken = frame_read(&frame, bytes, length)) > 0) {
        check_frame(&frame, bytes, length, taken);
        bytes += taken;
        length -= (size_t)taken;
    }
    /* A whole buffer without a frame would wait for ever. */
    if (taken == 0 && length >= FRAME_MOST)
        abort();
    return 0;
}
