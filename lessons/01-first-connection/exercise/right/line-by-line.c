/*
 * line-by-line.c - reads with stdio, answers when a line is whole; what comes
 *                  behind the last newline is answered at the end.
 *
 * Another way to be right: a server need not answer every piece at once.
 */
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <signal.h>
#include <stdio.h>
#include <sys/socket.h>
#include <unistd.h>

#include "common.h"

enum { BACKLOG = 16 };

/*
 * The capital of an ASCII letter; any other byte as it is.
 */
static int
capital(int byte)
{
    return byte >= 'a' && byte <= 'z' ? byte - 'a' + 'A' : byte;
}

/*
 * Answers all that the peer sends.  Returns 0, or -1 with errno.
 */
static int
answer(int conn)
{
    FILE *in = fdopen(dup(conn), "r"), *out = fdopen(dup(conn), "w");
    int byte, status = 0;

    if (in == NULL || out == NULL)
        die("fdopen");
    while ((byte = getc(in)) != EOF) {
        putc(capital(byte), out);
        if (byte == '\n' && fflush(out) == EOF)
            break;
    }
    if (ferror(in) || ferror(out))
        status = -1;
    fclose(in);
    if (fclose(out) == EOF)
        status = -1;
    return status;
}

int
main(int argc, char *argv[])
{
    if (argc < 2 || argc > 3)
        usage("server PORT [ADDRESS]");

    const char *address = argc == 3 ? argv[2] : "127.0.0.1";
    struct sockaddr_in local = { .sin_family = AF_INET,
                                 .sin_port = htons(port_arg(argv[1])) };
    if (inet_pton(AF_INET, address, &local.sin_addr) != 1)
        usage("server PORT [ADDRESS], ADDRESS such as 127.0.0.1");

    const int on = 1;
    int listener = socket(AF_INET, SOCK_STREAM, 0);
    if (listener == -1)
        die("socket");
    if (setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on) == -1)
        die("setsockopt");      /* explained in 18 */
    if (bind(listener, (struct sockaddr *)&local, sizeof local) == -1)
        die("bind");
    if (listen(listener, BACKLOG) == -1)
        die("listen");
    printf("listening on %s:%s\n", address, argv[1]);
    fflush(stdout);

    signal(SIGPIPE, SIG_IGN);       /* stdio does not know MSG_NOSIGNAL */
    for (;;) {
        int conn = accept(listener, NULL, NULL);
        if (conn == -1) {
            accept_failed();    /* common/accept_failed.c: wait, or go on */
            continue;
        }
        if (answer(conn) == -1)
            perror("answer");     /* this client is lost; serve the next */
        close(conn);
    }
}
