/*
 * scene.c - tests of tools/ladder/scene/: every word.  What is wrong
 * stands in scene_mistakes.c.
 */
#include <limits.h>
#include <signal.h>
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

/* A scene that must be right. */
static struct scene *
good(const char *lines)
{
    struct complaint message = { "" };
    struct scene *scene = parse(lines, &message);

    if (scene == NULL) {
        check(false, "'%s' is read: %s", lines, message.text);
        exit(done());
    }
    return scene;
}

static bool
same(const char *a, const char *b)
{
    return a != NULL && b != NULL && strcmp(a, b) == 0;
}

static void
test_programs(void)
{
    struct complaint message = { "" };
    const char *text =
        "server ./server 7000 \"two words\" 'a # b' c\\ d \"q\\\"q\" '' # end\n"
        "client ./c one#two\n"
        "client client-slow ./c\n"
        "client ./d\r\n"
        "server server-2 ./t\n";
    struct scene *scene = scene_parse(text, strlen(text), "a/b.scene",
                                      &message);

    check(scene != NULL, "programs are read");
    if (scene == NULL)
        return;
    check(same(scene->name, "b") && same(scene->file, "a/b.scene") &&
          same(scene->text, text), "a scene has its file, name and text");
    check(scene->program_count == 5, "there are five programs");
    const struct scene_program *p = scene->programs;
    check(same(p[0].name, "server") && p[0].host == HOST_SERVER &&
          p[0].line == 1, "the first one is the server");
    check(same(p[0].words[0], "./server") && same(p[0].words[1], "7000") &&
          same(p[0].words[2], "two words") && same(p[0].words[3], "a # b") &&
          same(p[0].words[4], "c d") && same(p[0].words[5], "q\"q") &&
          same(p[0].words[6], "") && p[0].words[7] == NULL,
          "a command is split as a shell splits it, up to a comment");
    check(same(p[1].name, "client") && same(p[1].words[1], "one#two"),
          "a # inside a word begins no comment");
    check(same(p[2].name, "client-slow") && same(p[2].words[0], "./c") &&
          p[2].words[1] == NULL, "client-NAME in front of a command names it");
    check(same(p[3].name, "client-2") && same(p[3].words[0], "./d"),
          "an unnamed client takes the first free name; \\r is no part of it");
    check(same(p[4].name, "server-2") && p[4].host == HOST_SERVER,
          "a second server with a name is allowed");
    scene_free(scene);
}

static void
test_defaults(void)
{
    struct scene *scene = good("");

    check(same(scene->title, "") && scene->show == LANE_ALL &&
          scene->limit_ns == 10000000000 && !scene->order_time &&
          !scene->measure && !scene->table && scene->capture_bytes == 0 &&
          scene->end == NULL && scene->only_kernel == NULL,
          "what is not said has its default");
    check(scene->wire[0].delay_ns == 0 && scene->wire[1].rate_bits == 0 &&
          scene->wire[0].queue_packets == 0 && scene->wire[1].mtu == 1500,
          "the wire is without delay and limit, its mtu 1500");
    scene_free(scene);
    scene = good("# a comment\n\n   \t\n  # one more\n\tmeasure # here\n");
    check(scene->measure, "comments, blank and indented lines are read");
    scene_free(scene);
}

static void
test_simple_words(void)
{
    struct scene *scene = good(
        "title  The \"three # way\" handshake, don't # comment\n"
        "question Who answers # the SYN?\nplace 2\n"
        "show state calls\nlimit 1.5s # long\nmeasure\ntable\ncapture 96\n"
        "end client exits 0\n"
        "only kernel>=6.5 | it \"shows | more\"\n");

    check(same(scene->title, "The \"three # way\" handshake, don't"),
          "a title ends at a comment, which no quote hides");
    check(same(scene->question, "Who answers") && scene->place == 2,
          "question and place are read");
    check(scene->show == (LANE_CALLS | LANE_STATE), "show names lanes");
    check(scene->limit_ns == 1500000000, "a limit is a time");
    check(scene->measure && scene->table && scene->capture_bytes == 96,
          "measure, table and capture are read");
    check(same(scene->end, "client exits 0"), "end has an event");
    check(same(scene->only_kernel, "kernel>=6.5") &&
          same(scene->only_reason, "it \"shows | more\""),
          "only has a range and a reason");
    scene_free(scene);
}

