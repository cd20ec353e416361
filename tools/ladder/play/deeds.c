/* deeds.c - what the student did, written down as a scene. */
#include "play/deeds.h"

#include <stdio.h>
#include <string.h>

#include "model/transcript.h"
#include "draw/ink/fold.h"

static const int64_t ms_ns = 1000000;
static const int64_t second_ns = 1000000000;
static const int64_t pause_ns = 50 * 1000000;   /* longer: somebody thought */
static const int64_t by_most_ns = 60 * 1000000000LL;    /* of a scene's by= */
static const int64_t limit_most_s = 600;

/* --- noting --------------------------------------------------------------- */

void
deeds_hear(struct deeds *deeds, const struct event *event,
           const struct flow_table *flows, bool thinking)
{
    char line[TRANSCRIPT_MAX];

    if (event->kind == EVENT_SENDS)
        naming_note(&deeds->naming, event);
    if (thinking && (event->kind == EVENT_RETURN ||
                     event->kind == EVENT_EXITS ||
                     (event->kind == EVENT_SENDS && event->segment.again)))
        deeds->timed = true;
    if (event->kind == EVENT_EXITS && event->host == HOST_CLIENT &&
        (event->value != 0 || event->signal != 0) &&
        deeds->failure_count < FAILURES_MAX &&
        transcript_line(event, flows, false, line, sizeof line))
        snprintf(deeds->failures[deeds->failure_count++],
                 sizeof deeds->failures[0], "%.95s", line);
}

void
deeds_note(struct deeds *deeds, enum deed deed, const struct packet *packet,
           const struct scene *scene, int64_t now_ns)
{
    uint64_t *latest = deeds->latest;
    bool overtaken = latest[packet->host] > packet->number;
    bool arrives = deed != DEED_LOSE;

    deeds->counts[deed]++;
    if (arrives) {
        deeds->disordered |= overtaken ||
                             latest[host_peer(packet->host)] > packet->number;
        if (!overtaken)
            latest[packet->host] = packet->number;
    }
    if (deeds->count == DEEDS_MAX)
        return;
    struct deed_done *done = &deeds->all[deeds->count++];
    *done = (struct deed_done){
        .deed = deed, .overtaken = arrives && overtaken,
        .late_ns = arrives ? now_ns - packet->departs_ns -
                                 scene->wire[packet->host].delay_ns : 0,
    };
    naming_of(&deeds->naming, packet->number, done->segment,
              sizeof done->segment);
}

/* --- the scene ------------------------------------------------------------ */

/* Whether the student's own time is part of the story: a timer ran out in it,
   or it decided which segment came first. */
static bool
is_slow(const struct deeds *deeds)
{
    bool paused = false;

    for (size_t i = 0; i < deeds->count; i++)
        paused |= deeds->all[i].late_ns >= pause_ns;
    return deeds->timed || (deeds->disordered && paused);
}

/* Whether a scene needs a line for it: a mere delivery only where it came late
   or out of order.  One that no host sent has no name in a scene. */
static bool
needs_line(const struct deed_done *done, bool slow)
{
    if (done->segment[0] == '\0')
        return false;
    return done->deed != DEED_DELIVER ||
           (slow ? done->late_ns >= ms_ns : done->overtaken);
}

static void
print_faults(const struct deed_done *done, bool slow)
{
    static const char *const words[DEEDS] = { NULL, "lose", "duplicate",
                                              "corrupt" };
    int64_t by_ns = done->late_ns < by_most_ns ? done->late_ns : by_most_ns;

    if (words[done->deed] != NULL)
        printf("    fault %s %s\n", words[done->deed], done->segment);
    if (slow && by_ns >= ms_ns)
        printf("    fault delay %s by=%lldms\n", done->segment,
               (long long)(by_ns / ms_ns));
    else if (!slow && done->overtaken)
        printf("    fault reorder %s\n", done->segment);
}

