/* match.c: phrases as paths through one hash table of (node, word) steps. */
#include "match.h"

#include <stdlib.h>

enum { STEPS = 64 * 1024, STEPS_MAX = STEPS / 2, ENDS_MAX = 64 * 1024 };

struct step { uint16_t from, id, to; };	/* to 0: free place; the root is never reached */
struct end { uint16_t concept; uint16_t next; };	/* next 0: last */

struct match {
	size_t n_nodes, n_ends;
	int n_concepts;			/* one more than the highest */
	uint8_t begins[(UINT16_MAX + 1) / 8];	/* word numbers with which a phrase begins */
	struct step step[STEPS];
	uint16_t first_end[STEPS_MAX];	/* by node */
	struct end end[ENDS_MAX];
	bool held[MATCH_CONCEPTS][MATCH_CONCEPTS];	/* [a][b]: what is an a is a b too */
	/* The same as lists, when closed. */
	uint16_t n_holders[MATCH_CONCEPTS], holder[MATCH_CONCEPTS][MATCH_CONCEPTS];
};

/* What match_at carries down its path. */
struct path {
	const struct match *m;
	const struct vocab *v;
	const struct word *words;
	size_t n, first;
	match_hit_fn *hit;
	void *arg;
};

static size_t
place_of(const struct match *m, uint16_t from, uint16_t id)
{
	size_t at = (((uint32_t)from << 16 | id) * UINT32_C(2654435761)) >> 16;

	while (m->step[at].to != 0 && (m->step[at].from != from || m->step[at].id != id))
		at = (at + 1) % STEPS;
	return at;
}

enum gw_err
match_new(struct match **m)
{
	if ((*m = calloc(1, sizeof **m)) == NULL)
		return GW_ENOMEM;
	(*m)->n_nodes = 1;
	(*m)->n_ends = 1;
	return GW_OK;
}

void
match_free(struct match *m)
{
	free(m);
}

static void
know(struct match *m, uint16_t concept)
{
	if (concept >= m->n_concepts)
		m->n_concepts = concept + 1;
}

enum gw_err
match_add(struct match *m, const uint16_t *ids, size_t n, uint16_t concept)
{
	uint16_t node = 0;

	know(m, concept);
	m->begins[ids[0] / 8] |= (uint8_t)(1 << ids[0] % 8);
	for (size_t i = 0; i < n; i++) {
		struct step *s = &m->step[place_of(m, node, ids[i])];

		if (s->to == 0) {
			if (m->n_nodes == STEPS_MAX)
				return GW_ELIMIT;
			*s = (struct step){ node, ids[i], (uint16_t)m->n_nodes++ };
		}
		node = s->to;
	}
	for (uint16_t e = m->first_end[node]; e != 0; e = m->end[e].next)
		if (m->end[e].concept == concept)
			return GW_OK;
	if (m->n_ends == ENDS_MAX)
		return GW_ELIMIT;
	m->end[m->n_ends] = (struct end){ concept, m->first_end[node] };
	m->first_end[node] = (uint16_t)m->n_ends++;
	return GW_OK;
}

enum gw_err
match_include(struct match *m, uint16_t concept, uint16_t other)
{
	know(m, concept);
	know(m, other);
	m->held[other][concept] = true;
	return GW_OK;
}

/* Warshall's closure: an a that is a b that is a c is a c. */
void
match_close(struct match *m)
{
	for (int via = 0; via < m->n_concepts; via++)
		for (int a = 0; a < m->n_concepts; a++)
			for (int b = 0; m->held[a][via] && b < m->n_concepts; b++)
				m->held[a][b] |= m->held[via][b];
	for (int a = 0; a < m->n_concepts; a++)
		for (int b = 0; b < m->n_concepts; b++)
			if (m->held[a][b] && a != b)
				m->holder[a][m->n_holders[a]++] = (uint16_t)b;
}

static void
tell(const struct path *p, uint16_t concept, size_t last)
{
	p->hit(p->arg, concept, p->first, last);
	for (uint16_t i = 0; i < p->m->n_holders[concept]; i++)
		p->hit(p->arg, p->m->holder[concept][i], p->first, last);
}

/* Depth is bounded by PHRASE_WORDS, because no path is longer. No phrase goes on in the next sentence. */
static void
walk(const struct path *p, uint16_t node, size_t at)
{
	if (at == p->n || p->words[at].sentence != p->words[p->first].sentence)
		return;
	for (uint16_t id = p->words[at].id; id != 0; id = vocab_parent(p->v, id)) {
		uint16_t to = p->m->step[place_of(p->m, node, id)].to;

		if (to == 0)
			continue;
		for (uint16_t e = p->m->first_end[to]; e != 0; e = p->m->end[e].next)
			tell(p, p->m->end[e].concept, at);
		walk(p, to, at + 1);
	}
}

void
match_at(const struct match *m, const struct vocab *v, const struct word *words, size_t n, size_t first,
    match_hit_fn *hit, void *arg)
{
	const struct path p = { m, v, words, n, first, hit, arg };
	uint16_t id = words[first].id;

	/* Most words begin nothing. */
	while (id != 0 && (m->begins[id / 8] >> id % 8 & 1) == 0)
		id = vocab_parent(v, id);
	if (id != 0)
		walk(&p, 0, first);
}
