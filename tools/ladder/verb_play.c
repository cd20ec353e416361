/* verb_play.c - ladder play SCENE: the student is the network. */
#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

#include "keeper.h"
#include "naming.h"
#include "record.h"
#include "verbs.h"

enum { INPUT_MAX = 256, DEEDS_MAX = 64, WIRE_SHOWN = 40 };

static const int64_t forever_ns = 24 * 3600 * 1000000000LL;

struct play {
    const struct options *options;
    struct scene *scene;
    struct engine *engine;
    struct keeper keeper;
    struct naming naming;
    char state[HOSTS][STATE_MAX];       /* of each host's connection */
    bool terminal;                      /* single keys, and a prompt line */
    bool prompted;                      /* the prompt line is shown */
    struct termios former;
    char input[INPUT_MAX];              /* lines from a pipe, not yet read */
    size_t input_bytes;
    bool input_over;
    uint64_t held_back[WIRE_SHOWN];     /* packets that wait for others */
    size_t held_back_count;
    int64_t wait_until_ns;
    bool all;                           /* the network is left to itself */
    bool quit;
    char faults[DEEDS_MAX][96];         /* the scene that would repeat it */
    size_t fault_count;
    unsigned delivered, lost, duplicated, corrupted, held;
};

/* --- the prompt ----------------------------------------------------------- */

static void
clear_prompt(struct play *play)
{
    if (!play->prompted)
        return;
    printf("\r\033[K");
    play->prompted = false;
}

static void
hear(void *context, const struct event *event, const struct flow_table *flows)
{
    struct play *play = context;

    (void)flows;
    clear_prompt(play);
    if (event->kind == EVENT_SENDS)
        naming_note(&play->naming, event);
    if (event->kind == EVENT_STATE)
        snprintf(play->state[event->host], STATE_MAX, "%s", event->state);
}

static bool
is_held_back(const struct play *play, uint64_t number)
{
    for (size_t i = 0; i < play->held_back_count; i++)
        if (play->held_back[i] == number)
            return true;
    return false;
}

/* The segments that wait for a decision, oldest first.  Those held back come
   last.  Returns how many there are. */
static size_t
on_wire(const struct play *play, struct packet *shown[WIRE_SHOWN])
{
    struct wire *wire = engine_wire(play->engine);
    size_t count = 0;

    for (int back = 0; back < 2; back++)
        for (enum host host = HOST_CLIENT; host < HOSTS; host++)
            for (struct packet *packet = wire_held_of(wire, host);
                 packet != NULL && count < WIRE_SHOWN;
                 packet = wire_next_held(packet))
                if (is_held_back(play, packet->number) == (back == 1))
                    shown[count++] = packet;
    for (size_t i = 1; i < count; i++)  /* by number, within each half */
        for (size_t j = i; j > 0 && shown[j - 1]->number > shown[j]->number &&
                           is_held_back(play, shown[j - 1]->number) ==
                               is_held_back(play, shown[j]->number); j--) {
            struct packet *other = shown[j];
            shown[j] = shown[j - 1];
            shown[j - 1] = other;
        }
    return count;
}

static void
prompt(struct play *play)
{
    struct packet *shown[WIRE_SHOWN];
    char text[96];
    size_t count = on_wire(play, shown);

    if (play->prompted || count == 0 || !play->terminal)
        return;
    segment_text(&shown[0]->segment, text, sizeof text);
    printf("\r\033[K%s | %s's %.26s | %s  %zu: d l u h c a w q ? ",
           play->state[HOST_CLIENT][0] != '\0' ? play->state[HOST_CLIENT]
                                               : "-",
           host_name(shown[0]->host), text,
           play->state[HOST_SERVER][0] != '\0' ? play->state[HOST_SERVER]
                                               : "-", count);
    fflush(stdout);
    play->prompted = true;
}

/* --- the decisions -------------------------------------------------------- */

