/*
 * client.c - connects to a name, sends one line, prints the line that returns.
 *
 * Watch for: one name, several addresses: tried in turn, until one answers.
 * Run with:  client localhost 7000 hello
 * Changed since 01: tcp_connect() takes names and both families; who is
 *            connected to whom is printed.
 */
#include <errno.h>
#include <netdb.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "basics.h"

enum { LINE_BYTES = 512, HOST_BYTES = 64, PORT_BYTES = 8 };

/*
 * Returns a socket that is connected to one address, or -1 with errno.
 */
static int
connect_to(const struct addrinfo *at)
{
    int conn = socket(at->ai_family, at->ai_socktype, at->ai_protocol);
    if (conn == -1)
        return -1;
    if (connect(conn, at->ai_addr, at->ai_addrlen) == 0)
        return conn;

    int why = errno;            /* close() may change it */
    close(conn);                /* the next address needs a new socket */
    errno = why;
    return -1;
}

/*
 * Returns a socket that is connected to the first of the address's numbers
 * that answers, or -1 with errno of the last; ENXIO: there is no such name.
 */
static int
tcp_connect(const char *address, const char *port)
{
    struct addrinfo hints = { .ai_family = AF_UNSPEC,
                              .ai_socktype = SOCK_STREAM };
    struct addrinfo *list;

    int error = getaddrinfo(address, port, &hints, &list);
    if (error != 0 && error != EAI_SYSTEM) {
        fprintf(stderr, "%s: %s\n", address, gai_strerror(error));
        errno = ENXIO;          /* getaddrinfo() has its own numbers */
    }
    if (error != 0)
        return -1;
    int conn = -1;
    for (struct addrinfo *at = list; at != NULL && conn == -1;
         at = at->ai_next)
        conn = connect_to(at);
    int why = errno;            /* freeaddrinfo() may change it */
    freeaddrinfo(list);
    errno = why;
    return conn;
}

/*
 * Prints an address as 10.0.0.2:7000 or [fd00::2]:7000.
 */
static void
print_address(const struct sockaddr_storage *address, socklen_t bytes)
{
    char host[HOST_BYTES], port[PORT_BYTES];

    if (getnameinfo((const struct sockaddr *)address, bytes, host, sizeof host,
                    port, sizeof port, NI_NUMERICHOST | NI_NUMERICSERV) != 0) {
        printf("?");
        return;
    }
    const char *number = host;
    const struct sockaddr_in6 *six = (const struct sockaddr_in6 *)address;
    if (address->ss_family == AF_INET6 && IN6_IS_ADDR_V4MAPPED(&six->sin6_addr))
        number = strrchr(host, ':') + 1;        /* ::ffff:10.0.0.1 is IPv4 */
    printf(strchr(number, ':') != NULL ? "[%s]:%s" : "%s:%s", number, port);
}

/*
 * Prints the four values that name this connection; the other end prints the
 * same line.  Returns 0, or -1 with errno; ENOTCONN where it is gone already.
 */
static int
print_ends(int conn)
{
    struct sockaddr_storage local, peer;
    socklen_t local_bytes = sizeof local, peer_bytes = sizeof peer;

    if (getsockname(conn, (struct sockaddr *)&local, &local_bytes) == -1 ||
        getpeername(conn, (struct sockaddr *)&peer, &peer_bytes) == -1)
        return -1;
    printf("client ");
    print_address(&local, local_bytes);
    printf(", server ");
    print_address(&peer, peer_bytes);
    printf("\n");
    fflush(stdout);
    return 0;
}

/*
 * Sends text[0..length) whole.  Returns 0, or -1 with errno.  The loop is
 * explained in lesson 11.
 */
static int
send_text(int conn, const char *text, size_t length)
{
    for (size_t sent = 0; sent < length;) {
        ssize_t n = send(conn, text + sent, length - sent, MSG_NOSIGNAL);
        if (n == -1 && errno == EINTR)
            continue;
        if (n == -1)
            return -1;
        sent += (size_t)n;
    }
    return 0;
}

/*
 * Prints the next length bytes that the server sends.  Returns 0, or -1 with
 * errno; EPROTO if the server ends before that.
 */
static int
print_answer(int conn, size_t length)
{
    char buffer[LINE_BYTES];

    while (length > 0) {
        size_t wanted = length < sizeof buffer ? length : sizeof buffer;
        ssize_t received = recv(conn, buffer, wanted, 0);
        if (received == -1 && errno == EINTR)
            continue;
        if (received == 0)
            errno = EPROTO;             /* the server has closed: too early */
        if (received <= 0)
            return -1;
        fwrite(buffer, 1, (size_t)received, stdout);
        length -= (size_t)received;
    }
    return 0;
}

int
main(int argc, char *argv[])
{
    if (argc != 4)
        usage("client ADDRESS PORT TEXT");
    port_arg(argv[2]);

    char line[LINE_BYTES];
    int length = snprintf(line, sizeof line, "%s\n", argv[3]);
    if (length < 0 || (size_t)length >= sizeof line)
        usage("client ADDRESS PORT TEXT, TEXT of at most 510 bytes");

    int conn = tcp_connect(argv[1], argv[2]);
    if (conn == -1)
        die("tcp_connect");
    if (print_ends(conn) == -1)
        die("getpeername");
    if (send_text(conn, line, (size_t)length) == -1)
        die("send");
    if (print_answer(conn, (size_t)length) == -1)
        die("recv");
    close(conn);
    if (fflush(stdout) == EOF || ferror(stdout))
        die("standard output");
    return 0;
}
