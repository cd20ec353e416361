/*
 * parse.c - reads the file `predict` of a lesson.
 *
 * One word and its text a line; the text is kept whole, and each line is ended
 * in place, so that a question's strings point into it.
 */
#include "predict/predict.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"

/* Where the reading has come to. */
struct reading {
    struct predict *predict;
    struct complaint *complaint;
    const char *scene, *setting;        /* of the questions that follow */
    int line;
};

static struct predict_question *
last_question(const struct reading *reading)
{
    struct predict *predict = reading->predict;

    return predict->count == 0 ? NULL
                               : &predict->questions[predict->count - 1];
}

static struct predict_choice *
last_choice(const struct reading *reading)
{
    struct predict_question *question = last_question(reading);

    return question == NULL || question->count == 0
               ? NULL : &question->choices[question->count - 1];
}

/* Complains with file and line; returns -1. */
static int
fail(const struct reading *reading, const char *what)
{
    return complain(reading->complaint, "%.200s:%d: %s",
                    reading->predict->file, reading->line, what);
}

/* --- conditions ----------------------------------------------------------- */

/* Takes " times " with its number off *text: "3 times X" leaves "X". */
static bool
take_times(char **text, uint64_t *times)
{
    char *end;

    if (**text < '0' || **text > '9')
        return false;
    unsigned long read = strtoul(*text, &end, 10);
    if (strncmp(end, " times ", 7) != 0 || read > 1000000)
        return false;
    *times = read;
    *text = end + 7;
    return true;
}

/* The words in front of the events.  Whether a number of times is said. */
static bool
read_count(struct predict_condition *condition, char **text)
{
    uint64_t times = 0;
    char *rest = *text;

    condition->least = 1;
    condition->most = UINT64_MAX;
    if (take_times(text, &times)) {
        condition->least = condition->most = times;
        return true;
    }
    if (strncmp(rest, "at least ", 9) == 0 && (rest += 9) != NULL &&
        take_times(&rest, &times))
        condition->least = times;
    else if (strncmp(rest, "at most ", 8) == 0 && (rest += 8) != NULL &&
             take_times(&rest, &times))
        condition->least = 0, condition->most = times;
    else
        return false;
    *text = rest;
    return true;
}

static int
read_condition(const struct reading *reading, char *text)
{
    struct predict_choice *choice = last_choice(reading);

    if (choice == NULL)
        return fail(reading, "`if` stands below a `choice`");
    if (choice->count == PREDICT_CONDITIONS)
        return fail(reading, "a choice has 4 conditions at most");
    struct predict_condition *condition = &choice->conditions[choice->count++];
    bool counted = read_count(condition, &text);
    if (!counted && strncmp(text, "never ", 6) == 0) {
        condition->never = true;
        text += 6;
    }
    for (char *next; text != NULL; text = next) {
        next = strstr(text, " then ");
        if (next != NULL) {
            *next = '\0';
            next += strlen(" then ");
        }
        if (text[0] == '\0' || condition->count == PREDICT_EVENTS)
            return fail(reading, "write: if [never | N times | at least N "
                        "times | at most N times] EVENT [then EVENT]...");
        condition->events[condition->count++] = text;
    }
    if (counted && condition->count > 1)
        return fail(reading, "only a single event is counted");
    return 0;
}

/* --- the words ------------------------------------------------------------ */

static int
read_scene(struct reading *reading, char *text)
{
    reading->scene = text;
    reading->setting = "";
    return 0;
}

static int
read_setting(struct reading *reading, char *text)
{
    reading->setting = text;
    return 0;
}

static int
read_question(struct reading *reading, char *text)
{
    struct predict *predict = reading->predict;

    if (reading->scene == NULL)
        return fail(reading, "a `scene` stands above the first question");
    if (predict->count == PREDICT_QUESTIONS)
        return fail(reading, "there are 16 questions at most");
    predict->questions[predict->count++] = (struct predict_question){
        .scene = reading->scene, .setting = reading->setting, .text = text,
        .line = reading->line,
    };
    return 0;
}

static int
read_choice(struct reading *reading, char *text)
{
    struct predict_question *question = last_question(reading);

    if (question == NULL)
        return fail(reading, "a `choice` stands below its question");
    if (question->count == PREDICT_CHOICES)
        return fail(reading, "a question has 6 choices at most");
    question->choices[question->count++] = (struct predict_choice){
        .text = text, .say = "", .line = reading->line,
    };
    return 0;
}

static int
read_if(struct reading *reading, char *text)
{
    return read_condition(reading, text);
}

static int
read_say(struct reading *reading, char *text)
{
    struct predict_choice *choice = last_choice(reading);

    if (choice == NULL)
        return fail(reading, "`say` stands below a `choice`");
    choice->say = text;
    return 0;
}

static int
read_row(struct reading *reading, char *text)
{
    struct predict_question *question = last_question(reading);

    if (question == NULL)
        return fail(reading, "`row` stands below its question");
    question->row = text;
    return 0;
}

static int
read_model(struct reading *reading, char *text)
{
    struct predict_question *question = last_question(reading);

    if (question == NULL)
        return fail(reading, "`model` stands below its question");
    question->model = text;
    return 0;
}

