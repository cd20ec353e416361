/* call_vector.c - data in several parts: readv(2), sendmsg(2). */
#include "capture/programs/call_parts.h"

#include <sys/uio.h>

#include "capture/programs/peek.h"

enum { VECTOR_MAX = 1024 };      /* the kernel's own limit: UIO_MAXIOV */

static size_t
read_vector(const struct tracee *tracee, uint64_t address, uint64_t count,
            struct iovec parts[VECTOR_MAX])
{
    if (count > VECTOR_MAX)
        count = VECTOR_MAX;
    return peek_memory(tracee, address, parts,
                       (size_t)count * sizeof parts[0]) / sizeof parts[0];
}

uint64_t
vector_bytes(const struct tracee *tracee, uint64_t address, uint64_t count)
{
    struct iovec parts[VECTOR_MAX];
    uint64_t total = 0;

    size_t got = read_vector(tracee, address, count, parts);
    for (size_t i = 0; i < got; i++)
        total += parts[i].iov_len;
    return total;
}

void
vector_keep_data(const struct tracee *tracee, struct call *call,
                 uint64_t address, uint64_t count, uint64_t bytes)
{
    struct iovec parts[VECTOR_MAX];
    size_t wanted = bytes < sizeof call->data ? (size_t)bytes
                                              : sizeof call->data;

    call->data_bytes = 0;
    size_t got = read_vector(tracee, address, count, parts);
    for (size_t i = 0; i < got && call->data_bytes < wanted; i++) {
        size_t left = wanted - call->data_bytes;
        size_t part = parts[i].iov_len < left ? parts[i].iov_len : left;
        size_t read = peek_memory(tracee, (uintptr_t)parts[i].iov_base,
                                  call->data + call->data_bytes, part);
        call->data_bytes += read;
        if (read < part)
            return;
    }
}
