/* score.c: counts, and the shares that they make. */
#include "score.h"

#include <stdlib.h>
#include <string.h>

#include "groups.h"
#include "misses.h"

enum { URGENT, URGENT_SEEN, IMMEDIATE, IMMEDIATE_SEEN };	/* what is counted by voice and by category */
enum { PAIR_REPORTS, PAIR_RIGHT };
enum { FIGURES = 6, SHARE_MAX = 64 };

struct score {
	size_t count[BAND_N][BAND_N];			/* [label][given] */
	size_t reports, categories, categories_right;
	size_t by_category[CATEGORY_N][GROUPS_COUNTS];	/* by the label */
	struct groups voices, pairs;
	struct misses misses;
};

struct figure {
	const char *name, *key;
	size_t part, whole;
	int goal;		/* thousandths; 0: the standard has none */
	bool at_most;		/* else at least */
};

enum gw_err
score_new(struct score **out)
{
	struct score *s = calloc(1, sizeof *s);

	*out = NULL;
	if (s == NULL)
		return GW_ENOMEM;
	if (groups_init(&s->voices) != GW_OK || groups_init(&s->pairs) != GW_OK) {
		score_free(s);
		return GW_ENOMEM;
	}
	*out = s;
	return GW_OK;
}

void
score_free(struct score *s)
{
	if (s == NULL)
		return;
	groups_free(&s->voices);
	groups_free(&s->pairs);
	misses_free(&s->misses);
	free(s);
}

size_t
score_reports(const struct score *s)
{
	return s->reports;
}

static void
count_recall(size_t *count, enum band label, enum band given)
{
	count[URGENT] += label >= BAND_URGENT;
	count[URGENT_SEEN] += label >= BAND_URGENT && given >= BAND_URGENT;
	count[IMMEDIATE] += label == BAND_IMMEDIATE;
	count[IMMEDIATE_SEEN] += label == BAND_IMMEDIATE && given == BAND_IMMEDIATE;
}

enum gw_err
score_add(struct score *s, const struct labelled *l, const struct decision *d)
{
	size_t *voice, *pair;
	enum gw_err e;

	if ((e = groups_at(&s->voices, l->voice, &voice)) != GW_OK)
		return e;
	count_recall(voice, l->band, d->band);
	count_recall(s->by_category[l->category], l->band, d->band);
	if (l->pair.n > 0) {
		if ((e = groups_at(&s->pairs, l->pair, &pair)) != GW_OK)
			return e;
		pair[PAIR_REPORTS]++;
		pair[PAIR_RIGHT] += l->band == d->band;
	}
	s->reports++;
	s->count[l->band][d->band]++;
	s->categories += l->category != CATEGORY_NONE;
	s->categories_right += l->category == d->category;
	return l->band == d->band ? GW_OK : misses_add(&s->misses, l, d);
}

static size_t
total(const struct score *s, enum band label_from, enum band label_to, enum band given_from)
{
	size_t n = 0;

	for (int label = label_from; label <= (int)label_to; label++)
		for (int given = given_from; given < BAND_N; given++)
			n += s->count[label][given];
	return n;
}

/* Half of a pair, its twin not there, says nothing about telling them apart. */
static void
add_pair(void *arg, const char *name, const size_t *count)
{
	struct figure *f = arg;

	(void)name;
	f->whole += count[PAIR_REPORTS] > 1;
	f->part += count[PAIR_REPORTS] > 1 && count[PAIR_RIGHT] == count[PAIR_REPORTS];
}

static void
figures_of(const struct score *s, struct figure f[FIGURES])
{
	size_t exact = 0;

	for (int b = 0; b < BAND_N; b++)
		exact += s->count[b][b];
	f[0] = (struct figure){ "urgent recall", "urgent_recall", total(s, BAND_URGENT, BAND_IMMEDIATE, BAND_URGENT),
		total(s, BAND_URGENT, BAND_IMMEDIATE, BAND_ROUTINE), 980, false };
	f[1] = (struct figure){ "immediate recall", "immediate_recall", s->count[BAND_IMMEDIATE][BAND_IMMEDIATE],
		total(s, BAND_IMMEDIATE, BAND_IMMEDIATE, BAND_ROUTINE), 900, false };
	f[2] = (struct figure){ "over-escalation", "over_escalation",
		total(s, BAND_ROUTINE, BAND_PRIORITY, BAND_URGENT),
		total(s, BAND_ROUTINE, BAND_PRIORITY, BAND_ROUTINE), 150, true };
	f[3] = (struct figure){ "exact", "exact", exact, s->reports, 800, false };
	f[4] = (struct figure){ "main category", "main_category", s->categories_right, s->categories, 0, false };
	f[5] = (struct figure){ "pairs told apart", "pairs_told_apart", 0, 0, 0, false };
	groups_each(&s->pairs, add_pair, &f[5]);
}

static bool
is_met(const struct figure *f)
{
	return f->at_most ? f->part * 1000 <= f->whole * (size_t)f->goal :
	    f->part * 1000 >= f->whole * (size_t)f->goal;
}

/* "0.979 (742 of 757)" */
static void
share_text(size_t part, size_t whole, bool at_most, char out[SHARE_MAX])
{
	const size_t thousandths = whole == 0 ? 0 : (part * 1000 + (at_most ? whole - 1 : 0)) / whole;

	if (whole == 0)
		snprintf(out, SHARE_MAX, "-");
	else
		snprintf(out, SHARE_MAX, "%zu.%03zu (%zu of %zu)", thousandths / 1000, thousandths % 1000, part,
		    whole);
}

