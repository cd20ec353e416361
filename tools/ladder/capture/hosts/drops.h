/*
 * drops.h - what a host's listeners have thrown away, as its kernel counts.
 *
 * A SYN or a last ACK that finds no room is dropped without a word to either
 * end.  Only TcpExt's ListenDrops in /proc/net/netstat changes: it is read
 * before and after a segment's arrival.
 */
#ifndef LADDER_DROPS_H
#define LADDER_DROPS_H

#include <stdint.h>

/* The counters of the network that this process is in, or -1 with errno. */
int
drops_open(void);

/* How many segments were dropped at its listeners so far; 0 if unknown. */
uint64_t
drops_count(int counters);

#endif
