/*
 * html.c - the page: the figure, the steps as data, the transcript.
 */
#include "draw/figure/html.h"

#include <errno.h>
#include <inttypes.h>
#include <string.h>

#include "base/words.h"
#include "trace/trace.h"
#include "draw/figure/svg.h"

enum { WORDS_MAX = 400 };

/* A step of the page: an event, or a folded phase as one. */
static bool
is_step(const struct moment *moment)
{
    return moment->fold == MOMENT_FOLD ||
           (moment->fold == MOMENT_EVENT && moment->line[0] != '\0');
}

static void
step_line(const struct layout *layout, size_t at, char *out, size_t size)
{
    const struct moment *moment = &layout->moments[at];

    snprintf(out, size, "%s", moment->line);
    for (size_t i = 0; i < layout->call_count; i++)
        if (layout->calls[i].end == (int)at && layout->calls[i].repeats > 0)
            snprintf(out, size, "%.200s (× %u)", moment->line,
                     layout->calls[i].repeats + 1);
    if (moment->fold != MOMENT_FOLD)
        return;
    for (size_t i = 0; i < layout->gap_count; i++)
        if (layout->gaps[i].fold && layout->gaps[i].after == (int)at)
            snprintf(out, size, "... %s ...", layout->gaps[i].words[0]);
}

/* "c1 ESTABLISHED, c2 SYN-SENT": a host's sockets at a moment. */
static void
states_at(const struct layout *layout, enum host host, size_t at, char *out,
          size_t size)
{
    size_t used = 0;

    out[0] = '\0';
    for (size_t i = 0; i < layout->piece_count; i++) {
        const struct piece *piece = &layout->pieces[i];
        char conn[16] = "";

        if (piece->host != host || piece->start > (int)at ||
            (piece->end != -1 && piece->end <= (int)at &&
             !(piece->closed && piece->start == (int)at)))
            continue;
        if (layout->connections > 1 && piece->conn != 0)
            snprintf(conn, sizeof conn, "c%u ", piece->conn);
        int more = snprintf(out + used, size - used, "%s%s%s",
                            used > 0 ? ", " : "", conn, piece->word);
        if (more < 0 || (size_t)more >= size - used)
            return;
        used += (size_t)more;
    }
}

static void
queue_at(const struct layout *layout, size_t at, char *out, size_t size)
{
    out[0] = '\0';
    for (size_t i = 0; i < layout->remark_count; i++) {
        const struct remark *remark = &layout->remarks[i];

        if (remark->kind == REMARK_QUEUE && remark->moment <= (int)at)
            snprintf(out, size, "%u of %u", remark->queued, remark->queue_max);
    }
}

/* --- a segment's fields -------------------------------------------------- */

static void
field(FILE *out, const char *name, const char *value, bool *first)
{
    fputs(*first ? "[" : ",[", out);
    script_text(out, name);
    putc(',', out);
    script_text(out, value);
    putc(']', out);
    *first = false;
}

static void
tcp_fields(const struct segment *segment, FILE *out, bool *first)
{
    char value[WORDS_MAX];
    struct words words;

    segment_flags(segment, value, sizeof value);
    field(out, "flags", value, first);
    snprintf(value, sizeof value, "%" PRIu32 " (on the wire %" PRIu32 ")",
             segment->from, segment->seq);
    field(out, "seq", value, first);
    if (segment->flags & TCP_ACK) {
        snprintf(value, sizeof value, "%" PRIu32 " (on the wire %" PRIu32 ")",
                 segment->relative_ack, segment->ack);
        field(out, "ack", value, first);
    }
    snprintf(value, sizeof value, "%" PRId64 " bytes", segment->window_bytes);
    field(out, "window", value, first);
    words = words_in(value, sizeof value);
    if (segment->mss != 0)
        words_add(&words, "mss %u  ", segment->mss);
    if (segment->window_scale >= 0)
        words_add(&words, "window scale %d  ", segment->window_scale);
    if (segment->sack_permitted)
        words_add(&words, "sack permitted  ");
    for (size_t i = 0; i < segment->sack_blocks && i < SACK_BLOCKS_MAX; i++)
        words_add(&words, "sack %" PRId64 ":%" PRId64 "  ",
                  segment->relative_sack[i][0], segment->relative_sack[i][1]);
    if (segment->timestamps)
        words_add(&words, "timestamps %" PRIu32 ", echo %" PRIu32,
                  segment->ts_value, segment->ts_echo);
    if (value[0] != '\0')
        field(out, "options", value, first);
}

