/* inject.c - a call shortened or skipped, in registers and in memory. */
#include "capture/programs/inject.h"

#include <elf.h>
#include <stddef.h>
#include <string.h>
#include <sys/ptrace.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <sys/user.h>

#include "capture/programs/peek.h"
#include "capture/programs/tracee.h"

enum { PARTS_MAX = 64 };        /* of a vector that can be shortened */

#if defined(__x86_64__)

/* What a register is: glibc and musl do not agree. */
typedef __typeof__(((struct user_regs_struct *)0)->rdx) machine_word;

/* The third argument of a call. */
static machine_word *
third_argument(struct user_regs_struct *registers)
{
    return &registers->rdx;
}

/* The kernel is not asked: the call returns this. */
static bool
skip_call(const struct tracee *tracee, struct user_regs_struct *registers,
          int error)
{
    (void)tracee;
    registers->orig_rax = (machine_word)-1;
    registers->rax = (machine_word)-error;
    return true;
}

#elif defined(__aarch64__)

enum { ARM_SYSTEM_CALL = 0x404 };       /* NT_ARM_SYSTEM_CALL */

typedef __typeof__(((struct user_regs_struct *)0)->regs[0]) machine_word;

static machine_word *
third_argument(struct user_regs_struct *registers)
{
    return &registers->regs[2];
}

static bool
skip_call(const struct tracee *tracee, struct user_regs_struct *registers,
          int error)
{
    int none = -1;
    struct iovec number = { &none, sizeof none };

    registers->regs[0] = (machine_word)-error;
    return ptrace(PTRACE_SETREGSET, tracee->tid, (void *)ARM_SYSTEM_CALL,
                  &number) == 0;
}

#endif

static bool
get_registers(const struct tracee *tracee, struct user_regs_struct *registers)
{
    struct iovec all = { registers, sizeof *registers };

    return ptrace(PTRACE_GETREGSET, tracee->tid, (void *)NT_PRSTATUS, &all) ==
           0;
}

static bool
set_registers(const struct tracee *tracee, struct user_regs_struct *registers)
{
    struct iovec all = { registers, sizeof *registers };

    return ptrace(PTRACE_SETREGSET, tracee->tid, (void *)NT_PRSTATUS, &all) ==
           0;
}

bool
inject_concerns(const struct call *call, enum inject_class class)
{
    switch (call->number) {
    case SYS_recvfrom: case SYS_recvmsg: case SYS_read: case SYS_readv:
    case SYS_preadv2: case SYS_recvmmsg:
        return class == INTO_RECEIVES && !call->udp;
    case SYS_sendto: case SYS_sendmsg: case SYS_write: case SYS_writev:
    case SYS_pwritev2: case SYS_sendmmsg: case SYS_sendfile: case SYS_splice:
        return class == INTO_SENDS && !call->udp;
    case SYS_accept: case SYS_accept4:
        return class == INTO_ACCEPTS;
    case SYS_socket:
        return class == INTO_OPENS && !call->udp;
#ifdef SYS_poll
    case SYS_poll: case SYS_select: case SYS_epoll_wait:
#endif
    case SYS_ppoll: case SYS_pselect6: case SYS_epoll_pwait:
#ifdef SYS_epoll_pwait2
    case SYS_epoll_pwait2:
#endif
        return class == INTO_WAITS;
    default:
        return false;
    }
}

/* --- at most -------------------------------------------------------------- */

static bool
change_third(struct tracee *tracee, uint64_t value)
{
    struct user_regs_struct registers;

    if (!get_registers(tracee, &registers))
        return false;
    machine_word *third = third_argument(&registers);
    tracee->injected.third = *third;
    *third = value;
    tracee->injected.third_changed = set_registers(tracee, &registers);
    return tracee->injected.third_changed;
}

