/*
 * names.h - the names that Linux's headers give to numbers in calls.
 *
 * The numbers are the kernel's ABI, the same on x86-64 and aarch64, and stand
 * here themselves, so that an older system's headers do not hide a newer
 * option.  A test compares the tables with the headers of this system.
 */
#ifndef LADDER_NAMES_H
#define LADDER_NAMES_H

#include <stddef.h>
#include <stdint.h>

struct flag_name {
    uint64_t bit;
    const char *name;
};

/* "TCP_NODELAY" of setsockopt(2); NULL for one that has no name. */
const char *
name_of_option(uint64_t level, uint64_t option);

/* "SOL_SOCKET", "IPPROTO_TCP"; NULL for another level. */
const char *
name_of_level(uint64_t level);

/* "SIOCATMARK" of ioctl(2), or NULL. */
const char *
name_of_ioctl(uint64_t request);

/* "F_SETOWN" of fcntl(2), or NULL. */
const char *
name_of_fcntl(uint64_t command);

/* The MSG_ flags of send(2) and recv(2); *count says how many. */
const struct flag_name *
names_of_message_flags(size_t *count);

#endif
