/* play.c - ladder play SCENE: the student is the network. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "draw/ink/fold.h"
#include "play/play.h"
#include "play/terminal.h"
#include "record/record.h"
#include "verbs/verbs.h"

static const int64_t forever_ns = 24 * 3600 * 1000000000LL;

/* A segment waits: asks.  True if something was done. */
static bool
ask(struct play *play)
{
    if (engine_now(play->engine) < play->wait_until_ns)
        return false;
    if (play->keeper.drawing != NULL)
        text_flush(play->keeper.drawing);
    play_prompt(play);
    return play_take_decision(play);
}

static enum engine_state
run(struct play *play, struct complaint *message)
{
    struct wire *wire = engine_wire(play->engine);
    enum engine_state state = ENGINE_GOING;

    while (state == ENGINE_GOING && !play->quit && play->keeper.error == 0) {
        bool rests = engine_at_rest(play->engine);
        bool waits = rests && wire_first_held(wire) != NULL;
        play->thinking |= waits;        /* until something is decided */
        if (rests && play->end_met && wire_in_flight(wire) == 0)
            return ENGINE_ENDED;
        play_take_quit(play, rests && !waits);
        if (play->quit || (waits && ask(play)))
            continue;
        if (rests && !waits)
            play_prompt_silence(play);
        /* At rest this waits for input or a timer, 10 ms at most. */
        state = engine_step(play->engine, message);
    }
    return state;
}

/* The faults that the scene has of its own, for whoever wants to try them. */
static void
tell_own_faults(const struct play *play)
{
    char text[256];

    for (const char *line = play->scene->text; *line != '\0';) {
        line += strspn(line, " \t\r\n");
        size_t length = strcspn(line, "#\r\n");
        if (strncmp(line, "fault", 5) == 0 && strcspn(line, " \t") == 5) {
            snprintf(text, sizeof text, "Left to you, what this scene does "
                     "itself:%.*s", length < 200 ? (int)length - 5 : 195,
                     line + 5);
            fold_print(stdout, text, options_columns(play->options));
        }
        line += strcspn(line, "\r\n");
    }
}

/* The student decides, so the scene's own faults, limit and expectations are
   left out.  Its end waits until nothing is on the wire. */
static struct engine *
stage(struct play *play)
{
    struct complaint message = { "" };
    enum engine_refusal why;
    struct engine_options options = { .programs = play->options->programs,
                                      .no_pin = play->options->no_pin,
                                      .hold = true,
                                      .input = play->input.wake };

    tell_own_faults(play);
    play->scene->fault_count = 0;
    scene_drop_expects(play->scene);
    play->limit_ns = play->scene->limit_ns;
    play->scene->limit_ns = forever_ns;
    play->end = play->scene->end;
    play->scene->end = NULL;
    struct engine *engine = engine_new(play->scene, &options, &why, &message);
    if (engine == NULL)
        fprintf(stderr, "ladder: %s%s\n", message.text,
                why == REFUSAL_NO_HOSTS ? " (`ladder doctor` tells more)"
                                        : "");
    return engine;
}

static void
say_end(const struct play *play, size_t undecided)
{
    struct game_end end = {
        .scene = play->scene, .limit_ns = play->limit_ns,
        .trace = play->options->quiet ? NULL : play->options->output,
        .undecided = undecided,
        .programs = play->options->programs,
        .now_ns = engine_now(play->engine),
        .columns = options_columns(play->options),
    };

    deeds_say(&play->deal.deeds, &end);
}

/* What is left to do when the game is over.  An exit status. */
static int
finish(struct play *play, enum engine_state state,
       const struct complaint *message)
{
    if (state == ENGINE_FAILED)
        fprintf(stderr, "ladder: %s\n", message->text);
    else if (play->keeper.error != 0)
        fprintf(stderr, "ladder: cannot write the trace: %s\n",
                strerror(play->keeper.error));
    else if (state == ENGINE_INTERRUPTED)
        fprintf(stderr, "ladder: interrupted; nothing was kept\n");
    else if (keeper_end_drawing(&play->keeper) == 0 &&
             keeper_commit(&play->keeper, play->engine) == 0)
        return STATUS_DONE;
    return STATUS_FAILED;
}

static int
play_engine(struct play *play)
{
    struct complaint message = { "" };
    struct trace_header header;
    struct text_options drawing = {
        .columns = options_columns(play->options), .show = LANE_ALL,
        .colour = options_colour(play->options),
        .unicode = options_unicode(play->options), .all = true,
    };
    int status = STATUS_FAILED;

    engine_header(play->engine, &header);
    record_name_machine(&header, play->options->in);
    engine_add_sink(play->engine,
                    (struct sink){ .event = play_hear, .context = play });
    if (keeper_open(&play->keeper, play->engine, play->scene, &header,
                    play->options->output, &drawing) == 0) {
        play->terminal = terminal_is_there() && terminal_enter() == 0;
        enum engine_state state = run(play, &message);
        terminal_leave();
        size_t undecided = deal_waiting(&play->deal);
        status = finish(play, state, &message);
        if (status == STATUS_DONE)
            say_end(play, undecided);
    }
    keeper_close(&play->keeper);
    return status;
}

static int
play_scene(void *context)
{
    struct play *play = context;
    int status = STATUS_FAILED;

    if (input_open(&play->input) == -1) {
        fprintf(stderr, "ladder: cannot read what you type: %s\n",
                strerror(errno));
        return status;
    }
    play->engine = stage(play);
    if (play->engine != NULL) {
        play->deal.engine = play->engine;
        play->deal.scene = play->scene;
        status = play_engine(play);
    }
    engine_free(play->engine);
    input_close(&play->input);
    free(play->end);
    return status;
}

int
verb_play(const struct options *options)
{
    struct play *play = calloc(1, sizeof *play);
    struct complaint message = { "" };

    if (options->word_count != 1 || play == NULL) {
        fprintf(stderr, "usage: ladder play SCENE [-o FILE.trace]\n");
        free(play);
        return STATUS_USAGE;
    }
    play->options = options;
    play->scene = scene_read(options->words[0], &message);
    int status = STATUS_FAILED;
    if (play->scene == NULL)
        fprintf(stderr, "ladder: %s\n", message.text);
    else
        status = terminal_guard(play_scene, play);
    scene_free(play->scene);
    free(play);
    return status;
}
