/*
 * talk.c - a peer for exercises: does one step after the other, and says what
 *          it has read.
 *
 *     talk ADDRESS PORT STEP...
 *
 *     say=TEXT     sends TEXT; \n, \0 and \xHH stand for bytes
 *     letters=N    sends N - 1 small letters and a newline
 *     capitals=N   reads N bytes: are they those letters, as capitals?
 *     same=N       reads N bytes: are they those letters, as they were sent?
 *     line         reads to the next newline
 *     bytes=N      reads N bytes
 *     rest=MS      says nothing for so many milliseconds: silence is the point
 *     fin          has no more to say: shutdown(SHUT_WR)
 *     end          reads to the end of the connection
 *     reset        ends the connection with an RST
 *
 * What a step reads is printed, `reads "..."`; an end too early is printed as
 * `end of file` or the error's name.  Exit status 0 unless the connection could
 * not be made: what it reads, a requirement judges.
 */
#include <ctype.h>
#include <errno.h>
#include <poll.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "basics.h"
#include "tcp.h"

enum { TEXT_BYTES = 4096, SHOWN_BYTES = 64 };

/* What has been read and not yet been asked for. */
struct reader {
    int conn;
    char bytes[TEXT_BYTES];
    size_t count, taken;
    const char *end;            /* why there is no more; NULL: there is */
};

/*
 * The value of a hexadecimal digit.
 */
static int
digit(char text)
{
    if (isdigit((unsigned char)text))
        return text - '0';
    return tolower((unsigned char)text) - 'a' + 10;
}

/*
 * Writes what text stands for to out, which has TEXT_BYTES.  Returns how many
 * bytes that are.
 */
static size_t
unescape(const char *text, char *out)
{
    size_t count = 0;

    for (; *text != '\0' && count < TEXT_BYTES; text++) {
        if (text[0] != '\\' || text[1] == '\0') {
            out[count++] = *text;
        } else if (text[1] == 'x' && isxdigit((unsigned char)text[2]) &&
                   isxdigit((unsigned char)text[3])) {
            out[count++] = (char)(digit(text[2]) * 16 + digit(text[3]));
            text += 3;
        } else {
            text++;
            out[count++] = *text == 'n' ? '\n' : *text == '0' ? '\0' : *text;
        }
    }
    return count;
}

/*
 * Sends all of it; says why where that fails.
 */
static void
say(int conn, const char *bytes, size_t count)
{
    for (size_t sent = 0; sent < count;) {
        ssize_t n = send(conn, bytes + sent, count - sent, MSG_NOSIGNAL);
        if (n == -1 && errno == EINTR)
            continue;
        if (n == -1) {
            printf("cannot send: %s\n", strerror(errno));
            return;
        }
        sent += (size_t)n;
    }
}

/*
 * The next byte from the peer; EOF where there is none: reader->end says why.
 */
static int
next_byte(struct reader *reader)
{
    while (reader->taken == reader->count) {
        ssize_t n = recv(reader->conn, reader->bytes, sizeof reader->bytes, 0);
        if (n == -1 && errno == EINTR)
            continue;
        if (n <= 0) {
            reader->end = n == 0 ? "end of file" :
                          errno == ECONNRESET ? "ECONNRESET" : strerror(errno);
            return EOF;
        }
        reader->count = (size_t)n;
        reader->taken = 0;
    }
    return (unsigned char)reader->bytes[reader->taken++];
}

/*
 * Prints bytes[0..count) between quotes.
 */
static void
print_read(const char *bytes, size_t count)
{
    printf("reads \"");
    for (size_t i = 0; i < count && i < SHOWN_BYTES; i++) {
        unsigned char byte = (unsigned char)bytes[i];
        if (byte == '\n')
            printf("\\n");
        else if (byte == '"' || byte == '\\')
            printf("\\%c", byte);
        else if (isprint(byte))
            putchar(byte);
        else
            printf("\\x%02x", byte);
    }
    if (count > SHOWN_BYTES)
        printf("\" and %zu bytes more\n", count - SHOWN_BYTES);
    else
        printf("\"\n");
}

