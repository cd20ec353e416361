/*
 * tcp.h - what lesson 04 builds: from an address and a port to a socket.
 *
 * An address is a name or a number of either family: "server", "localhost",
 * "10.0.0.2", "fd00::2".  A port is text too: "7000".
 *
 * Both return -1 with errno when they fail: ENXIO where the name or the port
 * means nothing (standard error says why, in the resolver's words), else what
 * the last address that was tried failed with.  No socket stays open then.
 */
#ifndef TCP_H
#define TCP_H

/*
 * Returns a socket that listens at the first of the address's numbers where
 * that is possible.  Port "0" lets the kernel choose one.  The address "::"
 * takes IPv4 clients too.  The port may be in TIME-WAIT (SO_REUSEADDR is set).
 * backlog is listen()'s.
 */
int
tcp_listen(const char *address, const char *port, int backlog);

/*
 * Returns a socket that is connected to the first of the address's numbers
 * that answers.  It waits as long as connect() does; a signal whose handler
 * interrupts it counts as a failure, EINTR.
 */
int
tcp_connect(const char *address, const char *port);

#endif
