/* main.c - ladder: what two programs call, the segments between them, and the
   kernel's states, as one diagram. */
#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "verbs/verbs.h"
#include "verbs/vm.h"

static const struct verb {
    const char *name;
    int (*run)(const struct options *options);
    const char *summary;
    const char *help;
} verbs[] = {
    { "run", verb_run, "your own programs on two private hosts",
      "usage: ladder run --server 'CMD' [--client 'CMD']... [OPTIONS]\n\n"
      "Runs CMD on the private hosts `server` (10.0.0.2) and `client`\n"
      "(10.0.0.1) and draws what happens.  A client starts when the server\n"
      "listens.  The server must listen on 0.0.0.0, not on 127.0.0.1.\n\n"
      "  --wire='delay=20ms rate=10mbit queue=20 mtu=1500'\n"
      "  --wire=order=rest              segments wait until the programs rest\n"
      "  --fault='lose client data 3'   may be given several times\n"
      "  --inject='server receives always at most 1'   this too\n"
      "  --limit=10s                    stop after that long\n"
      "  -o FILE.trace                  keep the trace\n"
      "  --in=auto|hosts|vm[=KERNEL]    where (`ladder vm --help`)\n"
      "  --view=calls|wire|state|all  --columns=N  --all  --ascii\n"
      "  --connection=cN  --actor=NAME  --from=TIME  --to=TIME\n"
      "  --color=auto|always|never      --no-pin  --quiet  --programs=DIR\n\n"
      "example: ladder run --server 'python3 -m http.server 8000' \\\n"
      "                    --client 'curl -s http://server:8000/'\n" },
    { "record", verb_record, "play a scene, keep its trace",
      "usage: ladder record SCENE -o FILE.trace [--programs=DIR] [--no-pin]\n"
      "                     [--in=auto|hosts|vm[=KERNEL]] [--quiet]\n"
      "       ladder record SCENE... -o FOLDER/ [--build=DIR] ...\n\n"
      "Plays the scene and checks what it expects.  `./X` in the scene is\n"
      "DIR/X, else build/<the scene's folder>/X, else X beside the scene.\n\n"
      "example: ladder record lessons/05-handshake/handshake.scene -o h.trace\n"
    },
    { "draw", verb_draw, "draw a trace",
      "usage: ladder draw [--as=FORM] [-o FILE] FILE.trace...\n\n"
      "  --as=text        the ladder for a terminal (the default)\n"
      "  --as=transcript  one line an event\n"
      "  --as=svg         the drawn ladder    --page=N  --id=PREFIX\n"
      "  --blank          of text, svg and html: homework, without answers\n"
      "  --as=html        a page to step through\n"
      "  --as=pcapng      for Wireshark       --at=client|server\n"
      "  --as=plot        against time        --y=sequence|window|unread|\n"
      "                                           cwnd,ssthresh|rtt|queue\n"
      "  --as=table       counts, of several traces side by side\n"
      "  --view=calls|wire|state|all  --all  --columns=N  --ascii\n"
      "  --connection=cN  --actor=NAME  --from=TIME  --to=TIME\n"
      "  --color=auto|always|never\n\n"
      "example: ladder draw --as=svg -o handshake.svg h.trace\n" },
    { "expect", verb_expect, "check a trace against its scene",
      "usage: ladder expect SCENE FILE.trace\n\n"
      "Says which expectations do not hold, and what stood nearest.\n" },
    { "play", verb_play_in, "be the network: decide each segment's fate",
      "usage: ladder play SCENE [--programs=DIR] [-o FILE.trace] [--no-pin]\n"
      "                   [--columns=N] [--ascii] [--color=WHEN]\n"
      "                   [--in=auto|hosts|vm[=KERNEL]] [--quiet]\n\n"
      "Keys: d deliver, l lose, u duplicate, h hold, c corrupt, a all,\n"
      "w wait 200 ms, q quit; 1 to 9 choose another segment.  From a pipe,\n"
      "lines: deliver [N], lose, ...  At the end, a scene that repeats it.\n" },
    { "lesson", verb_lesson, "what `make lesson-N` shows",
      "usage: ladder lesson DIR [--scene=NAME] [--view=calls|wire|all]\n"
      "                         [--build=DIR] [--columns=N] [--all] [--ascii]\n"
      "                         [--color=WHEN] [--no-pin] [--programs=DIR]\n"
      "                         [--no-verdict]\n"
      "                         [--in=auto|hosts|vm[=KERNEL]|loopback]\n\n"
      "example: ladder lesson lessons/05-handshake --scene=lost-syn\n" },
    { "grade", verb_grade, "does a student's program do what it must",
      "usage: ladder grade LESSON [grade|look|hint] [--work=DIR]\n"
      "                    [--build=DIR] [--programs=DIR] [--scene=NAME]\n"
      "                    [--in=auto|hosts|vm[=KERNEL]] [--ascii]\n"
      "                    [--color=WHEN]\n\n"
      "Plays the requirements of LESSON's exercise with the programs in DIR\n"
      "(build/work/NN) and prints one line each.  Builds nothing: `make\n"
      "grade-7` does.  Exit status 0 if all hold, 1 if one does not, 2 for\n"
      "usage, 3 if none failed and something could not be checked here.\n\n"
      "  look    the ladder of the first requirement that did not hold\n"
      "  hint    one more hint for it, after a grade of changed code\n\n"
      "example: ladder grade lessons/07-accept-queue --work=work/07\n" },
    { "predict", verb_predict, "a lesson's questions, before its ladder",
      "usage: ladder predict DIR [--as=questions|answers] [--build=DIR]\n"
      "                          [--programs=DIR] [--columns=N] [--ascii]\n"
      "                          [--color=WHEN] [--no-pin]\n"
      "                          [--in=auto|hosts|vm[=KERNEL]|loopback]\n\n"
      "Asks what the lesson's ladders will show, shows them, asks again, and\n"
      "marks both with the row that decides.  A key is an answer, from a pipe\n"
      "a line.  The answers are kept in work/NN/predict.\n\n"
      "  --as=questions   prints the questions, and asks nothing\n"
      "  --as=answers     prints the answers, out of the recordings\n\n"
      "example: ladder predict lessons/05-handshake\n" },
    { "doctor", verb_doctor, "what this machine allows, and the remedy",
      "usage: ladder doctor\n\n"
      "Exit status 0 if this machine can record, else 1.\n" },
    { "vm", verb_vm, "the virtual machine: is it there, which kernels",
      "usage: ladder vm\n\n"
      "Where no private hosts can be made, or to see another kernel, a scene\n"
      "is played in a small virtual machine: QEMU without any right, and a\n"
      "kernel that `make kernels` has fetched.\n\n"
      "  --in=auto      hosts, else a virtual machine, else loopback\n"
      "  --in=hosts     private hosts on this machine's own kernel\n"
      "  --in=vm        a virtual machine with the newest kernel there is\n"
      "  --in=vm=6.1    with this kernel\n\n"
      "Exit status 0 if a scene could be played in one, else 1.\n" },
    { "guest", verb_guest, NULL,
      "usage: ladder guest LINE\n\n"
      "The first program of a virtual machine; for no other use.\n" },
};

