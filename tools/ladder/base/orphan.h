/*
 * orphan.h - a child that is not left behind.
 */
#ifndef LADDER_ORPHAN_H
#define LADDER_ORPHAN_H

#include <signal.h>
#include <stdbool.h>
#include <sys/types.h>
#include <unistd.h>

#ifdef __linux__
#include <sys/prctl.h>
#endif

/*
 * For a child, right after fork(): it dies with the process parent, also by
 * kill -9, where the system can do that.  False where the parent is gone
 * already.
 */
static inline bool
orphan_dies(pid_t parent)
{
#ifdef __linux__
    prctl(PR_SET_PDEATHSIG, SIGKILL);
#endif
    return getppid() == parent;
}

#endif
