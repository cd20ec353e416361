/* errno_name.c - the names of errors: strerrorname_np() is not everywhere. */
#include "capture/programs/calls.h"

#include <errno.h>
#include <stdio.h>

const char *
errno_name(int error)
{
    static char other[16];
    static const char *const names[] = {
        [EPERM] = "EPERM", [ENOENT] = "ENOENT", [EINTR] = "EINTR",
        [EIO] = "EIO", [EBADF] = "EBADF", [EAGAIN] = "EAGAIN",
        [ENOMEM] = "ENOMEM", [EACCES] = "EACCES", [EFAULT] = "EFAULT",
        [EBUSY] = "EBUSY", [EEXIST] = "EEXIST", [ENODEV] = "ENODEV",
        [EINVAL] = "EINVAL", [ENFILE] = "ENFILE", [EMFILE] = "EMFILE",
        [ENOSPC] = "ENOSPC", [EPIPE] = "EPIPE", [EDOM] = "EDOM",
        [ENOSYS] = "ENOSYS", [EPROTO] = "EPROTO", [EOVERFLOW] = "EOVERFLOW",
        [ENOTSOCK] = "ENOTSOCK", [EDESTADDRREQ] = "EDESTADDRREQ",
        [EMSGSIZE] = "EMSGSIZE", [EPROTOTYPE] = "EPROTOTYPE",
        [ENOPROTOOPT] = "ENOPROTOOPT", [EPROTONOSUPPORT] = "EPROTONOSUPPORT",
        [ESOCKTNOSUPPORT] = "ESOCKTNOSUPPORT", [EOPNOTSUPP] = "EOPNOTSUPP",
        [EAFNOSUPPORT] = "EAFNOSUPPORT", [EADDRINUSE] = "EADDRINUSE",
        [EADDRNOTAVAIL] = "EADDRNOTAVAIL", [ENETDOWN] = "ENETDOWN",
        [ENETUNREACH] = "ENETUNREACH", [ENETRESET] = "ENETRESET",
        [ECONNABORTED] = "ECONNABORTED", [ECONNRESET] = "ECONNRESET",
        [ENOBUFS] = "ENOBUFS", [EISCONN] = "EISCONN", [ENOTCONN] = "ENOTCONN",
        [ESHUTDOWN] = "ESHUTDOWN", [ETIMEDOUT] = "ETIMEDOUT",
        [ECONNREFUSED] = "ECONNREFUSED", [EHOSTDOWN] = "EHOSTDOWN",
        [EHOSTUNREACH] = "EHOSTUNREACH", [EALREADY] = "EALREADY",
        [EINPROGRESS] = "EINPROGRESS",
    };

    if (error > 0 && (size_t)error < sizeof names / sizeof names[0] &&
        names[error] != NULL)
        return names[error];
    snprintf(other, sizeof other, "E%d", error);
    return other;
}
