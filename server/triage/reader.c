/* reader.c: one pass over the words, sentence by sentence; a second over the hits for what weighed most. */
#include "reader.h"

#include <limits.h>
#include <string.h>

#include "secret.h"

enum { HITS_MAX = FEATURES_A_WORD * WORDS_MAX + SIGHTINGS_MAX };
enum { AT_LEAST_MAX = 20000 /* e to the 20th to one: certainty */ };

/* A hit has one weight for each head, so that even the longest text's sum does not leave an int. */
_Static_assert((HITS_MAX + 2LL) * LESSON_WEIGHT + READER_BEYOND_DOUBT + AT_LEAST_MAX <= INT_MAX,
    "a score fits an int");

struct hit {
	uint32_t weight;		/* its number */
	struct ground at;
};

struct sum {
	int head[HEADS];
	int64_t category[CATEGORY_N];	/* a line of weights may name one many times */
};

/* One head's scores of sentences: what an alarming one would take away is not taken, unless there is nothing else. */
struct tally {
	bool any;
	int kept;			/* the sum of those that count */
	int spared;			/* the best of those that would only take away */
};

struct pass {
	const struct reader *r;
	const struct reading_matter *m;
	size_t sighted;			/* sightings read so far */
	struct sum total;		/* heads: the constant and the answer */
	struct tally tally[HEADS];
	size_t n_hits;
	struct hit hits[HITS_MAX];
	uint8_t met[WEIGHTS_MAX / 8];	/* weights that the sentence has had */
};

/* Takes a feature in, unless the sentence had it before. */
static void
meet(struct pass *p, const struct feature *f, struct sum *sentence)
{
	uint32_t number = weights_find(p->r->weights, f->key);
	const struct weight *w;
	const struct lean *lean;

	if (number == WEIGHTS_MAX || (p->met[number / 8] >> number % 8 & 1) != 0)
		return;
	p->met[number / 8] |= (uint8_t)(1 << number % 8);
	p->hits[p->n_hits++] = (struct hit){ number, { f->first, f->last } };
	w = weights_at(p->r->weights, number);
	lean = weights_leans(p->r->weights, w);
	for (int h = 0; h < HEADS; h++)
		sentence->head[h] += w->head[h];
	for (uint16_t i = 0; i < w->n_leans; i++)
		sentence->category[lean[i].category] += lean[i].weight;
}

/* A rule fires in it alone, or it alone reads as urgent beyond doubt. */
static bool
is_alarming(const struct pass *p, size_t from, size_t to, const struct sum *sentence)
{
	const struct weight *constants = weights_at(p->r->weights, 0);

	for (size_t i = from; i < to && p->m->alarming != NULL; i++)
		if (p->m->alarming[i])
			return true;
	return constants->head[HEAD_URGENT] + sentence->head[HEAD_URGENT] >=
	    p->r->eagerness.at_least[HEAD_URGENT] + READER_BEYOND_DOUBT;
}

static void
count(struct tally *t, int score, bool alarming)
{
	if (alarming && score < 0) {
		t->spared = score > t->spared ? score : t->spared;
	} else {
		t->any = true;
		t->kept += score;
	}
}

static void
read_sentence(struct pass *p, size_t from, size_t to)
{
	struct sum sentence = { { 0 }, { 0 } };
	struct feature found[FEATURES_A_WORD];
	const struct sightings *seen = p->m->sightings;
	size_t first_hit = p->n_hits;
	bool alarming;

	for (size_t i = from; i < to; i++) {
		size_t n = features_of_word(p->m->words, i, found);

		for (size_t f = 0; f < n; f++)
			meet(p, &found[f], &sentence);
	}
	for (; p->sighted < seen->n && seen->sighting[p->sighted].first < to; p->sighted++) {
		const struct sighting *s = &seen->sighting[p->sighted];
		const struct feature f = { feature_of_concept(s->concept), s->first, s->last };

		meet(p, &f, &sentence);
	}
	for (size_t i = first_hit; i < p->n_hits; i++)
		p->met[p->hits[i].weight / 8] = 0;
	alarming = is_alarming(p, from, to, &sentence);
	for (int h = 0; h < HEADS; h++)
		count(&p->tally[h], sentence.head[h], alarming);
	for (int c = 0; c < CATEGORY_N; c++)
		p->total.category[c] += sentence.category[c];
}