static void
test_wire(void)
{
    struct scene *scene = good(
        "wire delay=20ms rate=10mbit queue=20 mtu=576\n"
        "wire client delay=500us rate=64000\nwire order=time\n"
        "wire server rate=1.5gbit mtu=65535\n");
    const struct scene_wire *client = &scene->wire[HOST_CLIENT];
    const struct scene_wire *server = &scene->wire[HOST_SERVER];

    check(server->delay_ns == 20000000 && server->queue_packets == 20 &&
          client->queue_packets == 20 && client->mtu == 576,
          "wire without a host sets both directions");
    check(client->delay_ns == 500000 && client->rate_bits == 64000 &&
          server->rate_bits == 1500000000 && server->mtu == 65535,
          "wire with a host sets one direction");
    check(scene->order_time, "wire order=time is read");
    scene_free(scene);
}

static void
test_faults(void)
{
    struct scene *scene = good(
        "fault lose client data 3\nfault duplicate server syn-ack 1 again\n"
        "fault delay server ack 1 by=40ms again 2\n"
        "fault reorder client fin 2 always\nfault corrupt client any 0.5%\n"
        "fault lose client udp 5% seed=18446744073709551615\n"
        "fault delay client icmp 1\nfault lose client rst 2\n"
        "fault lose client syn 1000000\n");
    const struct scene_fault *f = scene->faults;

    check(scene->fault_count == 9, "nine faults are read");
    check(f[0].kind == FAULT_LOSE && f[0].host == HOST_CLIENT &&
          f[0].segment == SEGMENT_DATA && f[0].number == 3 &&
          f[0].again == 0 && f[0].seed == 1, "lose client data 3");
    check(f[1].kind == FAULT_DUPLICATE && f[1].host == HOST_SERVER &&
          f[1].segment == SEGMENT_SYN_ACK && f[1].again == 1,
          "again alone is the first sending again");
    check(f[2].kind == FAULT_DELAY && f[2].segment == SEGMENT_ACK &&
          f[2].by_ns == 40000000 && f[2].again == 2, "by= and again 2");
    check(f[3].kind == FAULT_REORDER && f[3].segment == SEGMENT_FIN &&
          f[3].number == 2 && f[3].again == UINT_MAX, "always");
    check(f[4].kind == FAULT_CORRUPT && f[4].segment == SEGMENT_ANY &&
          f[4].number == 0 && f[4].percent > 0.499 && f[4].percent < 0.501,
          "a share may have a fraction");
    check(f[5].segment == SEGMENT_UDP && f[5].percent >= 5 &&
          f[5].percent <= 5 && f[5].seed == UINT64_MAX, "a share has a seed");
    check(f[6].segment == SEGMENT_ICMP && f[6].by_ns == 30000000 &&
          f[7].segment == SEGMENT_RST && f[8].segment == SEGMENT_SYN &&
          f[8].number == 1000000, "icmp, rst, syn; a delay is 30 ms");
    scene_free(scene);
}

