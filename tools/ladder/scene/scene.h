/*
 * scene.h - how a pair of programs is staged, read from a .scene file.
 *
 * One word and its arguments a line, "#" begins a comment.  docs/scenes.md is
 * the manual.  The text comes from outside: an unknown word, a number out of
 * range or a missing argument is an error with file and line.
 */
#ifndef LADDER_SCENE_H
#define LADDER_SCENE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/complaint.h"
#include "model/event.h"


/* Lanes of a drawing: `show calls wire state`. */
enum lane { LANE_CALLS = 1, LANE_WIRE = 2, LANE_STATE = 4, LANE_ALL = 7 };

/* One direction of the cable, named by the host that sends into it. */
struct scene_wire {
    int64_t delay_ns;           /* `wire delay=20ms`; 0 unless said */
    uint64_t rate_bits;         /* a second; 0: no limit */
    unsigned queue_packets;     /* drop-tail; 0: no limit; needs rate= */
    unsigned mtu;               /* bytes, 100 to 65535; 1500 unless said */
};

struct scene_program {
    char name[ACTOR_MAX];       /* "server", "client", "client-2" */
    enum host host;
    char **words;               /* argv, words[0] as written; NULL at the end */
    char *start_when;           /* `start NAME when EVENT`, or NULL */
    char *input;                /* `input NAME FILE`: standard input, or NULL */
    char *folder;               /* `folder NAME DIR`: working folder, or NULL */
    char **environment;         /* `environment NAME K=V`; NULL-ended or NULL */
    int line;
};

enum fault_kind { FAULT_LOSE, FAULT_DUPLICATE, FAULT_DELAY, FAULT_REORDER,
                  FAULT_CORRUPT };

enum fault_segment { SEGMENT_ANY, SEGMENT_SYN, SEGMENT_SYN_ACK, SEGMENT_DATA,
                     SEGMENT_ACK, SEGMENT_FIN, SEGMENT_RST, SEGMENT_UDP,
                     SEGMENT_ICMP };

/*
 * `fault lose client data 3`, `fault lose client data 3 again 2`,
 * `fault delay server ack 1 by=30ms`, `fault lose client any 5% seed=7`.
 * KIND ack is a segment that has ACK and no payload, SYN, FIN or RST.
 */
struct scene_fault {
    enum fault_kind kind;
    enum host host;             /* whose segments: the sender's */
    enum fault_segment segment;
    unsigned number;            /* the nth such segment, from 1; 0: percent */
    unsigned again;             /* 0: its first sending; N: the Nth resend;
                                   `again` alone is 1; `always` is UINT_MAX */
    double percent;             /* of such segments; 0 with number */
    uint64_t seed;              /* of the random share; 1 unless said */
    int64_t by_ns;              /* delay: how much later; 30 ms unless said */
    int line;                   /* where it stands in its scene, from 1 */
};

/* `hold ACTOR CALL [Nth] until EVENT` */
struct scene_hold {
    char actor[ACTOR_MAX];
    char call[NAME_MAX_CALL];
    unsigned nth;               /* 1 unless said */
    char *until;
    int line;
};

/* `signal ACTOR SIG when EVENT`, `cut when EVENT`, `mend when EVENT`, and the
   words that later lessons add (`icmp ... when`, `flood ... when`). */
enum trigger_kind { TRIGGER_SIGNAL, TRIGGER_CUT, TRIGGER_MEND, TRIGGER_FLOOD,
                    TRIGGER_UNREACHABLE };

struct scene_trigger {
    enum trigger_kind kind;
    char actor[ACTOR_MAX];      /* SIGNAL */
    int signal;                 /* SIGNAL: its number */
    uint16_t port;              /* FLOOD: the server's port */
    unsigned count;             /* FLOOD: how many SYNs, 1 to 1000 */
    enum host host;             /* UNREACHABLE: who gets it */
    char *when;
    int64_t after_ns;           /* `when EVENT after 200ms`; 0 unless said */
    int line;
};

/* What a call does, whatever its name. */
enum inject_class { INTO_RECEIVES, INTO_SENDS, INTO_ACCEPTS, INTO_WAITS,
                  INTO_OPENS, INTO_CLASSES };

/* `inject ACTOR CLASS [Nth|always] at most BYTES`, and `... [Nth] returns -1
   ERRNO`. */
struct scene_inject {
    char actor[ACTOR_MAX];
    enum inject_class class;
    unsigned nth;               /* 1 unless said; 0: always */
    unsigned at_most;           /* bytes; 0: an error instead */
    int error;
    const char *error_name;     /* "EMFILE", for good */
    int line;
};

/* `sysctl HOST NAME=VALUE`: net.ipv4.NAME, or a full name with dots. */
struct scene_sysctl {
    enum host host;
    char *name;                 /* as written, "tcp_syn_retries" */
    char *value;
};

/* `route HOST quickack=1 congctl=cubic rto_min=200ms`, and
   `route HOST unreachable=10.0.0.9`. */
struct scene_route {
    enum host host;
    char *key;
    char *value;
};