static void
remember(struct play *play, const char *deed, const struct packet *packet,
         const char *more)
{
    char name[SEGMENT_NAME_MAX];

    if (play->fault_count == DEEDS_MAX)
        return;
    snprintf(play->faults[play->fault_count++], sizeof play->faults[0],
             "fault %s %s%s", deed,
             naming_of(&play->naming, packet->number, name, sizeof name), more);
}

/* Those that were held back and now go ahead came late: say by how much. */
static void
remember_delay(struct play *play, const struct packet *packet)
{
    char more[32];
    int64_t late_ms = (engine_now(play->engine) - packet->departs_ns) / 1000000;

    if (!is_held_back(play, packet->number))
        return;
    snprintf(more, sizeof more, " by=%lldms", (long long)late_ms);
    remember(play, "delay", packet, more);
}

static void
deliver(struct play *play, struct packet *packet)
{
    remember_delay(play, packet);
    play->delivered++;
    wire_release(engine_wire(play->engine), packet, engine_now(play->engine));
}

static void
lose(struct play *play, struct packet *packet)
{
    remember(play, "lose", packet, "");
    play->lost++;
    wire_take_out(engine_wire(play->engine), packet);
    engine_tell(play->engine, WIRE_LOST, packet);
    free(packet);
}

static void
duplicate(struct play *play, struct packet *packet)
{
    int64_t now = engine_now(play->engine);

    remember(play, "duplicate", packet, "");
    play->duplicated++;
    if (wire_duplicate(engine_wire(play->engine), packet, now) != NULL)
        engine_tell(play->engine, WIRE_DUPLICATED, packet);
    wire_release(engine_wire(play->engine), packet, now);
}

static void
corrupt(struct play *play, struct packet *packet)
{
    remember(play, "corrupt", packet, "");
    play->corrupted++;
    packet_corrupt(packet);
    engine_tell(play->engine, WIRE_CORRUPTED, packet);
    wire_release(engine_wire(play->engine), packet, engine_now(play->engine));
}

static void
hold_back(struct play *play, struct packet *packet)
{
    if (is_held_back(play, packet->number) ||
        play->held_back_count == WIRE_SHOWN)
        return;
    play->held++;
    play->held_back[play->held_back_count++] = packet->number;
}

static void
let_all(struct play *play)
{
    struct wire *wire = engine_wire(play->engine);
    struct packet *packet;

    play->all = true;
    wire_hold(wire, false);
    while ((packet = wire_first_held(wire)) != NULL)
        deliver(play, packet);
}

static const struct decision {
    char key;
    const char *word;
    void (*act)(struct play *play, struct packet *packet);
} decisions[] = {
    { 'd', "deliver", deliver },     { 'l', "lose", lose },
    { 'u', "duplicate", duplicate }, { 'h', "hold", hold_back },
    { 'c', "corrupt", corrupt },
};

enum { DECISIONS = sizeof decisions / sizeof decisions[0] };

/* Decides about the number-th segment that is on the wire, from 1. */
static void
decide(struct play *play, const struct decision *decision, size_t number)
{
    struct packet *shown[WIRE_SHOWN];
    size_t count = on_wire(play, shown);

    clear_prompt(play);
    if (number < 1 || number > count)
        fprintf(stderr, "ladder: there are %zu segments on the wire, no %zu\n",
                count, number);
    else
        decision->act(play, shown[number - 1]);
}

static void
press(struct play *play, char key)
{
    clear_prompt(play);
    for (size_t i = 0; i < DECISIONS; i++)
        if (decisions[i].key == key) {
            decide(play, &decisions[i], 1);
            return;
        }
    if (key == 'a')
        let_all(play);
    else if (key == 'w')
        play->wait_until_ns = engine_now(play->engine) + 200 * 1000000LL;
    else if (key == 'q' || key == 4)
        play->quit = true;
    else
        printf("d deliver, l lose, u duplicate, h hold back, c corrupt, "
               "a all, w wait 200 ms, q quit\n");
}

