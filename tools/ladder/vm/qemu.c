/* qemu.c - starts QEMU with two serial lines to us, and stops it. */
#include "vm/qemu.h"

#include <ctype.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#ifdef __linux__
#include <sys/mman.h>
#include <sys/prctl.h>
#endif

enum { LAST_LINES = 4, LAST_COLUMNS = 160, APPEND_MAX = 512 };

int
nameless_file(void)
{
#ifdef __linux__
    return memfd_create("ladder", MFD_CLOEXEC);
#else
    FILE *file = tmpfile();
    int copy = file == NULL ? -1 : dup(fileno(file));

    if (file != NULL)
        fclose(file);
    return copy;
#endif
}

/* Whom a guest's words go through: x86 has two serial lines at hand, arm64's
   `virt` has one, and gets another on a PCI card. */
struct board {
    const char *machine;
    const char *console;
    const char *line;
};

static const struct board *
board_of(const char *qemu)
{
    static const struct board x86 = { "q35", "ttyS0", "ttyS1" };
    static const struct board arm = { "virt", "ttyAMA0", "ttyS0" };

    return strstr(qemu, "aarch64") != NULL ? &arm : &x86;
}

static void
write_append(const struct board *board, char out[APPEND_MAX])
{
    const char *more = getenv("LADDER_VM_APPEND");

    snprintf(out, APPEND_MAX,
             "console=%s quiet panic=-1 oops=panic mitigations=off "
             /* else 6.12 tries out its ciphers, for 3 s and behind our back */
             "cryptomgr.notests "
             "rdinit=/init %.200s -- guest %s", board->console,
             more == NULL ? "" : more, board->line);
}

/* What QEMU is started with. */
struct start {
    const char *path;
    const struct image *image;
    int archive, console, line;
    bool in_step;
};

_Noreturn static void
run_qemu(const struct start *start)
{
    const struct board *board = board_of(start->path);
    char kernel[PATH_MAX + 16], initrd[32], console[48], line[48];
    char append[APPEND_MAX];

    snprintf(kernel, sizeof kernel, "%s/vmlinuz", start->image->folder);
    snprintf(initrd, sizeof initrd, "/dev/fd/%d", start->archive);
    snprintf(console, sizeof console, "fd=%d,set=1", start->console);
    snprintf(line, sizeof line, "socket,id=line,fd=%d", start->line);
    write_append(board, append);
    const char *words[] = {
        start->path, "-nodefaults", "-no-user-config", "-display", "none",
        "-no-reboot", "-machine", board->machine, "-accel", "tcg", "-cpu",
        "max", "-smp", "1", "-m", "320",
        "-kernel", kernel, "-initrd", initrd, "-append", append,
        /* append=on: else QEMU would cut the pipe to length 0, and fail */
        "-add-fd", console,
        "-chardev", "file,id=console,append=on,path=/dev/fdset/1",
        "-serial", "chardev:console", "-chardev", line,
        board->machine[0] == 'v' ? "-device" : "-serial",
        board->machine[0] == 'v' ? "pci-serial,chardev=line" : "chardev:line",
        /* its time is what it has executed; idle time is left out */
        start->in_step ? NULL : "-icount", "shift=2,sleep=off", NULL,
    };
    execv(start->path, (char *const *)words);
    dprintf(start->console, "cannot start %s: %s\n", start->path,
            strerror(errno));
    _exit(127);
}

/* The child's side of qemu_start(). */
_Noreturn static void
become_qemu(const struct start *start, pid_t parent)
{
    int null = open("/dev/null", O_RDWR);

#ifdef __linux__
    prctl(PR_SET_PDEATHSIG, SIGKILL);
#endif
    if (getppid() != parent)
        _exit(1);
    dup2(null, STDIN_FILENO);
    dup2(start->console, STDOUT_FILENO);
    dup2(start->console, STDERR_FILENO);
    fcntl(start->archive, F_SETFD, 0);
    lseek(start->archive, 0, SEEK_SET);
    run_qemu(start);
}