/*
 * An expectation: of an EVENT, of what an actor has read in all, or of what is
 * left at the end.  Any of them may begin with `kernel>=6.5`.
 */
enum expect_kind {
    EXPECT_EVENT,               /* `expect [never|3 times|at most 3 times|
                                   within 300ms] EVENT [of EVENT]` */
    EXPECT_READ,                /* `expect read ACTOR "TEXT" [then end]` */
    EXPECT_LEFT                 /* `expect at end ACTOR descriptors 5` */
};

/* What may be left, and is counted: of a program, or sockets of a host. */
enum scene_left { LEFT_DESCRIPTORS, LEFT_CHILDREN, LEFT_ZOMBIES, LEFT_SOCKETS };

struct scene_expect {
    enum expect_kind kind;
    char *pattern;              /* EVENT: it; else the line as it is written */
    bool never;
    unsigned times;             /* 0: at least once, in order */
    bool at_most;               /* no more than times; none is right too */
    int64_t within_ns;          /* EVENT behind `since`, so soon; 0: unless */
    char *since;                /* or NULL */
    char actor[ACTOR_MAX];      /* READ, LEFT: whose */
    char *bytes;                /* READ: what it reads in all */
    size_t byte_count;
    bool then_end;              /* READ: and then end of file */
    enum scene_left left;       /* LEFT: what is counted */
    char state[STATE_MAX];      /* LEFT_SOCKETS: in which state */
    unsigned number;            /* LEFT: how many, or with at_most no more */
    bool as_at_start;           /* LEFT: no more than before any client */
    char *kernel;               /* "kernel>=6.5" or NULL */
    int line;
};

/* Whether it holds somewhere in the run, behind the one before it. */
bool
expect_is_ordered(const struct scene_expect *expect);

struct scene_note {
    char *pattern;              /* `note EVENT | text` */
    unsigned nth;               /* the nth event that matches; 1 */
    char *text;
    int line;
};

struct scene {
    char *file;                 /* the path it was read from */
    char *name;                 /* "handshake", from the file's name */
    char *text;                 /* the file, whole */
    char *title;                /* "" if it has none */
    char *question;             /* `question TEXT`: what to ask oneself; "" */
    unsigned place;             /* `place 2`: in its lesson's order; 0 */
    unsigned show;              /* enum lane, or-ed; LANE_ALL unless said */
    struct scene_wire wire[HOSTS];
    bool order_time;            /* `wire order=time` */
    bool typed;                 /* `ladder run` has made it of its options */
    struct scene_program *programs; size_t program_count;
    struct scene_fault *faults;     size_t fault_count;
    struct scene_hold *holds;       size_t hold_count;
    struct scene_trigger *triggers; size_t trigger_count;
    struct scene_inject *injects;   size_t inject_count;
    struct scene_sysctl *sysctls;   size_t sysctl_count;
    struct scene_route *routes;     size_t route_count;
    struct scene_expect *expects;   size_t expect_count;
    struct scene_note *notes;       size_t note_count;
    char **hints;                   size_t hint_count;
    char *names;                /* `names HOST NAME ADDRESS...`, as lines of
                                   /etc/hosts; NULL: none */
    char *only_kernel;          /* `only kernel>=6.5 | reason`, or NULL */
    char *only_reason;
    int64_t limit_ns;           /* 10 s unless said */
    char *end;                  /* `end EVENT`, or NULL */
    bool table;                 /* `table`: count the run, behind the ladders */
    bool measure;               /* `measure`: record cwnd, rtt, queues */
    unsigned capture_bytes;     /* `capture 96`: of each packet; 0: whole */
};

/* An empty scene for scene_add_line(), with every value that holds unless said;
   file is named in messages.  NULL where memory is short. */
struct scene *
scene_new(const char *file);

/*
 * Reads the scene text[0..length) that stands in file; the name is the file's
 * base name without ".scene".  Returns the scene, or NULL with one line in
 * message ("x.scene:3: unknown word 'sever'; the words are ...").  The caller
 * frees it.
 */
struct scene *
scene_parse(const char *text, size_t length, const char *file,
            struct complaint *message);

/* Reads a file and parses it. */
struct scene *
scene_read(const char *file, struct complaint *message);

/* For a run that goes another way: the scene then expects nothing. */
void
scene_drop_expects(struct scene *scene);

/* For a drawing with notes of its own. */
void
scene_drop_notes(struct scene *scene);

void
scene_free(struct scene *scene);

/*
 * Parses one more line into the scene, as if it stood in the file: what
 * `ladder run --wire=... --fault=...` and its programs become.  The line is
 * also added to scene->text.  A line that names a program comes after the one
 * that declares it.  0, or -1 with a message: the scene may then have a part of
 * the line.
 */
int
scene_add_line(struct scene *scene, const char *line, int number,
               struct complaint *message);

/* "20ms", "1s", "500us", "1.5s" as nanoseconds; -1 if it is none of these. */
int64_t
duration_parse(const char *text);

/* Whether this kernel ("6.18.44") is in the range ("kernel>=6.5"). */
bool
kernel_in_range(const char *range, const char *kernel);

#endif
