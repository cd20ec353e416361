/*
 * kept.c - an event that outlives the reader's buffers.
 */
#include "draw/story/kept.h"

#include <stdio.h>
#include <string.h>

void
kept_set(struct kept_event *kept, const struct event *event)
{
    kept->event = *event;
    if (event->data_bytes > sizeof kept->data)
        kept->event.data_bytes = sizeof kept->data;
    if (event->data_bytes > 0)
        memcpy(kept->data, event->data, kept->event.data_bytes);
    kept->event.full = NULL;            /* its text is the full one */
    snprintf(kept->text, sizeof kept->text, "%s", event_arguments(event));
    snprintf(kept->error, sizeof kept->error, "%s",
             event->error != NULL ? event->error : "");
    kept->has_error = event->error != NULL;
    kept->event.bytes = NULL;
    kept->event.segment.payload = NULL;
}

const struct event *
kept_event(struct kept_event *kept)
{
    kept->event.text = kept->text;
    kept->event.data = kept->data;
    kept->event.error = kept->has_error ? kept->error : NULL;
    return &kept->event;
}
