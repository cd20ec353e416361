/*
 * words.h - what is said in the same words wherever it stands.
 */
#ifndef LADDER_STORY_WORDS_H
#define LADDER_STORY_WORDS_H

#include <stddef.h>
#include <stdint.h>

#include "scene/scene.h"

/*
 * The wire of a scene: "20 ms each way", "20 ms, 10 Mbit/s, queue 20 each way",
 * or where the directions differ "client's 20 ms, server's 5 ms".
 */
void
story_wire_words(const struct scene *scene, char *out, size_t size);

/* "244 ms", "1.03 s", "120 s". */
void
story_duration(int64_t ns, char *out, size_t size);

#endif
