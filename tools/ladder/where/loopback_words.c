/* loopback_words.c - a scene's addresses and ports, as they are on loopback. */
#include "where/loopback_words.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

static const struct { const char *from; const char *to; bool begins; }
addresses[] = {
    { "0.0.0.0", "127.0.0.1", false }, { "10.0.0.", "127.0.0.1", true },
    { "server", "127.0.0.1", false },  { "client", "127.0.0.1", false },
    { "::", "::1", false },            { "fd00::", "::1", true },
};

enum { ADDRESSES = sizeof addresses / sizeof addresses[0], TRIES = 16 };

/* The loopback address that stands for this word; NULL if it is none. */
static const char *
address_of(const char *word)
{
    for (size_t i = 0; i < ADDRESSES; i++)
        if (addresses[i].begins
                ? strncmp(word, addresses[i].from,
                          strlen(addresses[i].from)) == 0
                : strcmp(word, addresses[i].from) == 0)
            return addresses[i].to;
    return NULL;
}

const char *
loopback_word(const struct loopback_words *words, const char *word)
{
    for (size_t i = 0; i < words->count; i++)
        if (words->ports[i].instead[0] != '\0' &&
            strcmp(word, words->ports[i].port) == 0)
            return words->ports[i].instead;
    const char *address = address_of(word);
    return address == NULL ? word : address;
}

/* Whether a program of this host is given such a word. */
static bool
has_word(const struct scene *scene, enum host host, const char *begins,
         bool whole)
{
    for (size_t i = 0; i < scene->program_count; i++) {
        const struct scene_program *program = &scene->programs[i];
        if (program->host != host)
            continue;
        for (char **word = program->words + 1;
             program->words[0] != NULL && *word != NULL; word++)
            if (whole ? strcmp(*word, begins) == 0
                      : strncmp(*word, begins, strlen(begins)) == 0)
                return true;
    }
    return false;
}

const char *
loopback_words_refuse(const struct scene *scene)
{
    if (has_word(scene, HOST_SERVER, "10.0.0.1", true) ||
        has_word(scene, HOST_SERVER, "fd00::1", true))
        return "each program calls the other at its port: that takes two hosts";
    if (has_word(scene, HOST_SERVER, "::", true) &&
        has_word(scene, HOST_CLIENT, "10.0.0.", false))
        return "an address of loopback is IPv4 or IPv6, not both";
    return NULL;
}

/* --- ports ---------------------------------------------------------------- */

/* The port that this text is, 0 if it is none that needs no right. */
static unsigned
port_of(const char *word)
{
    size_t digits = strspn(word, "0123456789");

    if (digits < 4 || digits > 5 || word[digits] != '\0')
        return 0;
    unsigned long port = strtoul(word, NULL, 10);
    return port >= 1024 && port <= 65535 ? (unsigned)port : 0;
}

/* A socket at 127.0.0.1:*port, where 0 becomes the port that it got.  -1 if it
   cannot be had. */
static int
take_port(int type, unsigned *port)
{
    struct sockaddr_in at = { .sin_family = AF_INET,
                              .sin_port = htons((in_port_t)*port),
                              .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
    socklen_t length = sizeof at;
    int holder = socket(AF_INET, type, 0);

    if (holder == -1)
        return -1;
    if (bind(holder, (struct sockaddr *)&at, sizeof at) == -1 ||
        getsockname(holder, (struct sockaddr *)&at, &length) == -1) {
        close(holder);
        return -1;
    }
    *port = ntohs(at.sin_port);
    return holder;
}

static bool
is_free(unsigned port)
{
    int datagrams = take_port(SOCK_DGRAM, &port);

    if (datagrams == -1)
        return false;
    close(datagrams);
    int stream = take_port(SOCK_STREAM, &port);
    if (stream == -1)
        return false;           /* or a former connection is in TIME-WAIT */
    close(stream);
    return true;
}

static void
note_port(struct loopback_words *words, const char *word)
{
    unsigned port = port_of(word);

    for (size_t i = 0; i < words->count; i++)
        if (strcmp(word, words->ports[i].port) == 0)
            return;
    if (port == 0 || words->count == LOOPBACK_PORTS)
        return;
    words->ports[words->count].port = word;
    words->ports[words->count].instead[0] = '\0';
    for (int i = 0; i < TRIES && !is_free(port); i++) {
        port = 0;
        int holder = take_port(SOCK_STREAM, &port);
        if (holder == -1)
            break;
        close(holder);
        snprintf(words->ports[words->count].instead,
                 sizeof words->ports[0].instead, "%u", port & 0xffff);
    }
    words->count++;
}

void
loopback_words_find(struct loopback_words *words, const struct scene *scene)
{
    words->count = 0;
    for (size_t i = 0; i < scene->program_count; i++) {
        char **given = scene->programs[i].words;
        if (scene->programs[i].host == HOST_SERVER && given[1] != NULL)
            note_port(words, given[1]);
        for (size_t j = 1; given[j] != NULL && given[j + 1] != NULL; j++)
            if (address_of(given[j]) != NULL)
                note_port(words, given[j + 1]);
    }
}