/* Changes a word of the program's memory, read-only or not. */
static bool
change_word(struct tracee *tracee, uint64_t address, uint64_t value)
{
    struct injected *injected = &tracee->injected;
    struct poked *poked = &injected->poked[injected->poked_count];

    if (peek_memory(tracee, address, &poked->former, sizeof poked->former) !=
            sizeof poked->former ||
        ptrace(PTRACE_POKEDATA, tracee->tid, (void *)(uintptr_t)address,
               (void *)(uintptr_t)value) == -1)
        return false;
    poked->address = address;
    injected->poked_count++;
    return true;
}

/*
 * Shortens the vector of count parts at address, so that it has most bytes.
 * Returns how many parts are left, 0 where it has no more, -1 where it cannot.
 */
static long
shorten_vector(struct tracee *tracee, uint64_t address, uint64_t count,
               unsigned most)
{
    struct iovec parts[PARTS_MAX];
    uint64_t left = most;

    size_t got = peek_memory(tracee, address, parts,
                             (count < PARTS_MAX ? (size_t)count : PARTS_MAX) *
                                 sizeof parts[0]);
    for (size_t i = 0; i < got / sizeof parts[0]; i++) {
        if (parts[i].iov_len < left) {
            left -= parts[i].iov_len;
            continue;
        }
        if (parts[i].iov_len == left && i + 1 == count)
            return 0;
        uint64_t length = address + i * sizeof parts[0] +
                          offsetof(struct iovec, iov_len);
        return change_word(tracee, length, left) ? (long)i + 1 : -1;
    }
    return count > PARTS_MAX ? -1 : 0;
}

static int
limit_vector(struct tracee *tracee, const struct call *call, unsigned most)
{
    long parts = shorten_vector(tracee, call->raw[1], call->raw[2], most);

    if (parts <= 0)
        return (int)parts;
    return change_third(tracee, (uint64_t)parts) ? 1 : -1;
}

static int
limit_message(struct tracee *tracee, const struct call *call, unsigned most)
{
    struct msghdr message;

    if (peek_memory(tracee, call->raw[1], &message, sizeof message) !=
        sizeof message)
        return -1;
    long parts = shorten_vector(tracee, (uintptr_t)message.msg_iov,
                                (uint64_t)message.msg_iovlen, most);
    if (parts <= 0)
        return (int)parts;
    uint64_t count = call->raw[1] + offsetof(struct msghdr, msg_iovlen);
    return change_word(tracee, count, (uint64_t)parts) ? 1 : -1;
}

static int
limit_bytes(struct tracee *tracee, const struct call *call, unsigned most)
{
    switch (call->number) {
    case SYS_recvfrom: case SYS_read: case SYS_sendto: case SYS_write:
        if (call->raw[2] <= most)
            return 0;
        return change_third(tracee, most) ? 1 : -1;
    case SYS_readv: case SYS_writev: case SYS_preadv2: case SYS_pwritev2:
        return limit_vector(tracee, call, most);
    case SYS_recvmsg: case SYS_sendmsg:
        return limit_message(tracee, call, most);
    default:
        return -1;              /* several messages, or another's file */
    }
}

/* --- both ----------------------------------------------------------------- */

int
inject_apply(struct tracee *tracee, const struct call *call,
             const struct scene_inject *inject)
{
    struct user_regs_struct registers;

    tracee->injected = (struct injected){ .poked_count = 0 };
    if (inject->at_most > 0) {
        int result = limit_bytes(tracee, call, inject->at_most);
        if (result == -1)
            inject_restore(tracee);
        return result;
    }
    return get_registers(tracee, &registers) &&
                   skip_call(tracee, &registers, inject->error) &&
                   set_registers(tracee, &registers)
               ? 1 : -1;
}

void
inject_restore(struct tracee *tracee)
{
    struct injected *injected = &tracee->injected;
    struct user_regs_struct registers;

    if (injected->third_changed && get_registers(tracee, &registers)) {
        *third_argument(&registers) = injected->third;
        set_registers(tracee, &registers);
    }
    for (size_t i = injected->poked_count; i-- > 0;)
        ptrace(PTRACE_POKEDATA, tracee->tid,
               (void *)(uintptr_t)injected->poked[i].address,
               (void *)(uintptr_t)injected->poked[i].former);
    *injected = (struct injected){ .poked_count = 0 };
}
