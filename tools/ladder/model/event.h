/*
 * event.h - what happened in a run, one event at a time.
 *
 * A run of two programs is told as one stream of events, in one order.  The
 * recorder writes the stream to a trace file; every drawing is a pure function
 * of it.  Nothing in this folder touches the kernel: it needs POSIX alone.
 *
 * Events come in steps.  A step is one cause (a call entered, a segment
 * arrived, a timer) and what follows from it, always in this order: cause,
 * state changes, queue changes, segments sent, returns.  Only the queue that an
 * accept() empties comes after its return, since the return is what emptied it.
 */
#ifndef LADDER_EVENT_H
#define LADDER_EVENT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "model/segment.h"

enum host { HOST_NONE = -1, HOST_CLIENT, HOST_SERVER, HOSTS };

enum event_kind {
    EVENT_CALL,         /* a program enters a call; nothing is done yet */
    EVENT_RETURN,       /* a call has returned to its program */
    EVENT_STATE,        /* a socket has entered a state */
    EVENT_QUEUE,        /* a listener's accept queue has changed */
    EVENT_SENDS,        /* a host has put a segment on the wire */
    EVENT_GETS,         /* a segment has reached a host */
    EVENT_WIRE,         /* the wire has done something to a segment */
    EVENT_PRINTS,       /* a program has written to its output */
    EVENT_EXITS,        /* a program is gone */
    EVENT_LADDER,       /* the recorder itself has done something */
    EVENT_METER,        /* numbers the kernel keeps; never in a transcript */
    EVENT_KINDS
};

/* The wire's deeds, in the words of a transcript ("wire lost client's SYN"). */
enum wire_deed {
    WIRE_LOST,          /* by a fault, by play, by a full queue ("dropped") */
    WIRE_DROPPED,       /* the wire's drop-tail queue was full */
    WIRE_DUPLICATED,    /* one more copy is on its way */
    WIRE_REORDERED,     /* overtaken by the segments behind it */
    WIRE_DELAYED,       /* held back longer than the wire's delay */
    WIRE_CORRUPTED,     /* one bit changed; the checksum is wrong now */
    WIRE_HURRIED,       /* delivered although a program was still running */
    WIRE_REFUSED,       /* the kernel would not take it */
    WIRE_FORGED,        /* made by the wire itself: no host sent it */
    WIRE_DEEDS
};

/* The recorder's own deeds ("ladder holds server at accept"): deed.h. */
enum ladder_deed {
    LADDER_OTHER,       /* words of another version: told, not understood */
    LADDER_STARTS,      /* a program */
    LADDER_STOPS,       /* a server that still runs behind the clients */
    LADDER_HOLDS,       /* a program in front of a call */
    LADDER_RELEASES,    /* the program that it held */
    LADDER_SIGNALS,     /* a program, as the scene asks */
    LADDER_CUTS,        /* the cable */
    LADDER_MENDS,       /* the cable */
    LADDER_FLOODS,      /* a port with SYNs */
    LADDER_HURRIES,     /* what waits for programs that do not rest */
    LADDER_REACHES,     /* the limit of the run's time */
    LADDER_CANNOT,      /* see a program's calls */
    LADDER_HAS,         /* not seen so many of them */
    LADDER_COUNTS,      /* what a program has open */
    LADDER_INJECTS,     /* into a program's call, as the scene asks */
    LADDER_DEEDS
};

enum { ACTOR_MAX = 32, NAME_MAX_CALL = 24, STATE_MAX = 32, TEXT_MAX = 4096 };

/* A deed with what it was done to: "holds", "server", "accept". */
struct ladder_act {
    enum ladder_deed deed;
    enum host host;             /* whose column it belongs to, or HOST_NONE */
    char actor[ACTOR_MAX];      /* STARTS STOPS HOLDS RELEASES SIGNALS */
    char call[NAME_MAX_CALL];   /* HOLDS */
};

/*
 * One event.  Text fields are valid until the next event is made or read; a
 * field that an event has no use for is zero, "" or NULL.
 */