/*
 * Reads wanted bytes, or to a newline, or to the end, and prints them.
 */
static void
read_and_print(struct reader *reader, size_t wanted, bool to_newline)
{
    char bytes[TEXT_BYTES];
    size_t count = 0;
    int byte = 0;

    while (count < wanted && count < sizeof bytes &&
           !(to_newline && byte == '\n')) {
        byte = next_byte(reader);
        if (byte == EOF)
            break;
        bytes[count++] = (char)byte;
    }
    if (count > 0)
        print_read(bytes, count);
    if (byte == EOF)
        puts(reader->end);
}

/*
 * The letter in this place of a long line: no two neighbours alike, and no
 * piece like the one before it.
 */
static char
letter(size_t place)
{
    return (char)('a' + (place * 7 + place / 26) % 26);
}

static void
say_letters(int conn, size_t count)
{
    char line[TEXT_BYTES];

    for (size_t i = 0; i + 1 < count; i++)
        line[i] = letter(i);
    line[count - 1] = '\n';
    say(conn, line, count);
}

/*
 * Reads the letters of say_letters() back and says whether they are right.
 */
static void
compare_letters(struct reader *reader, size_t count, bool capitals)
{
    for (size_t i = 0; i < count; i++) {
        int wanted = i + 1 == count ? '\n' : letter(i);
        int byte = next_byte(reader);
        if (byte == EOF) {
            printf("%zu of %zu bytes, then %s\n", i, count, reader->end);
            return;
        }
        if (byte != (capitals ? toupper(wanted) : wanted)) {
            printf("byte %zu of %zu is wrong\n", i + 1, count);
            return;
        }
    }
    printf("%zu bytes, all right\n", count);
}

static void
reset(int conn)
{
    struct linger at_once = { .l_onoff = 1, .l_linger = 0 };

    setsockopt(conn, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
    close(conn);
}

/*
 * The number behind "NAME=" in step, from 1 to TEXT_BYTES; 0 if it is another.
 */
static size_t
numbered(const char *step, const char *name)
{
    size_t length = strlen(name);

    if (strncmp(step, name, length) != 0 || step[length] != '=')
        return 0;
    long number = strtol(step + length + 1, NULL, 10);
    return number > 0 && number <= TEXT_BYTES ? (size_t)number : 0;
}

/*
 * Does one step.  Returns false if there is no such step.
 */
static bool
do_step(struct reader *reader, const char *step)
{
    char bytes[TEXT_BYTES];
    size_t count;

    if (strncmp(step, "say=", 4) == 0)
        say(reader->conn, bytes, unescape(step + 4, bytes));
    else if ((count = numbered(step, "letters")) > 0)
        say_letters(reader->conn, count);
    else if ((count = numbered(step, "capitals")) > 0)
        compare_letters(reader, count, true);
    else if ((count = numbered(step, "same")) > 0)
        compare_letters(reader, count, false);
    else if ((count = numbered(step, "bytes")) > 0)
        read_and_print(reader, count, false);
    else if ((count = numbered(step, "rest")) > 0)
        poll(NULL, 0, (int)count);
    else if (strcmp(step, "line") == 0)
        read_and_print(reader, TEXT_BYTES, true);
    else if (strcmp(step, "end") == 0)
        read_and_print(reader, TEXT_BYTES, false);
    else if (strcmp(step, "fin") == 0)
        shutdown(reader->conn, SHUT_WR);
    else if (strcmp(step, "reset") == 0)
        reset(reader->conn);
    else
        return false;
    fflush(stdout);
    return true;
}

int
main(int argc, char *argv[])
{
    if (argc < 4)
        usage("talk ADDRESS PORT STEP...");

    struct reader reader = { .conn = tcp_connect(argv[1], argv[2]) };
    if (reader.conn == -1)
        die("connect");
    for (int i = 3; i < argc; i++)
        if (!do_step(&reader, argv[i]))
            usage("talk ADDRESS PORT STEP..., see the top of talk.c");
    return 0;
}
