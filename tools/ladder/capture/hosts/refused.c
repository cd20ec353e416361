/* refused.c - keeps what the machine refused, for the trace and the doctor. */
#include "capture/hosts/refused.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

void
hosts_not_applied(struct hosts *hosts, const char *format, ...)
{
    size_t used = strlen(hosts->not_applied);
    va_list arguments;

    if (used > 0 && used + 1 < sizeof hosts->not_applied)
        hosts->not_applied[used++] = '\n';
    va_start(arguments, format);
    vsnprintf(hosts->not_applied + used, sizeof hosts->not_applied - used,
              format, arguments);
    va_end(arguments);
}

void
hosts_scene_refused(struct hosts *hosts, const char *format, ...)
{
    va_list arguments;

    if (hosts->scene_refused[0] != '\0')
        return;
    va_start(arguments, format);
    vsnprintf(hosts->scene_refused, sizeof hosts->scene_refused, format,
              arguments);
    va_end(arguments);
}