static void
test_hosts(void)
{
    struct scene *scene = good(
        "sysctl server tcp_syncookies=0 net.core.somaxconn=8\n"
        "sysctl client tcp_rmem=4096 8192 16384 tcp_sack=0\n"
        "sysctl client tcp_wmem='1 2 3'\n"
        "route client quickack=1 congctl=cubic\n"
        "route server rto_min=200ms initcwnd=2 initrwnd=3 mtu=576 window=9\n"
        "route client unreachable=10.0.0.9 through=192.0.2.9\n");

    check(scene->sysctl_count == 5 &&
          scene->sysctls[0].host == HOST_SERVER &&
          same(scene->sysctls[0].name, "tcp_syncookies") &&
          same(scene->sysctls[0].value, "0") &&
          same(scene->sysctls[1].name, "net.core.somaxconn"),
          "sysctl sets values of a host");
    check(same(scene->sysctls[2].value, "4096 8192 16384") &&
          same(scene->sysctls[3].name, "tcp_sack") &&
          same(scene->sysctls[4].value, "1 2 3"),
          "numbers behind a value belong to it");
    check(scene->route_count == 9 && scene->routes[0].host == HOST_CLIENT &&
          same(scene->routes[0].key, "quickack") &&
          same(scene->routes[0].value, "1") &&
          same(scene->routes[1].value, "cubic") &&
          same(scene->routes[2].value, "200ms") &&
          same(scene->routes[7].value, "10.0.0.9"), "route sets a route");
    scene_free(scene);
}

static void
test_actors(void)
{
    struct scene *scene = good(
        "start client-2 when server  queue   1/16 # now\n"
        "input client data.txt\nfolder server 'the folder'\n"
        "environment server A=1 \"B=two words\"\nenvironment server C=\n"
        "hold server accept until client exits\n"
        "hold server/2.3 recv 2nd until client-2 exits\n"
        "hold client send 13 until client prints \"a  b\"\n"
        "client ./late\n");
    const struct scene_program *server = &scene->programs[0];

    check(same(scene->programs[2].start_when, "server queue 1/16"),
          "a line may name a program that is declared below it");
    check(same(scene->programs[1].input, "data.txt") &&
          same(server->folder, "the folder"), "input and folder");
    check(same(server->environment[0], "A=1") &&
          same(server->environment[1], "B=two words") &&
          same(server->environment[2], "C=") &&
          server->environment[3] == NULL, "environment adds up");
    check(scene->hold_count == 3 && same(scene->holds[0].actor, "server") &&
          same(scene->holds[0].call, "accept") && scene->holds[0].nth == 1 &&
          same(scene->holds[0].until, "client exits"), "hold");
    check(same(scene->holds[1].actor, "server/2.3") &&
          scene->holds[1].nth == 2, "hold a child's thread at its 2nd call");
    check(scene->holds[2].nth == 13 &&
          same(scene->holds[2].until, "client prints \"a  b\""),
          "an event keeps the blanks between its quotes");
    scene_free(scene);
}

static void
test_triggers(void)
{
    struct scene *scene = good(
        "signal server SIGTERM when client exits\n"
        "signal client/1 USR1 when *gets  after  200ms\n"
        "cut when client calls send after 1s\nmend when server exits\n"
        "flood 7000 64 when server state LISTEN\n"
        "unreachable client when wire lost client's SYN after 0ms\n"
        "cut when client prints \"day after tomorrow\"\n");
    const struct scene_trigger *t = scene->triggers;

    check(scene->trigger_count == 7, "seven triggers are read");
    check(t[0].kind == TRIGGER_SIGNAL && same(t[0].actor, "server") &&
          t[0].signal == SIGTERM && same(t[0].when, "client exits") &&
          t[0].after_ns == 0, "signal with SIG");
    check(same(t[1].actor, "client/1") && t[1].signal == SIGUSR1 &&
          t[1].after_ns == 200000000 && same(t[1].when, "*gets"),
          "signal without SIG, after a time");
    check(t[2].kind == TRIGGER_CUT && t[2].after_ns == 1000000000 &&
          same(t[2].when, "client calls send") && t[3].kind == TRIGGER_MEND,
          "cut and mend");
    check(t[4].kind == TRIGGER_FLOOD && t[4].port == 7000 && t[4].count == 64,
          "flood");
    check(t[5].kind == TRIGGER_UNREACHABLE && t[5].host == HOST_CLIENT &&
          same(t[5].when, "wire lost client's SYN"), "unreachable");
    check(same(t[6].when, "client prints \"day after tomorrow\""),
          "'after' inside a text is no time");
    scene_free(scene);
}

