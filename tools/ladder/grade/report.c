/* report.c - what a student reads after a grade. */
#include "grade/report.h"

#include <string.h>


enum { COLUMNS = 80, REPORT_STATUS_UNCHECKED = 3 };

/* Columns of a text whose characters are all one wide. */
static size_t
width_of(const char *text)
{
    size_t width = 0;

    for (; *text != '\0'; text++)
        width += ((unsigned char)*text & 0xc0) != 0x80;
    return width;
}

/* `left` and `right` at the two ends of one line, or on two lines. */
static void
print_ends(const char *left, const char *right, FILE *out)
{
    size_t used = width_of(left) + width_of(right);

    if (right[0] == '\0') {
        fprintf(out, "%s\n", left);
        return;
    }
    if (used + 2 > COLUMNS)
        fprintf(out, "%s\n%*s\n", left, COLUMNS, right);
    else
        fprintf(out, "%s%*s\n", left,
                (int)(COLUMNS - width_of(left) - width_of(right) +
                      strlen(right)), right);
}

/* "        name      text", folded below where text begins. */
static void
print_below(const char *name, const char *text, FILE *out)
{
    enum { INDENT = 18 };
    size_t column = INDENT;

    fprintf(out, "        %-10s", name);
    while (*text != '\0') {
        size_t length = strcspn(text, " ");
        char word[FINDING_TEXT];
        snprintf(word, sizeof word, "%.*s", (int)length, text);
        if (column > INDENT && column + 1 + width_of(word) > COLUMNS) {
            fprintf(out, "\n%*s", INDENT, "");
            column = INDENT;
        }
        if (column > INDENT)
            column += (size_t)fprintf(out, " ");
        fputs(word, out);
        column += width_of(word);
        text += length + strspn(text + length, " ");
    }
    fprintf(out, "\n");
}

void
report_begin(const struct exercise *exercise, bool unicode, FILE *out)
{
    char left[200], right[PATH_MAX + NAME_MAX + 2];

    snprintf(left, sizeof left, "%s %s %s", exercise->number,
             unicode ? "\u00b7" : "-", exercise->title);
    snprintf(right, sizeof right, "%s/%s", exercise->work,
             exercise->files[0]);
    print_ends(left, right, out);
}

void
report_requirement(const struct exercise *exercise,
                   const struct requirement *requirement, FILE *out)
{
    static const char *const words[] = {
        [VERDICT_HOLDS] = "ok", [VERDICT_FAILS] = "FAIL",
        [VERDICT_UNCHECKED] = "?",
    };
    char call[FINDING_TEXT + 64];

    fprintf(out, "  %-4s  %s\n", words[requirement->verdict],
            requirement->scene->title);
    if (requirement->verdict == VERDICT_UNCHECKED)
        fprintf(out, "        %s\n", requirement->happened);
    if (requirement->verdict != VERDICT_FAILS)
        return;
    print_below("expected", requirement->expected, out);
    print_below("happened", requirement->happened, out);
    if (requirement->call[0] == '\0')
        return;
    if (requirement->row > 0)
        snprintf(call, sizeof call, "%s (row %u of make look-%s)",
                 requirement->call, requirement->row, exercise->short_number);
    else
        snprintf(call, sizeof call, "%s", requirement->call);
    print_below("your call", call, out);
}

static size_t
count_verdicts(const struct exercise *exercise, enum verdict verdict)
{
    size_t count = 0;

    for (size_t i = 0; i < exercise->count; i++)
        count += exercise->requirements[i].verdict == verdict;
    return count;
}

int
report_end(const struct exercise *exercise, FILE *out)
{
    size_t hold = count_verdicts(exercise, VERDICT_HOLDS);
    size_t fail = count_verdicts(exercise, VERDICT_FAILS);
    size_t unchecked = exercise->count - hold - fail;
    char left[100], more[50] = "", right[40];

    if (unchecked > 0)
        snprintf(more, sizeof more, " %zu could not be checked.", unchecked);
    snprintf(left, sizeof left, "%zu of %zu requirement%s hold%s.%s", hold,
             exercise->count, exercise->count == 1 ? "" : "s",
             exercise->count == 1 && hold == 1 ? "s" : "", more);
    snprintf(right, sizeof right, "next: make %s-%s",
             fail > 0 ? "look" : "grade", exercise->short_number);
    print_ends(left, hold == exercise->count ? "" : right, out);
    return fail > 0 ? STATUS_FAILED
           : unchecked > 0 ? REPORT_STATUS_UNCHECKED : STATUS_DONE;
}
