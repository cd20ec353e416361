#include "guest.h"

#include <errno.h>
#include <fcntl.h>
#include <net/if.h>
#include <netinet/in.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/reboot.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/utsname.h>
#include <sys/wait.h>
#include <termios.h>
#include <time.h>
#include <unistd.h>

#include "../record.h"
#include "frame.h"
#include "pack.h"

enum { TRIES_TO_REST = 100, TICKS_AT_REST = 8 };

/* Where a job's trace stands for a moment. */
static const char *const trace_path = "/traces/job.trace";

/* The guest is alone with its console: a line there, and the machine stops,
   which the host sees. */
_Noreturn static void
give_up(const char *what)
{
    fprintf(stderr, "ladder: guest: %s: %s\n", what, strerror(errno));
    reboot(RB_POWER_OFF);
    _exit(1);
}

static void
mount_all(void)
{
    mkdir("/dev/pts", 0755);
    if (mount("proc", "/proc", "proc", 0, NULL) == -1 ||
        mount("sysfs", "/sys", "sysfs", 0, NULL) == -1 ||
        mount("devtmpfs", "/dev", "devtmpfs", 0, NULL) == -1)
        give_up("mount");
}

/* Loads one module; one that is there already is no mistake. */
static void
load_module(const char *name)
{
    char path[128];

    snprintf(path, sizeof path, PACK_MODULES "/%s.ko", name);
    int file = open(path, O_RDONLY | O_CLOEXEC);
    if (file == -1 ||
        (syscall(SYS_finit_module, file, "", 0) == -1 && errno != EEXIST))
        fprintf(stderr, "ladder: guest: %s: %s\n", path, strerror(errno));
    if (file != -1)
        close(file);
}

static void
load_modules(void)
{
    char name[64];
    FILE *order = fopen(PACK_MODULES "/order", "r");

    while (order != NULL && fgets(name, sizeof name, order) != NULL) {
        name[strcspn(name, "\n")] = '\0';
        if (name[0] != '\0')
            load_module(name);
    }
    if (order != NULL)
        fclose(order);
}

/* How long the processor has been idle since it started, in hundredths of a
   second. */
static long
idle_ticks(void)
{
    FILE *file = fopen("/proc/stat", "r");
    long ticks = 0;

    if (file == NULL || fscanf(file, "cpu %*s %*s %*s %ld", &ticks) != 1)
        give_up("/proc/stat");
    fclose(file);
    return ticks;
}

/* What booting has put off is done in the background, and a lesson beside it
   would be late here and there: waits for a tenth of a second that was idle. */
static void
wait_for_rest(void)
{
    const struct timespec tenth = { .tv_nsec = 100000000 };

    for (int tries = 0; tries < TRIES_TO_REST; tries++) {
        long before = idle_ticks();
        nanosleep(&tenth, NULL);
        if (idle_ticks() - before >= TICKS_AT_REST)
            return;
    }
}

/*
 * The kernel's first connection is slow: it makes keys of random numbers and
 * changes its own code.  So that no lesson's connection is the first, one is
 * made to ourselves.
 */
