/*
 * records.h - the job of this lesson, the same for TCP and UDP.
 *
 * Twenty records of 16 bytes go from the client to the server, numbered and
 * paced.  The server counts what it got.
 */
#ifndef RECORDS_H
#define RECORDS_H

#include <ctype.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

enum { RECORDS = 20, RECORD_BYTES = 16, PACE_MS = 80 };

/* What has arrived so far. */
struct tally {
    int received;               /* different records */
    int highest;                /* the highest number so far */
    int out_of_order;           /* came after a higher number */
    bool seen[RECORDS + 1];
};

/*
 * Writes record number: "record 07 of 20\n", 16 bytes, and no '\0' behind.
 */
static inline void
record_write(char record[RECORD_BYTES], int number)
{
    char text[2 * RECORD_BYTES];

    snprintf(text, sizeof text, "record %02d of %02d\n", number % 100, RECORDS);
    memcpy(record, text, RECORD_BYTES);
}

/*
 * Returns the number of a record, or 0 if these 16 bytes are none.
 */
static inline int
record_number(const char record[RECORD_BYTES])
{
    char expected[RECORD_BYTES];

    if (!isdigit((unsigned char)record[7]) ||
        !isdigit((unsigned char)record[8]))
        return 0;
    int number = (record[7] - '0') * 10 + (record[8] - '0');
    record_write(expected, number);
    if (number > RECORDS || memcmp(record, expected, RECORD_BYTES) != 0)
        return 0;
    return number;
}

/*
 * Sleeps between two records, so that each is a segment of its own.
 */
static inline void
record_pace(void)
{
    struct timespec pace = { .tv_nsec = PACE_MS * 1000000L };
    nanosleep(&pace, NULL);
}

/*
 * Counts one record.  What is none, and what came twice, is not counted.
 */
static inline void
tally_add(struct tally *tally, const char record[RECORD_BYTES])
{
    int number = record_number(record);

    if (number == 0 || tally->seen[number])
        return;
    tally->seen[number] = true;
    tally->received++;
    if (number < tally->highest)
        tally->out_of_order++;
    else
        tally->highest = number;
}

static inline void
tally_print(const struct tally *tally)
{
    printf("received %d of %d\nmissing %d, out of order %d\n",
           tally->received, RECORDS, RECORDS - tally->received,
           tally->out_of_order);
    fflush(stdout);
}

#endif