static void
print_goal(const struct figure *f)
{
	if (f->goal == 0)
		puts("no goal in the standard");
	else
		printf("goal %s 0.%02d  %s\n", f->at_most ? "<=" : ">=", f->goal / 10, f->whole == 0 ?
		    "nothing to measure" : is_met(f) ? "met" : "NOT MET");
}

void
score_print_figures(const struct score *s)
{
	struct figure f[FIGURES];
	char share[SHARE_MAX];

	figures_of(s, f);
	for (int i = 0; i < FIGURES; i++) {
		share_text(f[i].part, f[i].whole, f[i].at_most, share);
		printf("%-18s %-24s ", f[i].name, share);
		print_goal(&f[i]);
	}
}

void
score_print_beside(const struct score *old, const struct score *new)
{
	struct figure was[FIGURES], is[FIGURES];
	char share[2][SHARE_MAX];

	figures_of(old, was);
	figures_of(new, is);
	printf("%-18s %-24s %s\n", "", "old", "new");
	for (int i = 0; i < FIGURES; i++) {
		share_text(was[i].part, was[i].whole, was[i].at_most, share[0]);
		share_text(is[i].part, is[i].whole, is[i].at_most, share[1]);
		printf("%-18s %-24s %-24s ", is[i].name, share[0], share[1]);
		print_goal(&is[i]);
	}
}

static void
print_confusion(const struct score *s)
{
	printf("\n%-18s", "label \\ given");
	for (int given = BAND_N - 1; given >= 0; given--)
		printf("%11s", band_code((enum band)given));
	puts("");
	for (int label = BAND_N - 1; label >= 0; label--) {
		printf("%-18s", band_code((enum band)label));
		for (int given = BAND_N - 1; given >= 0; given--)
			printf("%11zu", s->count[label][given]);
		puts("");
	}
}

static void
print_recall(void *arg, const char *name, const size_t *count)
{
	const char *shown = name[0] != '\0' ? name : "(not said)";
	const size_t n = strlen(shown);
	char share[SHARE_MAX];

	(void)arg;
	say_text(stdout, span_of(shown), "");
	share_text(count[URGENT_SEEN], count[URGENT], false, share);
	printf("%*s %-24s ", n < 18 ? (int)(18 - n) : 0, "", share);
	share_text(count[IMMEDIATE_SEEN], count[IMMEDIATE], false, share);
	puts(share);
}

void
score_print(struct score *s)
{
	static const size_t none[GROUPS_COUNTS];

	score_print_figures(s);
	print_confusion(s);
	printf("\n%-18s %-24s %s\n", "By voice", "urgent recall", "immediate recall");
	groups_each(&s->voices, print_recall, NULL);
	printf("\n%-18s %-24s %s\n", "By category", "urgent recall", "immediate recall");
	for (int c = 0; c < CATEGORY_N; c++)
		if (memcmp(s->by_category[c], none, sizeof none) != 0)
			print_recall(NULL, category_code((enum category)c), s->by_category[c]);
	misses_print(&s->misses);
}

static json_t *
share_json(size_t part, size_t whole)
{
	return json_pack("{s:o, s:I, s:I}", "value", whole == 0 ? json_null() : json_real((double)part / (double)whole),
	    "part", (json_int_t)part, "whole", (json_int_t)whole);
}

static json_t *
figure_json(const struct figure *f)
{
	json_t *v = share_json(f->part, f->whole);

	if (f->goal != 0 && (json_object_set_new(v, "goal", json_real(f->goal / 1000.0)) != 0 ||
	    json_object_set_new(v, "met", f->whole == 0 ? json_null() : json_boolean(is_met(f))) != 0)) {
		json_decref(v);
		return NULL;
	}
	return v;
}

static json_t *
confusion_json(const struct score *s)
{
	json_t *table = json_object();
	bool fine = true;

	for (int label = BAND_N - 1; label >= 0; label--) {
		json_t *row = json_object();

		for (int given = BAND_N - 1; given >= 0; given--)
			fine &= json_object_set_new(row, band_code((enum band)given),
			    json_integer((json_int_t)s->count[label][given])) == 0;
		fine &= json_object_set_new(table, band_code((enum band)label), row) == 0;
	}
	if (!fine) {
		json_decref(table);
		return NULL;
	}
	return table;
}

struct recalls { json_t *to; bool fine; };

static void
add_recall(void *arg, const char *name, const size_t *count)
{
	struct recalls *r = arg;

	r->fine &= json_object_set_new(r->to, name, json_pack("{s:o, s:o}",
	    "urgent_recall", share_json(count[URGENT_SEEN], count[URGENT]),
	    "immediate_recall", share_json(count[IMMEDIATE_SEEN], count[IMMEDIATE]))) == 0;
}

enum gw_err
score_json(const struct score *s, json_t **out)
{
	struct recalls voices = { json_object(), true }, categories = { json_object(), true };
	struct figure f[FIGURES];
	bool fine = true;

	groups_each(&s->voices, add_recall, &voices);
	for (int c = CATEGORY_NONE + 1; c < CATEGORY_N; c++)
		add_recall(&categories, category_code((enum category)c), s->by_category[c]);
	/* "o" takes what it is given, whether or not it succeeds. */
	*out = json_pack("{s:I, s:o, s:o, s:o}", "reports", (json_int_t)s->reports, "confusion", confusion_json(s),
	    "voices", voices.to, "categories", categories.to);
	figures_of(s, f);
	for (int i = 0; *out != NULL && i < FIGURES; i++)
		fine &= json_object_set_new(*out, f[i].key, figure_json(&f[i])) == 0;
	if (*out == NULL || !fine || !voices.fine || !categories.fine) {
		json_decref(*out);
		*out = NULL;
		return GW_ENOMEM;
	}
	return GW_OK;
}
