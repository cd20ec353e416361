/* prompt.c - what is asked: the states, and the segments that wait. */
#include "play/play.h"

#include <stdio.h>

#include "model/pattern.h"
#include "play/terminal.h"

enum { TEXT_BYTES = 256 };

static const int64_t silence_ns = 300 * 1000000LL;

void
play_hear(void *context, const struct event *event,
          const struct flow_table *flows)
{
    struct play *play = context;
    unsigned conn = event->conn < CONNS_MAX ? event->conn : 0;

    terminal_clear();
    play->heard_ns = engine_now(play->engine);
    deeds_hear(&play->deal.deeds, event, flows, play->thinking);
    if (event->segment.conn > play->conns)
        play->conns = event->segment.conn;
    if (event->kind == EVENT_STATE)
        snprintf(play->state[event->host][conn], STATE_MAX, "%s",
                 event->state);
    if (play->end != NULL && pattern_matches_event(play->end, event, flows))
        play->end_met = true;
}

/* The host's state in this connection, or else in none: LISTEN, SYN-SENT. */
static const char *
state_of(const struct play *play, enum host host, unsigned conn)
{
    const char *state = play->state[host][conn < CONNS_MAX ? conn : 0];

    if (state[0] == '\0')
        state = play->state[host][0];
    return state[0] != '\0' ? state : "-";
}

/* Both states, as on the ladder to the left and to the right, and what is
   between them. */
static void
show(const struct play *play, unsigned conn, const char *between,
     const char *keys)
{
    const char *client = state_of(play, HOST_CLIENT, conn);
    const char *server = state_of(play, HOST_SERVER, conn);
    char text[TEXT_BYTES];

    int width = snprintf(text, sizeof text, "client %s | %s | server %s",
                         client, between, server);
    if (width >= (int)terminal_columns())
        snprintf(text, sizeof text, "%s | %s | %s", client, between, server);
    terminal_prompt(text, keys);
}

size_t
play_chosen(const struct play *play)
{
    size_t count = deal_waiting(&play->deal);

    for (size_t place = 1; place <= count && play->chosen != 0; place++)
        if (deal_packet(&play->deal, place)->number == play->chosen)
            return place;
    return 1;
}

void
play_prompt(const struct play *play)
{
    char text[96], place[32] = "", conn[16] = "", between[TEXT_BYTES];
    size_t count = deal_waiting(&play->deal);
    size_t number = play_chosen(play);
    const struct packet *packet = deal_packet(&play->deal, number);

    if (!play->terminal || packet == NULL)
        return;
    if (count > 1)
        snprintf(place, sizeof place, "%zu of %zu: ", number, count);
    if (play->conns > 1)        /* as a transcript says it */
        snprintf(conn, sizeof conn, "c%u ", packet->segment.conn);
    segment_text(&packet->segment, text, sizeof text);
    snprintf(between, sizeof between, "%s%s's %s%s%s", place,
             host_name(packet->host), conn, text,
             deal_is_held_back(&play->deal, packet) ? ", held back" : "");
    show(play, packet->segment.conn, between,
         "d deliver  l lose  u duplicate  h hold back  c corrupt  a all  "
         "w wait  q quit ");
}

/* A silence is no standstill: somebody's timer will end it. */
void
play_prompt_silence(const struct play *play)
{
    if (play->terminal &&
        engine_now(play->engine) > play->heard_ns + silence_ns)
        show(play, 1, play->all ? "all goes by itself"
                                : "nothing is on the wire",
             "The kernels' timers run on.  q quit ");
}
