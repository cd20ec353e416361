/*
 * options.h - the command line: words, and options that look like --name=value.
 */
#ifndef LADDER_OPTIONS_H
#define LADDER_OPTIONS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "model/choice.h"

enum { STATUS_DONE = 0, STATUS_FAILED = 1, STATUS_USAGE = 2,
       STATUS_NO_HOSTS = 3      /* between our own processes only */ };

enum { WORDS_MAX = 512 };

enum { LIST_MAX = 16 };

/* The values of an option that may be given several times. */
struct option_list {
    const char *values[LIST_MAX];
    size_t count;
};

struct options {
    const char *verb;
    const char *words[WORDS_MAX];      /* what is no option */
    size_t word_count;
    const char *as;             /* --as=svg */
    const char *output;         /* -o FILE, --output=FILE */
    const char *programs;       /* --programs=DIR */
    const char *build;          /* --build=DIR */
    const char *scene;          /* --scene=NAME */
    const char *work;           /* --work=DIR, the student's files */
    const char *view;           /* --view=calls|wire|all */
    const char *colour;         /* --color=auto|always|never */
    const char *at;             /* --at=client|server */
    const char *y;              /* --y=cwnd,rtt */
    const char *limit;          /* --limit=10s */
    const char *id;             /* --id=PREFIX, of the ids in a figure */
    const char *in;             /* --in=auto|hosts|vm|loopback */
    const char *server;         /* --server CMD */
    const char *connection, *actor, *from, *to; /* --connection=c7 ... */
    struct option_list wires;   /* --wire='delay=20ms', several */
    struct option_list faults;  /* --fault=..., several */
    struct option_list injects; /* --inject=..., several */
    struct option_list clients; /* --client CMD, several */
    unsigned columns;           /* --columns=N; 0: the terminal's */
    unsigned page;              /* --page=N of a figure; 0: the whole */
    bool all, ascii, blank, no_pin, no_verdict, quiet;
};

/*
 * Reads the words behind the verb.  0; or -1 with one line on standard error
 * where an option is unknown, another verb's, or lacks its value.
 */
int
options_read(struct options *options, int argc, char *argv[]);

/* The lanes that --view names, 0 if it was not given, -1 with a line on
   standard error if it is none. */
int
options_lanes(const struct options *options);

/* Whether anything is chosen; and what: 0, or -1 with a line on standard
   error. */
bool
options_choose(const struct options *options);

int
options_choice(const struct options *options, struct choice *choice);

/* Columns of the terminal that standard output is; 80 where it is none. */
unsigned
options_columns(const struct options *options);

/* Whether to colour: --color, NO_COLOR, CLICOLOR_FORCE, the terminal. */
bool
options_colour(const struct options *options);

/* Whether the locale is UTF-8 and --ascii was not given. */
bool
options_unicode(const struct options *options);

#endif