int
qemu_start(struct qemu *qemu, const char *path, const struct image *image,
           int archive, bool in_step, struct complaint *message)
{
    int console[2] = { -1, -1 }, line[2] = { -1, -1 };
    pid_t parent = getpid();

    *qemu = (struct qemu){ .pid = -1, .console = -1, .line = -1 };
    fflush(NULL);
    if (pipe(console) == -1 ||
        socketpair(AF_UNIX, SOCK_STREAM, 0, line) == -1 ||
        (qemu->pid = fork()) == -1) {
        complain(message, "cannot start a virtual machine: %s",
                 strerror(errno));
        for (int end = 0; end < 2; end++) {
            close(console[end]);
            close(line[end]);
        }
        return -1;
    }
    if (qemu->pid == 0) {
        close(console[0]);
        close(line[0]);
        const struct start start = { path, image, archive, console[1], line[1],
                                     in_step };
        become_qemu(&start, parent);
    }
    close(console[1]);
    close(line[1]);
    qemu->console = console[0];
    qemu->line = line[0];
    fcntl(qemu->console, F_SETFD, FD_CLOEXEC);
    fcntl(qemu->line, F_SETFD, FD_CLOEXEC);
    return 0;
}

void
qemu_listen(struct qemu *qemu)
{
    char bytes[QEMU_CONSOLE_BYTES / 2];
    ssize_t got = read(qemu->console, bytes, sizeof bytes);

    if (got <= 0) {
        close(qemu->console);
        qemu->console = -1;
        return;
    }
    size_t length = (size_t)got;
    if (qemu->said_bytes + length > QEMU_CONSOLE_BYTES) {
        size_t gone = qemu->said_bytes + length - QEMU_CONSOLE_BYTES;
        memmove(qemu->said, qemu->said + gone, qemu->said_bytes - gone);
        qemu->said_bytes -= gone;
    }
    memcpy(qemu->said + qemu->said_bytes, bytes, length);
    qemu->said_bytes += length;
    qemu->said[qemu->said_bytes] = '\0';
}

/* Finds where the last lines that say something begin; after a panic those
   that name it. */
static size_t
last_lines_at(const struct qemu *qemu)
{
    const char *panic = strstr(qemu->said, "Kernel panic");
    size_t at = qemu->said_bytes;
    bool filled = false;

    if (panic != NULL)
        return (size_t)(panic - qemu->said);
    for (int lines = 0; at > 0; at--) {
        if (qemu->said[at - 1] == '\n') {
            lines += filled;
            filled = false;
            if (lines == LAST_LINES)
                break;
        } else if (isgraph((unsigned char)qemu->said[at - 1])) {
            filled = true;
        }
    }
    return at;
}

void
qemu_last_lines(const struct qemu *qemu, char *out, size_t size)
{
    size_t used = 0, column = 0, lines = 0;

    for (size_t i = last_lines_at(qemu); i < qemu->said_bytes; i++) {
        unsigned char c = (unsigned char)qemu->said[i];
        if (c == '\n') {
            lines += column > 0;
            column = 0;
        }
        if (lines == LAST_LINES)
            break;
        if (!isprint(c) || column >= LAST_COLUMNS || used + 8 > size ||
            (column == 0 && c == ' '))
            continue;
        if (column++ == 0) {
            memcpy(out + used, "\n    ", 5);
            used += 5;
        }
        out[used++] = (char)c;
    }
    out[used] = '\0';
}

void
qemu_stop(struct qemu *qemu)
{
    int status;

    if (qemu->pid > 0) {
        kill(qemu->pid, SIGKILL);
        while (waitpid(qemu->pid, &status, 0) == -1 && errno == EINTR)
            ;
    }
    if (qemu->console != -1)
        close(qemu->console);
    if (qemu->line != -1)
        close(qemu->line);
    *qemu = (struct qemu){ .pid = -1, .console = -1, .line = -1 };
}