struct event {
    enum event_kind kind;
    int64_t time_ns;            /* since the run began; monotonic */
    uint64_t step;              /* events with the same step have one cause */
    enum host host;
    char actor[ACTOR_MAX];      /* "client", "client-2", "server/2" */
    int pid;                    /* the process; 0 where none */
    int tid;                    /* the thread; equals pid for the first one */
    int fd;                     /* the descriptor a call names, else -1 */
    uint64_t socket;            /* the socket's inode, 0 where it has none */
    unsigned conn;              /* 1, 2 ... by first segment; 0 for none */

    char name[NAME_MAX_CALL];   /* CALL, RETURN: "connect" */
    const char *text;           /* CALL: the arguments, "3, 10.0.0.2:7000";
                                   PRINTS: one line without its newline;
                                   LADDER: the deed's words, "starts client",
                                   set with event_set_words();
                                   RETURN: what the call learned, e.g. an
                                   address "10.0.0.1:40312", may be NULL */
    const char *full;           /* CALL: the arguments with what a transcript
                                   leaves out, "3, 100": how much was asked
                                   for, how long it may wait; NULL: text */
    const unsigned char *data;  /* CALL of a send, RETURN of a receive: the
                                   first bytes that moved, at most 64 */
    size_t data_bytes;          /* how many stand in data */
    int64_t value;              /* RETURN: the result; EXITS: the status */
    const char *error;          /* RETURN: "ECONNREFUSED" where value is -1 */
    int signal;                 /* EXITS: the signal that killed it, else 0 */

    char state[STATE_MAX];      /* STATE: RFC 9293's name, "SYN-RECEIVED", or
                                   "CLOSED"; for UDP "bound" and
                                   "connected, local only" */
    char from[STATE_MAX];       /* STATE: the state before, "" if it is new */
    uint16_t port;              /* STATE, QUEUE: the socket's local port */
    uint16_t peer_port;         /* STATE: 0 for a listener or unconnected */
    bool udp;                   /* STATE: a UDP socket */
    unsigned queued;            /* QUEUE: connections that wait for accept() */
    unsigned queue_max;         /* QUEUE: the limit that listen() set */

    struct ladder_act act;      /* LADDER: the same as a value */

    enum wire_deed deed;        /* WIRE */
    uint64_t packet;            /* SENDS, GETS, WIRE: its number, from 1 */
    const unsigned char *bytes; /* SENDS (GETS and WIRE where the packet was
                                   changed on the way): the IP packet's first
                                   captured bytes; else NULL in a trace */
    size_t captured_bytes;      /* how many stand in bytes */
    size_t packet_bytes;        /* the packet's true length */
    bool dropped;               /* GETS: a listener had no room for it; the
                                   kernel has thrown it away in silence */
    struct segment segment;     /* SENDS, GETS, WIRE: the packet understood,
                                   numbers relative, filled in by flow.h */

    /* METER: what sock_diag said of a connection, or the wire of its queue.  A
       value that is not known is -1. */
    int64_t cwnd;               /* segments */
    int64_t ssthresh;           /* segments; -1 also while it is infinite */
    int64_t rtt_us;             /* the smoothed round-trip time */
    int64_t unread_bytes;       /* received, not yet read by the program */
    int64_t unsent_bytes;       /* written by the program, not acknowledged */
    int64_t wire_queue;         /* packets that wait in the wire's queue of
                                   this host's direction */
};

/* The name of a host: "client", "server", or "" for HOST_NONE. */
const char *
host_name(enum host host);

/* The host called name[0..length), or HOST_NONE. */
enum host
host_named(const char *name, size_t length);

/* The other one of the two hosts. */
enum host
host_peer(enum host host);

/* The word of a transcript for a deed: "lost", "hurried". */
const char *
wire_deed_name(enum wire_deed deed);

/* "SIGPIPE"; "SIG42" for one without a name.  Writes at most size. */
const char *
signal_name(int signal, char *out, size_t size);

/* The number of the signal called "SIGPIPE" or "SIG42", or 0. */
int
signal_named(const char *name);

/* A call's arguments as a drawing shows them: full, or else text; not NULL. */
const char *
event_arguments(const struct event *event);

/* An event of this kind, with nothing else known: fd -1, no host, meters -1. */
struct event
event_new(enum event_kind kind);

#endif
