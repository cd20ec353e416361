/*
 * text.c - the characters and words of a scene's line.
 */
#include "scene/line.h"
#include "base/utf8.h"

#include <stdlib.h>
#include <string.h>

static bool
is_blank(char c)
{
    return c == ' ' || c == '\t';
}

const char *
text_fault(const char *text, size_t length)
{
    for (size_t at = 0; at < length;) {
        size_t bytes = utf8_length(text + at, length - at);
        unsigned char first = (unsigned char)text[at];
        if (bytes == 0)
            return "the line is not UTF-8; save the file as UTF-8";
        /* c2 80 to c2 9f: control characters too, some terminals obey them */
        if ((first < ' ' && first != '\t') || first == 0x7f ||
            (first == 0xc2 && (unsigned char)text[at + 1] < 0xa0))
            return "the line has a control character; remove it";
        at += bytes;
    }
    return NULL;
}

size_t
quote_length(const char *text)
{
    size_t length = *text == '"';

    while (length > 0 && text[length] != '"') {
        if (text[length] == '\\' && text[length + 1] != '\0')
            length++;
        if (text[length++] == '\0')
            return 0;
    }
    return length;
}

void
text_cut_comment(char *text)
{
    char *at = text;

    for (; *at != '\0'; at++) {
        if (*at == '#' && (at == text || is_blank(at[-1])))
            break;
        at += quote_length(at);
    }
    while (at > text && is_blank(at[-1]))
        at--;
    *at = '\0';
}

/*
 * Copies one word from *from to *to, without its quotes, and moves both behind
 * it.  Returns false at a quote that is not closed and at a backslash that ends
 * the line.
 */
static bool
unquote(const char **from, char **to)
{
    const char *in = *from;
    char *out = *to, quote = '\0';

    for (; *in != '\0' && (quote != '\0' || !is_blank(*in)); in++) {
        if (quote == '\0' && (*in == '\'' || *in == '"')) {
            quote = *in;
        } else if (*in == quote) {
            quote = '\0';
        } else if (*in == '\\' && quote == '\0') {
            if (*++in == '\0')
                return false;
            *out++ = *in;
        } else {
            if (*in == '\\' && quote == '"' && in[1] && strchr("\"\\$`", in[1]))
                in++;
            *out++ = *in;
        }
    }
    *from = in;
    *to = out;
    return quote == '\0';
}

int
text_split(struct scene_line *line)
{
    const char *from = line->rest;
    char word[SCENE_LINE_MAX + 1];
    size_t most = strlen(line->rest) / 2 + 2;

    line->words = calloc(most, sizeof *line->words);
    if (line->words == NULL)
        return scene_fail(line, "out of memory");
    for (;;) {
        while (is_blank(*from))
            from++;
        if (*from == '\0' || *from == '#')
            return 0;
        char *to = word;
        if (!unquote(&from, &to))
            return scene_fail(line, "a quote is not closed, or a backslash "
                                    "ends the line; end it on this line");
        char *copy = scene_copy(line, word, (size_t)(to - word));
        if (copy == NULL)
            return -1;
        line->words[line->word_count++] = copy;
    }
}

void
words_free(char **words)
{
    for (size_t i = 0; words != NULL && words[i] != NULL; i++)
        free(words[i]);
    free(words);
}

size_t
word_length(const char *text)
{
    return strcspn(text, " \t");
}

bool
word_is(const char *text, size_t length, const char *word)
{
    return strlen(word) == length && memcmp(text, word, length) == 0;
}

size_t
word_before(const char *text, size_t end)
{
    while (end > 0 && is_blank(text[end - 1]))
        end--;
    while (end > 0 && !is_blank(text[end - 1]))
        end--;
    return end;
}

char *
word_take(char **cursor)
{
    char *word = *cursor + strspn(*cursor, " \t");
    char *end = word + word_length(word);

    if (*word == '\0')
        return NULL;
    *cursor = end + strspn(end, " \t");
    *end = '\0';
    return word;
}

char *
value_take(char *word)
{
    char *equals = strchr(word, '=');
    if (equals == NULL || equals == word || equals[1] == '\0')
        return NULL;
    *equals = '\0';
    return equals + 1;
}
