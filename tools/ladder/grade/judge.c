/* judge.c - from the trace of a requirement to its verdict. */
#include "grade/judge.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "check/expect.h"
#include "grade/blame.h"

/* "busy: the limit ..." without the scene's name. */
static const char *
without_name(const struct requirement *requirement, const char *said)
{
    size_t length = strlen(requirement->scene->name);

    return strncmp(said, requirement->scene->name, length) == 0 &&
                   strncmp(said + length, ": ", 2) == 0
               ? said + length + 2 : said;
}

/* The recorder has not come to its end: nothing can be said. */
static void
leave_unchecked(struct requirement *requirement, const struct together *play)
{
    requirement->verdict = VERDICT_UNCHECKED;
    if (play->outcome == OUTCOME_STARVED)
        snprintf(requirement->happened, FINDING_TEXT,
                 "not measured: this machine was too busy, three times");
    else if (play->outcome == OUTCOME_NO_HOSTS)
        snprintf(requirement->happened, FINDING_TEXT,
                 "not checked: this machine allows no private hosts");
    else if (play->outcome == OUTCOME_SKIPPED)
        snprintf(requirement->happened, FINDING_TEXT,
                 "not checked: this kernel cannot show it");
    else
        snprintf(requirement->happened, FINDING_TEXT, "not checked: %.480s",
                 play->said[0] == '\0' ? "the recorder failed" : play->said);
}

void
judge(const struct exercise *exercise, struct requirement *requirement,
      const struct together *play)
{
    struct complaint message = { "" };
    struct expect_findings found = { .failed = 0 };
    FILE *trace = fopen(requirement->trace, "r");

    if (trace == NULL || (play->outcome != OUTCOME_DONE &&
                          play->outcome != OUTCOME_FAILED)) {
        leave_unchecked(requirement, play);
    } else if (expect_find(requirement->scene, trace, requirement->trace,
                           &found, &message) == -1) {
        requirement->verdict = VERDICT_UNCHECKED;
        snprintf(requirement->happened, FINDING_TEXT, "not checked: %.800s",
                 message.text);
    } else if (found.failed > 0) {
        requirement->verdict = VERDICT_FAILS;
        expect_describe(found.first, requirement->expected, FINDING_TEXT);
        snprintf(requirement->happened, FINDING_TEXT, "%s", found.happened);
    } else if (play->outcome == OUTCOME_FAILED) {
        requirement->verdict = VERDICT_FAILS;
        snprintf(requirement->expected, FINDING_TEXT,
                 "all programs end, and end well");
        snprintf(requirement->happened, FINDING_TEXT, "%s",
                 without_name(requirement, play->said));
    } else {
        requirement->verdict = VERDICT_HOLDS;
    }
    if (requirement->verdict == VERDICT_FAILS)
        blame(exercise, requirement, &found, trace);
    if (trace != NULL)
        fclose(trace);
}