static void
add_weight(struct sum *total, const struct weights *weights, uint32_t number)
{
	const struct weight *w = weights_at(weights, number);
	const struct lean *lean = weights_leans(weights, w);

	for (int h = 0; h < HEADS; h++)
		total->head[h] += w->head[h];
	for (uint16_t i = 0; i < w->n_leans; i++)
		total->category[lean[i].category] += lean[i].weight;
}

static void
read_all(struct pass *p, const struct answers *a)
{
	uint32_t answer = weights_find(p->r->weights, feature_of_answers(a));

	add_weight(&p->total, p->r->weights, 0);
	if (answer != WEIGHTS_MAX)
		add_weight(&p->total, p->r->weights, answer);
	for (size_t from = 0, to = 0; from < p->m->n; from = to) {
		while (to < p->m->n && p->m->words[to].sentence == p->m->words[from].sentence)
			to++;
		read_sentence(p, from, to);
	}
}

static bool
overlaps(const struct ground *a, const struct ground *b)
{
	return a->first <= b->last && b->first <= a->last;
}

/* The heaviest hits for this head that do not overlap: each round takes the best of those left. */
static void
find_grounds(const struct pass *p, enum head head, struct opinion *o)
{
	for (o->n = 0; o->n < READER_GROUNDS; o->n++) {
		const struct hit *best = NULL;
		int heaviest = 0;

		for (size_t i = 0; i < p->n_hits; i++) {
			int weight = weights_at(p->r->weights, p->hits[i].weight)->head[head];
			bool taken = false;

			for (size_t g = 0; g < o->n && !taken && weight > heaviest; g++)
				taken = overlaps(&o->ground[g], &p->hits[i].at);
			if (weight > heaviest && !taken) {
				heaviest = weight;
				best = &p->hits[i];
			}
		}
		if (best == NULL)
			return;
		o->ground[o->n] = best->at;
	}
}

static void
conclude(const struct pass *p, struct opinion *o)
{
	if (p->n_hits == 0)
		return;
	o->knows = true;
	for (int h = 0; h < HEADS; h++) {
		const struct tally *t = &p->tally[h];

		o->score[h] = p->total.head[h] + (t->any ? t->kept : t->spared);
		if (o->score[h] >= p->r->eagerness.at_least[h])
			o->band = (enum band)(BAND_PRIORITY + h);
	}
	memcpy(o->category, p->total.category, sizeof o->category);
	if (o->band != BAND_ROUTINE)
		find_grounds(p, (enum head)(o->band - BAND_PRIORITY), o);
}

void
reader_read(const struct reader *r, const struct reading_matter *m, const struct answers *a, struct opinion *o)
{
	struct pass p;

	p.r = r;
	p.m = m;
	p.sighted = 0;
	p.n_hits = 0;
	memset(&p.total, 0, sizeof p.total);
	for (int h = 0; h < HEADS; h++)
		p.tally[h] = (struct tally){ false, 0, INT_MIN / 2 };
	memset(p.met, 0, sizeof p.met);
	memset(o, 0, sizeof *o);
	o->band = BAND_ROUTINE;
	read_all(&p, a);
	conclude(&p, o);
	secret_wipe(p.hits, p.n_hits * sizeof p.hits[0]);
	secret_wipe(&p.total, sizeof p.total);
	secret_wipe(p.tally, sizeof p.tally);
	secret_wipe_stack();	/* what read_sentence left, too deep below p for the caller to reach */
}

enum gw_err
eagerness_read(struct yaml_doc *d, yaml_node_t *map, struct eagerness *e)
{
	static const struct yaml_key heads[HEADS] = {
		[HEAD_PRIORITY] = { "priority", YAML_MAP, true, 1, 2 },
		[HEAD_URGENT] = { "urgent", YAML_MAP, true, 1, 2 },
		[HEAD_IMMEDIATE] = { "immediate", YAML_MAP, true, 1, 2 },
	};
	static const struct yaml_key keys[] = {
		{ "at_least", YAML_NUMBER, true, -AT_LEAST_MAX, AT_LEAST_MAX },
		{ "why", YAML_TEXT, true, 1, READER_WHY },
	};
	yaml_node_t *head[HEADS], *v[2];
	enum gw_err result;

	if ((result = yaml_doc_map(d, map, heads, HEADS, head)) != GW_OK)
		return result;
	for (int h = 0; h < HEADS; h++) {
		if ((result = yaml_doc_map(d, head[h], keys, 2, v)) != GW_OK)
			return result;
		e->at_least[h] = (int)yaml_doc_number(v[0]);
		memcpy(e->why[h], yaml_doc_text(v[1]), v[1]->data.scalar.length + 1);
	}
	return GW_OK;
}
