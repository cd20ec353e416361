/*
 * scene_mistakes.c - tests of tools/ladder/scene/: every message,
 * every limit, and texts that mean harm.
 */
#include <stdlib.h>
#include <string.h>

#include "scene/scene.h"
#include "tap.h"

/* The programs that most lines below need; they stand in line 1 and 2. */
static const char programs[] = "server ./s\nclient ./c\n";

/* The scene of these lines behind the programs, or NULL. */
static struct scene *
parse(const char *lines, struct complaint *message)
{
    char text[8192];

    snprintf(text, sizeof text, "%s%s", programs, lines);
    message->text[0] = '\0';
    return scene_parse(text, strlen(text), "x/y.scene", message);
}

/* A line that is wrong, and what its message must have. */
static const struct mistake {
    const char *line, *message;
} mistakes[] = {
    { "sever ./s", "there is no word 'sever'; the words are title" },
    { "title", "write: title TEXT" },
    { "title # nothing", "write: title TEXT" },
    { "title a\ntitle b", "y.scene:4: the scene has a title already" },
    { "question", "write: question TEXT" },
    { "question a\nquestion b", "the scene has a question already" },
    { "place", "write: place 2" },
    { "place 0", "'0' is no place from 1 to 99" },
    { "place 100", "'100' is no place" },
    { "place +2", "'+2' is no place" },
    { "show", "write: show calls wire state" },
    { "show call", "no lane 'call'; the lanes are calls, wire and state" },
    { "limit", "write: limit 10s" },
    { "limit 1s 2s", "write: limit 10s" },
    { "limit 10", "'10' is no time from 1ms to 600s" },
    { "limit 0s", "no time from 1ms" },
    { "limit 601s", "no time from 1ms" },
    { "limit -1s", "no time from 1ms" },
    { "measure cwnd", "nothing can follow measure" },
    { "table tcp", "nothing can follow table" },
    { "capture", "write: capture 96" },
    { "capture 63", "'63' is no number of bytes from 64 to 65535" },
    { "capture 65536", "from 64 to 65535" },
    { "capture all", "from 64 to 65535" },
    { "end", "write: end EVENT" },
    { "end client exits\nend client exits", "has an end already" },
    { "end client exits after 2s", "'after 2s' cannot stand here" },
    { "only kernel>=6.5", "there is no text behind a ' | '; write: only" },
    { "only kernel>=6.5 |", "there is no text behind" },
    { "only kernel>6.5 | x", "'kernel>6.5' is no range of kernels" },
    { "only kernel>=6 | x", "is no range of kernels" },
    { "only kernel>=6.5 or so | x", "is no range of kernels" },
    { "only | x", "is no range of kernels" },
    { "only kernel<6.5 | x\nonly kernel<6.5 | x", "has an 'only' already" },
    { "server ./two", "there is a server already; name a second one" },
    { "server", "write: server" },
    { "client", "write: client" },
    { "client client-2", "write: client" },
    { "client ''", "the program's name is empty" },
    { "client ./c 'open", "a quote is not closed" },
    { "client ./c \"open", "a quote is not closed" },
    { "client ./c open\\", "a backslash ends the line" },
    { "client client-a ./c\nclient client-a ./c",
      "y.scene:4: there is a program called client-a already" },
    { "client client-abcdefghijklmnopqrst ./c", "is longer than 20" },
    { "start client-9 when server exits", "nothing is called 'client-9'; "
      "there are client, server, wire, ladder, and the programs server client"
    },
    { "start client", "write: start PROGRAM when EVENT" },
    { "start client if server exits", "write: start" },
    { "start client when", "write: start" },
    { "start client when server exits after 3s",
      "'after 3s' cannot stand here; only signal, cut, mend" },
    { "start client when server exits\nstart client when server exits",
      "client has a start already" },
    { "start server/2 when client exits", "nothing is called 'server/2'" },
    { "input client", "write: input" },
    { "input client a b", "write: input" },
    { "input me a", "nothing is called 'me'" },
    { "input client a\ninput client a", "client has an input already" },
    { "folder client a\nfolder client a", "client has a folder already" },
    { "folder me a", "nothing is called 'me'" },
    { "folder client ''", "write: folder" },
    { "environment client", "write: environment" },
    { "environment me A=1", "nothing is called 'me'" },
    { "environment client A", "'A' is not NAME=VALUE" },
    { "environment client 1A=1", "'1A=1' is not NAME=VALUE" },
    { "environment client =1", "is not NAME=VALUE" },
    { "hold", "write: hold" },
    { "hold server", "write: hold" },
    { "hold server accept", "write: hold" },
    { "hold server accept until", "write: hold" },
    { "hold server accept 2nd", "write: hold" },
    { "hold server accept 0 until client exits", "'0' is neither 'until'" },
    { "hold server accept 2th until client exits", "'2th' is neither" },
    { "hold server accept 100001 until client exits", "is neither" },
    { "hold server accept twice until client exits", "'twice' is neither" },
    { "hold server accept( until client exits", "'accept(' is no call" },
    { "hold me accept until client exits", "nothing is called 'me'" },
    { "hold server/ accept until client exits", "nothing is called" },
    { "hold server/a accept until client exits", "nothing is called" },
    { "hold server accept until me exits", "nothing is called 'me'" },
    { "signal server", "write: signal" },
    { "signal server SIGTERM", "write: signal" },
    { "signal server SIGTERM client exits", "write: signal" },
    { "signal server SIGNO when client exits", "'SIGNO' is no signal" },
    { "signal server SIG65 when client exits", "'SIG65' is no signal" },
    { "signal me SIGTERM when client exits", "nothing is called 'me'" },
    { "cut", "write: cut" },
    { "cut client exits", "write: cut" },
    { "cut when", "write: cut" },
    { "cut when client exits after 2", "'after 2' is no time from 0ms" },
    { "cut when client exits after 601s", "'after 601s' is no time" },
    { "mend", "write: mend" },
    { "unreachable", "write: unreachable" },
    { "unreachable client", "write: unreachable" },
    { "unreachable me when client exits", "'me' is no host" },
    { "flood", "write: flood" },
    { "flood 7000", "write: flood" },
    { "flood 7000 3", "write: flood" },
    { "flood 0 3 when client exits", "'0' is no port" },
    { "flood 65536 3 when client exits", "'65536' is no port" },
    { "flood 7000 0 when client exits", "'0' is no count of SYNs" },
    { "flood 7000 1001 when client exits", "'1001' is no count of SYNs" },
    { "wire", "write: wire" },
    { "wire client", "write: wire" },
    { "wire delay", "'delay' is not KEY=VALUE" },
    { "wire delay=", "'delay=' is not KEY=VALUE" },
    { "wire speed=3", "the wire has no 'speed'; it has delay=, rate=" },
    { "wire delay=20", "delay=20 is no time from 0ms to 60s" },
    { "wire delay=61s", "delay=61s is no time" },
    { "wire delay=1.5", "delay=1.5 is no time" },
    { "wire rate=fast", "rate=fast is no rate from 1kbit" },
    { "wire rate=999", "rate=999 is no rate" },
    { "wire rate=101gbit", "rate=101gbit is no rate" },
    { "wire queue=3", "a queue needs a rate" },
    { "wire rate=1mbit queue=0", "queue=0 is no number of packets" },
    { "wire rate=1mbit queue=100001", "queue=100001 is no number" },
    { "wire mtu=99", "mtu=99 is no number of bytes from 100 to 65535" },
    { "wire mtu=65536", "mtu=65536 is no number" },
    { "wire order=space", "write: wire order=time" },
    { "wire client order=time", "write: wire order=time" },
    { "fault lose client data", "write: fault" },
    { "fault drop client data 1", "the wire cannot 'drop'; it can lose" },
    { "fault lose me data 1", "'me' is no host" },
    { "fault lose client fun 1", "'fun' is no kind of segment; the kinds" },
    { "fault lose client data 0", "'0' says neither which" },
    { "fault lose client data 1000001", "says neither which" },
    { "fault lose client data x", "'x' says neither which" },
    { "fault lose client data 0%", "'0%' says neither" },
    { "fault lose client data 101%", "'101%' says neither" },
    { "fault lose client data 1 by=3ms", "'by=3ms' cannot stand here" },
    { "fault lose client data 1 seed=3", "'seed=3' cannot stand here" },
    { "fault lose client data 1 again 0", "'0' cannot stand here" },
    { "fault lose client data 1 again always", "'always' cannot stand here" },
    { "fault lose client data 5% again", "'again' cannot stand here" },
    { "fault lose client data 5% seed=x", "'seed=x' is no number" },
    { "fault delay client data 1 by=0ms", "'by=0ms' is no time above 0" },
    { "fault delay client data 1 by=61s", "'by=61s' is no time" },
    { "sysctl server", "write: sysctl" },
    { "sysctl me a=1", "'me' is no host" },
    { "sysctl server tcp_sack", "'tcp_sack' is not NAME=VALUE" },
    { "sysctl server tcp_sack=", "is not NAME=VALUE" },
    { "sysctl server ../../vm/x=1", "is no name of a network sysctl" },
    { "sysctl server net.../x=1", "is no name of a network sysctl" },
    { "sysctl server net./x=1", "is no name of a network sysctl" },
    { "sysctl server /etc/passwd=1", "is no name of a network sysctl" },
    { "sysctl server kernel.core_pattern=x", "is no name of a network" },
    { "sysctl server TCP=1", "is no name of a network sysctl" },
    { "sysctl server tcp_sack=1 x", "'x' is not NAME=VALUE" },
    { "route client", "write: route" },
    { "route me quickack=1", "'me' is no host" },
    { "route client quickack", "'quickack' is not KEY=VALUE" },
    { "route client speed=1", "a route has no 'speed'; it has quickack=" },
    { "route client quickack=2", "quickack=2 cannot be; write 0 or 1" },
    { "route client congctl=Cubic!", "cannot be; write a name like cubic" },
    { "route client rto_min=200", "rto_min=200 cannot be; write 1ms to" },
    { "route client initcwnd=0", "cannot be; write 1 to 1000" },
    { "route client mtu=99", "cannot be; write 100 to 65535" },
    { "route client window=0", "window=0 cannot be" },
    { "route client unreachable=server", "write an address like 10.0.0.9" },
    { "route client through=here", "write an address like 192.0.2.9" },
    { "expect", "write: expect" },
    { "expect never", "write: expect" },
    { "expect 3 client exits", "'times' is missing behind 3" },
    { "expect 3", "'times' is missing behind 3" },
    { "expect 0 times client exits", "0 times is out of range" },
    { "expect 1000001 times client exits", "is out of range" },
    { "expect 3x times client exits", "3x times is out of range" },
    { "expect kernel>6 client exits", "'kernel>6' is no range of kernels" },
    { "expect kernel>=6.5", "write: expect" },
    { "expect client exits after 1s", "'after 1s' cannot stand here" },
    { "note client exits", "there is no text behind a ' | '" },
    { "note client exits |", "there is no text behind a ' | '" },
    { "note | text", "write: note" },
    { "note 2 client exits | text", "'2' is no place in an order; write 1st" },
    { "note 2th client exits | text", "'2th' is no place" },
    { "note 11st client exits | text", "'11st' is no place" },
    { "note 0th client exits | text", "'0th' is no place" },
    { "expect never sever sends RST", "nothing is called 'sever'" },
    { "expect sev* sends RST", "nothing is called 'sev*'" },
    { "expect never client-3 exits", "nothing is called 'client-3'" },
    { "expect client- exits", "nothing is called 'client-'" },
    { "expect client/x exits", "nothing is called 'client/x'" },
    { "expect Client exits", "nothing is called 'Client'" },
    { "expect never server send RST", "'send' cannot stand behind server; "
      "write calls, prints, exits, killed, state, queue, sends, gets" },
    { "expect server accept", "'accept' cannot stand behind server" },
    { "expect server accept return 3", "'accept' cannot stand behind" },
    { "expect server SENDS RST", "'SENDS' cannot stand behind" },
    { "expect server state SYN_RECV", "'SYN_RECV' is no state; the states" },
    { "expect server state c2 ESTAB", "'ESTAB' is no state" },
    { "expect server state X-", "'X-' is no state" },
    { "expect never client state bond", "'bond' is no state; the states" },
    { "expect server state LISTEN 7000", "'LISTEN 7000' is no state" },
    { "expect server queue one", "'one' is no queue; write how many wait" },
    { "expect ladder hold server", "ladder never 'hold'; its words are "
      "starts stops holds releases signals cuts mends floods hurries reaches "
      "cannot has" },
    { "expect server/2 state LISTEN", "'state' is said of a host" },
    { "expect client sends syn", "'syn' is no segment; write flags" },
    { "expect client sends SYN+ACK", "'SYN+ACK' is no segment" },
    { "expect client sends SYNACK", "'SYNACK' is no segment" },
    { "expect client sends ACK,SYN", "never writes 'ACK,SYN'; write 'SYN,ACK'"
    },
    { "expect client gets SYN,SYN", "write 'SYN'" },
    { "expect wire loses client's SYN", "the wire never 'loses' a segment; "
      "its words are lost dropped" },
    { "expect wire lost SYN", "whose segment is 'SYN'? write client's or" },
    { "expect wire lost client's SIN", "'SIN' is no segment" },
    { "title a\x01z", "the line has a control character" },
    { "title a\x7fz", "the line has a control character" },
    { "title a\xc2\x9bz", "the line has a control character" },
    { "title a\xffz", "the line is not UTF-8" },
    { "# \xc3", "the line is not UTF-8" },
};

