/*
 * predict.c - tests of tools/ladder/predict: which choice a run makes true, and
 * what is said of a file that cannot be read.
 */
#include <stdlib.h>
#include <string.h>

#include "predict/predict.h"
#include "tap.h"
#include "trace/trace.h"

/* A whole trace in which the server goes through these states, 1 ms apart. */
static FILE *
trace_of(const char *const *states, size_t count)
{
    struct trace_header header = {
        .version = TRACE_VERSION, .kernel = "6.1.0", .machine = "x86_64",
        .captured_in = "hosts", .scene = "client ./c\n", .scene_name = "x",
        .not_applied = ""
    };
    FILE *file = tmpfile();

    if (file == NULL || trace_write_header(file, &header) == -1) {
        perror("tmpfile");
        exit(1);
    }
    for (size_t i = 0; i < count; i++) {
        struct event event = event_new(EVENT_STATE);
        event.host = HOST_SERVER;
        event.time_ns = (int64_t)(i + 5) * 1000000;
        event.step = i + 1;
        snprintf(event.state, sizeof event.state, "%s", states[i]);
        trace_write_event(file, &event);
    }
    trace_write_end(file, count);
    return file;
}

/* Marks the first question of the file against the run.  The right choice, or
   -1 with *why. */
static int
mark(const char *file, struct predict_mark *mark, struct complaint *why)
{
    static const char *const states[] = { "LISTEN", "SYN-RECEIVED",
                                          "ESTABLISHED", "CLOSE-WAIT",
                                          "ESTABLISHED" };
    struct predict *predict = predict_parse(file, strlen(file), "p", why);

    if (predict == NULL)
        return -1;
    FILE *trace = trace_of(states, sizeof states / sizeof states[0]);
    int result = predict_mark(predict, &predict->questions[0], trace,
                              "x.trace", mark, why);
    fclose(trace);
    predict_free(predict);
    return result == -1 ? -1 : (int)mark->right;
}

/* The right one of two choices with these conditions. */
static int
right(const char *first, const char *second, struct predict_mark *found,
      struct complaint *why)
{
    char file[1024];

    why->text[0] = '\0';
    snprintf(file, sizeof file, "scene x\nask Which?\nchoice one\nif %s\n"
             "choice two\nif %s\n", first, second);
    return mark(file, found, why);
}

static void
test_conditions(void)
{
    struct complaint why;
    struct predict_mark found;

    check(right("server state CLOSING", "server state ESTABLISHED", &found,
                &why) == 1 && found.ms == 2 &&
              strcmp(found.row, "server state ESTABLISHED") == 0,
          "an event that happens makes its choice true, and is the row");
    check(right("server state SYN-RECEIVED then server state ESTABLISHED",
                "server state ESTABLISHED then server state LISTEN", &found,
                &why) == 0 && found.ms == 2,
          "a chain holds in its order, and its end is the row");
    check(right("server state ESTABLISHED then server state ESTABLISHED then "
                "server state ESTABLISHED", "2 times server state ESTABLISHED",
                &found, &why) == 1,
          "each event of a chain is another one");
    check(right("never server state CLOSING", "server state CLOSING", &found,
                &why) == 0 && found.row[0] == '\0',
          "what never happens is true, and has no row");
    check(right("at least 3 times server state ESTABLISHED",
                "at most 2 times server state ESTABLISHED", &found, &why) == 1,
          "counts have limits");
    check(right("never server state LISTEN then server state CLOSE-WAIT",
                "server state LISTEN then server state CLOSE-WAIT", &found,
                &why) == 1, "a chain that may not happen");
}

static void
test_exactly_one(void)
{
    struct complaint why;
    struct predict_mark found;

    check(right("server state LISTEN", "server state ESTABLISHED", &found,
                &why) == -1 &&
              strcmp(why.text, "p:2: 2 choices are true in x.trace; one alone "
                               "must be") == 0,
          "two true choices are a mistake: %s", why.text);
    check(right("server state CLOSING", "server state LAST-ACK", &found,
                &why) == -1 && strstr(why.text, "p:2: 0 choices") != NULL,
          "no true choice is a mistake: %s", why.text);
    check(right("server state LISTEN", "server sate CLOSING", &found, &why) ==
              -1 && strncmp(why.text, "p:5: ", 5) == 0,
          "words that are no event are a mistake: %s", why.text);
}

static void
test_row(void)
{
    struct complaint why = { "" };
    struct predict_mark found;

    check(mark("scene x\nask Which?\nrow server state CLOSE-WAIT\nchoice one\n"
               "if never server state CLOSING\nchoice two\n"
               "if server state CLOSING\n", &found, &why) == 0 &&
              found.ms == 3 && strstr(found.row, "CLOSE-WAIT") != NULL,
          "`row` names the row");
    check(mark("scene x\nask Why?\nmodel So.\nrow server state LISTEN\n",
               &found, &why) == 0 && found.ms == 0,
          "a question with a model answer has its row");
    check(mark("scene x\nask Why?\nmodel So.\nrow server state CLOSING\n",
               &found, &why) == -1 &&
              strstr(why.text, "no row of x.trace is") != NULL,
          "a row that is not there is a mistake: %s", why.text);
}

static void
test_mistakes(void)
{
    static const struct { const char *file, *said; } mistakes[] = {
        { "", "p:0: there is no question; write: ask TEXT" },
        { "ask Which?\n", "p:1: a `scene` stands above the first question" },
        { "scene x\nask Which?\n",
          "p:2: a question has choices, or a `model` answer" },
        { "scene x\nask Which?\nchoice one\nif a\n",
          "p:2: one choice is none" },
        { "scene x\nask W?\nchoice one\nif a\nchoice two\n",
          "p:5: the choice has no condition; write: if EVENT" },
        { "scene x\nchoice one\n",
          "p:2: a `choice` stands below its question" },
        { "scene x\nask W?\nif a\n", "p:3: `if` stands below a `choice`" },
        { "scene x\nask\n", "p:2: the word has no text" },
        { "scene x\naks W?\n", "p:2: unknown word 'aks'; the words are scene "
          "setting ask choice if say row model" },
        { "scene x\nask W?\nchoice one\nif 2 times a then b\n",
          "p:4: only a single event is counted" },
        { "scene x\nask W\033?\n",
          "p:2: the line is not UTF-8, or has a control character" },
    };

    for (size_t i = 0; i < sizeof mistakes / sizeof mistakes[0]; i++) {
        struct complaint why = { "" };
        const char *file = mistakes[i].file;
        struct predict *predict = predict_parse(file, strlen(file), "p", &why);
        check(predict == NULL && strcmp(why.text, mistakes[i].said) == 0,
              "%s", why.text);
        predict_free(predict);
    }
}

int
main(void)
{
    test_conditions();
    test_exactly_one();
    test_row();
    test_mistakes();
    return done();
}
