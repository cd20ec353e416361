/*
 * words.h - the kernel's numbers in the source's words.
 */
#ifndef LADDER_CAPTURE_WORDS_H
#define LADDER_CAPTURE_WORDS_H

#include <stddef.h>
#include <stdint.h>

#include "base/words.h"

struct tracee;

/* A socket address in the program's memory: "10.0.0.2:7000", "[fd00::2]:80". */
void
words_address(struct words *words, const struct tracee *tracee,
              uint64_t address, uint64_t length);

/* "AF_INET, SOCK_STREAM|SOCK_NONBLOCK, 0" */
void
words_socket(struct words *words, uint64_t domain, uint64_t type,
             uint64_t protocol);

/* "SOCK_NONBLOCK|SOCK_CLOEXEC": of socket(2) and accept4(2). */
void
words_socket_flags(struct words *words, uint64_t flags);

/* "O_NONBLOCK|O_ASYNC": what F_SETFL sets; "0" for nothing. */
void
words_file_flags(struct words *words, uint64_t flags);

/* ", MSG_PEEK|MSG_DONTWAIT", or nothing; MSG_NOSIGNAL is left out. */
void
words_message_flags(struct words *words, uint64_t flags);

/* "SO_REUSEADDR", "IPV6_V6ONLY"; without a name "IPPROTO_TCP, 99". */
void
words_option(struct words *words, uint64_t level, uint64_t option);

/* An option's value in the program's memory: "1", "{1, 0 s}", "reno"; "{...}"
   for a structure. */
void
words_option_value(struct words *words, const struct tracee *tracee,
                   uint64_t level, uint64_t option, uint64_t address,
                   uint64_t length);

/* What poll(2) waits for or got: "IN|OUT|ERR|HUP". */
void
words_poll_events(struct words *words, unsigned events);

/* The same of epoll(7), whose events know more: "IN|ET". */
void
words_epoll_events(struct words *words, uint32_t events);

#endif