static void
test_mistakes(void)
{
    struct complaint message = { "" };

    for (size_t i = 0; i < sizeof mistakes / sizeof mistakes[0]; i++) {
        const struct mistake *m = &mistakes[i];
        struct scene *scene = parse(m->line, &message);
        bool right = scene == NULL && strstr(message.text,
                                             m->message) != NULL &&
                     (strncmp(message.text, "x/y.scene:3: ", 13) == 0 ||
                      strncmp(message.text, "x/y.scene:4: ", 13) == 0);
        check(right, "line %zu of the mistakes is refused with '%s'", i + 1,
              m->message);
        if (!right)
            printf("# %s\n# %s\n", m->line, scene ? "accepted" : message.text);
        scene_free(scene);
    }
}

/* Whether the text is refused with these words. */
static bool
refuses(const char *text, size_t length, const char *words)
{
    struct complaint message = { "" };
    struct scene *scene = scene_parse(text, length, "f", &message);

    if (scene != NULL)
        scene_free(scene);
    else if (strstr(message.text, words) != NULL)
        return true;
    printf("# %s\n", scene ? "accepted" : message.text);
    return false;
}

static void
test_hostile_texts(void)
{
    check(refuses("", 0, "f:1: the scene has no program; add a line"),
          "an empty scene is refused");
    check(refuses("\n# x\n\n", 6, "f:3: the scene has no program"),
          "a scene without a program is refused");
    check(refuses("client ./c\0d\n", 13, "f:1: the line has a control"),
          "a NUL is refused");

    size_t size = (1 << 20) + 1;
    char *text = malloc(size);
    memset(text, '\n', size);
    memcpy(text, "client c\n", 9);
    check(refuses(text, size, "is longer than 1048576 bytes"),
          "a scene above 1 MiB is refused");
    struct complaint message = { "" };
    struct scene *scene = scene_parse(text, size - 1, "f", &message);
    check(scene != NULL, "a scene of 1 MiB is read");
    scene_free(scene);

    memset(text, 'x', 5000);
    memcpy(text, "client c\ntitle ", 15);
    check(refuses(text, 9 + 4097, "f:2: the line is longer than 4096 bytes"),
          "a line of 4097 bytes is refused");
    scene = scene_parse(text, 9 + 4096, "f", &message);
    check(scene != NULL && strlen(scene->title) == 4090,
          "a line of 4096 bytes is read");
    scene_free(scene);
    memset(text + 9, ' ', 4096);
    memcpy(text + 9, "client", 6);
    for (int i = 17; i < 9 + 4096; i += 2)
        text[i] = 'a';
    scene = scene_parse(text, 9 + 4096, "f", &message);
    check(scene != NULL && scene->program_count == 2 &&
          strcmp(scene->programs[1].words[2043], "a") == 0 &&
          scene->programs[1].words[2044] == NULL,
          "a line of 2044 words is read");
    scene_free(scene);
    free(text);
}

