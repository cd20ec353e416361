/* spawn.c - starts a scene's program on its host, under our eyes. */
#include "capture/programs/spawn.h"

#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <libgen.h>
#include <limits.h>
#include <signal.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <linux/capability.h>

#include "capture/programs/filter.h"

/* What a child says that cannot become its program. */
struct failure {
    int error;
    enum { FAILED_PROGRAM, FAILED_FOLDER, FAILED_INPUT } what;
};

/* What the child needs of its parent; all but the end is set before fork(). */
struct launch {
    const struct hosts *hosts;
    const struct scene *scene;
    const struct scene_program *program;
    const char *path;
    pid_t parent;
    int output[2];              /* what the program prints */
    int go[2];                  /* closed by the parent: we are being traced */
    int failure[2];             /* a struct failure, where it cannot start */
};

static bool
is_program(const char *path)
{
    struct stat status;

    return stat(path, &status) == 0 && S_ISREG(status.st_mode) &&
           access(path, X_OK) == 0;
}

/* ABOVE/build/REST/NAME, for each folder ABOVE of folder = ABOVE/REST. */
static bool
find_built(const char *folder, const char *name, char *out, size_t size)
{
    char above[PATH_MAX];

    snprintf(above, sizeof above, "%s", folder);
    for (char *slash = above + strlen(above); slash != NULL && slash != above;
         slash = strrchr(above, '/')) {
        *slash = '\0';
        snprintf(out, size, "%s/build%s/%s", above, folder + (slash - above),
                 name);
        if (is_program(out))
            return true;
    }
    return false;
}

static bool
find_in_path(const char *name, char *out, size_t size)
{
    const char *path = getenv("PATH");

    for (const char *part = path == NULL ? "/bin:/usr/bin" : path;
         *part != '\0';) {
        size_t length = strcspn(part, ":");
        snprintf(out, size, "%.*s/%s", (int)length, part, name);
        if (length > 0 && is_program(out))
            return true;
        part += length + (part[length] == ':');
    }
    return false;
}

static bool
find_beside(const struct scene *scene, const char *programs, const char *name,
            char *out, size_t size)
{
    char file[PATH_MAX], folder[PATH_MAX];

    if (programs != NULL) {
        snprintf(file, sizeof file, "%s/%s", programs, name);
        return realpath(file, out) != NULL && is_program(out);
    }
    snprintf(file, sizeof file, "%s", scene->file);
    if (realpath(dirname(file), folder) == NULL)
        return false;
    if (find_built(folder, name, out, size))
        return true;
    snprintf(out, size, "%s/%s", folder, name);
    return is_program(out);
}

int
spawn_find(const struct scene *scene, const struct scene_program *program,
           const char *programs, char *out, size_t size,
           struct complaint *message)
{
    const char *word = program->words[0];
    struct stat status;
    bool found;

    out[0] = '\0';
    if (word[0] == '.' && word[1] == '/')
        found = find_beside(scene, programs, word + 2, out, size);
    else if (strchr(word, '/') != NULL)
        found = realpath(word, out) != NULL && is_program(out);
    else
        found = find_in_path(word, out, size);
    if (found)
        return 0;
    if (stat(out, &status) == 0 && S_ISREG(status.st_mode)) {
        complain(message, "%s:%d: '%s' may not be executed; chmod +x it",
                 scene->file,
                 program->line, word);
        return -1;
    }
    if (strcmp(scene->file, "run") == 0)        /* no file: it was typed */
        complain(message, "run: no program '%s'; %s", word,
                 strchr(word, '/') == NULL ? "it is not in PATH"
                                           : "check the path");
    else
        complain(message,
                 "%s:%d: no program '%s'; build it first (`make all`), or say "
                 "where it is with --programs=DIR", scene->file, program->line,
                 word);
    return -1;
}

/* Gives up what a program under observation does not need.  The file rights of
   root stay, so that root's programs find root's files, and what a server such
   as sshd needs to fence itself in. */
static int
drop_rights(void)
{
    static const unsigned kept[] = { CAP_CHOWN, CAP_DAC_OVERRIDE, CAP_KILL,
                                     CAP_DAC_READ_SEARCH, CAP_FOWNER,
                                     CAP_SETGID, CAP_SETUID,
                                     CAP_SYS_CHROOT };
    const char *uid = getenv("SUDO_UID"), *gid = getenv("SUDO_GID");

    if (geteuid() != 0)
        return 0;               /* exec takes a user's capabilities away */
    for (unsigned right = 0; right <= 63; right++) {
        bool keep = false;
        for (size_t i = 0; i < sizeof kept / sizeof kept[0]; i++)
            keep |= kept[i] == right;
        if (!keep)
            prctl(PR_CAPBSET_DROP, right, 0, 0, 0);
    }
    if (uid == NULL || gid == NULL)
        return 0;
    if (setgroups(0, NULL) == -1 || setgid((gid_t)atol(gid)) == -1 ||
        setuid((uid_t)atol(uid)) == -1)
        return -1;
    return 0;
}

static int
open_input(const struct launch *launch)
{
    const char *input = launch->program->input;
    int file = open(input == NULL ? "/dev/null" : input, O_RDONLY);

    if (file == -1 || dup2(file, STDIN_FILENO) == -1)
        return -1;
    return file > STDERR_FILENO ? close(file) : 0;
}