/* One line from a pipe: "deliver", "lose 2", "wait 300ms", "all", "quit". */
static void
obey(struct play *play, const char *line)
{
    char word[16] = "", value[16] = "";
    int words = sscanf(line, "%15s %15s", word, value);

    if (words < 1 || word[0] == '#')
        return;
    for (size_t i = 0; i < DECISIONS; i++)
        if (strcmp(word, decisions[i].word) == 0) {
            decide(play, &decisions[i],
                   words == 2 ? strtoul(value, NULL, 10) : 1);
            return;
        }
    int64_t wait_ns = words == 2 ? duration_parse(value) : 200 * 1000000LL;
    if (strcmp(word, "all") == 0)
        let_all(play);
    else if (strcmp(word, "quit") == 0)
        play->quit = true;
    else if (strcmp(word, "wait") == 0 && wait_ns >= 0)
        play->wait_until_ns = engine_now(play->engine) + wait_ns;
    else
        fprintf(stderr, "ladder: '%s' is no decision; say deliver [N], lose, "
                        "duplicate, hold, corrupt, all, wait 200ms or quit\n",
                line);
}

/* --- input ---------------------------------------------------------------- */

/* Takes the next line out of what has been read.  False if there is none. */
static bool
next_line(struct play *play, char line[INPUT_MAX])
{
    char *end = memchr(play->input, '\n', play->input_bytes);
    size_t length = end == NULL ? play->input_bytes
                                : (size_t)(end - play->input);

    if (end == NULL && !(play->input_over && length > 0) &&
        length < sizeof play->input)
        return false;
    memcpy(line, play->input, length);
    line[length < INPUT_MAX ? length : INPUT_MAX - 1] = '\0';
    size_t taken = length + (end != NULL);
    play->input_bytes -= taken;
    memmove(play->input, play->input + taken, play->input_bytes);
    return true;
}

static bool
can_read(void)
{
    struct pollfd fd = { .fd = STDIN_FILENO, .events = POLLIN };

    return poll(&fd, 1, 0) == 1;
}

static void
read_input(struct play *play)
{
    size_t room = sizeof play->input - play->input_bytes;

    if (play->input_over || room == 0 || !can_read())
        return;
    ssize_t got = read(STDIN_FILENO, play->input + play->input_bytes, room);
    if (got > 0)
        play->input_bytes += (size_t)got;
    else if (got == 0 || errno != EINTR)
        play->input_over = true;
}

/* Asks for one decision, if it has been made.  True if something was done. */
static bool
take_decision(struct play *play)
{
    char line[INPUT_MAX];

    read_input(play);
    if (play->terminal) {
        if (play->input_bytes == 0) {
            play->quit = play->input_over;
            return play->quit;
        }
        char key = play->input[0];
        memmove(play->input, play->input + 1, --play->input_bytes);
        press(play, key);
        return true;
    }
    if (next_line(play, line)) {
        obey(play, line);
        return true;
    }
    play->quit = play->input_over;
    return play->quit;
}

static void
enter_terminal(struct play *play)
{
    struct termios raw;

    if (!isatty(STDIN_FILENO) || !isatty(STDOUT_FILENO) ||
        tcgetattr(STDIN_FILENO, &play->former) == -1)
        return;
    raw = play->former;
    raw.c_lflag &= ~(tcflag_t)(ICANON | ECHO);
    raw.c_cc[VMIN] = 1;
    raw.c_cc[VTIME] = 0;
    play->terminal = tcsetattr(STDIN_FILENO, TCSANOW, &raw) == 0;
}

static void
leave_terminal(struct play *play)
{
    clear_prompt(play);
    if (play->terminal)
        tcsetattr(STDIN_FILENO, TCSANOW, &play->former);
    play->terminal = false;
}

/* --- the game ------------------------------------------------------------- */

