/* sighting.h: which concepts a text has, each once a sentence, where it first stands. Pure. */
#ifndef SIGHTING_H
#define SIGHTING_H

#include "concepts.h"

enum { SIGHTINGS_MAX = 4 * WORDS_MAX };	/* four a word in the longest text; more are left out */

struct sighting { uint16_t concept, first, last; };	/* words */

struct sightings {
	size_t n;
	uint32_t seen_in[CONCEPTS_MAX];		/* the sentence each was last seen in, from 1 */
	struct sighting sighting[SIGHTINGS_MAX];	/* in order of first */
};

void sightings_start(struct sightings *s);
/* Words first..last mean concept; first never falls from one call to the next. */
void sightings_add(struct sightings *s, const struct word *words, uint16_t concept, size_t first, size_t last);
/* All of a text. */
void sightings_find(struct sightings *s, const struct concepts *c, const struct word *words, size_t n);
void sightings_wipe(struct sightings *s);
#endif
