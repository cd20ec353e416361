/*
 * deed.c - the recorder's deeds: their words, and what the words name.
 */
#include "model/deed.h"

#include <stdio.h>
#include <string.h>

/* What stands behind the first word. */
enum form {
    FORM_ALONE,                 /* "cuts" */
    FORM_ACTOR,                 /* "starts client" */
    FORM_ACTOR_CALL,            /* "holds server at accept" */
    FORM_ACTOR_SIGNAL,          /* "signals server SIGKILL" */
    FORM_PROSE,                 /* "reaches the limit of 10000 ms" */
};

struct deed_words {
    const char *name;
    enum form form;
};

static struct deed_words
words_of(enum ladder_deed deed)
{
    switch (deed) {
    case LADDER_STARTS:   return (struct deed_words){ "starts", FORM_ACTOR };
    case LADDER_STOPS:    return (struct deed_words){ "stops", FORM_ACTOR };
    case LADDER_HOLDS:    return (struct deed_words){ "holds",
                                                      FORM_ACTOR_CALL };
    case LADDER_RELEASES: return (struct deed_words){ "releases", FORM_ACTOR };
    case LADDER_SIGNALS:  return (struct deed_words){ "signals",
                                                      FORM_ACTOR_SIGNAL };
    case LADDER_CUTS:     return (struct deed_words){ "cuts", FORM_ALONE };
    case LADDER_MENDS:    return (struct deed_words){ "mends", FORM_ALONE };
    case LADDER_FLOODS:   return (struct deed_words){ "floods", FORM_PROSE };
    case LADDER_HURRIES:  return (struct deed_words){ "hurries", FORM_ALONE };
    case LADDER_REACHES:  return (struct deed_words){ "reaches", FORM_PROSE };
    case LADDER_CANNOT:   return (struct deed_words){ "cannot", FORM_PROSE };
    case LADDER_HAS:      return (struct deed_words){ "has", FORM_PROSE };
    case LADDER_COUNTS:   return (struct deed_words){ "counts", FORM_PROSE };
    case LADDER_INJECTS:  return (struct deed_words){ "injects", FORM_PROSE };
    case LADDER_OTHER:
    case LADDER_DEEDS:
        break;
    }
    return (struct deed_words){ "", FORM_PROSE };
}

const char *
ladder_deed_name(enum ladder_deed deed)
{
    return words_of(deed).name;
}

enum ladder_deed
ladder_deed_named(const char *name, size_t length)
{
    for (int i = LADDER_OTHER + 1; i < LADDER_DEEDS; i++) {
        const char *known = ladder_deed_name((enum ladder_deed)i);
        if (strlen(known) == length && memcmp(known, name, length) == 0)
            return (enum ladder_deed)i;
    }
    return LADDER_OTHER;
}

/* The column that the words belong to: "client" of "cannot see calls of
   client: it uses io_uring", from the first word that begins as a host. */
static enum host
host_in(const char *words)
{
    for (;;) {
        for (int i = 0; i < HOSTS; i++) {
            const char *name = host_name((enum host)i);
            if (strncmp(words, name, strlen(name)) == 0)
                return (enum host)i;
        }
        words = strchr(words, ' ');
        if (words == NULL)
            return HOST_NONE;
        words++;
    }
}

/* Takes one word and the blank behind it from *words into out.  False where it
   is empty or longer than a name can be. */
static bool
take_name(const char **words, char *out, size_t size)
{
    size_t length = strcspn(*words, " ");

    if (length == 0 || length >= size)
        return false;
    memcpy(out, *words, length);
    out[length] = '\0';
    *words += length;
    *words += **words == ' ';
    return true;
}

/* Whether the words behind the deed's name have its form; fills in act. */
static bool
take_form(struct ladder_act *act, enum form form, const char *words)
{
    char signal[ACTOR_MAX];

    switch (form) {
    case FORM_ALONE:
        return *words == '\0';
    case FORM_ACTOR:
        return take_name(&words, act->actor, sizeof act->actor) &&
               *words == '\0';
    case FORM_ACTOR_CALL:
        if (!take_name(&words, act->actor, sizeof act->actor) ||
            strncmp(words, "at ", 3) != 0)
            return false;
        words += 3;
        return take_name(&words, act->call, sizeof act->call) &&
               *words == '\0';
    case FORM_ACTOR_SIGNAL:
        return take_name(&words, act->actor, sizeof act->actor) &&
               take_name(&words, signal, sizeof signal) && *words == '\0';
    case FORM_PROSE:
        return true;
    }
    return false;
}

void
event_set_words(struct event *event, const char *words)
{
    size_t length = strcspn(words, " ");
    struct ladder_act act = { .deed = ladder_deed_named(words, length) };
    const char *rest = words + length;

    rest += *rest == ' ';
    if (!take_form(&act, words_of(act.deed).form, rest))
        act = (struct ladder_act){ .deed = LADDER_OTHER };
    act.host = host_in(words);
    event->text = words;
    event->act = act;
}
