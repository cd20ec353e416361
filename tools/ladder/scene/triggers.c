/*
 * triggers.c - the words of a scene that make something happen when an
 * event has been seen.
 *
 *     hold    server accept 2nd until client exits
 *     signal  server SIGTERM when client exits
 *     cut     when client send returns after 200ms
 */
#include "scene/line.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { AFTER_MAX_S = 600 };

/* "3" or "3rd", 1 to 100000; 0 if it is neither. */
static unsigned
nth_parse(const char *word)
{
    uint64_t number;

    if (number_parse(word, 1, 100000, &number))
        return (unsigned)number;
    unsigned nth = ordinal_parse(word, strlen(word));
    return nth <= 100000 ? nth : 0;
}

int
read_hold(struct scene_line *line)
{
    struct scene *scene = line->scene;
    struct scene_hold hold = { .nth = 1, .line = line->number };
    char *cursor = line->rest;
    char *actor = word_take(&cursor), *call = word_take(&cursor);
    char *word = word_take(&cursor);

    if (word != NULL && strcmp(word, "until") != 0) {
        hold.nth = nth_parse(word);
        if (hold.nth == 0)
            return scene_fail(line, "'%.40s' is neither 'until' nor a number "
                              "like 2nd (1 to 100000); write: %s", word,
                              line->usage);
        word = word_take(&cursor);
    }
    if (word == NULL || strcmp(word, "until") != 0)
        return scene_incomplete(line);
    if (!scene_has_actor(scene, actor, strlen(actor)))
        return scene_no_actor(line, actor, strlen(actor));
    if (strlen(call) >= sizeof hold.call ||
        call[strspn(call, "abcdefghijklmnopqrstuvwxyz0123456789_")] != '\0')
        return scene_fail(line, "'%.40s' is no call; write its name alone, as "
                          "in accept", call);
    snprintf(hold.actor, sizeof hold.actor, "%s", actor);
    snprintf(hold.call, sizeof hold.call, "%s", call);
    struct scene_hold *holds = scene_grow(line, scene->holds,
                                          scene->hold_count, sizeof *holds);
    if (holds == NULL)
        return -1;
    scene->holds = holds;
    hold.until = scene_event(line, cursor);
    if (hold.until == NULL)
        return -1;
    holds[scene->hold_count++] = hold;
    return 0;
}

/*
 * Takes "after 200ms" off the end of text: 0 and the time, 0 where there is
 * none, -1 with a message.
 */
static int
take_after(const struct scene_line *line, char *text, int64_t *after_ns)
{
    size_t length = strlen(text);
    size_t time = word_before(text, length);
    size_t after = word_before(text, time);

    *after_ns = 0;
    if (after == 0 || strncmp(text + after, "after", 5) != 0 ||
        word_length(text + after) != 5 || text[time] < '0' ||
        text[time] > '9' || strchr(text + time, '"') != NULL)
        return 0;
    *after_ns = duration_parse(text + time);
    if (*after_ns < 0 || *after_ns > AFTER_MAX_S * INT64_C(1000000000))
        return scene_fail(line, "'after %.40s' is no time from 0ms to %ds; "
                          "write it as in after 200ms", text + time,
                          AFTER_MAX_S);
    text[after] = '\0';
    return 0;
}

static int
add_trigger(struct scene_line *line, struct scene_trigger trigger, char *text)
{
    struct scene *scene = line->scene;
    struct scene_trigger *triggers = scene_grow(
        line, scene->triggers, scene->trigger_count, sizeof *triggers);

    if (triggers == NULL)
        return -1;
    scene->triggers = triggers;
    if (take_after(line, text, &trigger.after_ns) == -1)
        return -1;
    trigger.line = line->number;
    trigger.when = scene_event(line, text);
    if (trigger.when == NULL)
        return -1;
    triggers[scene->trigger_count++] = trigger;
    return 0;
}

/* A trigger of this kind whose line is `WORD when EVENT`. */
static int
read_when(struct scene_line *line, struct scene_trigger trigger, char *cursor)
{
    char *when = word_take(&cursor);

    if (when == NULL || strcmp(when, "when") != 0)
        return scene_incomplete(line);
    return add_trigger(line, trigger, cursor);
}

int
read_signal(struct scene_line *line)
{
    struct scene_trigger trigger = { .kind = TRIGGER_SIGNAL };
    char *cursor = line->rest, name[ACTOR_MAX];
    char *actor = word_take(&cursor), *signal = word_take(&cursor);

    if (signal == NULL)
        return scene_incomplete(line);
    if (!scene_has_actor(line->scene, actor, strlen(actor)))
        return scene_no_actor(line, actor, strlen(actor));
    const char *prefix = strncmp(signal, "SIG", 3) == 0 ? "" : "SIG";
    snprintf(name, sizeof name, "%s%.20s", prefix, signal);
    trigger.signal = signal_named(name);
    if (trigger.signal <= 0 || trigger.signal > 64)
        return scene_fail(line, "'%.40s' is no signal; write a name like "
                          "SIGTERM or KILL", signal);
    snprintf(trigger.actor, sizeof trigger.actor, "%s", actor);
    return read_when(line, trigger, cursor);
}

int
read_cut(struct scene_line *line)
{
    return read_when(line, (struct scene_trigger){ .kind = TRIGGER_CUT },
                     line->rest);
}

int
read_mend(struct scene_line *line)
{
    return read_when(line, (struct scene_trigger){ .kind = TRIGGER_MEND },
                     line->rest);
}

int
read_unreachable(struct scene_line *line)
{
    struct scene_trigger trigger = { .kind = TRIGGER_UNREACHABLE };
    char *cursor = line->rest, *host = word_take(&cursor);

    if (host == NULL)
        return scene_incomplete(line);
    trigger.host = scene_host(line, host);
    if (trigger.host == HOST_NONE)
        return -1;
    return read_when(line, trigger, cursor);
}

int
read_flood(struct scene_line *line)
{
    struct scene_trigger trigger = { .kind = TRIGGER_FLOOD };
    char *cursor = line->rest;
    char *port = word_take(&cursor), *count = word_take(&cursor);
    uint64_t number;

    if (count == NULL)
        return scene_incomplete(line);
    if (!number_parse(port, 1, 65535, &number))
        return scene_fail(line, "'%.40s' is no port; write a number from 1 to "
                          "65535", port);
    trigger.port = (uint16_t)number;
    if (!number_parse(count, 1, 1000, &number))
        return scene_fail(line, "'%.40s' is no count of SYNs; write a number "
                          "from 1 to 1000", count);
    trigger.count = (unsigned)number;
    return read_when(line, trigger, cursor);
}
