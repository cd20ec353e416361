/*
 * line.c - one line of a scene: its word, and what the word's function
 * needs.
 *
 * One table has all the words.
 */
#include "scene/line.h"

#include <stdio.h>
#include <string.h>

/* How the arguments of a word are read. */
enum style { PROSE, WORDS };

static const struct entry {
    const char *word, *usage;
    enum style style;
    bool declares;              /* a program */
    int (*read)(struct scene_line *line);
} entries[] = {
    { "title", "title TEXT", PROSE, false, read_title },
    { "question", "question TEXT", PROSE, false, read_question },
    { "place", "place 2", WORDS, false, read_place },
    { "show", "show calls wire state", WORDS, false, read_show },
    { "table", "table", WORDS, false, read_table },
    { "wire", "wire [client|server] delay=20ms rate=10mbit queue=20 mtu=1500",
      WORDS, false, read_wire },
    { "server", "server [server-NAME] PROGRAM ARGUMENTS", WORDS, true,
      read_server },
    { "client", "client [client-NAME] PROGRAM ARGUMENTS", WORDS, true,
      read_client },
    { "start", "start PROGRAM when EVENT", PROSE, false, read_start },
    { "input", "input PROGRAM FILE", WORDS, false, read_input },
    { "folder", "folder PROGRAM FOLDER", WORDS, false, read_folder },
    { "environment", "environment PROGRAM NAME=VALUE", WORDS, false,
      read_environment },
    { "hold", "hold ACTOR CALL [2nd] until EVENT", PROSE, false, read_hold },
    { "inject", "inject ACTOR receives|sends [2nd|always] at most 7, or "
      "inject ACTOR accepts [2nd] returns -1 EMFILE", WORDS, false,
      read_inject },
    { "signal", "signal ACTOR SIGTERM when EVENT [after 200ms]", PROSE, false,
      read_signal },
    { "cut", "cut when EVENT [after 200ms]", PROSE, false, read_cut },
    { "mend", "mend when EVENT [after 200ms]", PROSE, false, read_mend },
    { "unreachable", "unreachable HOST when EVENT [after 200ms]", PROSE, false,
      read_unreachable },
    { "flood", "flood PORT COUNT when EVENT [after 200ms]", PROSE, false,
      read_flood },
    { "fault", "fault lose|duplicate|delay|reorder|corrupt HOST KIND N or 5%",
      WORDS, false, read_fault },
    { "sysctl", "sysctl HOST NAME=VALUE", WORDS, false, read_sysctl },
    { "names", "names HOST NAME ADDRESS...", WORDS, false, read_names },
    { "route", "route HOST KEY=VALUE", WORDS, false, read_route },
    { "expect", "expect [kernel>=6.5] [never|[at most] 3 times] EVENT", PROSE,
      false, read_expect },
    { "hint", "hint TEXT", PROSE, false, read_hint },
    { "note", "note [2nd] EVENT | TEXT", PROSE, false, read_note },
    { "end", "end EVENT", PROSE, false, read_end },
    { "limit", "limit 10s", WORDS, false, read_limit },
    { "only", "only kernel>=6.5 | REASON", PROSE, false, read_only },
    { "measure", "measure", WORDS, false, read_measure },
    { "capture", "capture 96", WORDS, false, read_capture },
};

enum { ENTRIES = sizeof entries / sizeof entries[0] };

/* --- a line -------------------------------------------------------------- */

static int
fail_unknown(const struct scene_line *line, const char *word)
{
    scene_fail(line, "there is no word '%.40s'; the words are", word);
    for (size_t i = 0; i < ENTRIES; i++)
        complain_on(line->message, " %s", entries[i].word);
    return -1;
}

/* Reads text, one line that ends with a NUL and may be changed. */
static int
read_words(struct scene_line *line, char *text, enum scene_pass pass)
{
    const char *word = word_take(&text);
    size_t i = 0;

    if (word == NULL || *word == '#')
        return 0;
    while (i < ENTRIES && strcmp(word, entries[i].word) != 0)
        i++;
    if (i == ENTRIES)
        return fail_unknown(line, word);
    if (pass != PASS_ALL && entries[i].declares != (pass == PASS_PROGRAMS))
        return 0;
    line->usage = entries[i].usage;
    line->rest = text;
    if (entries[i].style == PROSE)
        text_cut_comment(text);
    else if (text_split(line) == -1)
        return -1;
    return entries[i].read(line);
}

int
scene_read_line(struct scene *scene, const char *text, size_t length,
                int number, enum scene_pass pass, struct complaint *message)
{
    struct scene_line line = {
        .scene = scene, .number = number, .message = message
    };
    char copy[SCENE_LINE_MAX + 1];

    if (length > 0 && text[length - 1] == '\r')
        length--;
    if (length > SCENE_LINE_MAX)
        return scene_fail(&line, "the line is longer than %d bytes; shorten it",
                          SCENE_LINE_MAX);
    const char *fault = text_fault(text, length);
    if (fault != NULL)
        return scene_fail(&line, "%s", fault);
    memcpy(copy, text, length);
    copy[length] = '\0';
    int result = read_words(&line, copy, pass);
    words_free(line.words);
    return result;
}