static void
test_expectations(void)
{
    struct scene *scene = good(
        "expect client state SYN-SENT # comment\n"
        "expect never server sends RST\nexpect 3 times client calls send\n"
        "expect kernel<6.5 never client prints \"a # b | \\\" c\" # end\n"
        "expect kernel>=6.5 20 times server gets udp\n");
    const struct scene_expect *e = scene->expects;

    check(scene->expect_count == 5 && same(e[0].pattern,
          "client state SYN-SENT") && !e[0].never && e[0].times == 0 &&
          e[0].kernel == NULL && e[0].line == 3, "expect");
    check(e[1].never && same(e[1].pattern, "server sends RST"), "never");
    check(e[2].times == 3 && !e[2].never, "times");
    check(same(e[3].kernel, "kernel<6.5") && e[3].never &&
          same(e[3].pattern, "client prints \"a # b | \\\" c\""),
          "a quoted # is no comment");
    check(same(e[4].kernel, "kernel>=6.5") && e[4].times == 20, "both");
    scene_free(scene);
    scene = good("note server queue 1/16 | It waits | here, don't it.  # end\n"
                 "note 22nd client prints \"a | b\" | text\n");
    check(scene->note_count == 2 &&
          same(scene->notes[0].pattern, "server queue 1/16") &&
          same(scene->notes[0].text, "It waits | here, don't it.") &&
          scene->notes[0].nth == 1 && scene->notes[0].line == 3, "note");
    check(scene->notes[1].nth == 22 && same(scene->notes[1].text, "text") &&
          same(scene->notes[1].pattern, "client prints \"a | b\""),
          "note 22nd, with a bar between quotes");
    scene_free(scene);
}

/* Every EVENT that the contract's example has, and more. */
static void
test_good_events(void)
{
    static const char *const events[] = {
        "*", "*sends RST", "cl* returns -1", "client", "server calls",
        "server calls listen(3, 16)", "server listen returns 0",
        "client connect returns -1 ECONNREFUSED", "server state LISTEN",
        "server state c2 SYN-RECEIVED", "client state connected, local only",
        "server state bound", "server state TIME-", "server queue 1/16",
        "server queue 1/", "client sends SYN", "client sends c12 SYN,ACK 0:0",
        "client sends PSH,ACK 1:7 (6) ack 1 [again]", "server gets FIN,ACK",
        "client sends SYN,", "server sends udp (5)", "client sends none",
        "server sends icmp port-unreachable", "client sends *1:7",
        "wire lost client's SYN", "wire hurried server's c2 SYN,ACK",
        "wire dropped", "wire * server's", "wire forged icmp",
        "ladder starts client", "ladder stops server", "client prints \"x",
        "client exits 0", "server killed SIGKILL", "server/2 exits",
        "server.2 calls recv", "client recv* returns", "client * returns",
        "server epoll_wait returns 1",
    };
    char lines[256];
    struct complaint message = { "" };

    for (size_t i = 0; i < sizeof events / sizeof events[0]; i++) {
        snprintf(lines, sizeof lines, "expect %s\n", events[i]);
        struct scene *scene = parse(lines, &message);
        check(scene != NULL && same(scene->expects[0].pattern, events[i]),
              "'%s' is an event%s%s", events[i], scene ? "" : ": ",
              message.text);
        scene_free(scene);
    }
}

static void
test_add_line(void)
{
    struct complaint message = { "" };
    struct scene *scene = scene_new("--server");

    check(scene_add_line(scene, "server ./s 7000", 1, &message) == 0 &&
          scene_add_line(scene, "client ./c", 2, &message) == 0 &&
          scene_add_line(scene, "wire delay=20ms rate=10mbit", 3, &message) ==
              0 &&
          scene_add_line(scene, "fault lose client data 3", 4, &message) == 0 &&
          scene->program_count == 2 && scene->fault_count == 1,
          "lines are added to an empty scene");
    check(same(scene->text, "server ./s 7000\nclient ./c\n"
               "wire delay=20ms rate=10mbit\nfault lose client data 3\n"),
          "they stand in its text");
    check(scene_add_line(scene, "wire delay=x", 5, &message) == -1 &&
          strncmp(message.text, "--server:5: delay=x is no time", 30) == 0,
          "a wrong line has a message");
    check(scene_add_line(scene, "cut\nwhen client exits", 6, &message) == -1,
          "two lines are not one");
    struct scene *again = scene_parse(scene->text, strlen(scene->text), "t",
                                      &message);
    check(again != NULL && again->wire[0].delay_ns == 20000000,
          "the text can be read anew");
    scene_free(again);
    scene_free(scene);
    scene_free(NULL);
}

