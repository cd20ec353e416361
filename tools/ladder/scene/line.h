/*
 * line.h - one line of a scene while it is read; for this folder only.
 *
 * line.c finds the word's entry in its table, takes the comment off and
 * calls the entry's function; the functions stand in words.c, actors.c,
 * triggers.c, wire.c and hosts.c.  Each returns 0, or -1 with the message
 * written.
 */
#ifndef LADDER_SCENE_LINE_H
#define LADDER_SCENE_LINE_H

#include "base/complaint.h"
#include "scene/scene.h"

enum {
    SCENE_TEXT_MAX = 1 << 20,   /* bytes of a scene */
    SCENE_LINE_MAX = 4096,      /* bytes of a line */
    SCENE_THINGS_MAX = 1000,    /* programs, faults ... of each kind */
    PROGRAM_NAME_MAX = 20       /* leaves room for "/12.3" in ACTOR_MAX */
};

struct scene_line {
    struct scene *scene;
    int number;
    const char *usage;          /* how the word is written */
    char *rest;                 /* behind the word, without a comment */
    char **words;               /* the same, split; NULL for a word whose
                                   arguments are an EVENT or prose */
    size_t word_count;
    struct complaint *message;              /* the caller's */
};

/* Which lines are read: a scene is read twice, see scene.c. */
enum scene_pass { PASS_PROGRAMS, PASS_OTHERS, PASS_ALL };

/* Reads text[0..length), the line of this number, if it is one of the pass. */
int
scene_read_line(struct scene *scene, const char *text, size_t length,
                int number, enum scene_pass pass, struct complaint *message);

/* --- fail.c: messages, and memory with one -------------------------- */

/* Writes "FILE:LINE: ..." into the line's message; returns -1. */
int
scene_fail(const struct scene_line *line, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* The message "... is not complete; write: USAGE"; returns -1. */
int
scene_incomplete(const struct scene_line *line);

/* Room for one more of count items: the moved items, the new one zero.  NULL
   with a message, and the items as they were, if there are too many. */
void *
scene_grow(const struct scene_line *line, void *items, size_t count,
           size_t item_bytes);

/* A copy of text[0..length), NULL with a message where memory is short. */
char *
scene_copy(const struct scene_line *line, const char *text, size_t length);

/* --- text.c: characters and words ----------------------------------- */

/* What is wrong with text[0..length) as a line, or NULL: control characters,
   bytes that are not UTF-8. */
const char *
text_fault(const char *text, size_t length);

/* Cuts a comment ("#" at the start or behind a blank, not between two double
   quotes) and the blanks before it off text. */
void
text_cut_comment(char *text);

/* How far it is from the double quote at text to its partner (\" is none); 0 if
   text begins with none or it has no partner. */
size_t
quote_length(const char *text);

/*
 * Splits line->rest into line->words as a shell does: blanks, '...', "...", \,
 * and "#" for a comment; nothing is expanded.  0, or -1 with a message.
 */
int
text_split(struct scene_line *line);

void
words_free(char **words);

/* The length of the first word of text. */
size_t
word_length(const char *text);

/* Whether text[0..length) is word. */
bool
word_is(const char *text, size_t length, const char *word);

/* Where the last word of text[0..end) begins; 0 if there is none. */
size_t
word_before(const char *text, size_t end);

/* Moves *cursor behind its first word and the blanks; returns the word, ended
   by a NUL, or NULL at the end. */
char *
word_take(char **cursor);

/* The value of a word KEY=VALUE, which is cut behind KEY; NULL if it has no
   "=", no key or no value. */
char *
value_take(char *word);

/* --- values.c: numbers and units ------------------------------------ */

/* A decimal number without sign in the range; false if it is none. */
bool
number_parse(const char *text, uint64_t least, uint64_t most, uint64_t *out);

/* "10mbit", "1.5gbit", "64000" as bits a second; 0 if it is none of these. */
uint64_t
rate_parse(const char *text);

/* "1st", "2nd", "3rd", "11th" as a number; 0 if it is none. */
unsigned
ordinal_parse(const char *text, size_t length);

/* "5%", "0.5%", above 0 and up to 100; 0 if it is none. */
double
percent_parse(const char *text);

/* Whether range is "kernel>=N.N" or "kernel<N.N" (or with a third number). */
bool
kernel_range_valid(const char *range);

/* --- event.c: an EVENT ---------------------------------------------- */

/*
 * The EVENT in text, checked against the grammar of a transcript, as a new
 * string; NULL with a message.  Blanks that follow each other are made one.
 */
char *
scene_event(const struct scene_line *line, const char *text);

/* --- who.c: names ---------------------------------------------------- */

/* The program called name, or NULL. */
struct scene_program *
scene_program_named(const struct scene *scene, const char *name,
                    size_t length);

/* Whether name is a program, or a child or thread of one ("server/2.3"). */
bool
scene_has_actor(const struct scene *scene, const char *name, size_t length);

/* The message that no program is called so; returns -1. */
int
scene_no_actor(const struct scene_line *line, const char *name, size_t length);

/* The host called word, or HOST_NONE with a message. */
enum host
scene_host(const struct scene_line *line, const char *word);

/* --- the words ------------------------------------------------------------ */

int read_title(struct scene_line *line);
int read_question(struct scene_line *line);
int read_place(struct scene_line *line);
int read_show(struct scene_line *line);
int read_table(struct scene_line *line);
int read_limit(struct scene_line *line);
int read_end(struct scene_line *line);
int read_only(struct scene_line *line);
int read_expect(struct scene_line *line);
int read_note(struct scene_line *line);
int read_hint(struct scene_line *line);
int read_measure(struct scene_line *line);
int read_capture(struct scene_line *line);

int read_server(struct scene_line *line);
int read_client(struct scene_line *line);
int read_start(struct scene_line *line);
int read_input(struct scene_line *line);
int read_folder(struct scene_line *line);
int read_environment(struct scene_line *line);
int read_hold(struct scene_line *line);
int read_inject(struct scene_line *line);
int read_signal(struct scene_line *line);

int read_wire(struct scene_line *line);
int read_fault(struct scene_line *line);
int read_sysctl(struct scene_line *line);
int read_route(struct scene_line *line);
int read_names(struct scene_line *line);
int read_cut(struct scene_line *line);
int read_mend(struct scene_line *line);
int read_flood(struct scene_line *line);
int read_unreachable(struct scene_line *line);

#endif
