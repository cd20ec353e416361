/*
 * complaint.c - tests of tools/ladder/base/complaint.c.
 */
#include <string.h>

#include "base/complaint.h"
#include "tap.h"

static bool
says(const struct complaint *complaint, const char *text)
{
    return strcmp(complaint->text, text) == 0;
}

static void
test_cut(void)
{
    struct complaint complaint = { "" };
    unsigned pieces = 0;

    for (; pieces < COMPLAINT_MAX; pieces++)
        complain_on(&complaint, "%s", "abc");
    check(strlen(complaint.text) == COMPLAINT_MAX - 1,
          "what does not fit is cut, and its end stays marked");
    complain(&complaint, "%s", "short");
    check(says(&complaint, "short"), "a new complaint replaces a long one");
}

int
main(void)
{
    struct complaint complaint = { "" };

    check(complain(&complaint, "x.scene:%d: ", 3) == -1 &&
          says(&complaint, "x.scene:3: "), "who complains returns -1");
    check(complain_on(&complaint, "the words are") == -1 &&
          complain_on(&complaint, " %s", "wire") == -1 &&
          says(&complaint, "x.scene:3: the words are wire"),
          "more stands behind what was said");
    test_cut();
    return done();
}