static enum engine_state
run(struct play *play, char *message)
{
    enum engine_state state = ENGINE_GOING;

    while (state == ENGINE_GOING && !play->quit && play->keeper.error == 0) {
        bool waits = !play->all &&
                     engine_now(play->engine) >= play->wait_until_ns &&
                     engine_at_rest(play->engine) &&
                     wire_first_held(engine_wire(play->engine)) != NULL;
        if (waits) {
            if (play->keeper.drawing != NULL && !play->prompted)
                text_flush(play->keeper.drawing);
            prompt(play);
            if (take_decision(play))
                continue;
        }
        /* At rest this waits for input or a timer, 10 ms at most. */
        state = engine_step(play->engine, message);
    }
    return state;
}

static void
say_deeds(const struct play *play, const char *trace)
{
    printf("\nYou delivered %u, lost %u, duplicated %u, corrupted %u and held "
           "back %u.\n", play->delivered, play->lost, play->duplicated,
           play->corrupted, play->held);
    if (trace != NULL && !play->options->quiet)
        printf("The trace is %s\n", trace);
    if (play->fault_count == 0)
        return;
    printf("Could you repeat it with a scene?  Add these lines to a copy of "
           "%s:\n", play->scene->file);
    for (size_t i = 0; i < play->fault_count; i++)
        printf("    %s\n", play->faults[i]);
}

/* The student decides, so the scene's own faults, limit and expectations are
   left out. */
static struct engine *
stage(struct play *play)
{
    char message[SCENE_MESSAGE_MAX] = "";
    enum engine_refusal why;
    struct engine_options options = { .programs = play->options->programs,
                                      .no_pin = play->options->no_pin,
                                      .hold = true, .input = STDIN_FILENO };

    play->scene->fault_count = 0;
    play->scene->expect_count = 0;
    play->scene->limit_ns = forever_ns;
    struct engine *engine = engine_new(play->scene, &options, &why, message);
    if (engine == NULL)
        fprintf(stderr, "ladder: %s%s\n", message,
                why == REFUSAL_NO_HOSTS ? " (`ladder doctor` tells more)"
                                        : "");
    return engine;
}

static int
play_scene(struct play *play)
{
    char message[SCENE_MESSAGE_MAX] = "";
    struct trace_header header;
    struct text_options drawing = {
        .columns = options_columns(play->options), .show = LANE_ALL,
        .colour = options_colour(play->options),
        .unicode = options_unicode(play->options), .all = true,
    };
    int status = STATUS_FAILED;

    play->engine = stage(play);
    if (play->engine == NULL)
        return STATUS_FAILED;
    engine_header(play->engine, &header);
    record_name_machine(&header, play->options->in);
    engine_add_sink(play->engine,
                    (struct sink){ .event = hear, .context = play });
    if (keeper_open(&play->keeper, play->engine, play->scene, &header,
                    play->options->output, &drawing) == 0) {
        enter_terminal(play);
        enum engine_state state = run(play, message);
        leave_terminal(play);
        if (state == ENGINE_FAILED)
            fprintf(stderr, "ladder: %s\n", message);
        else if (play->keeper.error != 0)
            fprintf(stderr, "ladder: cannot write the trace: %s\n",
                    strerror(play->keeper.error));
        else if (state == ENGINE_INTERRUPTED)
            fprintf(stderr, "ladder: interrupted; nothing was kept\n");
        else if (keeper_end_drawing(&play->keeper) == 0 &&
                 keeper_commit(&play->keeper, play->engine) == 0)
            status = STATUS_DONE;
    }
    keeper_close(&play->keeper);
    engine_free(play->engine);
    if (status == STATUS_DONE)
        say_deeds(play, play->options->output);
    return status;
}

int
verb_play(const struct options *options)
{
    struct play *play = calloc(1, sizeof *play);
    char message[SCENE_MESSAGE_MAX];

    if (options->word_count != 1 || play == NULL) {
        fprintf(stderr, "usage: ladder play SCENE [-o FILE.trace]\n");
        free(play);
        return STATUS_USAGE;
    }
    play->options = options;
    play->scene = scene_read(options->words[0], message);
    int status = STATUS_FAILED;
    if (play->scene == NULL)
        fprintf(stderr, "ladder: %s\n", message);
    else
        status = play_scene(play);
    scene_free(play->scene);
    free(play);
    return status;
}
