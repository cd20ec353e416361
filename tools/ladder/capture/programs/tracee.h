/*
 * tracee.h - the programs of a run, under ptrace(2).
 *
 * A tracee is one thread.  It is running (perhaps asleep in the kernel),
 * stopped by us with something to tell, or held.  A stop is handled by the
 * engine, one at a time; between stops this table knows who still moves.
 */
#ifndef LADDER_TRACEE_H
#define LADDER_TRACEE_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

#include "model/event.h"
#include "capture/programs/calls.h"

enum { TRACEES_MAX = 1024 };

/* What a stop is about. */
enum stop {
    STOP_NONE,
    STOP_ENTRY,                 /* a call that seccomp singled out begins */
    STOP_EXIT,                  /* the call that we followed is over */
    STOP_CHILD,                 /* it has made a process or thread */
    STOP_VFORK_DONE,
    STOP_EXEC,
    STOP_SIGNAL,                /* a signal is about to be delivered */
    STOP_GROUP,                 /* the process is being stopped (SIGSTOP) */
    STOP_BEGIN,                 /* a new tracee's first stop */
    STOP_GONE                   /* exited, or killed */
};

/* One program of the scene and all that it forks. */
struct actor {
    char name[ACTOR_MAX];       /* "server" */
    enum host host;
    bool is_server;
    bool started;
    unsigned processes;         /* so far: the next is server/2 */
    unsigned threads;           /* so far: the next is server.2 */
    unsigned alive;             /* processes that still run */
    int output;                 /* the pipe it prints into; -1 when closed */
    bool printed;               /* it has written to what may be that pipe */
    int failure;                /* says why it could not be started; or -1 */
    char line[TEXT_MAX];        /* what it has printed of the current line */
    size_t line_bytes;
    int status;                 /* its first process's: exit status, or */
    int signal;                 /* the signal that killed it */
    int crash;                  /* the signal that a process of it died of */
    char crashed[ACTOR_MAX];    /* and which: "server/2" */
    pid_t pid;                  /* its first process */
    unsigned uring_calls;       /* what it did that we cannot show */
    unsigned foreign_calls;
    bool stopped_by_us;
};

/* A word of a program's memory that was changed. */
struct poked {
    uint64_t address, former;
};

/* What was changed of the call that goes on: inject.c's. */
struct injected {
    bool third_changed;
    uint64_t third;             /* its third argument, as the program gave it */
    struct poked poked[2];
    size_t poked_count;
};

struct tracee {
    pid_t tid, pid;
    struct actor *actor;        /* NULL until its parent has told of it */
    char name[ACTOR_MAX];       /* "server/2", "server.2" */
    unsigned rank;              /* who goes first when several are stopped */
    unsigned passed_over;       /* how many stops of others went before its */
    enum stop stop;             /* STOP_NONE: it runs */
    int status;                 /* of waitpid(2) */
    bool execed;                /* its own program runs, not our child code */
    bool asleep;                /* seen asleep since it last moved */
    bool networked;             /* it has made a call on a socket */
    bool held;                  /* by the scene, at the entry of a call */
    bool listening;             /* SIGSTOP has stopped it: it rests */
    bool vforking;              /* waits for its child, as if asleep */
    bool in_call;               /* between STOP_ENTRY and STOP_EXIT */
    bool interrupted;           /* the call waits for its signal's verdict */
    struct call call;
    struct injected injected;
    int stat;                   /* /proc/TID/stat, kept open */
    int descriptors;            /* /proc/TID/fd, kept open */
    int pidfd;
    uint64_t restarts[2];       /* bit n: signal n's handler has SA_RESTART */
};

struct tracees {
    struct tracee *all[TRACEES_MAX];
    size_t count;
    unsigned ranked;
    bool in_turn;               /* they are served in turn, not by rank */
    unsigned last_rank;         /* whose stop was handled last */
    bool overflow;              /* more than TRACEES_MAX were made */
    bool alarmed;               /* an alarm rings every millisecond */
};

/* Seizes a child that waits for it, as the actor's first process.  NULL with
   errno. */
struct tracee *
tracee_seize(struct tracees *tracees, struct actor *actor, pid_t pid);

/* Asks waitpid(2) for all that has stopped or gone.  True if anything has. */
bool
tracees_reap(struct tracees *tracees);

/*
 * Sleeps until a tracee stops, a millisecond at most, and reaps what has.  For
 * a program that makes one call after the other: it saves asking whether it
 * has stopped yet.  tracees_wait_end() when that is over.
 */
bool
tracees_wait(struct tracees *tracees);

void
tracees_wait_end(struct tracees *tracees);

/* Whether a tracee runs and is not asleep.  Who was asleep when last asked is
   believed to be so still, unless all are to be asked. */
bool
tracees_busy(struct tracees *tracees, bool all);

/* The tracee whose stop is to be handled next, or NULL: the one with the lowest
   rank, or the next in turn. */
struct tracee *
tracees_stopped(const struct tracees *tracees);

/*
 * This one's stop is handled now.  Where one that never rests has gone before
 * another a hundred times, they are served in turn from now on, so that nobody
 * starves.
 */
void
tracees_note_turn(struct tracees *tracees, const struct tracee *served);

/* Serves them in turn from now on, or by rank. */
void
tracees_take_turns(struct tracees *tracees, bool in_turn);

/* Whether any tracee has not gone. */
bool
tracees_alive(const struct tracees *tracees);

/* Nanoseconds of CPU that the running tracees' processes have used. */
int64_t
tracees_cpu_ns(const struct tracees *tracees);

/* Lets it go on.  With follow, its next stop is the end of its call. */
void
tracee_resume(struct tracee *tracee, bool follow, int signal);

/* After STOP_GROUP: it stays stopped, but tells of its continuing. */
void
tracee_listen(struct tracee *tracee);

/* After STOP_CHILD: gives the new tracee its actor and name. */
void
tracee_adopt(struct tracees *tracees, struct tracee *parent);

/* One whose parent was killed before it could tell of it, or NULL: to be asked
   for when all others rest. */
struct tracee *
tracees_orphan(struct tracees *tracees);

void
tracee_adopt_orphan(struct tracees *tracees, struct tracee *child,
                    struct actor *actor);

/* After STOP_EXEC: an exec in a thread has taken over the leader's number. */
void
tracee_exec(struct tracees *tracees, struct tracee *tracee);

/* Kills all that are left, and waits for their end. */
void
tracees_kill(struct tracees *tracees);

#endif
