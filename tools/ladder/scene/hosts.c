/*
 * hosts.c - the words of a scene about the two hosts' kernels.
 *
 *     sysctl  server tcp_syncookies=0
 *     route   client quickack=1 congctl=cubic
 */
#include "scene/line.h"

#include <arpa/inet.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/*
 * A name as in /proc/sys/net/ipv4, or one that says net. itself: a scene may be
 * recorded by root, and must not reach another part of /proc/sys.
 */
static bool
is_sysctl_name(const char *name)
{
    bool full = strpbrk(name, "./") != NULL;

    return name[strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789_./-")] ==
               '\0' &&
           strlen(name) < 100 && strstr(name, "..") == NULL &&
           strstr(name, "./") == NULL && strstr(name, "/.") == NULL &&
           (!full || strncmp(name, "net.", 4) == 0 ||
            strncmp(name, "net/", 4) == 0);
}

/* The value that begins in words[*at]: numbers that follow belong to it, as in
   tcp_rmem=4096 8192 16384.  A new string, NULL with a message. */
static char *
join_value(const struct scene_line *line, const char *value, size_t *at)
{
    char joined[SCENE_LINE_MAX + 1];
    uint64_t number;
    size_t length = strlen(value);

    memcpy(joined, value, length + 1);
    while (*at + 1 < line->word_count &&
           number_parse(line->words[*at + 1], 0, UINT64_MAX, &number)) {
        const char *more = line->words[++*at];
        joined[length++] = ' ';
        memcpy(joined + length, more, strlen(more) + 1);
        length += strlen(more);
    }
    return scene_copy(line, joined, length);
}

static int
add_sysctl(struct scene_line *line, enum host host, size_t *at)
{
    struct scene *scene = line->scene;
    char *name = line->words[*at], *value = value_take(name);

    if (value == NULL)
        return scene_fail(line, "'%.40s' is not NAME=VALUE; write: %s", name,
                          line->usage);
    if (!is_sysctl_name(name))
        return scene_fail(line, "'%.60s' is no name of a network sysctl; write "
                          "one of /proc/sys/net/ipv4, as in tcp_sack, or a "
                          "full one, as in net.core.somaxconn", name);
    struct scene_sysctl *sysctls = scene_grow(
        line, scene->sysctls, scene->sysctl_count, sizeof *sysctls);
    if (sysctls == NULL)
        return -1;
    scene->sysctls = sysctls;
    struct scene_sysctl sysctl = { .host = host };
    sysctl.name = scene_copy(line, name, strlen(name));
    sysctl.value = join_value(line, value, at);
    if (sysctl.name == NULL || sysctl.value == NULL) {
        free(sysctl.name);
        free(sysctl.value);
        return -1;
    }
    sysctls[scene->sysctl_count++] = sysctl;
    return 0;
}

int
read_sysctl(struct scene_line *line)
{
    if (line->word_count < 2)
        return scene_incomplete(line);
    enum host host = scene_host(line, line->words[0]);
    if (host == HOST_NONE)
        return -1;
    for (size_t i = 1; i < line->word_count; i++)
        if (add_sysctl(line, host, &i) == -1)
            return -1;
    return 0;
}

/* --- routes -------------------------------------------------------------- */

static bool
is_up_to(const char *value, uint64_t least, uint64_t most)
{
    uint64_t number;
    return number_parse(value, least, most, &number);
}

static bool
is_switch(const char *value)
{
    return is_up_to(value, 0, 1);
}

static bool
is_window(const char *value)
{
    return is_up_to(value, 1, 1000);
}

static bool
is_bytes(const char *value)
{
    return is_up_to(value, 1, 1 << 30);
}

static bool
is_mtu(const char *value)
{
    return is_up_to(value, 100, 65535);
}

static bool
is_time(const char *value)
{
    int64_t ns = duration_parse(value);
    return ns >= 1000000 && ns <= INT64_C(120000000000);
}

static bool
is_algorithm(const char *value)
{
    return strlen(value) < 16 &&
           value[strspn(value, "abcdefghijklmnopqrstuvwxyz0123456789_")] ==
               '\0';
}

static bool
is_address(const char *value)
{
    unsigned char bytes[16];
    return inet_pton(AF_INET, value, bytes) == 1 ||
           inet_pton(AF_INET6, value, bytes) == 1;
}

/* What a route can say, and how its value is written. */
static const struct route_key {
    const char *key;
    bool (*is_value)(const char *value);
    const char *example;
} route_keys[] = {
    { "quickack", is_switch, "0 or 1" },
    { "congctl", is_algorithm, "a name like cubic" },
    { "rto_min", is_time, "1ms to 120s" },
    { "initcwnd", is_window, "1 to 1000" },
    { "initrwnd", is_window, "1 to 1000" },
    { "mtu", is_mtu, "100 to 65535" },
    { "window", is_bytes, "1 to 1073741824" },
    { "through", is_address, "an address like 192.0.2.9" },
    { "unreachable", is_address, "an address like 10.0.0.9" },
};

enum { ROUTE_KEYS = sizeof route_keys / sizeof route_keys[0] };

/* The entry of a route's key, or NULL with a message. */
static const struct route_key *
find_key(const struct scene_line *line, const char *key)
{
    for (size_t i = 0; i < ROUTE_KEYS; i++)
        if (strcmp(route_keys[i].key, key) == 0)
            return &route_keys[i];
    scene_fail(line, "a route has no '%.40s'; it has", key);
    for (size_t i = 0; i < ROUTE_KEYS; i++)
        complain_on(line->message, " %s=", route_keys[i].key);
    return NULL;
}

static int
add_route(struct scene_line *line, enum host host, char *word)
{
    struct scene *scene = line->scene;
    char *value = value_take(word);

    if (value == NULL)
        return scene_fail(line, "'%.40s' is not KEY=VALUE; write: %s", word,
                          line->usage);
    const struct route_key *key = find_key(line, word);
    if (key == NULL)
        return -1;
    if (!key->is_value(value))
        return scene_fail(line, "%s=%.60s cannot be; write %s", word, value,
                          key->example);
    struct scene_route *routes = scene_grow(
        line, scene->routes, scene->route_count, sizeof *routes);
    if (routes == NULL)
        return -1;
    scene->routes = routes;
    struct scene_route route = { .host = host };
    route.key = scene_copy(line, word, strlen(word));
    route.value = scene_copy(line, value, strlen(value));
    if (route.key == NULL || route.value == NULL) {
        free(route.key);
        free(route.value);
        return -1;
    }
    routes[scene->route_count++] = route;
    return 0;
}

int
read_route(struct scene_line *line)
{
    if (line->word_count < 2)
        return scene_incomplete(line);
    enum host host = scene_host(line, line->words[0]);
    if (host == HOST_NONE)
        return -1;
    for (size_t i = 1; i < line->word_count; i++)
        if (add_route(line, host, line->words[i]) == -1)
            return -1;
    return 0;
}

/* --- names ---------------------------------------------------------------- */

static bool
is_name(const char *text)
{
    static const char letters[] = "abcdefghijklmnopqrstuvwxyz0123456789-.";

    return text[0] >= 'a' && text[0] <= 'z' && strlen(text) <= 60 &&
           text[strspn(text, letters)] == '\0' && strcmp(text, "client") != 0 &&
           strcmp(text, "server") != 0 && strcmp(text, "localhost") != 0;
}

/* Adds the line "ADDRESS NAME" to the scene's names. */
static int
add_name(const struct scene_line *line, const char *name, const char *address)
{
    struct scene *scene = line->scene;
    size_t used = scene->names == NULL ? 0 : strlen(scene->names);
    size_t more = strlen(name) + strlen(address) + 3;
    char *names = realloc(scene->names, used + more);

    if (names == NULL)
        return scene_fail(line, "out of memory");
    snprintf(names + used, more, "%s %s\n", address, name);
    scene->names = names;
    return 0;
}

int
read_names(struct scene_line *line)
{
    enum { NAMES_BYTES = 16384 };

    if (line->word_count < 3)
        return scene_incomplete(line);
    if (scene_host(line, line->words[0]) == HOST_NONE)
        return -1;
    if (!is_name(line->words[1]))
        return scene_fail(line, "'%.40s' is no name; write small letters, "
                          "digits, '-' and '.', and none that is there",
                          line->words[1]);
    for (size_t i = 2; i < line->word_count; i++) {
        if (!is_address(line->words[i]))
            return scene_fail(line, "'%.40s' is no address; write it as in "
                              "10.0.0.9 or fd00::9", line->words[i]);
        if (add_name(line, line->words[1], line->words[i]) == -1)
            return -1;
    }
    if (strlen(line->scene->names) > NAMES_BYTES)
        return scene_fail(line, "the scene has more than %d bytes of names",
                          NAMES_BYTES);
    return 0;
}
