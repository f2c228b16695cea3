/* triage.c: two passes over the words: first where contexts reach, then which rules fire. Memory is fixed by
 * LIMIT_TEXT, and what was read of the report is wiped before returning. */
#include "triage.h"

#include <string.h>

#include "rules.h"
#include "secret.h"
#include "text.h"

enum { UNSEEN = UINT16_MAX };
enum { RULE_SAYS = 1000, GRAVEST_RULE_SAYS = 2000 };	/* for a category: thousandths of log-odds */

struct seen { uint16_t first, last; };	/* words; first UNSEEN: not yet */

struct run {
	const struct triage *t;
	const struct answers *a;
	size_t n;
	struct word words[WORDS_MAX];
	uint32_t reached[WORDS_MAX];			/* contexts that reach this word */
	struct seen seen[RULES_MAX][RULE_CONCEPTS];	/* the latest place that counts for this rule */
	bool fired[RULES_MAX];
	struct seen evidence[RULES_MAX];
	size_t sentence;				/* the first word of the one being read */
	bool alarmed;					/* a rule of urgent or above fires in it alone */
	size_t left_out;				/* words before it in sentences that were alarming */
	uint16_t place[WORDS_MAX];			/* of the words before it: those left out not counted */
	enum category reporter_says;			/* an answer's rule named it */
	bool alarming[WORDS_MAX];			/* of the words before it: theirs was */
	struct sightings sightings;
};

static void
reach_word(struct run *run, const struct concept *c, size_t from, size_t to)
{
	const struct word *a = &run->words[from], *b = &run->words[to];

	if (c->clause ? a->clause == b->clause : a->sentence == b->sentence)
		run->reached[to] |= UINT32_C(1) << c->bit;
}

/* First pass: what is there, and a context marks the words it reaches. */
static void
on_first(void *arg, uint16_t concept, size_t first, size_t last)
{
	struct run *run = arg;
	const struct concept *c = &run->t->concepts->concept[concept];

	sightings_add(&run->sightings, run->words, concept, first, last);
	if (!c->is_context)
		return;
	for (size_t i = first; c->side == SIDE_BOTH && i <= last; i++)
		reach_word(run, c, i, i);
	for (size_t i = 1; i <= c->reach; i++) {
		if (c->side != SIDE_AFTER && last + i < run->n)
			reach_word(run, c, last, last + i);
		if (c->side != SIDE_BEFORE && i <= first)
			reach_word(run, c, first, first - i);
	}
}

static bool
wants(uint32_t set, unsigned answer)
{
	return set == 0 || (set >> answer & 1) != 0;
}

static bool
answers_fit(const struct rule *r, const struct answers *a)
{
	const struct wanted *w = &r->wanted;

	return !r->has_answers || (wants(w->danger_now, a->danger_now) && wants(w->when, a->when) &&
	    wants(w->weapon, a->weapon) && wants(w->about, a->about) && wants(w->category, a->category));
}

/* In how far apart words are an alarming sentence does not count: who adds one parts nothing that belongs together. */
static size_t
place_of(const struct run *run, size_t word)
{
	return word < run->sentence ? run->place[word] : word - run->left_out;
}

static void
end_sentence(struct run *run, size_t end)
{
	for (size_t i = run->sentence; i < end; i++) {
		run->alarming[i] = run->alarmed;
		run->place[i] = (uint16_t)((run->alarmed ? run->sentence : i) - run->left_out);
	}
	if (run->alarmed)
		run->left_out += end - run->sentence;
	run->sentence = end;
	run->alarmed = false;
}

/* All concepts of the rule were seen, close enough together. The latest place of each is enough to know: any earlier
 * one lies further from the hit that asks. */
static void
fire_if_complete(struct run *run, uint16_t rule)
{
	const struct rule *r = &run->t->rule[rule];
	struct seen all = run->seen[rule][0];

	for (size_t i = 0; i < r->n; i++) {
		struct seen s = run->seen[rule][i];

		if (s.first == UNSEEN)
			return;
		all.first = s.first < all.first ? s.first : all.first;
		all.last = s.last > all.last ? s.last : all.last;
	}
	if (r->within != 0 && place_of(run, all.last) - place_of(run, all.first) >= r->within)
		return;
	if (all.first >= run->sentence && r->band >= BAND_URGENT && answers_fit(r, run->a))
		run->alarmed = true;
	if (run->fired[rule])
		return;
	run->fired[rule] = true;
	run->evidence[rule] = r->within != 0 ? all : run->seen[rule][0];
}