static void
test_many(void)
{
    static const char *const lines[] = {
        "client ./c\n", "hold client send until client exits\n",
        "cut when client exits\n", "fault lose client data 1\n",
        "sysctl client a=1\n", "route client quickack=1\n",
        "expect client exits\n", "note client exits | x\n",
        "environment client A=1\n",
    };
    const size_t size = 64 * 1024;

    for (size_t i = 0; i < sizeof lines / sizeof lines[0]; i++) {
        char *text = malloc(size);
        struct complaint message = { "" };
        size_t length = (size_t)snprintf(text, size, "client ./c\n");
        for (int n = i == 0; n < 999; n++)
            length += (size_t)snprintf(text + length, size - length, "%s",
                                       lines[i]);
        struct scene *scene = scene_parse(text, length, "f", &message);
        check(scene != NULL, "999 lines of a kind are read: %s",
              scene ? "yes" : message.text);
        scene_free(scene);
        for (int n = 0; n < 2; n++)
            length += (size_t)snprintf(text + length, size - length, "%s",
                                       lines[i]);
        check(refuses(text, length, ": there are more than 1000 such lines"),
              "1001 lines of a kind are refused");
        free(text);
    }
}

int
main(void)
{
    test_mistakes();
    test_hostile_texts();
    test_many();
    return done();
}
