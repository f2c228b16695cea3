/* sighting.c: one pass of matching. */
#include "sighting.h"

struct search {
	const struct word *words;
	struct sighting *out;
	size_t n;
	uint32_t seen_in[CONCEPTS_MAX];		/* the sentence it was last seen in, from 1 */
};

static void
see(void *arg, uint16_t concept, size_t first, size_t last)
{
	struct search *s = arg;
	uint32_t sentence = (uint32_t)s->words[first].sentence + 1;

	if (s->seen_in[concept] == sentence || s->n == SIGHTINGS_MAX)
		return;
	s->seen_in[concept] = sentence;
	s->out[s->n++] = (struct sighting){ concept, (uint16_t)first, (uint16_t)last };
}

size_t
sightings_find(const struct concepts *c, const struct word *words, size_t n, struct sighting *out)
{
	struct search s = { .words = words, .out = out };

	for (size_t i = 0; i < n; i++)
		if (words[i].id != 0)
			match_at(c->match, c->vocab, words, n, i, see, &s);
	return s.n;
}
