/*
 * pattern.c - which lines does a scene's EVENT mean?
 */
#include "model/pattern.h"

#include <string.h>

#include "tap.h"

static const struct {
    const char *pattern, *line;
    bool matches;
} cases[] = {
    { "client state SYN-SENT", "client state SYN-SENT", true },
    { "server queue 1/16", "server queue 1/16", true },
    { "server queue 1", "server queue 16/16", false },
    { "server queue 1", "server queue 1/16", false },
    { "server queue 1/", "server queue 1/16", true },
    { "client sends SYN", "client sends SYN,ACK 0:0 ack 1", false },
    { "client sends SYN", "client sends SYN 0:0", true },
    { "client state FIN-WAIT", "client state FIN-WAIT-1", false },
    { "client state CLOSE", "client state CLOSED", false },
    { "client calls connect", "client calls connect(3, 10.0.0.2:7000)", true },
    { "client calls recv(3", "client calls recv(3, 10)", true },
    { "client calls recv(3", "client calls recv(30)", false },
    { "client calls", "client-2 calls socket()", false },
    { "server exits", "server/2 exits 0", false },
    { "wire lost client", "wire lost client's SYN 0:0", true },
    { "client sends ACK ack 1", "client sends ACK ack 17", false },
    { "client sends ACK ack 1", "client sends ACK ack 1 win 0", true },
    { "client prints \"got 5", "client prints \"got 5.\"", true },
    { "sends SYN", "client sends SYN 0:0", false },
    { "* sends SYN", "client sends SYN 0:0", true },
    { "client * ack 1", "client sends ACK ack 17 ack 1", true },
    { "client * ack 1", "client sends ACK ack 17 win 0", false },
    { "client*state", "client state LISTEN", true },
    { "client**SYN", "client sends SYN 0:0", true },
    { "client sends *", "client sends SYN 0:0", true },
    { "*", "", true },
    { "*[again]", "client sends SYN 0:0 [again]", true },
    { "client sends * [again]", "client sends SYN 0:0", false },
    { "", "anything", true },
};

static void
test_cases(void)
{
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        check(pattern_matches(cases[i].pattern, cases[i].line)
              == cases[i].matches, "'%s' %s '%s'", cases[i].pattern,
              cases[i].matches ? "matches" : "does not match", cases[i].line);
}

static void
test_stars(void)
{
    char pattern[4096], line[8192];
    for (size_t i = 0; i + 1 < sizeof pattern; i += 2)
        memcpy(pattern + i, "a*", 2);
    pattern[sizeof pattern - 2] = 'b';
    pattern[sizeof pattern - 1] = '\0';
    memset(line, 'a', sizeof line);
    line[sizeof line - 1] = '\0';
    check(!pattern_matches(pattern, line),
          "two thousand stars are refused at once");
}

static void
test_event(void)
{
    struct event event = event_new(EVENT_STATE);
    event.host = HOST_SERVER;
    event.conn = 2;
    memcpy(event.state, "ESTABLISHED", 12);
    struct flow_table *flows = flow_table_new();
    check(pattern_matches_event("server state ESTABLISHED", &event, flows)
          && pattern_matches_event("server state c2 ESTABLISHED", &event,
                                   flows),
          "an event matches with its connection's number and without");
    check(!pattern_matches_event("server state c1 ESTABLISHED", &event, flows),
          "but not with another one's");
    event = event_new(EVENT_METER);
    event.host = HOST_CLIENT;
    check(!pattern_matches_event("*", &event, flows),
          "an event without a line matches nothing");
    flow_table_free(flows);
}

int
main(void)
{
    test_cases();
    test_stars();
    test_event();
    return done();
}
