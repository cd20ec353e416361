/*
 * session.c - one scene's questions.
 *
 *     1. How long does `connect` wait: 20, 40 or 60 ms?
 *        a  20 ms, until the first segment has arrived
 *        b  40 ms, one round trip
 *     a, b (? you do not know, s leave): b
 *     ...
 *     Yes: b. The row that decides: 41 ms, client connect returns 0
 */
#include "ask/session.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "ask/kept.h"
#include "draw/ink/fold.h"
#include "draw/text/file.h"
#include "lesson/screen.h"

enum { PATH_BYTES = 2 * PATH_MAX };

void
session_begin(struct session *session, const struct lesson *lesson,
              const struct predict *predict, size_t first, size_t most)
{
    *session = (struct session){ .lesson = lesson, .predict = predict,
                                 .first = first, .end = first };
    while (session->end < predict->count && session->end - first < most &&
           strcmp(predict->questions[session->end].scene,
                  predict->questions[first].scene) == 0)
        session->end++;
}

/* --- asking --------------------------------------------------------------- */

static void
show_question(const struct session *session, size_t i)
{
    const struct predict_question *question = &session->predict->questions[i];
    unsigned columns = session->lesson->drawing.columns;
    char first[32];

    snprintf(first, sizeof first, "\n%zu. ", i + 1);
    printf("\n");
    fold_print_behind(stdout, first + 1, question->text, columns);
    for (size_t j = 0; j < question->count; j++) {
        snprintf(first, sizeof first, "   %c  ", (char)('a' + j));
        fold_print_behind(stdout, first, question->choices[j].text, columns);
    }
}

/* The answer, as a letter, or '?' or 's'. */
static char
ask_choice(const struct predict_question *question)
{
    char keys[PREDICT_CHOICES + 1] = "", prompt[64];

    for (size_t j = 0; j < question->count; j++)
        keys[j] = (char)('a' + j);
    snprintf(prompt, sizeof prompt,
             "   a to %c  (? you do not know, s leave): ",
             keys[question->count - 1]);
    return answer_key(prompt, keys);
}

/* Asks question i for the first time.  False where the student leaves. */
static bool
ask_before(struct session *session, size_t i)
{
    const struct predict_question *question = &session->predict->questions[i];

    show_question(session, i);
    if (question->model != NULL) {
        session->before[i] = 'w';
        return answer_line("   One sentence (s leave): ",
                           session->sentences[i]);
    }
    session->before[i] = ask_choice(question);
    return session->before[i] != ANSWER_LEAVES;
}

static void
keep_leaving(const struct session *session)
{
    FILE *kept = kept_open(session->lesson);

    if (kept != NULL) {
        fprintf(kept, "# left before %s\n",
                session->predict->questions[session->first].scene);
        fclose(kept);
    }
}

/* --- the ladders ---------------------------------------------------------- */

static FILE *
open_recorded(const struct session *session, char path[PATH_BYTES])
{
    snprintf(path, PATH_BYTES, "%s/recorded/%.200s.trace",
             session->lesson->folder,
             session->predict->questions[session->first].scene);
    return fopen(path, "r");
}

/* The run that was just seen; without hosts that was the recording. */
static FILE *
open_seen(const struct session *session, char path[PATH_BYTES])
{
    if (!session->lesson->plays)
        return open_recorded(session, path);
    snprintf(path, PATH_BYTES, "%s/%.200s.trace", session->lesson->programs,
             session->predict->questions[session->first].scene);
    return fopen(path, "r");
}

static void
show_blank(const struct session *session)
{
    struct complaint why = { "" };
    struct text_options drawing = session->lesson->drawing;
    char path[PATH_BYTES];
    FILE *trace = open_recorded(session, path);

    if (trace == NULL)
        return;
    drawing.blank = true;
    screen_begin(SCREEN_WATCH);
    printf("\nThe ladder without its answers:\n\n");
    if (text_draw_file(trace, path, &drawing, stdout, &why) == -1)
        fprintf(stderr, "ladder: %s\n", why.text);
    fclose(trace);
    screen_end();
}

bool
session_before(struct session *session)
{
    const struct predict_question *first =
        &session->predict->questions[session->first];

    if (first->setting[0] != '\0') {
        printf("\n");
        fold_print(stdout, first->setting, session->lesson->drawing.columns);
    }
    for (size_t i = session->first; i < session->end; i++)
        if (!ask_before(session, i)) {
            keep_leaving(session);
            return false;
        }
    show_blank(session);
    if (answer_key("\nEnter: the run, and its ladder. ", "\n") ==
        ANSWER_LEAVES) {
        keep_leaving(session);
        return false;
    }
    return true;
}

