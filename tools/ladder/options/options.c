/* options.c - the command line: words and options, from two tables. */
#include "options/options.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "scene/scene.h"

enum { COLUMNS_LEAST = 80, COLUMNS_MOST = 400 };

/* Which verbs know which option.  One that a verb does not know would do
   nothing, and who typed it would never learn that. */
static const struct {
    const char *verbs, *options;        /* words, with a blank around each */
} known_by[] = {
    { " draw ", " at y id page blank " },
    { " draw predict ", " as " },
    { " run draw lesson ", " all view show " },
    { " run draw ", " connection actor from to " },
    { " run draw play lesson predict ", " columns " },
    { " run draw play lesson grade predict ", " ascii color colour " },
    { " run record draw play ", " output " },
    { " run record play lesson predict ", " no-pin " },
    { " run record play lesson grade predict ", " programs in " },
    { " record lesson grade predict ", " build " },
    { " run record play ", " quiet " },
    { " lesson grade ", " scene " },
    { " lesson ", " no-verdict " },
    { " grade ", " work " },
    { " run ", " server client wire fault inject limit " },
};

/* Where an option goes: one of these. */
struct known_option {
    const char *name;
    const char **value;
    bool *flag;
    struct option_list *list;
    unsigned *number, least, most;
};

/* Keeps a value beside those that were given before.  -1 if it is full. */
static int
append(struct option_list *list, const char *name, const char *value)
{
    if (list->count == LIST_MAX) {
        fprintf(stderr, "ladder: at most %d of --%s\n", LIST_MAX, name);
        return -1;
    }
    list->values[list->count++] = value;
    return 0;
}

/* Keeps the only value.  -1 if there is one: which of them is meant? */
static int
keep_only(const char **place, const char *name, const char *value)
{
    if (*place != NULL) {
        fprintf(stderr, "ladder: --%s is given twice: '%s' and '%s'\n", name,
                *place, value);
        return -1;
    }
    *place = value;
    return 0;
}

/* Reads a number from least to most.  -1 with a line on standard error. */
static int
read_number(const char *name, const char *value, unsigned least, unsigned most,
            unsigned *number)
{
    char *end;
    unsigned long read = strtoul(value, &end, 10);

    if (*end != '\0' || end == value || read < least || read > most) {
        fprintf(stderr, "ladder: --%s=%s: give a number from %u to %u\n", name,
                value, least, most);
        return -1;
    }
    *number = (unsigned)read;
    return 0;
}

static bool
has_word(const char *words, const char *word)
{
    char blank_around[40];

    snprintf(blank_around, sizeof blank_around, " %s ", word);
    return strstr(words, blank_around) != NULL;
}

/* Whether the verb has this option.  If not, says whose it is; an option that
   none has is left to store(). */
static bool
is_of_verb(const char *name, const char *verb)
{
    for (size_t i = 0; i < sizeof known_by / sizeof known_by[0]; i++) {
        if (!has_word(known_by[i].options, name) ||
            has_word(known_by[i].verbs, verb))
            continue;
        const char *owners = known_by[i].verbs + 1;
        fprintf(stderr, "ladder: --%s is no option of %s, but of: %.*s; "
                        "`ladder %s --help` lists them\n", name, verb,
                (int)strlen(owners) - 1, owners, verb);
        return false;
    }
    return true;
}

/* Stores a known option.  -1 with a line on standard error. */
static int
keep(const struct known_option *known, const char *value)
{
    if ((value == NULL) != (known->flag != NULL)) {
        fprintf(stderr, "ladder: --%s %s\n", known->name,
                value == NULL ? "needs a value: --name=value"
                              : "takes no value");
        return -1;
    }
    if (known->flag != NULL) {
        *known->flag = true;
        return 0;
    }
    if (known->list != NULL)
        return append(known->list, known->name, value);
    if (known->number != NULL)
        return read_number(known->name, value, known->least, known->most,
                           known->number);
    return keep_only(known->value, known->name, value);
}

/* Stores one option.  -1 with a line on standard error. */
static int
store(struct options *o, const char *name, const char *value)
{
    const struct known_option known[] = {
        { "as", .value = &o->as },          { "output", .value = &o->output },
        { "build", .value = &o->build },    { "scene", .value = &o->scene },
        { "view", .value = &o->view },      { "show", .value = &o->view },
        { "at", .value = &o->at },          { "y", .value = &o->y },
        { "color", .value = &o->colour },   { "colour", .value = &o->colour },
        { "limit", .value = &o->limit },    { "id", .value = &o->id },
        { "in", .value = &o->in },          { "server", .value = &o->server },
        { "programs", .value = &o->programs },
        { "work", .value = &o->work },
        { "wire", .list = &o->wires },      { "fault", .list = &o->faults },
        { "client", .list = &o->clients },  { "inject", .list = &o->injects },
        { "connection", .value = &o->connection },
        { "actor", .value = &o->actor },
        { "from", .value = &o->from },      { "to", .value = &o->to },
        { "columns", .number = &o->columns, .least = COLUMNS_LEAST,
          .most = COLUMNS_MOST },
        { "page", .number = &o->page, .least = 1, .most = 999 },
        { "all", .flag = &o->all },         { "ascii", .flag = &o->ascii },
        { "blank", .flag = &o->blank },     { "quiet", .flag = &o->quiet },
        { "no-pin", .flag = &o->no_pin },
        { "no-verdict", .flag = &o->no_verdict },
    };

    for (size_t i = 0; i < sizeof known / sizeof known[0]; i++)
        if (strcmp(name, known[i].name) == 0)
            return keep(&known[i], value);
    fprintf(stderr, "ladder: unknown option --%s; `ladder %s --help` lists "
                    "them\n", name, o->verb);
    return -1;
}

