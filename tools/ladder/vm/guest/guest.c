/*
 * guest.c - ladder as the first and only program of a virtual machine.
 */
#include "verbs/verbs.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/reboot.h>
#include <sys/utsname.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>

#include "record/record.h"
#include "vm/guest/line.h"
#include "vm/guest/play.h"
#include "vm/guest/system.h"
#include "vm/pack.h"

enum { JOB_WORDS_MAX = 16 };

/* Where a job's trace stands for a moment. */
static const char *const trace_path = "/traces/job.trace";

/* A job, as the list of jobs has it: see enum job_field. */
struct job_fields {
    char *folder, *scene, *programs, *player;
    char *words[JOB_WORDS_MAX];         /* "record", "--no-pin" */
    size_t word_count;
};

/* Reads the whole list of jobs; it ends with a 0 byte. */
static char *
read_jobs(size_t *length)
{
    FILE *file = fopen(PACK_JOBS, "r");
    char *text = NULL;
    int c;

    if (file == NULL)
        guest_give_up(PACK_JOBS);
    FILE *copy = open_memstream(&text, length);
    if (copy == NULL)
        guest_give_up("memory");
    while ((c = fgetc(file)) != EOF)
        fputc(c, copy);
    fputc('\0', copy);
    fclose(file);
    fclose(copy);
    return text;
}

static enum outcome
record_scene(const struct options *options)
{
    struct complaint message = { "" };
    struct scene *scene = scene_read(options->words[0], &message);

    if (scene == NULL) {
        fprintf(stderr, "ladder: %s\n", message.text);
        return OUTCOME_FAILED;
    }
    struct recording recording = {
        .scene = scene, .trace = trace_path, .place = "vm",
        .programs = options->programs, .no_pin = options->no_pin,
    };
    enum outcome outcome = record(&recording);
    scene_free(scene);
    return outcome;
}

/* The job's own process: what the ladder outside would have done. */
static enum outcome
do_job(struct job_fields *job)
{
    struct options options = {
        .verb = job->words[0], .words = { job->scene }, .word_count = 1,
        .output = trace_path, .in = "vm",
        .programs = job->programs[0] == '\0' ? NULL : job->programs,
    };
    enum outcome outcome = OUTCOME_FAILED;

    if (chdir(job->folder) == -1)
        fprintf(stderr, "ladder: %s: %s\n", job->folder, strerror(errno));
    else if (options_read(&options, (int)job->word_count - 1,
                          job->words + 1) == -1)
        outcome = OUTCOME_USAGE;
    else if (strcmp(options.verb, "play") == 0)
        outcome = (enum outcome)verb_play(&options);
    else
        outcome = record_scene(&options);
    fflush(NULL);
    return outcome;
}

/* Waits for the job, and as process 1 for whatever is left of it. */
static enum outcome
wait_for(pid_t child)
{
    enum outcome outcome = OUTCOME_FAILED;
    int status;
    pid_t ended;

    while ((ended = waitpid(-1, &status, 0)) != child || WIFSTOPPED(status))
        if (ended == -1 && errno != EINTR)
            return OUTCOME_FAILED;
    if (WIFEXITED(status))
        outcome = (enum outcome)WEXITSTATUS(status);
    kill(-1, SIGKILL);
    while (waitpid(-1, NULL, 0) > 0)
        ;
    return outcome;
}

/* Starts the job's process, which the descriptors become standard ones of. */
static pid_t
start(struct job_fields *job, struct guest_game *ends)
{
    fflush(NULL);
    pid_t child = fork();
    if (child == -1)
        guest_give_up("fork");
    if (child == 0) {
        guest_game_enter(ends);
        _exit((int)do_job(job));
    }
    return child;
}

/* A recording says what it has to say when it is done: that costs its run no
   time of the one processor. */
static enum outcome
run_recording(int line, unsigned number, struct job_fields *job)
{
    struct guest_game ends = {
        .input = -1, .output = -1, .error = -1, .their_input = STDIN_FILENO,
        .their_output = memfd_create("out", MFD_CLOEXEC),
        .their_error = memfd_create("err", MFD_CLOEXEC),
    };

    if (ends.their_output == -1 || ends.their_error == -1)
        guest_give_up("memory");
    enum outcome outcome = wait_for(start(job, &ends));
    guest_send_file(line, FRAME_OUT, number, ends.their_output);
    guest_send_file(line, FRAME_ERR, number, ends.their_error);
    close(ends.their_output);
    close(ends.their_error);
    return outcome;
}

static enum outcome
run_game(int line, unsigned number, struct job_fields *job)
{
    struct guest_game game;

    guest_game_open(&game, strcmp(job->player, "keys") == 0);
    pid_t child = start(job, &game);
    guest_game_serve(&game, line, number, child);
    return wait_for(child);
}

static void
run_job(int line, unsigned number, struct job_fields *job)
{
    unsigned char outcome = (unsigned char)(job->player[0] == '\0'
                                ? run_recording(line, number, job)
                                : run_game(line, number, job));
    int trace = open(trace_path, O_RDONLY | O_CLOEXEC);

    guest_send_file(line, FRAME_TRACE, number, trace);
    guest_send(line, FRAME_END, number, &outcome, 1);
    unlink(trace_path);
    if (trace != -1)
        close(trace);
}

/* Takes the next string out of the list. */
static char *
next_string(char **at, char *end)
{
    char *string = *at;

    *at = string < end ? string + strlen(string) + 1 : end;
    return string;
}

static void
read_job(struct job_fields *job, char **at, char *end)
{
    job->folder = next_string(at, end);
    job->scene = next_string(at, end);
    job->programs = next_string(at, end);
    job->player = next_string(at, end);
    job->word_count = 0;
    for (char *word = strtok(next_string(at, end), " ");
         word != NULL && job->word_count < JOB_WORDS_MAX;
         word = strtok(NULL, " "))
        job->words[job->word_count++] = word;
    if (job->word_count == 0)
        job->words[job->word_count++] = (char *)"record";
}

int
verb_guest(const struct options *options)
{
    struct utsname system = { .version = "" };
    size_t length;
    unsigned number = 0;

    if (getpid() != 1 || options->word_count != 1) {
        fprintf(stderr, "ladder: `guest` is what a virtual machine starts "
                        "with; see `ladder vm`\n");
        return STATUS_USAGE;
    }
    guest_system_make();
    int line = guest_line_open(options->words[0]);
    uname(&system);
    guest_send(line, FRAME_HELLO, 0, system.version, strlen(system.version));

    char *text = read_jobs(&length);
    char *at = text, *end = text + length - 1;
    setenv("PATH", next_string(&at, end), 1);
    setenv("HOME", "/", 1);
    setenv("LC_ALL", "C.UTF-8", 1);     /* --ascii says where it is not */
    for (; at < end; number++) {
        struct job_fields job;
        read_job(&job, &at, end);
        run_job(line, number, &job);
    }
    guest_send(line, FRAME_BYE, number, NULL, 0);
    tcdrain(line);
    reboot(RB_POWER_OFF);
    return STATUS_FAILED;
}
