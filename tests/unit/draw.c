/*
 * draw.c - every drawing is well-formed, whatever the trace.
 */
#include <ctype.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "draw/figure/html.h"
#include "draw/pcapng/pcapng.h"
#include "draw/plot/plot.h"
#include "draw/figure/svg.h"
#include "trace/trace.h"
#include "tap.h"

enum { DEPTH_MAX = 64, NAME_BYTES = 32, FUZZED = 400 };

enum form { FORM_SVG, FORM_BLANK, FORM_ALL, FORM_HTML, FORM_PCAPNG, FORM_PLOT,
            FORM_SEQUENCE };

/* --- reading ------------------------------------------------------------- */

/* The rest of file as a string; the caller frees it. */
static char *
slurp(FILE *file, size_t *length)
{
    size_t size = 1 << 16;
    char *text = malloc(size + 1);

    *length = 0;
    rewind(file);
    while (text != NULL) {
        size_t got = fread(text + *length, 1, size - *length, file);

        *length += got;
        if (got == 0)
            break;
        if (*length < size)
            continue;
        char *more = realloc(text, (size *= 2) + 1);
        if (more == NULL)
            free(text);
        text = more;
    }
    if (text != NULL)
        text[*length] = '\0';
    return text;
}

static char *
read_fixture(const char *name, size_t *length)
{
    char path[256];

    snprintf(path, sizeof path, "tests/fixtures/%s", name);
    FILE *file = fopen(path, "r");
    if (file == NULL)
        return NULL;
    char *text = slurp(file, length);
    fclose(file);
    return text;
}

/* Draws a trace that stands in memory.  NULL where drawing refused it. */
static char *
draw(const char *trace, size_t length, enum form form, size_t *drawn,
     struct complaint *message)
{
    struct svg_options options = {.blank = form == FORM_BLANK,
                                  .all = form == FORM_ALL};
    FILE *in = tmpfile(), *out = tmpfile();
    char *text = NULL;
    int result = -1;

    message->text[0] = '\0';
    if (in != NULL && out != NULL) {
        fwrite(trace, 1, length, in);
        rewind(in);
        if (form <= FORM_ALL)
            result = svg_draw(in, "x.trace", &options, out, message);
        else if (form == FORM_HTML)
            result = html_draw(in, "x.trace", &options, out, message);
        else if (form == FORM_PCAPNG)
            result = pcapng_draw(in, "x.trace", HOST_SERVER, out, message);
        else
            result = plot_draw(in, "x.trace", form == FORM_PLOT
                               ? "window,cwnd,rtt,queue" : "sequence", out,
                               message);
        if (result == 0)
            text = slurp(out, drawn);
    }
    if (in != NULL)
        fclose(in);
    if (out != NULL)
        fclose(out);
    return text;
}

/* --- is it XML? ---------------------------------------------------------- */

static bool
name_character(char c)
{
    return isalnum((unsigned char)c) || c == '-' || c == ':' || c == '_';
}

/* "&amp;" and its four brothers; nothing else is written. */
static bool
good_entity(const char *at)
{
    static const char *const known[] = {"&amp;", "&lt;", "&gt;", "&quot;"};

    for (size_t i = 0; i < sizeof known / sizeof known[0]; i++)
        if (strncmp(at, known[i], strlen(known[i])) == 0)
            return true;
    return false;
}

/* Behind a tag's name: attributes, each once quoted.  NULL if they are not. */
static const char *
skip_attributes(const char *at, bool *empty)
{
    *empty = false;
    for (;;) {
        while (isspace((unsigned char)*at))
            at++;
        if (*at == '>')
            return at + 1;
        if (at[0] == '/' && at[1] == '>') {
            *empty = true;
            return at + 2;
        }
        const char *name = at;
        while (name_character(*at))
            at++;
        if (at == name || at[0] != '=' || at[1] != '"')
            return NULL;
        for (at += 2; *at != '"'; at++)
            if (*at == '\0' || *at == '<' || (*at == '&' && !good_entity(at)))
                return NULL;
        at++;
        if (*at != '>' && *at != '/' && !isspace((unsigned char)*at))
            return NULL;
    }
}

/* Whether text[0..length) is one element, closed, without a character that XML
   lacks.  Enough of XML for what we write ourselves. */
static bool
well_formed(const char *text, size_t length)
{
    char open[DEPTH_MAX][NAME_BYTES];
    size_t depth = 0;
    bool empty, any = false;

    if (strlen(text) != length)
        return false;
    for (const char *at = text; *at != '\0'; ) {
        if (*at != '<') {
            unsigned char c = (unsigned char)*at;

            if ((c < 0x20 && c != '\n' && c != '\t') ||
                (c == '&' && !good_entity(at)) ||
                (depth == 0 && !isspace(c)))
                return false;
            at++;
            continue;
        }
        bool closes = at[1] == '/';
        const char *name = at + 1 + closes;
        size_t count = 0;
        while (name_character(name[count]))
            count++;
        if (count == 0 || count >= NAME_BYTES)
            return false;
        at = skip_attributes(name + count, &empty);
        if (at == NULL || (depth == 0 && (any || closes)))
            return false;
        any = true;
        if (closes) {
            depth--;
            if (strlen(open[depth]) != count ||
                memcmp(open[depth], name, count) != 0)
                return false;
        } else if (!empty) {
            if (depth == DEPTH_MAX)
                return false;
            memcpy(open[depth], name, count);
            open[depth++][count] = '\0';
        }
    }
    return any && depth == 0;
}

