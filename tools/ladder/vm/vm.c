/* vm.c - scenes played in one virtual machine. */
#include "vm/vm.h"

#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "vm/frame.h"
#include "vm/player.h"
#include "vm/qemu.h"

enum { BOOT_MS = 60000, LATE_MS = 30000, WORDS_MOST = 1 << 18,
       TRACE_MOST = 1 << 28, OUTCOMES = 5, TAIL_MAX = 800 };

/* A running machine, and the job whose frames are coming. */
struct machine {
    const struct image *image;
    const struct job *jobs;
    size_t count;
    const struct vm_listener *listener;
    struct qemu qemu;
    unsigned char *bytes;       /* read from the line, FRAME_MOST at most */
    size_t used;
    bool up, done;
    size_t job;
    FILE *out, *err, *trace;
    char *out_text, *err_text;
    size_t out_length, err_length, trace_length;
    int64_t until_ms;
    struct complaint *message;
};

/* Notes what went wrong, unless something did before.  Returns -1. */
static int
fail(struct machine *machine, const char *what)
{
    char tail[TAIL_MAX];

    qemu_last_lines(&machine->qemu, tail, sizeof tail);
    if (machine->message->text[0] == '\0')
        complain(machine->message, "the virtual machine (Linux %s) %s%s%s",
                 machine->image->version, what,
                 tail[0] == '\0' ? "" : "; its last lines:", tail);
    return -1;
}

static int
fail_here(struct machine *machine, const char *what)
{
    if (machine->message->text[0] == '\0')
        complain(machine->message, "%s: %s", what, strerror(errno));
    return -1;
}

/* The player of the job that is played; NULL if there is none. */
static struct player *
player_of(const struct machine *machine)
{
    return machine->job < machine->count ? machine->jobs[machine->job].player
                                         : NULL;
}

/* A number of seconds that the environment may change. */
static int64_t
seconds_ms(const char *name, int64_t ms)
{
    const char *given = getenv(name);

    return given == NULL ? ms : 1000LL * atoi(given);
}

/* Time for the guest to boot, or to play its next job.  A player may think as
   long as it takes, but the guest is heard of once a second. */
static void
set_limit(struct machine *machine)
{
    int64_t ms = machine->up ? seconds_ms("LADDER_VM_LATE", LATE_MS)
                             : seconds_ms("LADDER_VM_BOOT", BOOT_MS);

    if (machine->up && machine->job < machine->count &&
        player_of(machine) == NULL)
        ms += machine->jobs[machine->job].scene->limit_ns / 1000000;
    machine->until_ms = now_ms() + ms;
}

/* Makes room for a job's words and trace. */
static int
begin_job(struct machine *machine)
{
    machine->out = open_memstream(&machine->out_text, &machine->out_length);
    machine->err = open_memstream(&machine->err_text, &machine->err_length);
    int file = nameless_file();
    machine->trace = file == -1 ? NULL : fdopen(file, "w+");
    machine->trace_length = 0;
    if (machine->out == NULL || machine->err == NULL || machine->trace == NULL)
        return fail_here(machine, "no room for a guest's results");
    set_limit(machine);
    return 0;
}

static void
end_job(struct machine *machine)
{
    FILE *files[] = { machine->out, machine->err, machine->trace };

    for (size_t i = 0; i < 3; i++)
        if (files[i] != NULL)
            fclose(files[i]);
    free(machine->out_text);
    free(machine->err_text);
    machine->out = machine->err = machine->trace = NULL;
    machine->out_text = machine->err_text = NULL;
}

static int
tell(struct machine *machine, const struct frame *frame)
{
    if (frame->length != 1 || frame->payload[0] >= OUTCOMES)
        return fail(machine, "sent a damaged line");
    if (fflush(machine->out) == EOF || fflush(machine->err) == EOF ||
        fflush(machine->trace) == EOF)
        return fail_here(machine, "cannot keep a guest's trace");
    rewind(machine->trace);
    struct vm_result result = {
        .outcome = frame->payload[0],
        .out = machine->out_text, .err = machine->err_text,
        .trace = machine->trace_length > 0 ? machine->trace : NULL,
    };
    machine->listener->result(machine->listener->context, machine->job,
                              &result);
    end_job(machine);
    machine->job++;
    return begin_job(machine);
}

/* Adds bytes to one of the job's files, up to what is sensible. */
static int
keep(struct machine *machine, FILE *file, const struct frame *frame,
     size_t there, size_t most)
{
    if (frame->length > most - there)
        return fail(machine, "sent too much");
    if (fwrite(frame->payload, 1, frame->length, file) != frame->length)
        return fail_here(machine, "cannot keep a guest's trace");
    return 0;
}

/* A game is heard of as it goes on. */
static int
hear_game(struct machine *machine, const struct frame *frame)
{
    set_limit(machine);
    if (frame->kind == FRAME_IN)
        player_of(machine)->asked = true;
    else if (player_show(frame->kind == FRAME_OUT ? stdout : stderr,
                         frame->payload, frame->length) == -1)
        return fail_here(machine, "cannot write the drawing");
    return 0;
}

