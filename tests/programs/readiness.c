/* readiness.c - asks select, poll or epoll before it sends and receives. */
#include <poll.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/select.h>

#include "peers.h"

static void
wait_select(int conn, int out)
{
    fd_set set;

    FD_ZERO(&set);
    FD_SET(conn, &set);
    if (select(conn + 1, out ? NULL : &set, out ? &set : NULL, NULL,
               NULL) != 1)
        die("select");
}

static void
wait_poll(int conn, int out)
{
    struct pollfd fd = { .fd = conn, .events = out ? POLLOUT : POLLIN };

    if (poll(&fd, 1, -1) != 1)
        die("poll");
}

static void
wait_epoll(int conn, int out)
{
    struct epoll_event event = { .events = out ? EPOLLOUT : EPOLLIN };
    int epoll = epoll_create1(0);

    if (epoll == -1 || epoll_ctl(epoll, EPOLL_CTL_ADD, conn, &event) == -1 ||
        epoll_wait(epoll, &event, 1, -1) != 1)
        die("epoll");
    close(epoll);
}

int
main(int argc, char *argv[])
{
    void (*wait_for)(int conn, int out) = wait_epoll;
    char answer[6];

    if (argc != 4)
        usage("readiness ADDRESS PORT select|poll|epoll");
    if (strcmp(argv[3], "select") == 0)
        wait_for = wait_select;
    if (strcmp(argv[3], "poll") == 0)
        wait_for = wait_poll;
    int conn = connect_to(argv[1], argv[2]);
    wait_for(conn, 1);
    if (send(conn, "hello\n", 6, 0) != 6)
        die("send");
    wait_for(conn, 0);
    if (recv(conn, answer, sizeof answer, 0) != 6)
        die("recv");
    close(conn);
    return 0;
}