/* --- marking -------------------------------------------------------------- */

static void
say_row(const struct session *session, const char *words,
        const struct predict_mark *mark)
{
    char text[PREDICT_ROW_MAX + 64];

    if (mark->row[0] == '\0')
        return;
    snprintf(text, sizeof text, "%lld ms, %s", (long long)mark->ms, mark->row);
    fold_print_behind(stdout, words, text, session->lesson->drawing.columns);
}

/* What is wrong with the choice that the student took, and which one is not. */
static void
say_mark(struct session *session, size_t i, char behind,
         const struct predict_mark *mark)
{
    const struct predict_question *question = &session->predict->questions[i];
    unsigned columns = session->lesson->drawing.columns;
    char right = (char)('a' + mark->right), words[32];

    session->marked++;
    session->right_before += session->before[i] == right;
    session->right_behind += behind == right;
    if (behind == right) {
        printf("   Yes: %c%s.\n", right, session->before[i] == right
               ? ", as you have predicted" : "");
        if (question->choices[mark->right].say[0] != '\0')
            fold_print_behind(stdout, "   ",
                              question->choices[mark->right].say, columns);
    } else {
        if (behind != ANSWER_UNKNOWN) {
            const char *say = question->choices[behind - 'a'].say;
            snprintf(words, sizeof words, "   Not %c. ", behind);
            fold_print_behind(stdout, words, say, columns);
        }
        snprintf(words, sizeof words, "   It is %c: ", right);
        fold_print_behind(stdout, words, question->choices[mark->right].text,
                          columns);
    }
    say_row(session, "   The row that decides: ", mark);
}

static void
say_model(const struct session *session, size_t i,
          const struct predict_mark *mark)
{
    unsigned columns = session->lesson->drawing.columns;

    fold_print_behind(stdout, "   You wrote: ",
                      session->sentences[i][0] == '\0'
                          ? "(nothing)" : session->sentences[i], columns);
    fold_print_behind(stdout, "   A good answer: ",
                      session->predict->questions[i].model, columns);
    say_row(session, "   The row to look at: ", mark);
}

/* Asks question i again and marks it.  False where the student leaves. */
static bool
ask_behind(struct session *session, size_t i, const struct predict_mark *mark,
           FILE *kept)
{
    const struct predict_question *question = &session->predict->questions[i];
    char behind = 'w';

    show_question(session, i);
    if (question->model == NULL)
        behind = ask_choice(question);
    if (behind == ANSWER_LEAVES)
        return false;
    if (question->model != NULL)
        say_model(session, i, mark);
    else
        say_mark(session, i, behind, mark);
    if (kept != NULL && question->model != NULL)
        fprintf(kept, "%s\t%d\t\"%s\"\n", question->scene, question->line,
                session->sentences[i]);
    else if (kept != NULL)
        fprintf(kept, "%s\t%d\t%c\t%c\t%c\n", question->scene, question->line,
                session->before[i], behind, (char)('a' + mark->right));
    return true;
}

int
session_behind(struct session *session, bool *left)
{
    const struct predict *predict = session->predict;
    struct complaint why = { "" };
    char path[PATH_BYTES];
    int status = STATUS_DONE;
    FILE *trace = open_seen(session, path);

    if (trace == NULL) {
        fprintf(stderr, "ladder: %s: %s\n", path, strerror(errno));
        return STATUS_FAILED;
    }
    FILE *kept = kept_open(session->lesson);
    printf("\nAgain, now from the ladder:\n");
    for (size_t i = session->first; i < session->end && !*left; i++) {
        struct predict_mark mark;
        if (predict_mark(predict, &predict->questions[i], trace, path, &mark,
                         &why) == -1) {
            fprintf(stderr, "ladder: %s\n", why.text);
            status = STATUS_FAILED;
            break;
        }
        *left = !ask_behind(session, i, &mark, kept);
    }
    if (session->marked > 0)
        printf("\nRight: %zu of %zu predicted, %zu of %zu from the ladder.\n",
               session->right_before, session->marked, session->right_behind,
               session->marked);
    if (kept != NULL)
        fclose(kept);
    fclose(trace);
    return status;
}