static int
hear(struct machine *machine, const struct frame *frame)
{
    bool ours = machine->up && frame->job == machine->job &&
                machine->job < machine->count;

    if (frame->kind == FRAME_HELLO && !machine->up) {
        machine->up = true;
        return begin_job(machine);
    }
    if (frame->kind == FRAME_BYE && machine->up) {
        machine->done = true;
        return machine->job == machine->count
                   ? 0 : fail(machine, "ended before its scenes did");
    }
    if (ours && player_of(machine) != NULL &&
        (frame->kind == FRAME_IN || frame->kind == FRAME_OUT ||
         frame->kind == FRAME_ERR))
        return hear_game(machine, frame);
    if (ours && frame->kind == FRAME_OUT)
        return keep(machine, machine->out, frame,
                    (size_t)ftell(machine->out), WORDS_MOST);
    if (ours && frame->kind == FRAME_ERR)
        return keep(machine, machine->err, frame,
                    (size_t)ftell(machine->err), WORDS_MOST);
    if (ours && frame->kind == FRAME_TRACE) {
        machine->trace_length += frame->length;
        return keep(machine, machine->trace, frame,
                    machine->trace_length - frame->length, TRACE_MOST);
    }
    if (ours && frame->kind == FRAME_END)
        return tell(machine, frame);
    return fail(machine, "sent a damaged line");
}

/* Reads frames from the line. */
static int
read_line(struct machine *machine)
{
    struct frame frame;
    ssize_t got = read(machine->qemu.line, machine->bytes + machine->used,
                       FRAME_MOST - machine->used);

    if (got <= 0) {
        close(machine->qemu.line);
        machine->qemu.line = -1;
        return 0;
    }
    machine->used += (size_t)got;
    for (;;) {
        int taken = machine->used == 0 || machine->done
                        ? 0 : frame_read(&frame, machine->bytes, machine->used);
        if (taken == -1)
            return fail(machine, "sent a damaged line");
        if (taken == 0)
            return 0;
        if (hear(machine, &frame) == -1)
            return -1;
        machine->used -= (size_t)taken;
        memmove(machine->bytes, machine->bytes + taken, machine->used);
    }
}

/* Listens to both lines, and to the player, until all is told. */
static int
watch(struct machine *machine)
{
    while (!machine->done) {
        struct player *player = player_of(machine);
        struct pollfd fds[] = {
            { .fd = machine->qemu.line, .events = POLLIN },
            { .fd = machine->qemu.console, .events = POLLIN },
            { .fd = player == NULL ? -1 : player_input(player),
              .events = POLLIN },
        };
        if (player != NULL && player_is_gone()) {
            complain(machine->message, "interrupted; nothing was kept");
            return -1;
        }
        int64_t left = machine->until_ms - now_ms();
        if (machine->qemu.line == -1 && machine->qemu.console == -1)
            return fail(machine, machine->up ? "stopped before it was done"
                                             : "does not start");
        if (left <= 0)
            return fail(machine, machine->up
                                     ? "hangs: its time is long over"
                                     : "does not boot: its time is over");
        int ready = poll(fds, 3, (int)left);
        if (ready == -1 && errno != EINTR)
            return fail_here(machine, "cannot wait for a virtual machine");
        if (ready <= 0)
            continue;
        if (fds[0].revents != 0 && read_line(machine) == -1)
            return -1;
        if (fds[1].revents != 0)
            qemu_listen(&machine->qemu);
        if (fds[2].revents != 0)
            player_forward(player, machine->qemu.line);
    }
    return 0;
}

/* The archive as a descriptor.  -1 with a line in message. */
static int
pack_all(const struct image *image, const struct job *jobs, size_t count,
         struct complaint *message)
{
    int file = nameless_file();
    int copy = file == -1 ? -1 : dup(file);
    FILE *out = copy == -1 ? NULL : fdopen(copy, "w");

    if (out == NULL) {
        complain(message, "no room for a virtual machine: %s",
                 strerror(errno));
        if (file != -1)
            close(file);
        return -1;
    }
    int result = pack(out, image, jobs, count, message);
    fclose(out);
    if (result == 0)
        return file;
    close(file);
    return -1;
}

int
vm_available(const char *kernel, struct image *image, struct complaint *message)
{
    char qemu[PATH_MAX];

    if (images_qemu(qemu, sizeof qemu, message) == -1)
        return -1;
    if (images_choose(kernel, image, message) == -1)
        return -1;
    return images_check(image, message);
}

int
vm_play(const struct image *image, const struct job *jobs, size_t count,
        const struct vm_listener *listener, struct complaint *message)
{
    struct machine machine = { .image = image, .jobs = jobs, .count = count,
                               .listener = listener, .message = message,
                               .qemu = { .pid = -1, .console = -1,
                                         .line = -1 } };
    char path[PATH_MAX];
    int result = -1;

    message->text[0] = '\0';
    if (images_qemu(path, sizeof path, message) == -1)
        return -1;
    int archive = pack_all(image, jobs, count, message);
    if (archive == -1)
        return -1;
    machine.bytes = malloc(FRAME_MOST);
    if (machine.bytes == NULL)
        fail_here(&machine, "no room for a virtual machine");
    else if (qemu_start(&machine.qemu, path, image, archive,
                        player_of(&machine) != NULL, message) == 0) {
        set_limit(&machine);
        result = watch(&machine);
    }
    close(archive);
    qemu_stop(&machine.qemu);
    end_job(&machine);
    free(machine.bytes);
    return result;
}
