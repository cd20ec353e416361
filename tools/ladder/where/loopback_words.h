/*
 * loopback_words.h - a scene's addresses and ports, as they are on loopback.
 */
#ifndef LADDER_LOOPBACK_WORDS_H
#define LADDER_LOOPBACK_WORDS_H

#include <stddef.h>

#include "scene/scene.h"

enum { LOOPBACK_PORTS = 8 };

struct loopback_words {
    struct {
        const char *port;       /* as the scene has it */
        char instead[8];        /* where somebody else has it; else "" */
    } ports[LOOPBACK_PORTS];
    size_t count;
};

/* Finds the ports that the scene's programs name, and for each that is in use
   on this machine another one. */
void
loopback_words_find(struct loopback_words *words, const struct scene *scene);

/* Why the scene's programs cannot meet on one host; NULL if they can. */
const char *
loopback_words_refuse(const struct scene *scene);

/* The word as it is on loopback; it may be the word itself. */
const char *
loopback_word(const struct loopback_words *words, const char *word);

#endif
