/*
 * basics.h - how a program of these lessons reads its arguments, gives up, and
 *            goes on after a failed accept().
 *
 * These four functions exit; no other function in common/ does.
 */
#ifndef BASICS_H
#define BASICS_H

#include <netinet/in.h>

/*
 * Prints "what: " and the meaning of errno to standard error, and exits with
 * status 1.  For failures during setup; never for a failure of the peer.
 */
_Noreturn void
die(const char *what);

/*
 * Prints "usage: " and the text to standard error, and exits with status 2.
 */
_Noreturn void
usage(const char *text);

/*
 * Returns the port number (1 to 65535) that text spells, in host byte order.
 * Anything else prints a message and exits with status 2.
 */
in_port_t
port_arg(const char *text);

/*
 * For a server whose accept() has just returned -1: returns where the server
 * may go on to the next accept().  Where no descriptor or no memory is free it
 * says so and pauses before it returns, else the server would spin.  Exits with
 * status 1 only where no accept() can ever succeed: the socket is no listener.
 */
void
accept_failed(void);

#endif