/* Second pass: a concept takes its place in every rule that names it. */
static void
on_concept(void *arg, uint16_t concept, size_t first, size_t last)
{
	struct run *run = arg;
	const struct triage *t = run->t;
	uint32_t reached = run->reached[first] | run->reached[last];

	for (size_t i = t->first_use[concept]; i < t->first_use[concept + 1]; i++) {
		const struct use *u = &t->use[i];
		const struct rule *r = &t->rule[u->rule];
		bool said = run->fired[u->rule] && (run->alarmed || r->band < BAND_URGENT);

		if (said || (r->without & reached) != 0)
			continue;
		run->seen[u->rule][u->place] = (struct seen){ (uint16_t)first, (uint16_t)last };
		fire_if_complete(run, u->rule);
	}
}

static void
look(struct run *run)
{
	const struct concepts *c = run->t->concepts;

	memset(run->reached, 0, run->n * sizeof run->reached[0]);
	memset(run->alarming, 0, run->n * sizeof run->alarming[0]);
	sightings_start(&run->sightings);
	for (size_t i = 0; i < run->n; i++)
		if (run->words[i].id != 0)
			match_at(c->match, c->vocab, run->words, run->n, i, on_first, run);
}

static void
read_rules(struct run *run)
{
	const struct concepts *c = run->t->concepts;

	for (size_t r = 0; r < run->t->n; r++) {
		for (size_t p = 0; p < RULE_CONCEPTS; p++)
			run->seen[r][p].first = UNSEEN;
		/* A rule that asks for answers alone has all the words it needs. */
		run->fired[r] = run->t->rule[r].n == 0;
	}
	for (size_t i = 0; i < run->n; i++) {
		if (run->words[i].sentence != run->words[run->sentence].sentence)
			end_sentence(run, i);
		if (run->words[i].id != 0)
			match_at(c->match, c->vocab, run->words, run->n, i, on_concept, run);
	}
	end_sentence(run, run->n);
}

static struct reason *
new_reason(struct decision *d, const char *rule, const char *why, enum band band, enum category category)
{
	struct reason *reason = d->n < LIMIT_REASONS ? &d->reason[d->n++] : NULL;

	if (reason == NULL)
		return NULL;
	snprintf(reason->rule, sizeof reason->rule, "%s", rule);
	reason->why = why;
	reason->band = band;
	reason->category = category;
	return reason;
}

static void
point_at(const struct run *run, size_t first, size_t last, struct reason *reason)
{
	reason->at = run->words[first].at;
	reason->len = run->words[last].end - reason->at;
}

static void
add_rule(struct run *run, size_t rule, struct decision *d)
{
	const struct rule *r = &run->t->rule[rule];
	const struct seen *seen = &run->evidence[rule];
	struct reason *reason = new_reason(d, r->id, r->why, r->band, r->category);

	d->categories |= UINT32_C(1) << r->category;
	if (r->band > d->band)
		d->band = r->band;
	if (r->band == d->band && (d->category == CATEGORY_OTHER || r->category < d->category))
		d->category = r->category;
	if (r->n == 0 && r->category != CATEGORY_OTHER)
		run->reporter_says = r->category;
	if (r->n != 0 && reason != NULL)
		point_at(run, seen->first, seen->last, reason);
}

static void
decide_by_rules(struct run *run, const struct answers *a, struct decision *d)
{
	const struct triage *t = run->t;

	read_rules(run);
	for (size_t r = 0; r < t->n; r++)
		if (run->fired[r] && answers_fit(&t->rule[r], a))
			add_rule(run, r, d);		/* rules stand gravest first */
}

/* What the report is about: the second reader's view, and what rules found of it counts much, most at its band. Where
 * they have a name for it, "other" is none; what the reporter answered stands. */