static void
write_fields(const struct arrow *arrow, FILE *out)
{
    const struct segment *segment = &arrow->segment;
    char from[64], to[64], value[WORDS_MAX];
    bool first = true;

    if (segment->source.version != 0) {
        address_text(&segment->source, from, sizeof from);
        address_text(&segment->target, to, sizeof to);
        if (segment->protocol == PROTOCOL_ICMP)
            snprintf(value, sizeof value, "%s to %s", from, to);
        else
            snprintf(value, sizeof value, "%s port %u to %s port %u", from,
                     segment->source_port, to, segment->target_port);
        field(out, "from", value, &first);
    }
    if (segment->protocol == PROTOCOL_TCP)
        tcp_fields(segment, out, &first);
    snprintf(value, sizeof value, "%zu bytes", segment->payload_bytes);
    field(out, "data", value, &first);
    if (segment->again)
        field(out, "sent", "again: all of it was sent before", &first);
    if (arrow->lost)
        field(out, "wire", arrow->dropped ? "dropped: its queue is full"
                                          : "lost on the way", &first);
    else if (arrow->deed[0] != '\0')
        field(out, "wire", arrow->deed, &first);
}

static void
write_steps(const struct layout *layout, FILE *out)
{
    bool first = true;

    fputs("var steps=[", out);
    for (size_t i = 0; i < layout->moment_count; i++) {
        const struct moment *moment = &layout->moments[i];
        char words[WORDS_MAX];

        if (!is_step(moment))
            continue;
        fprintf(out, "%s[%.1f,", first ? "\n" : ",\n", moment->y);
        first = false;
        step_line(layout, i, words, sizeof words);
        script_text(out, words);
        snprintf(words, sizeof words, "%.3f ms",
                 (double)moment->time_ns / 1e6);
        putc(',', out);
        script_text(out, words);
        for (int host = 0; host < HOSTS; host++) {
            putc(',', out);
            states_at(layout, (enum host)host, i, words, sizeof words);
            script_text(out, words);
        }
        putc(',', out);
        queue_at(layout, i, words, sizeof words);
        script_text(out, words);
        fputs(",[", out);
        if (moment->arrow >= 0)
            write_fields(&layout->arrows[moment->arrow], out);
        fprintf(out, "],%zu]", i);
    }
    fputs("\n];\n", out);
}

static void
write_transcript(const struct layout *layout, FILE *out)
{
    char words[WORDS_MAX];

    fputs("<details><summary>The same in words</summary>\n<ol id=\"steps\">\n",
          out);
    for (size_t i = 0; i < layout->moment_count; i++) {
        if (!is_step(&layout->moments[i]))
            continue;
        step_line(layout, i, words, sizeof words);
        fputs("<li>", out);
        xml_text(out, words);
        fputs("</li>\n", out);
    }
    fputs("</ol></details>\n", out);
}

static void
write_page(const struct layout *layout, FILE *out)
{
    bool blank = layout->options.blank;

    fputs("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta "
          "charset=\"utf-8\"/>\n<meta name=\"viewport\" "
          "content=\"width=device-width, initial-scale=1\"/>\n<meta "
          "name=\"color-scheme\" content=\"light dark\"/>\n<title>", out);
    xml_text(out, layout->title);
    fprintf(out, "</title>\n<style>\n%s</style>\n</head>\n<body>\n<main>\n<h1>",
            html_style);
    xml_text(out, layout->title);
    fputs("</h1>\n<div id=\"side\">\n<figure>\n", out);
    svg_write(layout, !blank, out);
    fputs("</figure>\n", out);
    if (!blank) {
        fputs("<section id=\"panel\" hidden=\"hidden\" aria-label=\"step "
              "through\">\n<div class=\"keys\"><button type=\"button\" "
              "id=\"back\">Back</button><button type=\"button\" id=\"next\">"
              "Next</button><button type=\"button\" id=\"whole\">All</button>"
              "<span id=\"where\"></span></div>\n<p id=\"line\" "
              "aria-live=\"polite\"></p>\n<span id=\"time\"></span>\n"
              "<dl id=\"states\"></dl>\n<dl id=\"fields\"></dl>\n"
              "</section>\n", out);
    }
    fputs("</div>\n", out);
    if (!blank) {
        write_transcript(layout, out);
        fputs("<script>\n", out);
        write_steps(layout, out);
        fprintf(out, "%s</script>\n", html_script);
    }
    fputs("</main>\n</body>\n</html>\n", out);
}

int
html_draw(FILE *file, const char *name, const struct svg_options *options,
          FILE *out, struct complaint *message)
{
    struct layout *layout = layout_new(file, name, options, message);

    if (layout == NULL)
        return -1;
    write_page(layout, out);
    layout_free(layout);
    if (fflush(out) == 0 && !ferror(out))
        return 0;
    complain(message, "%s: cannot write the page: %s", name,
             strerror(errno));
    return -1;
}
