/* sighting.h: which concepts a text has, each once a sentence, where it first stands. Pure. */
#ifndef SIGHTING_H
#define SIGHTING_H

#include "concepts.h"

enum { SIGHTINGS_MAX = 4 * WORDS_MAX };	/* ten concepts a sentence of three words, to the end of the longest text */

struct sighting { uint16_t concept, first, last; };	/* words */

/* In order of the words; gives how many. More than SIGHTINGS_MAX are left out. */
size_t sightings_find(const struct concepts *c, const struct word *words, size_t n, struct sighting *out);
#endif