/* --- is it pcapng? ------------------------------------------------------- */

static uint32_t
little(const char *at)
{
    const unsigned char *b = (const unsigned char *)at;

    return b[0] | (uint32_t)b[1] << 8 | (uint32_t)b[2] << 16 |
           (uint32_t)b[3] << 24;
}

/* Walks the blocks.  Returns how many packets there are, or -1. */
static int
count_packets(const char *bytes, size_t length)
{
    uint64_t last = 0;
    int packets = 0;

    for (size_t at = 0; at < length; ) {
        if (length - at < 12)
            return -1;
        uint32_t type = little(bytes + at), size = little(bytes + at + 4);
        if (size < 12 || size % 4 != 0 || size > length - at ||
            little(bytes + at + size - 4) != size)
            return -1;
        if (at == 0 && type != 0x0a0d0d0a)
            return -1;
        if (type == 6) {
            uint64_t time_ns = (uint64_t)little(bytes + at + 12) << 32 |
                               little(bytes + at + 16);

            if (time_ns < last || little(bytes + at + 20) > size ||
                little(bytes + at + 20) > little(bytes + at + 24))
                return -1;
            last = time_ns;
            packets++;
        }
        at += size;
    }
    return packets;
}

/* --- tests --------------------------------------------------------------- */

static bool
is_sound(const char *drawing, size_t length, enum form form)
{
    if (form == FORM_PCAPNG)
        return count_packets(drawing, length) >= 0;
    if (form != FORM_HTML)
        return well_formed(drawing, length);
    /* a page: its figure is XML, its data cannot end the script */
    const char *from = strstr(drawing, "<svg"), *script, *end;
    char *to = strstr(drawing, "</svg>");
    if (from == NULL || to == NULL)
        return false;
    script = strstr(to, "<script>");
    end = strstr(to, "</script>");
    if (script != NULL && (end == NULL || strstr(end, "</main>") == NULL))
        return false;
    to[strlen("</svg>")] = '\0';
    return well_formed(from, strlen(from));
}

static void
test_fixture(const char *name)
{
    static const char *const forms[] = {"svg", "blank svg", "whole svg", "html",
                                        "pcapng", "plot", "sequence plot"};
    struct complaint message = { "" };
    size_t length, drawn;
    char *trace = read_fixture(name, &length);

    check(trace != NULL, "%s is there", name);
    for (int form = FORM_SVG; trace != NULL && form <= FORM_SEQUENCE; form++) {
        char *text = draw(trace, length, (enum form)form, &drawn, &message);

        check(text != NULL && is_sound(text, drawn, (enum form)form),
              "%s as %s is well-formed %s", name, forms[form], message.text);
        free(text);
    }
    free(trace);
}

static void
test_figure(void)
{
    static const char *const absent[] = {"var(", "<marker", "foreignObject",
                                         "tspan", "<script", "href"};
    struct complaint message = { "" };
    size_t length, drawn;
    char *trace = read_fixture("handshake.trace", &length);

    if (trace == NULL)
        return;
    char *svg = draw(trace, length, FORM_SVG, &drawn, &message);
    char *blank = draw(trace, length, FORM_BLANK, &drawn, &message);
    if (svg != NULL && blank != NULL) {
        check(strstr(svg, "role=\"img\"") != NULL &&
              strstr(svg, "<title") != NULL && strstr(svg, "<desc") != NULL,
              "a figure says what it is to a screen reader");
        check(strstr(svg, "prefers-color-scheme:dark") != NULL,
              "a figure has dark colours");
        for (size_t i = 0; i < sizeof absent / sizeof absent[0]; i++)
            check(strstr(svg, absent[i]) == NULL, "a figure has no %s",
                  absent[i]);
        check(strstr(svg, ">SYN-SENT<") != NULL, "a state stands in words");
        check(strstr(blank, "SYN-SENT") == NULL &&
              strstr(blank, "class=\"seg") == NULL,
              "a blank form has no states and no arrows");
        check(strstr(blank, "connect(") != NULL, "a blank form has the calls");
    }
    free(svg);
    free(blank);
    free(trace);
}

