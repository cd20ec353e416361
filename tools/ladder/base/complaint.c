/* complaint.c - writing the line that says what was wrong. */
#include "base/complaint.h"

#include <stdio.h>
#include <string.h>

int
complain(struct complaint *complaint, const char *format, ...)
{
    va_list arguments;

    va_start(arguments, format);
    vsnprintf(complaint->text, sizeof complaint->text, format, arguments);
    va_end(arguments);
    return -1;
}

int
complain_more(struct complaint *complaint, const char *format,
              va_list arguments)
{
    size_t used = strlen(complaint->text);

    vsnprintf(complaint->text + used, sizeof complaint->text - used, format,
              arguments);
    return -1;
}

int
complain_on(struct complaint *complaint, const char *format, ...)
{
    va_list arguments;

    va_start(arguments, format);
    complain_more(complaint, format, arguments);
    va_end(arguments);
    return -1;
}
