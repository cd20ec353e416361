/* decide.c - what a key or a word does to a segment that waits. */
#include "play/play.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "play/terminal.h"

enum { END_OF_INPUT = 4 /* Ctrl-D */ };

static const int64_t wait_ns = 200 * 1000000LL;

/* Decides about the segment at this place among those that wait, from 1. */
static void
decide(struct play *play, const struct decision *decision, size_t place)
{
    struct packet *packet = deal_packet(&play->deal, place);

    terminal_clear();
    play->chosen = 0;
    if (packet == NULL) {
        size_t count = deal_waiting(&play->deal);
        fprintf(stderr, "ladder: there %s %zu segment%s on the wire, no %zu\n",
                count == 1 ? "is" : "are", count, count == 1 ? "" : "s", place);
        return;
    }
    play->thinking = false;
    decision->act(&play->deal, packet);
}

static void
let_all(struct play *play)
{
    play->all = true;
    play->thinking = false;
    deal_all(&play->deal);
    if (!play->terminal)
        input_ignore(&play->input);
}

static void
press(struct play *play, char key)
{
    const struct decision *decision = decision_named(NULL, key);
    size_t count = deal_waiting(&play->deal);

    terminal_clear();
    if (decision != NULL)
        decide(play, decision, play_chosen(play));
    else if (key >= '1' && key <= '9' && (size_t)(key - '0') <= count)
        play->chosen = deal_packet(&play->deal, (size_t)(key - '0'))->number;
    else if (key == 'a')
        let_all(play);
    else if (key == 'w')
        play->wait_until_ns = engine_now(play->engine) + wait_ns;
    else
        printf("d: it arrives now.  l: it never arrives.  u: it arrives "
               "twice.\n"
               "h: it waits, and you decide about the others first.\n"
               "c: it arrives with a changed bit.  a: this one and all that "
               "follow arrive.\n"
               "w: 200 ms go by.  q: the end.  1 to 9: choose another "
               "segment.\n");
}

/* The place that a line names, 1 if none; 0 if it is no number. */
static size_t
read_place(const char *text)
{
    char *end;
    unsigned long place = strtoul(text, &end, 10);

    if (text[0] == '\0')
        return 1;
    return *end == '\0' && text[0] != '-' ? place : 0;
}

/* One line from a pipe: "deliver", "lose 2", "wait 300ms", "all", "quit". */
static void
obey(struct play *play, const char *line)
{
    char word[16] = "", value[16] = "";
    int words = sscanf(line, "%15s %15s", word, value);

    if (words < 1 || word[0] == '#')
        return;
    const struct decision *decision = decision_named(word, 0);
    int64_t waits_ns = words == 2 ? duration_parse(value) : wait_ns;
    if (decision != NULL)
        decide(play, decision, read_place(value));
    else if (strcmp(word, "all") == 0)
        let_all(play);
    else if (strcmp(word, "quit") == 0)
        play->quit = true;
    else if (strcmp(word, "wait") == 0 && waits_ns >= 0)
        play->wait_until_ns = engine_now(play->engine) + waits_ns;
    else
        fprintf(stderr, "ladder: '%s' is no decision; say deliver [N], lose, "
                        "duplicate, hold, corrupt, all, wait 200ms or quit\n",
                line);
}

bool
play_take_decision(struct play *play)
{
    char line[INPUT_MAX], key;

    input_read(&play->input);
    if (play->terminal) {
        if ((key = input_key(&play->input)) == 0)
            return false;
        press(play, key);
        return true;
    }
    if (input_line(&play->input, line)) {
        obey(play, line);
        return true;
    }
    play->quit = play->input.over;
    return play->quit;
}

void
play_take_quit(struct play *play, bool forget)
{
    if (!play->terminal)
        return;
    input_read(&play->input);
    if (input_take(&play->input, TERMINAL_STOP))
        terminal_stop();
    if (input_take(&play->input, 'q') ||
        input_take(&play->input, END_OF_INPUT) || play->input.over)
        play->quit = true;
    if (forget)
        input_forget(&play->input);
}
