/* probe.c - may this machine record?  Each thing tried by its last step. */
#include "capture/engine/probe.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/ptrace.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "capture/programs/filter.h"
#include "capture/hosts/hosts.h"
#include "capture/hosts/refused.h"
#include "capture/kernel/state.h"

/* What a probing process tells through its pipe. */
struct finding {
    enum hosts_step step;
    int error;
    bool diag;
    struct complaint message;
    char not_applied[NOT_APPLIED_MAX];
};

static void
ignore_row(void *context, const struct socket_row *row)
{
    (void)context;
    (void)row;
}

/* Makes the hosts and asks for their sockets, in a process of its own. */
static void
find(struct finding *finding)
{
    struct scene scene = { .show = LANE_ALL };
    struct scene_sysctl setting = { .host = HOST_CLIENT,
                                    .name = (char *)"tcp_syn_retries",
                                    .value = (char *)"3" };
    struct hosts hosts;
    struct diag diag;

    scene.wire[HOST_CLIENT].mtu = scene.wire[HOST_SERVER].mtu = 1500;
    scene.sysctls = &setting;
    scene.sysctl_count = 1;
    if (hosts_open(&hosts, &scene, &finding->message) == -1) {
        finding->step = hosts.refused;
        finding->error = hosts.refused_errno;
        return;
    }
    if (hosts.scene_refused[0] != '\0')
        hosts_not_applied(&hosts, "%s", hosts.scene_refused);
    memcpy(finding->not_applied, hosts.not_applied,
           sizeof finding->not_applied);
    finding->diag = diag_open(&diag, &hosts) == 0 &&
                    diag_dump(&diag, HOST_CLIENT, DIAG_CONNECTIONS, false,
                              ignore_row, NULL) == 0;
    if (!finding->diag)
        finding->error = errno;
}

/* Runs find() in a child.  False if there is no child to be had. */
static bool
find_apart(struct finding *finding)
{
    int ends[2], status;

    *finding = (struct finding){ .step = STEP_USER_NAMESPACE };
    if (pipe2(ends, O_CLOEXEC) == -1)
        return false;
    pid_t child = fork();
    if (child == 0) {
        *finding = (struct finding){ .step = STEP_DONE };
        find(finding);
        ssize_t ignored = write(ends[1], finding, sizeof *finding);
        (void)ignored;
        _exit(0);
    }
    close(ends[1]);
    ssize_t got = child == -1 ? -1 : read(ends[0], finding, sizeof *finding);
    close(ends[0]);
    if (child != -1)
        waitpid(child, &status, 0);
    return got == sizeof *finding;
}

static bool
is_container(void)
{
    return access("/.dockerenv", F_OK) == 0 ||
           access("/run/.containerenv", F_OK) == 0;
}

static bool
restricts_namespaces(void)
{
    char text[4] = "";
    int file = open("/proc/sys/kernel/apparmor_restrict_unprivileged_userns",
                    O_RDONLY | O_CLOEXEC);

    if (file == -1)
        return false;
    ssize_t got = read(file, text, sizeof text - 1);
    close(file);
    return got > 0 && text[0] == '1';
}

/* The remedy with the least power for the step that was refused. */
static void
advise(const struct finding *finding, char *remedy)
{
    const char *text;
    bool root = geteuid() == 0;

    if (finding->error == ENOSPC)
        text = "namespaces are switched off: sudo sysctl "
               "user.max_user_namespaces=1000 user.max_net_namespaces=1000";
    else if (finding->error == ENOSYS)
        text = "this kernel (or emulation) has no namespaces: record on a "
               "real Linux or in a virtual machine";
    else if (finding->step == STEP_TUN_OPEN && finding->error == ENOENT)
        text = is_container()
                   ? "start the container with --device /dev/net/tun"
                   : "load the driver: sudo modprobe tun";
    else if (finding->step == STEP_TUN_OPEN)
        text = "let every user open it, as udev does: sudo chmod 666 "
               "/dev/net/tun";
    else if (is_container())
        text = "containers forbid this: start it with --security-opt "
               "seccomp=unconfined --device /dev/net/tun";
    else if (restricts_namespaces() && !root)
        text = "AppArmor takes the rights away: run this with sudo (programs "
               "still run as you), or sudo sysctl "
               "kernel.apparmor_restrict_unprivileged_userns=0";
    else
        text = "run this with sudo; the programs still run as you";
    snprintf(remedy, PROBE_TEXT, "%s", text);
}

bool
probe_hosts(char *why, char *remedy)
{
    struct finding finding;

    if (!find_apart(&finding))
        complain(&finding.message, "no process for a probe could be started");
    if (finding.step == STEP_DONE)
        return true;
    snprintf(why, PROBE_TEXT, "%.*s", PROBE_TEXT - 1, finding.message.text);
    advise(&finding, remedy);
    return false;
}

/* Whether a child can be seized, and its calls filtered. */
static int
try_ptrace(void)
{
    int status, error = 0;
    pid_t child = fork();

    if (child == -1)
        return errno;
    if (child == 0) {
        pause();
        _exit(0);
    }
    if (ptrace(PTRACE_SEIZE, child, 0, 0) == -1)
        error = errno;
    kill(child, SIGKILL);
    waitpid(child, &status, __WALL);
    return error;
}

static int
try_filter(void)
{
    int status;
    pid_t child = fork();

    if (child == -1)
        return errno;
    if (child == 0)
        _exit(filter_install() == 0 ? 0 : errno);
    waitpid(child, &status, 0);
    return WIFEXITED(status) ? WEXITSTATUS(status) : EPERM;
}

static void
set(struct probe *probe, const char *name, bool needed, int error,
    const char *why, const char *remedy)
{
    *probe = (struct probe){ .good = error == 0, .needed = needed };
    snprintf(probe->name, sizeof probe->name, "%s", name);
    if (error == 0)
        return;
    snprintf(probe->why, sizeof probe->why, "%.*s", PROBE_TEXT - 1,
             why == NULL ? strerror(error) : why);
    snprintf(probe->remedy, sizeof probe->remedy, "%s", remedy);
}

void
probe_all(struct probe probes[PROBES])
{
    struct finding finding;
    char remedy[PROBE_TEXT] = "";
    bool asked = find_apart(&finding);
    bool hosts = asked && finding.step == STEP_DONE;

    advise(&finding, remedy);
    set(&probes[0], "private hosts and the TUN wire", true, hosts ? 0 : EPERM,
        finding.message.text, remedy);
    set(&probes[1], "calls (ptrace)", true, try_ptrace(), NULL,
        "allow tracing your own programs: sudo sysctl "
        "kernel.yama.ptrace_scope=1, or leave strace, gdb or the sandbox that "
        "traces this shell");
    set(&probes[2], "calls (seccomp filter)", true, try_filter(), NULL,
        "a kernel with CONFIG_SECCOMP_FILTER is needed");
    set(&probes[3], "states (sock_diag)", true,
        !hosts || finding.diag ? 0 : finding.error, NULL,
        "load the module: sudo modprobe tcp_diag");
    set(&probes[4], "settings (sysctl)", false,
        finding.not_applied[0] == '\0' ? 0 : EACCES, finding.not_applied,
        "/proc/sys is read-only here; scenes that need a setting are skipped");
}