static void
warm_up(void)
{
    struct ifreq request = { .ifr_name = "lo", .ifr_flags = IFF_UP };
    struct sockaddr_in6 address = { .sin6_family = AF_INET6,
                                    .sin6_addr = IN6ADDR_LOOPBACK_INIT };
    socklen_t length = sizeof address;
    struct sockaddr *name = (struct sockaddr *)(void *)&address;

    int listener = socket(AF_INET6, SOCK_STREAM | SOCK_CLOEXEC, 0);
    int client = socket(AF_INET6, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (ioctl(listener, SIOCSIFFLAGS, &request) == -1 ||
        bind(listener, name, sizeof address) == -1 ||
        listen(listener, 1) == -1 ||
        getsockname(listener, name, &length) == -1 ||
        connect(client, name, sizeof address) == -1)
        fprintf(stderr, "ladder: guest: loopback: %s\n", strerror(errno));
    close(client);
    close(listener);
    wait_for_rest();
}

/* The line to the host, which must not change a byte. */
static int
open_line(const char *name)
{
    char path[64];
    struct termios settings;

    snprintf(path, sizeof path, "/dev/%s", name);
    int line = open(path, O_RDWR | O_NOCTTY | O_CLOEXEC);
    if (line == -1 || tcgetattr(line, &settings) == -1)
        give_up(path);
    cfmakeraw(&settings);
    settings.c_cflag |= CLOCAL;
    cfsetspeed(&settings, B115200);
    if (tcsetattr(line, TCSANOW, &settings) == -1)
        give_up(path);
    return line;
}

static void
send_frame(int line, enum frame_kind kind, unsigned job, const void *payload,
           size_t length)
{
    static unsigned char bytes[FRAME_MOST];
    struct frame frame = { .kind = kind, .job = job, .payload = payload,
                           .length = length };
    size_t whole = frame_write(&frame, bytes);

    for (size_t sent = 0; sent < whole;) {
        ssize_t written = write(line, bytes + sent, whole - sent);
        if (written == -1 && errno != EINTR)
            give_up("line");
        sent += written > 0 ? (size_t)written : 0;
    }
}

/* Sends all of a file, in pieces, from its beginning. */
static void
send_file(int line, enum frame_kind kind, unsigned job, int file)
{
    static char piece[FRAME_PAYLOAD_MOST];
    ssize_t got;
    off_t at = 0;

    while (file != -1 && (got = pread(file, piece, sizeof piece, at)) > 0) {
        send_frame(line, kind, job, piece, (size_t)got);
        at += got;
    }
}

/* Reads the whole list of jobs; it ends with a 0 byte. */
static char *
read_jobs(size_t *length)
{
    FILE *file = fopen(PACK_JOBS, "r");
    char *text = NULL;
    int c;

    if (file == NULL)
        give_up(PACK_JOBS);
    FILE *copy = open_memstream(&text, length);
    if (copy == NULL)
        give_up("memory");
    while ((c = fgetc(file)) != EOF)
        fputc(c, copy);
    fputc('\0', copy);
    fclose(file);
    fclose(copy);
    return text;
}

/* The job's own process: what `ladder record` does. */
static enum outcome
play(const char *fields[JOB_FIELDS], int out, int err)
{
    char message[SCENE_MESSAGE_MAX];

    dup2(out, STDOUT_FILENO);
    dup2(err, STDERR_FILENO);
    if (chdir(fields[JOB_FOLDER]) == -1) {
        fprintf(stderr, "ladder: %s: %s\n", fields[JOB_FOLDER],
                strerror(errno));
        return OUTCOME_FAILED;
    }
    struct scene *scene = scene_read(fields[JOB_SCENE], message);
    if (scene == NULL) {
        fprintf(stderr, "ladder: %s\n", message);
        return OUTCOME_FAILED;
    }
    const char *programs = fields[JOB_PROGRAMS];
    struct recording recording = {
        .scene = scene, .trace = trace_path, .place = "vm",
        .programs = programs[0] == '\0' ? NULL : programs,
        .no_pin = fields[JOB_FLAGS][0] == 'n',
    };
    enum outcome outcome = record(&recording);
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

static void
do_job(int line, unsigned job, const char *fields[JOB_FIELDS])
{
    int out = memfd_create("out", MFD_CLOEXEC);
    int err = memfd_create("err", MFD_CLOEXEC);

    if (out == -1 || err == -1)
        give_up("memory");
    fflush(NULL);
    pid_t child = fork();
    if (child == -1)
        give_up("fork");
    if (child == 0)
        _exit((int)play(fields, out, err));
    unsigned char outcome = (unsigned char)wait_for(child);
    int trace = open(trace_path, O_RDONLY | O_CLOEXEC);
    send_file(line, FRAME_OUT, job, out);
    send_file(line, FRAME_ERR, job, err);
    send_file(line, FRAME_TRACE, job, trace);
    send_frame(line, FRAME_END, job, &outcome, 1);
    unlink(trace_path);
    close(out);
    close(err);
    if (trace != -1)
        close(trace);
}

int
verb_guest(const struct options *options)
{
    struct utsname system = { .version = "" };
    size_t length;
    unsigned job = 0;

    if (getpid() != 1 || options->word_count != 1) {
        fprintf(stderr, "ladder: `guest` is what a virtual machine starts "
                        "with; see `ladder vm`\n");
        return STATUS_USAGE;
    }
    mount_all();
    load_modules();
    warm_up();
    int line = open_line(options->words[0]);
    uname(&system);
    send_frame(line, FRAME_HELLO, 0, system.version, strlen(system.version));

    char *text = read_jobs(&length);
    char *end = text + length - 1;
    setenv("PATH", text, 1);
    setenv("HOME", "/", 1);
    for (char *at = text + strlen(text) + 1; at < end; job++) {
        const char *fields[JOB_FIELDS];
        for (size_t i = 0; i < JOB_FIELDS; i++) {
            fields[i] = at < end ? at : "";
            at += at < end ? strlen(at) + 1 : 0;
        }
        do_job(line, job, fields);
    }
    send_frame(line, FRAME_BYE, job, NULL, 0);
    tcdrain(line);
    reboot(RB_POWER_OFF);
    return STATUS_FAILED;
}
