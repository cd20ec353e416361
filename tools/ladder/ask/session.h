/*
 * session.h - the questions of one scene, asked before its ladder and again
 * behind it, and marked.
 */
#ifndef LADDER_ASK_SESSION_H
#define LADDER_ASK_SESSION_H

#include "ask/answer.h"
#include "lesson/lesson.h"
#include "predict/predict.h"

/* Some questions of a lesson that one scene answers, and their answers. */
struct session {
    const struct lesson *lesson;
    const struct predict *predict;
    size_t first, end;          /* the questions [first, end) */
    char before[PREDICT_QUESTIONS];             /* 'a', '?'; 0: not asked */
    char sentences[PREDICT_QUESTIONS][ANSWER_MAX];
    size_t right_before, right_behind, marked;
};

/* The questions from first on that the same scene answers, most at most. */
void
session_begin(struct session *session, const struct lesson *lesson,
              const struct predict *predict, size_t first, size_t most);

/*
 * Asks them, shows the ladder without its answers, and waits for Enter.  False
 * where the student has left; that is kept too.
 */
bool
session_before(struct session *session);

/*
 * Asks them again, marks both answers with the row that decides, and keeps
 * them.  Returns an exit status; *left says whether the student has left.
 */
int
session_behind(struct session *session, bool *left);

#endif
