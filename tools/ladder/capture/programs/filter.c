/* filter.c - the seccomp filter: which calls stop a program at all. */
#include "capture/programs/filter.h"

#include <errno.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/prctl.h>
#include <sys/syscall.h>

#include "capture/programs/calls.h"

#if defined(__x86_64__)
static const uint32_t native = AUDIT_ARCH_X86_64;
#elif defined(__aarch64__)
static const uint32_t native = AUDIT_ARCH_AARCH64;
#else
#error "ladder records on x86-64 and aarch64; other machines can draw traces"
#endif

enum { RULES_MAX = 128 };

struct rules {
    struct sock_filter all[RULES_MAX];
    unsigned short count;
};

static void
add(struct rules *rules, int code, uint32_t value, uint8_t if_true,
    uint8_t if_false)
{
    rules->all[rules->count++] = (struct sock_filter){
        .code = (uint16_t)code, .jt = if_true, .jf = if_false, .k = value
    };
}

static void
load(struct rules *rules, size_t offset)
{
    add(rules, BPF_LD | BPF_W | BPF_ABS, (uint32_t)offset, 0, 0);
}

static void
stop_if_equal(struct rules *rules, long number, enum filter_reason reason)
{
    add(rules, BPF_JMP | BPF_JEQ | BPF_K, (uint32_t)number, 0, 1);
    add(rules, BPF_RET | BPF_K, SECCOMP_RET_TRACE | (uint32_t)reason, 0, 0);
}

int
filter_install(void)
{
    struct rules rules = { .count = 0 };

    load(&rules, offsetof(struct seccomp_data, arch));
    add(&rules, BPF_JMP | BPF_JEQ | BPF_K, native, 1, 0);
    add(&rules, BPF_RET | BPF_K, SECCOMP_RET_TRACE | REASON_FOREIGN, 0, 0);
    load(&rules, offsetof(struct seccomp_data, nr));
#if defined(__x86_64__)
    add(&rules, BPF_JMP | BPF_JGE | BPF_K, 0x40000000u, 0, 1);  /* x32 */
    add(&rules, BPF_RET | BPF_K, SECCOMP_RET_TRACE | REASON_FOREIGN, 0, 0);
#endif
    for (const long *call = calls_of_interest(); *call != -1; call++)
        stop_if_equal(&rules, *call, REASON_CALL);
    stop_if_equal(&rules, SYS_io_uring_setup, REASON_URING);
    stop_if_equal(&rules, SYS_io_uring_enter, REASON_URING);
    add(&rules, BPF_RET | BPF_K, SECCOMP_RET_ALLOW, 0, 0);

    struct sock_fprog program = { .len = rules.count, .filter = rules.all };
    if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == -1)
        return -1;
    return prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program);
}
