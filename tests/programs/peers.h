/*
 * peers.h - what the programs of tests/tools share: an end of a connection, and
 * a line that goes there and back.
 *
 * Each of these programs makes one kind of call that the recorder must see.
 * They end with a message at the first surprise.
 */
#ifndef PEERS_H
#define PEERS_H

#include <arpa/inet.h>
#include <netinet/in.h>
#include <stddef.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

#include "basics.h"

/* A socket that is connected to address and port. */
static inline int
connect_to(const char *address, const char *port)
{
    struct sockaddr_in server = { .sin_family = AF_INET,
                                  .sin_port = htons(port_arg(port)) };
    int conn = socket(AF_INET, SOCK_STREAM, 0);

    if (conn == -1 || inet_pton(AF_INET, address, &server.sin_addr) != 1)
        die("socket");
    if (connect(conn, (struct sockaddr *)&server, sizeof server) == -1)
        die("connect");
    return conn;
}

/* A socket that listens on the port; type may have SOCK_NONBLOCK. */
static inline int
listen_on(const char *port, int type)
{
    struct sockaddr_in local = { .sin_family = AF_INET,
                                 .sin_port = htons(port_arg(port)) };
    int listener = socket(AF_INET, SOCK_STREAM | type, 0);

    if (listener == -1)
        die("socket");
    if (bind(listener, (struct sockaddr *)&local, sizeof local) == -1)
        die("bind");
    if (listen(listener, 4) == -1)
        die("listen");
    return listener;
}

/* Sends "hello\n" and takes what comes back. */
static inline void
exchange(int conn)
{
    char answer[6];

    if (send(conn, "hello\n", 6, MSG_NOSIGNAL) != 6)
        die("send");
    if (recv(conn, answer, sizeof answer, MSG_WAITALL) != 6)
        die("recv");
}

/* Runs this program again with the word "child" and the descriptor. */
static inline void
exec_child(const char *program, int conn)
{
    char number[2] = { (char)('0' + conn), '\0' };

    execl(program, program, "child", number, (char *)NULL);
    _exit(127);
}

#endif