/* "-o FILE", "--server CMD": the value may be the next word. */
static bool
takes_next(const char *name)
{
    static const char *const names[] = { "server", "client", "fault", "wire",
                                         "inject", "output", "limit",
                                         "programs", "connection", "actor",
                                         "from", "to" };

    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        if (strcmp(name, names[i]) == 0)
            return true;
    return false;
}

/* Whether a value, if it was given, is one of the words " a b ". */
static bool
is_among(const char *name, const char *value, const char *words)
{
    if (value == NULL ||
        (value[0] != '\0' && strchr(value, ' ') == NULL &&
         has_word(words, value)))
        return true;
    fprintf(stderr, "ladder: --%s=%s: give one of%.*s\n", name, value,
            (int)strlen(words) - 1, words);
    return false;
}

int
options_read(struct options *options, int argc, char *argv[])
{
    char name[32];

    for (int i = 0; i < argc; i++) {
        const char *word = argv[i];
        if (strcmp(word, "-o") == 0)
            word = "--output";
        if (word[0] != '-' || word[1] == '\0') {
            if (options->word_count == WORDS_MAX) {
                fprintf(stderr, "ladder: too many words: '%s'\n", word);
                return -1;
            }
            options->words[options->word_count++] = word;
            continue;
        }
        const char *text = word + strspn(word, "-");
        const char *value = strchr(text, '=');
        size_t length = value == NULL ? strlen(text) : (size_t)(value - text);
        snprintf(name, sizeof name, "%.*s", (int)length, text);
        if (value != NULL)
            value++;
        else if (takes_next(name) && i + 1 < argc)
            value = argv[++i];
        if (!is_of_verb(name, options->verb) ||
            store(options, name, value) == -1)
            return -1;
    }
    return is_among("color", options->colour, " auto always never ") &&
                   is_among("at", options->at, " client server ")
               ? 0 : -1;
}

int
options_lanes(const struct options *options)
{
    static const struct { const char *name; int lane; } lanes[] = {
        { "calls", LANE_CALLS }, { "wire", LANE_WIRE },
        { "state", LANE_STATE }, { "all", LANE_ALL },
    };
    int wanted = 0;

    for (const char *word = options->view; word != NULL && *word != '\0';) {
        size_t length = strcspn(word, ", ");
        int lane = 0;
        for (size_t i = 0; i < sizeof lanes / sizeof lanes[0]; i++)
            if (strlen(lanes[i].name) == length &&
                memcmp(word, lanes[i].name, length) == 0)
                lane = lanes[i].lane;
        if (lane == 0) {
            fprintf(stderr, "ladder: no view '%s'; the views are calls, wire, "
                            "state and all\n", options->view);
            return -1;
        }
        wanted |= lane;
        word += length + strspn(word + length, ", ");
    }
    return wanted;
}

unsigned
options_columns(const struct options *options)
{
    struct winsize size = { .ws_col = 0 };

    if (options->columns != 0)
        return options->columns;
    if (!isatty(STDOUT_FILENO) ||
        ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == -1 ||
        size.ws_col < COLUMNS_LEAST)
        return COLUMNS_LEAST;
    return size.ws_col < COLUMNS_MOST ? size.ws_col : COLUMNS_MOST;
}

bool
options_colour(const struct options *options)
{
    const char *no = getenv("NO_COLOR"), *force = getenv("CLICOLOR_FORCE");
    const char *terminal = getenv("TERM");

    if (options->colour != NULL && strcmp(options->colour, "auto") != 0)
        return strcmp(options->colour, "never") != 0;
    if (no != NULL && no[0] != '\0')
        return false;
    if (force != NULL && strcmp(force, "0") != 0)
        return true;
    return isatty(STDOUT_FILENO) && terminal != NULL &&
           strcmp(terminal, "dumb") != 0;
}

bool
options_unicode(const struct options *options)
{
    static const char *const names[] = { "LC_ALL", "LC_CTYPE", "LANG" };

    if (options->ascii)
        return false;
    for (size_t i = 0; i < 3; i++) {
        const char *locale = getenv(names[i]);
        if (locale != NULL && locale[0] != '\0')
            return strstr(locale, "UTF-8") != NULL ||
                   strstr(locale, "utf8") != NULL;
    }
    return false;
}

/* A time such as 1.5s.  -1 with a line on standard error. */
static int
read_time(const char *name, const char *value, int64_t *time_ns)
{
    if (value == NULL)
        return 0;
    int64_t read = duration_parse(value);
    if (read < 0) {
        fprintf(stderr, "ladder: --%s=%s: give a time such as 1500ms or 2s\n",
                name, value);
        return -1;
    }
    *time_ns = read;
    return 0;
}

int
options_choice(const struct options *options, struct choice *choice)
{
    const char *conn = options->connection;

    *choice = (struct choice){ .actor = options->actor };
    if (conn != NULL && read_number("connection", conn + (conn[0] == 'c'), 1,
                                    1u << 20, &choice->conn) == -1)
        return -1;
    if (read_time("from", options->from, &choice->from_ns) == -1 ||
        read_time("to", options->to, &choice->to_ns) == -1)
        return -1;
    if (choice->to_ns > 0 && choice->to_ns < choice->from_ns) {
        fprintf(stderr, "ladder: --to=%s comes before --from=%s\n",
                options->to, options->from);
        return -1;
    }
    return 0;
}

bool
options_choose(const struct options *options)
{
    return options->connection != NULL || options->actor != NULL ||
           options->from != NULL || options->to != NULL;
}