static const struct word {
    const char *name;
    int (*read)(struct reading *reading, char *text);
} words[] = {
    { "scene", read_scene }, { "setting", read_setting },
    { "ask", read_question }, { "choice", read_choice }, { "if", read_if },
    { "say", read_say }, { "row", read_row }, { "model", read_model },
};

enum { WORDS = sizeof words / sizeof words[0] };

static int
unknown_word(const struct reading *reading, const char *word, size_t length)
{
    char known[128] = "";

    for (size_t i = 0; i < WORDS; i++) {
        size_t used = strlen(known);
        snprintf(known + used, sizeof known - used, " %s", words[i].name);
    }
    return complain(reading->complaint,
                    "%.200s:%d: unknown word '%.*s'; the words are%s",
                    reading->predict->file, reading->line,
                    length < 40 ? (int)length : 40, word, known);
}

/* Whether the line is UTF-8 without control characters. */
static bool
is_text(const char *line)
{
    size_t length = strlen(line);

    for (size_t at = 0; at < length;) {
        size_t bytes = utf8_length(line + at, length - at);
        unsigned char first = (unsigned char)line[at];
        if (bytes == 0 || first < ' ' || first == 0x7f ||
            (first == 0xc2 && (unsigned char)line[at + 1] < 0xa0))
            return false;
        at += bytes;
    }
    return true;
}

static int
read_line(struct reading *reading, char *line)
{
    size_t end = strlen(line);

    while (end > 0 && (line[end - 1] == ' ' || line[end - 1] == '\r'))
        line[--end] = '\0';
    line += strspn(line, " ");
    if (line[0] == '\0' || line[0] == '#')
        return 0;
    if (!is_text(line))
        return fail(reading, "the line is not UTF-8, or has a control "
                             "character");
    size_t length = strcspn(line, " ");
    for (size_t i = 0; i < WORDS; i++) {
        if (strlen(words[i].name) != length ||
            memcmp(words[i].name, line, length) != 0)
            continue;
        line += length + strspn(line + length, " ");
        return line[0] == '\0' ? fail(reading, "the word has no text")
                               : words[i].read(reading, line);
    }
    return unknown_word(reading, line, length);
}

/* --- the whole ------------------------------------------------------------ */

/* What no single line shows. */
static int
check_questions(struct reading *reading)
{
    const struct predict *predict = reading->predict;

    if (predict->count == 0)
        return fail(reading, "there is no question; write: ask TEXT");
    for (size_t i = 0; i < predict->count; i++) {
        const struct predict_question *question = &predict->questions[i];
        reading->line = question->line;
        if ((question->model == NULL) == (question->count == 0))
            return fail(reading, "a question has choices, or a `model` answer");
        if (question->count == 1)
            return fail(reading, "one choice is none");
        for (size_t j = 0; j < question->count; j++)
            if (question->choices[j].count == 0) {
                reading->line = question->choices[j].line;
                return fail(reading, "the choice has no condition; write: if "
                                     "EVENT");
            }
    }
    return 0;
}

static int
read_lines(struct reading *reading, size_t length)
{
    char *text = reading->predict->text;

    if (memchr(text, '\0', length) != NULL) {
        reading->line = 1;
        return fail(reading, "the file has a NUL byte");
    }
    for (char *end; *text != '\0'; text = end) {
        reading->line++;
        end = text + strcspn(text, "\n");
        if (*end == '\n')
            *end++ = '\0';
        if (read_line(reading, text) == -1)
            return -1;
    }
    return check_questions(reading);
}

struct predict *
predict_parse(const char *text, size_t length, const char *file,
              struct complaint *complaint)
{
    struct predict *predict = calloc(1, sizeof *predict);
    struct reading reading = { .predict = predict, .complaint = complaint };

    if (predict != NULL) {
        predict->text = malloc(length + 1);
        predict->file = malloc(strlen(file) + 1);
    }
    if (predict == NULL || predict->text == NULL || predict->file == NULL) {
        complain(complaint, "%.200s: out of memory", file);
        predict_free(predict);
        return NULL;
    }
    memcpy(predict->text, text, length);
    predict->text[length] = '\0';
    memcpy(predict->file, file, strlen(file) + 1);
    if (read_lines(&reading, length) == 0)
        return predict;
    predict_free(predict);
    return NULL;
}

struct predict *
predict_read(const char *file, struct complaint *complaint)
{
    struct predict *predict = NULL;
    FILE *in = fopen(file, "r");
    char *text = malloc(PREDICT_TEXT_MAX + 1);

    if (in == NULL || text == NULL) {
        complain(complaint, "%.200s: cannot be read: %s", file,
                 strerror(errno));
    } else {
        size_t length = fread(text, 1, PREDICT_TEXT_MAX + 1, in);
        if (ferror(in) || length > PREDICT_TEXT_MAX)
            complain(complaint, "%.200s: cannot be read, or is longer than %d "
                     "bytes", file, PREDICT_TEXT_MAX);
        else
            predict = predict_parse(text, length, file, complaint);
    }
    if (in != NULL)
        fclose(in);
    free(text);
    return predict;
}

void
predict_free(struct predict *predict)
{
    if (predict == NULL)
        return;
    free(predict->text);
    free(predict->file);
    free(predict);
}
