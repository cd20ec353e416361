/*
 * values.c - the numbers and units of a scene.
 */
#include "scene/line.h"

#include <string.h>

/* Digits enough for any value of a scene, and few enough that a number times
   its unit fits 64 bits. */
enum { DIGITS_MAX = 9 };

static bool
is_digit(char c)
{
    return c >= '0' && c <= '9';
}

bool
number_parse(const char *text, uint64_t least, uint64_t most, uint64_t *out)
{
    uint64_t number = 0;

    if (*text == '\0')
        return false;
    for (; *text != '\0'; text++) {
        uint64_t digit = (uint64_t)(unsigned char)*text - '0';
        if (!is_digit(*text) || number > (UINT64_MAX - digit) / 10)
            return false;
        number = number * 10 + digit;
    }
    *out = number;
    return number >= least && number <= most;
}

/*
 * "1.25" and what follows it, in units of 1/1,000,000,000: 1250000000.  Returns
 * where the number ends, or NULL if there is none or it has too many digits.
 */
static const char *
decimal_parse(const char *text, uint64_t *whole, uint64_t *billionths)
{
    const char *start = text;
    uint64_t share = 1000000000;

    *whole = *billionths = 0;
    for (; is_digit(*text); text++)
        if (text - start < DIGITS_MAX)
            *whole = *whole * 10 + (uint64_t)(*text - '0');
    if (text == start || text - start > DIGITS_MAX)
        return NULL;
    if (*text != '.')
        return text;
    start = ++text;
    for (; is_digit(*text); text++) {
        share /= 10;
        *billionths += share * (uint64_t)(*text - '0');
    }
    return text == start || text - start > DIGITS_MAX ? NULL : text;
}

int64_t
duration_parse(const char *text)
{
    static const struct { const char *unit; uint64_t ns; } units[] = {
        { "us", 1000 }, { "ms", 1000000 }, { "s", 1000000000 },
    };
    uint64_t whole, billionths;
    const char *unit = decimal_parse(text, &whole, &billionths);

    for (size_t i = 0; unit && i < sizeof units / sizeof units[0]; i++)
        if (strcmp(unit, units[i].unit) == 0)
            return (int64_t)(whole * units[i].ns +
                             billionths / (1000000000 / units[i].ns));
    return -1;
}

uint64_t
rate_parse(const char *text)
{
    static const struct { const char *unit; uint64_t bits; } units[] = {
        { "", 1 }, { "bit", 1 }, { "kbit", 1000 }, { "mbit", 1000000 },
        { "gbit", 1000000000 },
    };
    uint64_t whole, billionths;
    const char *unit = decimal_parse(text, &whole, &billionths);

    for (size_t i = 0; unit && i < sizeof units / sizeof units[0]; i++)
        if (strcmp(unit, units[i].unit) == 0)
            return whole * units[i].bits +
                   billionths / (1000000000 / units[i].bits);
    return 0;
}

double
percent_parse(const char *text)
{
    uint64_t whole, billionths;
    const char *unit = decimal_parse(text, &whole, &billionths);

    if (unit == NULL || strcmp(unit, "%") != 0)
        return 0;
    double percent = (double)whole + (double)billionths / 1e9;
    return percent <= 100 ? percent : 0;
}

unsigned
ordinal_parse(const char *text, size_t length)
{
    static const char *const endings[] = { "th", "st", "nd", "rd" };
    unsigned number = 0;
    size_t digits = 0;

    while (digits < length && digits < 6 && is_digit(text[digits]))
        number = number * 10 + (unsigned)(text[digits++] - '0');
    bool teens = number / 10 % 10 == 1;
    unsigned last = teens || number % 10 > 3 ? 0 : number % 10;
    if (!word_is(text + digits, length - digits, endings[last]))
        return 0;
    return number;
}

/* The numbers of "6.18.44" or "6.5", a missing one 0; what follows them is left
   in *text.  False if there are not two at least. */
static bool
version_parse(const char **text, unsigned version[3])
{
    const char *at = *text;
    int parts = 0;

    version[0] = version[1] = version[2] = 0;
    while (parts < 3 && is_digit(*at)) {
        for (int digits = 0; is_digit(*at) && digits < 6; digits++)
            version[parts] = version[parts] * 10 + (unsigned)(*at++ - '0');
        parts++;
        if (*at != '.' || !is_digit(at[1]))
            break;
        at++;
    }
    *text = at;
    return parts >= 2;
}

/* Takes "kernel>=6.5" apart. */
static bool
range_parse(const char *range, bool *at_least, unsigned version[3])
{
    if (strncmp(range, "kernel", 6) != 0)
        return false;
    range += 6;
    *at_least = strncmp(range, ">=", 2) == 0;
    if (!*at_least && *range != '<')
        return false;
    range += *at_least ? 2 : 1;
    return version_parse(&range, version) && *range == '\0';
}

bool
kernel_range_valid(const char *range)
{
    unsigned version[3];
    bool at_least;

    return range_parse(range, &at_least, version);
}

bool
kernel_in_range(const char *range, const char *kernel)
{
    unsigned limit[3], version[3];
    bool at_least;

    if (range == NULL)
        return true;
    if (!range_parse(range, &at_least, limit) ||
        !version_parse(&kernel, version))
        return false;
    for (int i = 0; i < 3; i++)
        if (version[i] != limit[i])
            return (version[i] > limit[i]) == at_least;
    return at_least;
}
