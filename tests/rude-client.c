/*
 * rude-client.c - a TCP client that does not behave, to try a server with.
 *
 *   rude-client PORT silent     connects and closes, without a word
 *   rude-client PORT half       sends half a line, then closes
 *   rude-client PORT reset      sends half a line, then resets the connection
 *   rude-client PORT deaf       sends lines, closes without reading answers
 *
 * It ends when its part is done: then the server's turn begins.
 */
#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

static int
connect_to(const char *port)
{
    struct sockaddr_in server = { .sin_family = AF_INET,
                                  .sin_port = htons((in_port_t)atoi(port)),
                                  .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
    int conn = socket(AF_INET, SOCK_STREAM, 0);

    if (conn == -1 ||
        connect(conn, (struct sockaddr *)&server, sizeof server) == -1) {
        perror("rude-client: connect");
        exit(1);
    }
    return conn;
}

static void
say(int conn, const char *text)
{
    if (send(conn, text, strlen(text), 0) != (ssize_t)strlen(text)) {
        perror("rude-client: send");
        exit(1);
    }
}

int
main(int argc, char *argv[])
{
    if (argc != 3) {
        fprintf(stderr, "usage: rude-client PORT silent|half|reset|deaf\n");
        return 2;
    }
    const char *manner = argv[2];
    int conn = connect_to(argv[1]);

    if (strcmp(manner, "half") == 0 || strcmp(manner, "reset") == 0)
        say(conn, "half a li");
    if (strcmp(manner, "deaf") == 0)
        for (int i = 0; i < 100; i++)
            say(conn, "one more line that nobody will read\n");
    if (strcmp(manner, "reset") == 0) {
        struct linger now = { .l_onoff = 1, .l_linger = 0 };
        setsockopt(conn, SOL_SOCKET, SO_LINGER, &now, sizeof now);
    }
    close(conn);
    return 0;
}