/* Programs of a scene stand in its folder, unless it says otherwise. */
static int
enter_folder(const struct launch *launch)
{
    char file[PATH_MAX];

    if (launch->scene->file[0] == '\0')
        return launch->program->folder == NULL ? 0
                                               : chdir(launch->program->folder);
    snprintf(file, sizeof file, "%s", launch->scene->file);
    if (chdir(dirname(file)) == -1)
        return -1;
    return launch->program->folder == NULL ? 0
                                           : chdir(launch->program->folder);
}

/* Adds detect_leaks=0: the sanitizers' leak check cannot run under ptrace. */
static void
calm_sanitizers(void)
{
    const char *given = getenv("ASAN_OPTIONS");
    char options[1024];

    snprintf(options, sizeof options, "%s%sdetect_leaks=0",
             given == NULL ? "" : given, given == NULL ? "" : ":");
    setenv("ASAN_OPTIONS", options, 1);
}

/* -1 with errno, and *failed says what could not be had. */
static int
prepare(const struct launch *launch, struct failure *failed)
{
    sigset_t none;
    char byte;

    if (hosts_enter(launch->hosts, launch->program->host) == -1 ||
        setpgid(0, 0) == -1)
        return -1;
    failed->what = FAILED_FOLDER;
    if (enter_folder(launch) == -1)
        return -1;
    failed->what = FAILED_INPUT;
    if (open_input(launch) == -1)
        return -1;
    failed->what = FAILED_PROGRAM;
    if (dup2(launch->output[1], STDOUT_FILENO) == -1 ||
        dup2(launch->output[1], STDERR_FILENO) == -1 || drop_rights() == -1)
        return -1;
    for (char **word = launch->program->environment;
         word != NULL && *word != NULL; word++)
        putenv(*word);
    calm_sanitizers();
    /* Whoever called us may have left files open: numbers begin at 3. */
    syscall(SYS_close_range, 3u, ~0u, 4u /* CLOSE_RANGE_CLOEXEC */);
    setrlimit(RLIMIT_NOFILE, &launch->hosts->files);
    signal(SIGPIPE, SIG_DFL);
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);

    /* EXITKILL covers us once we are seized; until then, this does. */
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (getppid() != launch->parent)
        _exit(1);
    close(launch->go[1]);
    while (read(launch->go[0], &byte, 1) == -1 && errno == EINTR)
        ;
    return filter_install();
}

_Noreturn static void
run_child(const struct launch *launch)
{
    char **words = launch->program->words;
    struct failure failed = { .what = FAILED_PROGRAM };

    if (prepare(launch, &failed) == 0) {
        words[0] = (char *)launch->path;        /* argv[0] is absolute */
        execv(launch->path, words);
    }
    failed.error = errno;
    while (write(launch->failure[1], &failed, sizeof failed) == -1 &&
           errno == EINTR)
        ;
    close(launch->go[1]);
    while (read(launch->go[0], &failed, 1) == -1 && errno == EINTR)
        ;                       /* be seized before we end */
    _exit(127);
}

static int
open_pipes(struct launch *launch)
{
    int *pipes[] = { launch->output, launch->go, launch->failure };

    for (size_t i = 0; i < 3; i++)
        pipes[i][0] = pipes[i][1] = -1;
    for (size_t i = 0; i < 3; i++)
        if (pipe2(pipes[i], O_CLOEXEC) == -1)
            return -1;
    fcntl(launch->output[0], F_SETFL, O_NONBLOCK);
    fcntl(launch->failure[0], F_SETFL, O_NONBLOCK);
    return 0;
}

bool
spawn_failed(const struct actor *actor, const struct scene_program *program,
             struct complaint *message)
{
    struct failure failed;

    if (read(actor->failure, &failed, sizeof failed) != sizeof failed)
        return false;
    const char *what[] = { program->words[0], program->folder,
                           program->input };
    complain(message, "cannot start %s (%s): %s",
             actor->name, what[failed.what] == NULL ? "?" : what[failed.what],
             strerror(failed.error));
    return true;
}

int
spawn(struct tracees *tracees, struct actor *actor, const struct hosts *hosts,
      const struct scene *scene, const struct scene_program *program,
      const char *path, struct complaint *message)
{
    struct launch launch = { .hosts = hosts, .scene = scene,
                             .program = program, .path = path,
                             .parent = getpid() };

    if (open_pipes(&launch) == -1 || (actor->pid = fork()) == -1) {
        complain(message, "cannot start %s: %s",
                 actor->name, strerror(errno));
        return -1;
    }
    if (actor->pid == 0)
        run_child(&launch);

    int result = 0;
    close(launch.output[1]);
    close(launch.failure[1]);
    actor->output = launch.output[0];
    actor->failure = launch.failure[0];
    if (tracee_seize(tracees, actor, actor->pid) == NULL) {
        int error = errno;
        if (!spawn_failed(actor, program, message))
            complain(message, "cannot trace %s: %s",
                     actor->name, strerror(error));
        kill(actor->pid, SIGKILL);
        result = -1;
    }
    close(launch.go[0]);
    close(launch.go[1]);        /* the child goes on */
    actor->started = result == 0;
    return result;
}