static void
test_read(void)
{
    struct complaint message = { "" };

    check(scene_read("/nowhere/x.scene", &message) == NULL &&
          same(message.text,
               "/nowhere/x.scene: cannot be read: No such file or "
               "directory; check the path"), "a missing file is an error");
    check(scene_read("/", &message) == NULL &&
          strstr(message.text, "/: cannot be read: ") != NULL,
          "a folder is an error");
    const char *text = "\xef\xbb\xbf" "client ./c \xe5\xae\xa2\r\n";
    struct scene *scene = scene_parse(text, strlen(text), ".scene", &message);
    check(scene != NULL && same(scene->programs[0].words[1], "\xe5\xae\xa2"),
          "a byte order mark is skipped, other languages are welcome");
    scene_free(scene);
}

static void
test_durations(void)
{
    static const struct { const char *text; int64_t ns; } times[] = {
        { "20ms", 20000000 }, { "1s", 1000000000 }, { "500us", 500000 },
        { "1.5s", 1500000000 }, { "0ms", 0 }, { "0.001us", 1 },
        { "999999999s", 999999999000000000 }, { "0.000000001s", 1 },
        { "0.0000000001s", -1 }, { "1000000000s", -1 }, { "", -1 },
        { "s", -1 }, { "1", -1 }, { "-1s", -1 }, { "+1s", -1 }, { "1.s", -1 },
        { ".5s", -1 }, { "1 s", -1 }, { "1sec", -1 }, { " 1s", -1 },
        { "1e3s", -1 }, { "0x1s", -1 }, { "nan", -1 }, { "1m", -1 },
        { "99999999999999999999999999s", -1 },
    };

    for (size_t i = 0; i < sizeof times / sizeof times[0]; i++)
        check(duration_parse(times[i].text) == times[i].ns,
              "'%s' is %lld ns", times[i].text, (long long)times[i].ns);
}

static void
test_kernels(void)
{
    static const struct { const char *range, *kernel; bool in; } kernels[] = {
        { "kernel>=6.5", "6.18.44", true }, { "kernel>=6.5", "6.5", true },
        { "kernel>=6.5", "6.5.0-generic", true },
        { "kernel>=6.5", "6.4.99", false }, { "kernel>=6.5", "5.15", false },
        { "kernel>=6.5.3", "6.5.2", false }, { "kernel>=6.5.3", "6.5.3", true },
        { "kernel<6.5", "6.5", false }, { "kernel<6.5", "6.4.99", true },
        { "kernel<6.5", "10.0", false }, { "kernel<6.5", "", false },
        { "kernel>=6.5", "", false }, { "kernel>=6.5", "6", false },
        { "kernel>=6", "6.5", false }, { "kernel>=6.5x", "6.5", false },
        { "nonsense", "6.5", false }, { NULL, "6.5", true },
        { "kernel>=6.5", "6.1000000000000000000", true },
    };

    for (size_t i = 0; i < sizeof kernels / sizeof kernels[0]; i++)
        check(kernel_in_range(kernels[i].range, kernels[i].kernel) ==
                  kernels[i].in, "'%s' is %sin %s", kernels[i].kernel,
              kernels[i].in ? "" : "not ",
              kernels[i].range ? kernels[i].range : "no range");
}

int
main(void)
{
    test_programs();
    test_defaults();
    test_simple_words();
    test_wire();
    test_faults();
    test_hosts();
    test_actors();
    test_triggers();
    test_expectations();
    test_good_events();
    test_add_line();
    test_read();
    test_durations();
    test_kernels();
    return done();
}
