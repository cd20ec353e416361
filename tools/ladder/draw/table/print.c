/*
 * print.c - the table's rows: a group's name, then its numbers.
 *
 *     client sends
 *       segments                          25          20
 *       lost                               1           1
 */
#include "draw/table/table.h"

#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

enum { LABEL_COLUMNS = 26, NUMBER_COLUMNS = 12, NUMBER_MAX = 32 };

/* A row: what it is called, and its number in one way of one column. */
struct table_row {
    const char *label;
    int64_t (*number)(const struct table_way *way);     /* -1: none */
};

static int64_t
segments(const struct table_way *way)
{
    return (int64_t)way->segments;
}

static int64_t
wire_bytes(const struct table_way *way)
{
    return (int64_t)way->wire_bytes;
}

static int64_t
again(const struct table_way *way)
{
    return (int64_t)way->again;
}

static int64_t
lost(const struct table_way *way)
{
    return (int64_t)way->lost;
}

static int64_t
overtaken(const struct table_way *way)
{
    return (int64_t)way->overtaken;
}

static int64_t
got_bytes(const struct table_way *way)
{
    return (int64_t)way->got_bytes;
}

static int64_t
missing_bytes(const struct table_way *way)
{
    return way->sent_bytes > way->got_bytes
               ? (int64_t)(way->sent_bytes - way->got_bytes) : 0;
}

/* The ladder's own rounding, so that the row can be found there. */
static int64_t
first_ms(const struct table_way *way)
{
    return way->first_ns < 0 ? -1 : (way->first_ns + 500000) / 1000000;
}

static int64_t
last_ms(const struct table_way *way)
{
    return way->last_ns < 0 ? -1 : (way->last_ns + 500000) / 1000000;
}

static const struct table_row wire_rows[] = {
    { "segments", segments },         { "bytes on the wire", wire_bytes },
    { "sent again", again },          { "lost", lost },
    { "overtaken", overtaken },
};

static const struct table_row program_rows[] = {
    { "bytes", got_bytes },           { "bytes missing", missing_bytes },
    { "the first at, ms", first_ms }, { "the last at, ms", last_ms },
};

/* "1,234,567"; "-" for none. */
static const char *
number_text(int64_t number, char out[NUMBER_MAX])
{
    char digits[NUMBER_MAX];
    int count = snprintf(digits, sizeof digits, "%" PRId64, number);
    char *to = out;

    if (number < 0)
        return "-";
    for (int i = 0; i < count; i++) {
        if (i > 0 && (count - i) % 3 == 0)
            *to++ = ',';
        *to++ = digits[i];
    }
    *to = '\0';
    return out;
}

static int
column_width(const struct table_column *column)
{
    int name = (int)strlen(column->run) + 2;

    return name > NUMBER_COLUMNS ? name : NUMBER_COLUMNS;
}

static void
print_head(const struct table *table, bool unicode, FILE *out)
{
    static const char *const protocols[] = {
        [PROTOCOL_OTHER] = "", [PROTOCOL_TCP] = "TCP",
        [PROTOCOL_UDP] = "UDP", [PROTOCOL_ICMP] = "ICMP",
    };
    int width = LABEL_COLUMNS;

    fprintf(out, "%*s", LABEL_COLUMNS, "");
    for (size_t i = 0; i < table->count; i++)
        fprintf(out, "%*s", column_width(&table->columns[i]),
                table->columns[i].run);
    fprintf(out, "\n%*s", LABEL_COLUMNS, "");
    for (size_t i = 0; i < table->count; i++) {
        width += column_width(&table->columns[i]);
        fprintf(out, "%*s", column_width(&table->columns[i]),
                protocols[table->columns[i].protocol]);
    }
    fputc('\n', out);
    for (int i = 0; i < width; i++)
        fputs(unicode ? "\xE2\x94\x80" : "-", out);
    fputc('\n', out);
}

/* Prints the row, but where it is 0 or none in every column. */
static void
print_row(const struct table *table, const struct table_row *row,
          enum host sender, FILE *out)
{
    char text[NUMBER_MAX];
    bool any = false;

    for (size_t i = 0; i < table->count; i++)
        any |= row->number(&table->columns[i].ways[sender]) > 0;
    if (!any)
        return;
    fprintf(out, "  %-*s", LABEL_COLUMNS - 2, row->label);
    for (size_t i = 0; i < table->count; i++)
        fprintf(out, "%*s", column_width(&table->columns[i]),
                number_text(row->number(&table->columns[i].ways[sender]),
                            text));
    fputc('\n', out);
}

static void
print_sender(const struct table *table, enum host sender, FILE *out)
{
    bool any = false;

    for (size_t i = 0; i < table->count; i++)
        any |= table->columns[i].ways[sender].segments > 0;
    if (!any)
        return;
    fprintf(out, "%s sends\n", host_name(sender));
    for (size_t i = 0; i < sizeof wire_rows / sizeof wire_rows[0]; i++)
        print_row(table, &wire_rows[i], sender, out);
}

static void
print_receiver(const struct table *table, enum host sender, FILE *out)
{
    uint64_t moved = 0;

    for (size_t i = 0; i < table->count; i++)
        moved |= table->columns[i].ways[sender].sent_bytes |
                 table->columns[i].ways[sender].got_bytes;
    if (moved == 0)
        return;
    fprintf(out, "%s's program gets\n", host_name(host_peer(sender)));
    for (size_t i = 0; i < sizeof program_rows / sizeof program_rows[0]; i++)
        print_row(table, &program_rows[i], sender, out);
}

int
table_print(const struct table *table, bool unicode, FILE *out)
{
    errno = 0;
    print_head(table, unicode, out);
    for (int sender = 0; sender < HOSTS; sender++)
        print_sender(table, (enum host)sender, out);
    for (int sender = 0; sender < HOSTS; sender++)
        print_receiver(table, (enum host)sender, out);
    return fflush(out) == 0 && !ferror(out) ? 0 : -1;
}
