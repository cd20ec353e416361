/*
 * truncated.c - receives 24 bytes into room for 10, in every way there is.
 *
 * With MSG_TRUNC the result is the datagram's length; on a stream the bytes are
 * thrown away instead of copied.  All of it over this host's own loopback.
 */
#include <string.h>

#include "peers.h"

enum { ROOM = 10 };

static const char text[] = "a datagram of 24 bytes..";

static struct sockaddr_in
own(unsigned short port)
{
    return (struct sockaddr_in){ .sin_family = AF_INET,
                                 .sin_port = htons(port),
                                 .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
}

static void
want(ssize_t got, ssize_t wanted, const char *call)
{
    if (got != wanted)
        die(call);
}

static int
udp_pair(int *receiver)
{
    struct sockaddr_in address = own(7001);
    int sender = socket(AF_INET, SOCK_DGRAM, 0);

    *receiver = socket(AF_INET, SOCK_DGRAM, 0);
    if (bind(*receiver, (struct sockaddr *)&address, sizeof address) == -1 ||
        connect(sender, (struct sockaddr *)&address, sizeof address) == -1)
        die("udp");
    return sender;
}

static void
send_text(int sender)
{
    want(send(sender, text, 24, 0), 24, "send");
}

static void
datagrams(void)
{
    char first[5], second[5], room[ROOM];
    struct iovec parts[] = { { first, 5 }, { second, 5 } };
    struct msghdr message = { .msg_iov = parts, .msg_iovlen = 2 };
    struct mmsghdr several = { .msg_hdr = message };
    struct sockaddr_in from;
    socklen_t size = sizeof from;
    int receiver, sender = udp_pair(&receiver);

    for (int i = 0; i < 4; i++)
        send_text(sender);
    want(recv(receiver, room, ROOM, MSG_PEEK | MSG_TRUNC), 24, "peek");
    want(recv(receiver, room, ROOM, MSG_TRUNC), 24, "recv");
    want(recvfrom(receiver, room, ROOM, MSG_TRUNC, (struct sockaddr *)&from,
                  &size), 24, "recvfrom");
    want(recvmsg(receiver, &message, 0), ROOM, "recvmsg");
    want(recvmmsg(receiver, &several, 1, MSG_TRUNC, NULL), 1, "recvmmsg");
    close(sender);
    close(receiver);
}

static void
stream(void)
{
    struct sockaddr_in address = own(7002);
    int listener = listen_on("7002", 0), conn = socket(AF_INET, SOCK_STREAM, 0);
    char room[ROOM] = "untouched";

    if (connect(conn, (struct sockaddr *)&address, sizeof address) == -1)
        die("connect");
    int accepted = accept(listener, NULL, NULL);
    send_text(conn);
    want(recv(accepted, room, ROOM, MSG_TRUNC), ROOM, "recv");
    if (strcmp(room, "untouched") != 0)
        die("untouched");
    close(accepted);
    close(conn);
    close(listener);
}

int
main(void)
{
    datagrams();
    stream();
    return 0;
}