/* Whether a line of the played scene holds for its copy too.  What it expects
   and tells is about another story. */
static bool
is_kept(const char *line, size_t length, bool longer)
{
    static const char *const others[] = { "fault", "end", "expect", "note",
                                          "question", "place", "table" };
    size_t word = strcspn(line, " \t\r\n");

    if (length == 0 || line[0] == '#')
        return false;
    for (size_t i = 0; i < sizeof others / sizeof others[0]; i++)
        if (strlen(others[i]) == word && memcmp(line, others[i], word) == 0)
            return false;
    return !longer || word != 5 || memcmp(line, "limit", 5) != 0;
}

/* Prints the scene's lines that hold, and a limit if that is too short. */
static void
print_staging(const struct game_end *end)
{
    bool longer = end->now_ns > end->limit_ns / 2;
    int64_t limit_s = (end->now_ns + end->limit_ns) / second_ns;

    for (const char *line = end->scene->text; *line != '\0';) {
        line += strspn(line, " \t\r\n");
        size_t length = strcspn(line, "\r\n");
        if (is_kept(line, length, longer))
            printf("    %.*s\n", (int)length, line);
        line += length;
    }
    if (longer)
        printf("    limit %llds\n",
               (long long)(limit_s < limit_most_s ? limit_s : limit_most_s));
}

/* Of the folder that the scene's file is in: "lessons/05-handshake/". */
static int
folder_length(const char *file)
{
    const char *slash = strrchr(file, '/');

    return slash == NULL ? 0 : (int)(slash - file) + 1;
}

/* What the student can do with the scene that follows. */
static void
invite(const struct game_end *end, bool slow)
{
    char text[1024];

    snprintf(text, sizeof text,
             "Could you repeat it with a scene? Save these lines as "
             "%.*smine.scene.%s",
             folder_length(end->scene->file), end->scene->file,
             slow ? " Timers ran while you thought, so each segment that "
                    "waited for you waits as long again (by=)." : "");
    printf("\n");
    fold_print(stdout, text, end->columns);
    printf("\n");
}

static void
say_command(const struct game_end *end)
{
    const char *file = end->scene->file;
    unsigned lesson;

    if (sscanf(file, "lessons/%2u-", &lesson) == 1)
        printf("\nThen: make lesson-%u SCENE=mine\n", lesson);
    else
        printf("\nThen: ladder record %.*smine.scene%s%s -o mine.trace\n",
               folder_length(file), file,
               end->programs == NULL ? "" : " --programs=",
               end->programs == NULL ? "" : end->programs);
}

static void
say_scene(const struct deeds *deeds, const struct game_end *end)
{
    bool slow = is_slow(deeds), needed = false;

    for (size_t i = 0; i < deeds->count; i++)
        needed |= needs_line(&deeds->all[i], slow);
    if (!needed)
        return;
    invite(end, slow);
    print_staging(end);
    for (size_t i = 0; i < deeds->count; i++)
        if (needs_line(&deeds->all[i], slow))
            print_faults(&deeds->all[i], slow);
    for (size_t i = 0; i < deeds->failure_count; i++)
        printf("    expect %s\n", deeds->failures[i]);
    if (deeds->count == DEEDS_MAX)
        printf("    # and more: these are the first %d decisions\n",
               DEEDS_MAX);
    say_command(end);
}

void
deeds_say(const struct deeds *deeds, const struct game_end *end)
{
    printf("\nYou delivered %u, lost %u, duplicated %u, corrupted %u and held "
           "back %u.\n", deeds->counts[DEED_DELIVER], deeds->counts[DEED_LOSE],
           deeds->counts[DEED_DUPLICATE], deeds->counts[DEED_CORRUPT],
           deeds->held);
    if (end->undecided > 0)
        printf("Still on the wire when you left: %zu.\n", end->undecided);
    if (end->trace != NULL)
        printf("The trace is %s\n", end->trace);
    say_scene(deeds, end);
}
