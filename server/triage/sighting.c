/* sighting.c: one pass of matching. */
#include "sighting.h"

#include <string.h>

#include "secret.h"

struct search { struct sightings *s; const struct word *words; };

void
sightings_start(struct sightings *s)
{
	s->n = 0;
	memset(s->seen_in, 0, sizeof s->seen_in);
}

void
sightings_add(struct sightings *s, const struct word *words, uint16_t concept, size_t first, size_t last)
{
	uint32_t sentence = (uint32_t)words[first].sentence + 1;

	if (s->seen_in[concept] == sentence || s->n == SIGHTINGS_MAX)
		return;
	s->seen_in[concept] = sentence;
	s->sighting[s->n++] = (struct sighting){ concept, (uint16_t)first, (uint16_t)last };
}

static void
see(void *arg, uint16_t concept, size_t first, size_t last)
{
	struct search *search = arg;

	sightings_add(search->s, search->words, concept, first, last);
}

void
sightings_find(struct sightings *s, const struct concepts *c, const struct word *words, size_t n)
{
	struct search search = { s, words };

	sightings_start(s);
	for (size_t i = 0; i < n; i++)
		if (words[i].id != 0)
			match_at(c->match, c->vocab, words, n, i, see, &search);
}

void
sightings_wipe(struct sightings *s)
{
	secret_wipe(s->sighting, s->n * sizeof s->sighting[0]);
	secret_wipe(s->seen_in, sizeof s->seen_in);
	s->n = 0;
}
