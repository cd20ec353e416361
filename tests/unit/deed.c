/*
 * deed.c - the recorder's deeds: what their words name, and that words of any
 * kind are taken apart without a guess.
 */
#include "model/deed.h"

#include <string.h>

#include "tap.h"

static const struct {
    const char *words;
    enum ladder_deed deed;
    const char *actor, *call;
    enum host host;
} cases[] = {
    { "starts client", LADDER_STARTS, "client", "", HOST_CLIENT },
    { "starts server-count", LADDER_STARTS, "server-count", "", HOST_SERVER },
    { "stops server/2", LADDER_STOPS, "server/2", "", HOST_SERVER },
    { "holds server at accept", LADDER_HOLDS, "server", "accept",
      HOST_SERVER },
    { "releases client-2", LADDER_RELEASES, "client-2", "", HOST_CLIENT },
    { "signals server SIGKILL", LADDER_SIGNALS, "server", "", HOST_SERVER },
    { "cuts", LADDER_CUTS, "", "", HOST_NONE },
    { "mends", LADDER_MENDS, "", "", HOST_NONE },
    { "floods server:7000 with 4 SYNs", LADDER_FLOODS, "", "", HOST_SERVER },
    { "hurries", LADDER_HURRIES, "", "", HOST_NONE },
    { "reaches the limit of 10 ms", LADDER_REACHES, "", "", HOST_NONE },
    { "cannot see calls of client: it uses io_uring", LADDER_CANNOT, "", "",
      HOST_CLIENT },
    { "has not seen 3 calls of client: another ABI", LADDER_HAS, "", "",
      HOST_CLIENT },
    { "counts server descriptors 4 children 0 zombies 0", LADDER_COUNTS, "",
      "", HOST_SERVER },
    { "injects server recv at most 1", LADDER_INJECTS, "", "", HOST_SERVER },
    /* Not the form of a deed: the words stay, and nothing is guessed. */
    { "", LADDER_OTHER, "", "", HOST_NONE },
    { "holds", LADDER_OTHER, "", "", HOST_NONE },
    { "holds ", LADDER_OTHER, "", "", HOST_NONE },
    { "stops", LADDER_OTHER, "", "", HOST_NONE },
    { "holds server", LADDER_OTHER, "", "", HOST_SERVER },
    { "holds server at ", LADDER_OTHER, "", "", HOST_SERVER },
    { "holds server in accept", LADDER_OTHER, "", "", HOST_SERVER },
    { "holds server at accept now", LADDER_OTHER, "", "", HOST_SERVER },
    { "starts a-name-that-is-longer-than-any-actor", LADDER_OTHER, "", "",
      HOST_NONE },
    { "cuts both", LADDER_OTHER, "", "", HOST_NONE },
    { "hold server at accept", LADDER_OTHER, "", "", HOST_SERVER },
    { "praises client", LADDER_OTHER, "", "", HOST_CLIENT },
};

int
main(void)
{
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct event event = event_new(EVENT_LADDER);

        event_set_words(&event, cases[i].words);
        const struct ladder_act *act = &event.act;
        check(event.text == cases[i].words && act->deed == cases[i].deed &&
              strcmp(act->actor, cases[i].actor) == 0 &&
              strcmp(act->call, cases[i].call) == 0 &&
              act->host == cases[i].host,
              "the deed, program, call and host of \"%s\"", cases[i].words);
    }
    for (int i = LADDER_OTHER + 1; i < LADDER_DEEDS; i++) {
        const char *name = ladder_deed_name((enum ladder_deed)i);
        check(name[0] != '\0' &&
              ladder_deed_named(name, strlen(name)) == (enum ladder_deed)i,
              "the deed \"%s\" is found by its name", name);
    }
    return done();
}