static enum category
name_category(const struct run *run, const struct opinion *o, const struct decision *d)
{
	enum category likeliest = CATEGORY_OTHER;
	int64_t best = INT64_MIN;

	if (run->reporter_says != CATEGORY_NONE && run->reporter_says == d->category)
		return d->category;
	for (int c = CATEGORY_NONE + 1; c < CATEGORY_N; c++) {
		int64_t score = o->category[c];

		if (c == CATEGORY_OTHER && d->category != CATEGORY_OTHER)
			continue;
		if (c != CATEGORY_OTHER && (d->categories >> c & 1) != 0)
			score += (enum category)c == d->category ? GRAVEST_RULE_SAYS : RULE_SAYS;
		if (score > best) {
			best = score;
			likeliest = (enum category)c;
		}
	}
	return likeliest;
}

/* Puts the second reader's grounds before the reasons there are: they are graver. */
static void
raise_band(const struct run *run, const struct opinion *o, struct decision *d)
{
	static const char *const names[BAND_N] = { "", "second_reader.priority", "second_reader.urgent",
		"second_reader.immediate" };
	struct decision first = { .n = 0 };
	const char *why = run->t->reader.eagerness.why[o->band - BAND_PRIORITY];
	struct reason *reason;

	for (size_t g = 0; g < o->n; g++)
		if ((reason = new_reason(&first, names[o->band], why, o->band, d->category)) != NULL)
			point_at(run, o->ground[g].first, o->ground[g].last, reason);
	if (o->n == 0)		/* the constant and an answer were enough */
		(void)new_reason(&first, names[o->band], why, o->band, d->category);
	for (size_t i = 0; i < d->n && first.n < LIMIT_REASONS; i++)
		first.reason[first.n++] = d->reason[i];
	memcpy(d->reason, first.reason, first.n * sizeof first.reason[0]);
	d->n = first.n;
	d->band = o->band;
}

/* It raises a band or leaves it, and has a say in what the report is about. */
static void
hear_second_reader(const struct run *run, const struct answers *a, struct decision *d)
{
	const struct reading_matter m = { run->words, run->n, &run->sightings, run->alarming };
	struct opinion o;

	reader_read(&run->t->reader, &m, a, &o);
	if (!o.knows)
		return;
	d->category = name_category(run, &o, d);
	d->categories |= UINT32_C(1) << d->category;
	if (o.band > d->band)
		raise_band(run, &o, d);
	/* Whoever the staff member is must not be the one to read it. */
	if (o.category[CATEGORY_STAFF_CONCERN] > 0 && o.band != BAND_ROUTINE)
		d->categories |= UINT32_C(1) << CATEGORY_STAFF_CONCERN;
	secret_wipe(&o, sizeof o);
}

void
triage_decide_by(const struct triage *t, enum readers who, struct span text, const struct answers *a,
    struct decision *d)
{
	struct run run;

	memset(d, 0, sizeof *d);
	d->band = BAND_ROUTINE;
	d->category = CATEGORY_OTHER;
	run.t = t;
	run.a = a;
	run.sentence = run.left_out = 0;
	run.alarmed = false;
	if (text.n > LIMIT_TEXT)
		text.n = LIMIT_TEXT;
	run.n = text_words(t->concepts, text, run.words, WORDS_MAX);
	run.reporter_says = CATEGORY_NONE;
	look(&run);
	if ((who & READER_RULES) != 0)
		decide_by_rules(&run, a, d);
	if ((who & READER_SECOND) != 0 && t->reader.weights != NULL)
		hear_second_reader(&run, a, d);
	if (d->categories == 0)
		d->categories = UINT32_C(1) << CATEGORY_OTHER;
	secret_wipe(run.words, run.n * sizeof run.words[0]);
	secret_wipe(run.place, run.n * sizeof run.place[0]);
	secret_wipe(run.alarming, run.n * sizeof run.alarming[0]);
	sightings_wipe(&run.sightings);
	secret_wipe(run.evidence, sizeof run.evidence);
	secret_wipe(run.reached, run.n * sizeof run.reached[0]);
	secret_wipe(run.seen, sizeof run.seen);
	secret_wipe(run.fired, sizeof run.fired);
	secret_wipe_stack();	/* folded words lay there */
}

void
triage_decide(const struct triage *t, struct span text, const struct answers *a, struct decision *d)
{
	triage_decide_by(t, READER_BOTH, text, a, d);
}