static void
test_pages(void)
{
    struct svg_options options = {.page = 99};
    struct complaint message = { "" };
    FILE *file = fopen("tests/fixtures/lossy.trace", "r"), *out = tmpfile();

    if (file != NULL && out != NULL) {
        check(svg_draw(file, "x.trace", &options, out, &message) == -1 &&
              strstr(message.text, "page") != NULL,
              "a page that is not there is refused: %s", message.text);
        options.page = 1;
        check(svg_draw(file, "x.trace", &options, out, &message) == 0,
              "the first page is there");
        check(svg_pages(file, "x.trace", &options, &message) > 1,
              "a tall figure has several pages");
    }
    if (file != NULL)
        fclose(file);
    if (out != NULL)
        fclose(out);
}

/* A program may print what it likes. */
static void
test_hostile_text(void)
{
    static const char evil[] = "</text></script><script>alert('1')</script>"
                               "&amp; \"' \x01\x1b[31m \xff\xfe "
                               "\xe2\x80\xae ]]>";
    struct trace_header header = {.version = TRACE_VERSION,
                                  .kernel = "</title>&<", .scene = "",
                                  .scene_name = "</desc><script>"};
    struct complaint message = { "" };
    FILE *file = tmpfile();
    size_t length, drawn;

    if (file == NULL)
        return;
    trace_write_header(file, &header);
    struct event event = event_new(EVENT_PRINTS);
    event.host = HOST_CLIENT;
    snprintf(event.actor, sizeof event.actor, "client");
    event.pid = event.tid = 7;
    event.text = evil;
    trace_write_event(file, &event);
    event = event_new(EVENT_CALL);
    event.host = HOST_SERVER;
    snprintf(event.actor, sizeof event.actor, "<server>");
    event.pid = event.tid = 8;
    snprintf(event.name, sizeof event.name, "send");
    event.text = evil;
    event.data = (const unsigned char *)evil;
    event.data_bytes = sizeof evil - 1;
    event.step = 1;
    trace_write_event(file, &event);
    trace_write_end(file, 2);
    char *trace = slurp(file, &length);
    fclose(file);
    for (int form = FORM_SVG; trace != NULL && form <= FORM_HTML; form++) {
        char *text = draw(trace, length, (enum form)form, &drawn, &message);

        check(text != NULL && is_sound(text, drawn, (enum form)form),
              "hostile text does no harm in form %d %s", form, message.text);
        free(text);
    }
    free(trace);
}

/* Changes some bytes of a trace: digits always, others for odd seeds, so that
   half of the traces are still read and say something absurd. */
static void
damage(char *trace, size_t length, uint32_t seed)
{
    static const char pool[] = "0123456789abcdef\"\\<&,:{}[]-eE.tn\x01\xff ";
    uint32_t state = seed * 2654435761u + 1;
    unsigned count = 1 + seed % 13;

    for (unsigned i = 0; i < count; i++) {
        state = state * 1664525u + 1013904223u;
        size_t at = (state >> 4) % length;
        state = state * 1664525u + 1013904223u;
        if (isdigit((unsigned char)trace[at]))
            trace[at] = (char)('0' + (state >> 8) % 10);
        else if (seed % 2 == 1)
            trace[at] = pool[(state >> 8) % (sizeof pool - 1)];
    }
}

static void
test_fuzzed(const char *name)
{
    struct complaint message = { "" };
    size_t length, drawn;
    char *trace = read_fixture(name, &length);
    unsigned bad = 0, silent = 0, sound = 0;

    for (uint32_t seed = 0; trace != NULL && seed < FUZZED; seed++) {
        enum form form = (enum form)(seed % (FORM_SEQUENCE + 1));
        char *copy = malloc(length + 1);

        if (copy == NULL)
            break;
        memcpy(copy, trace, length + 1);
        damage(copy, length, seed);
        char *text = draw(copy, length, form, &drawn, &message);
        if (text == NULL)
            silent += message.text[0] == '\0';
        else if (is_sound(text, drawn, form))
            sound++;
        else
            bad++;
        free(text);
        free(copy);
    }
    check(bad == 0, "%u drawings of %s, damaged, are well-formed", sound, name);
    check(silent == 0, "a trace that is refused is refused with a message");
    free(trace);
}

static void
test_plot_refuses(void)
{
    struct complaint message = { "" };
    FILE *file = fopen("tests/fixtures/handshake.trace", "r");
    FILE *out = tmpfile();

    if (file != NULL && out != NULL) {
        check(plot_draw(file, "x.trace", "cwnd,speed", out, &message) == -1 &&
              strstr(message.text, "speed") != NULL &&
              strstr(message.text, "ssthresh") != NULL,
              "an unknown quantity is refused, and the known ones are said");
        check(plot_draw(file, "x.trace", "", out, &message) == -1,
              "nothing to plot is refused");
    }
    if (file != NULL)
        fclose(file);
    if (out != NULL)
        fclose(out);
}

int
main(void)
{
    test_fixture("handshake.trace");
    test_fixture("lossy.trace");
    test_figure();
    test_pages();
    test_hostile_text();
    test_plot_refuses();
    test_fuzzed("handshake.trace");
    test_fuzzed("lossy.trace");
    return done();
}