enum { VERBS = sizeof verbs / sizeof verbs[0], DESCRIPTORS = 1024 };

static void
help(FILE *out)
{
    fprintf(out,
            "usage: ladder VERB ...\n\n"
            "Shows the calls of two programs, the segments between them and "
            "the kernel's\nTCP states as one diagram of a run that really "
            "happened.\n\n");
    for (size_t i = 0; i < VERBS; i++)
        if (verbs[i].summary != NULL)
            fprintf(out, "  %-8s %s\n", verbs[i].name, verbs[i].summary);
    fprintf(out, "\n`ladder VERB --help` tells more; so does man ladder.\n");
}

static bool
wants_help(int argc, char *argv[])
{
    for (int i = 0; i < argc; i++)
        if (strcmp(argv[i], "--help") == 0 || strcmp(argv[i], "-h") == 0)
            return true;
    return false;
}

/* Where a standard descriptor is closed, no file of ours may take its number:
   writing to this one fails, as it should. */
static void
fill_standard_descriptors(void)
{
    int file;

    do
        file = open("/dev/null", O_RDONLY);
    while (file != -1 && file <= STDERR_FILENO);
    if (file != -1)
        close(file);
}

/* A shell or an editor may have left files open for us.  A program that we
   start does not get them: its first socket is 3, as everywhere. */
static void
keep_descriptors_to_ourselves(void)
{
    for (int file = STDERR_FILENO + 1; file < DESCRIPTORS; file++)
        fcntl(file, F_SETFD, FD_CLOEXEC);
}

/* The verb's status, or a failure where what stdio has kept does not get out:
   the disk is full, say.  A verb that has lost output before and failed has
   said so. */
static int
end(int status)
{
    bool lost = ferror(stdout) != 0;

    errno = 0;
    if (fflush(stdout) != EOF && !lost)
        return status;
    if (!lost || status == STATUS_DONE)
        fprintf(stderr, "ladder: cannot write to standard output%s%s\n",
                errno != 0 ? ": " : "", errno != 0 ? strerror(errno) : "");
    return status == STATUS_DONE ? STATUS_FAILED : status;
}

int
main(int argc, char *argv[])
{
    fill_standard_descriptors();
    keep_descriptors_to_ourselves();
    if (argc >= 2 && wants_help(1, argv + 1)) {
        help(stdout);
        return end(STATUS_DONE);
    }
    for (size_t i = 0; argc >= 2 && i < VERBS; i++) {
        struct options options = { .verb = verbs[i].name };
        if (strcmp(argv[1], verbs[i].name) != 0)
            continue;
        if (wants_help(argc - 2, argv + 2)) {
            fputs(verbs[i].help, stdout);
            return end(STATUS_DONE);
        }
        if (options_read(&options, argc - 2, argv + 2) == -1)
            return STATUS_USAGE;
        return end(verbs[i].run(&options));
    }
    if (argc >= 2)
        fprintf(stderr, "ladder: no verb '%s'\n", argv[1]);
    help(stderr);
    return STATUS_USAGE;
}
