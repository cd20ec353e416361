/*
 * predict.h - a lesson's questions, and which of their choices a run makes
 * true.
 *
 * lessons/NN-name/predict has them; docs/predict.md is the manual.  Nobody
 * writes down which choice is right: each carries conditions in the words of a
 * transcript, and one of them alone may hold in a run.
 */
#ifndef LADDER_PREDICT_H
#define LADDER_PREDICT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include "base/complaint.h"

enum {
    PREDICT_QUESTIONS = 16,     /* of a file, at most */
    PREDICT_CHOICES = 6,        /* of a question */
    PREDICT_CONDITIONS = 4,     /* of a choice */
    PREDICT_EVENTS = 6,         /* of a condition: A then B then C ... */
    PREDICT_TEXT_MAX = 1 << 16, /* bytes of a file */
    PREDICT_ROW_MAX = 200
};

/* `if never A`, `if 3 times A`, `if at least 2 times A`, `if A then B`. */
struct predict_condition {
    const char *events[PREDICT_EVENTS];
    size_t count;               /* more than one: they come in this order */
    bool never;
    uint64_t least, most;       /* how often a single event happens */
};

struct predict_choice {
    const char *text;
    const char *say;            /* what to add when it is taken; "" for none:
                                   of a wrong one, why it is not so */
    struct predict_condition conditions[PREDICT_CONDITIONS];
    size_t count;               /* all of them hold, where it is true */
    int line;
};

struct predict_question {
    const char *scene;          /* whose run answers it */
    const char *setting;        /* what to know before; "" or as above */
    const char *text;
    const char *model;          /* `write`: a good answer; NULL: choices */
    const char *row;            /* the event that decides, or NULL */
    struct predict_choice choices[PREDICT_CHOICES];
    size_t count;
    int line;
};

struct predict {
    char *text;                 /* the file's, which the others point into */
    char *file;
    struct predict_question questions[PREDICT_QUESTIONS];
    size_t count;
};

/*
 * Reads text[0..length), which stands in file.  NULL with one line in
 * complaint: "predict:3: unknown word 'aks'; the words are ...".  The caller
 * frees it.
 */
struct predict *
predict_parse(const char *text, size_t length, const char *file,
              struct complaint *complaint);

/* Reads a file and parses it. */
struct predict *
predict_read(const char *file, struct complaint *complaint);

void
predict_free(struct predict *predict);

/* What a run says of a question. */
struct predict_mark {
    size_t right;               /* the choice that it makes true */
    char row[PREDICT_ROW_MAX];  /* the event that decides; "" where none does */
    int64_t ms;                 /* when that was, as on the ladder */
};

/*
 * Finds the choice that the trace in file (seekable) makes true.  0; or -1 with
 * one line in complaint, also where none or more than one is.  A question
 * with a model answer has a row at most.
 */
int
predict_mark(const struct predict *predict,
             const struct predict_question *question, FILE *file,
             const char *name, struct predict_mark *mark,
             struct complaint *complaint);

#endif
