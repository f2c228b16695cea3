/* compare.c: reports that change are kept until all are read, so that those that sink can be shown first. */
#include "compare.h"

#include <stdlib.h>

#include "reasons.h"
#include "score.h"

enum change { CHANGE_LOWERED, CHANGE_RAISED, CHANGE_CATEGORY, CHANGE_NONE, CHANGE_N };
static const char *const codes[CHANGE_N] = { "lowered", "raised", "category", "unchanged" };
static const char *const headings[CHANGE_NONE] = {
	"LOWERED: these would wait longer than they do now", "Raised", "Another main category, the same band"
};
enum { EXCERPT_MAX = 200 };	/* bytes of a report's text */

struct changed {
	struct buf bytes;	/* what l lends */
	struct labelled l;
	struct reasons old, new;
	enum change change;
	size_t number;		/* in the order of the input */
};

struct compare {
	const struct triage *old, *new;
	enum readers who;
	struct score *old_score, *new_score;	/* of those that are labelled */
	size_t many[CHANGE_N];
	size_t n, room;
	struct changed *changed;
};

enum gw_err
compare_new(const struct triage *old, const struct triage *new, enum readers who, struct compare **out)
{
	struct compare *c = calloc(1, sizeof *c);
	enum gw_err e;

	*out = NULL;
	if (c == NULL)
		return GW_ENOMEM;
	c->old = old;
	c->new = new;
	c->who = who;
	if ((e = score_new(&c->old_score)) != GW_OK || (e = score_new(&c->new_score)) != GW_OK) {
		compare_free(c);
		return e;
	}
	*out = c;
	return GW_OK;
}

static void
forget(struct changed *one)
{
	reasons_free(&one->old);
	reasons_free(&one->new);
	buf_free(&one->bytes);
}

void
compare_free(struct compare *c)
{
	if (c == NULL)
		return;
	for (size_t i = 0; i < c->n; i++)
		forget(&c->changed[i]);
	score_free(c->old_score);
	score_free(c->new_score);
	free(c->changed);
	free(c);
}

static enum gw_err
keep(struct compare *c, const struct labelled *l, enum change change, const struct decision *old,
    const struct decision *new)
{
	struct changed *to;
	enum gw_err e;

	if (c->n == c->room) {
		const size_t room = c->room == 0 ? 16 : 2 * c->room;

		if ((to = reallocarray(c->changed, room, sizeof *to)) == NULL)
			return GW_ENOMEM;
		c->changed = to;
		c->room = room;
	}
	to = &c->changed[c->n];
	*to = (struct changed){ .change = change, .number = c->n };
	if ((e = labelled_copy(l, &to->bytes, &to->l)) == GW_OK && (e = reasons_keep(old, &to->old)) == GW_OK)
		e = reasons_keep(new, &to->new);
	if (e != GW_OK)
		forget(to);
	else
		c->n++;
	return e;
}

enum run
compare_add(void *arg, const struct labelled *l)
{
	struct compare *c = arg;
	struct decision old, new;
	enum gw_err e = GW_OK;
	enum change change;

	triage_decide_by(c->old, c->who, l->text, &l->answers, &old);
	triage_decide_by(c->new, c->who, l->text, &l->answers, &new);
	change = new.band < old.band ? CHANGE_LOWERED : new.band > old.band ? CHANGE_RAISED :
	    new.category != old.category ? CHANGE_CATEGORY : CHANGE_NONE;
	c->many[change]++;
	if (l->band != BAND_N && (e = score_add(c->old_score, l, &old)) == GW_OK)
		e = score_add(c->new_score, l, &new);
	if (e == GW_OK && change != CHANGE_NONE)
		e = keep(c, l, change, &old, &new);
	return e == GW_OK ? RUN_DONE : fail("Comparing the policies", e);
}

/* Lowered before raised; the deepest falls and the highest rises first. */
static int
by_change(const void *va, const void *vb)
{
	const struct changed *a = va, *b = vb;
	const int moved_a = abs((int)a->old.band - (int)a->new.band);
	const int moved_b = abs((int)b->old.band - (int)b->new.band);

	if (a->change != b->change)
		return a->change < b->change ? -1 : 1;
	if (moved_a != moved_b)
		return moved_a > moved_b ? -1 : 1;
	if (a->old.band != b->old.band)
		return a->old.band > b->old.band ? -1 : 1;
	return a->number < b->number ? -1 : 1;
}

static void
sort(struct compare *c)
{
	if (c->n > 0)
		qsort(c->changed, c->n, sizeof *c->changed, by_change);
}

/* Cut between characters; the text is valid UTF-8. */
static struct span
excerpt(struct span text)
{
	if (text.n <= EXCERPT_MAX)
		return text;
	text.n = EXCERPT_MAX;
	while (text.n > 0 && (text.p[text.n] & 0xc0) == 0x80)
		text.n--;
	return text;
}

/* The rules of one decision that the other lacks, or has with another band. */
static void
print_missing(const char *what, const struct reasons *of, const struct reasons *in, struct span text)
{
	for (size_t i = 0; i < of->n; i++) {
		if (reasons_have(in->reason, in->n, &of->reason[i]))
			continue;
		reason_say(&of->reason[i], text, what);
	}
}

static void
print_changed(const struct changed *c)
{
	const struct span shown = excerpt(c->l.text);

	puts("");
	say_text(stdout, c->l.id, "");
	printf(": %s > %s, %s > %s", band_code(c->old.band), band_code(c->new.band), category_code(c->old.category),
	    category_code(c->new.category));
	if (c->l.band != BAND_N)
		printf("; labelled %s%s%s", band_code(c->l.band), c->l.category != CATEGORY_NONE ? ", " : "",
		    category_code(c->l.category));
	puts("");
	print_missing("  no longer ", &c->old, &c->new, c->l.text);
	print_missing("  newly ", &c->new, &c->old, c->l.text);
	fputs("    ", stdout);
	say_text(stdout, shown, "    ");
	puts(shown.n < c->l.text.n ? " ..." : "");
}

void
compare_print(struct compare *c)
{
	enum change last = CHANGE_N;

	sort(c);
	for (size_t i = 0; i < c->n; i++) {
		const struct changed *one = &c->changed[i];

		if (one->change != last)
			printf("%s%s (%zu)\n", i == 0 ? "" : "\n", headings[one->change], c->many[one->change]);
		last = one->change;
		print_changed(one);
	}
	printf("%s%zu lowered, %zu raised, %zu of another main category alone, %zu unchanged.\n", c->n > 0 ? "\n" : "",
	    c->many[CHANGE_LOWERED], c->many[CHANGE_RAISED], c->many[CHANGE_CATEGORY], c->many[CHANGE_NONE]);
	if (score_reports(c->new_score) == 0)
		return;
	printf("\nThe %zu labelled reports:\n", score_reports(c->new_score));
	score_print_beside(c->old_score, c->new_score);
}

static json_t *
missing_json(const struct reasons *of, const struct reasons *in, struct span text)
{
	json_t *list = json_array();

	for (size_t i = 0; list != NULL && i < of->n; i++) {
		const struct reason *r = &of->reason[i];
		const struct span words = reason_words(r, text);

		if (!reasons_have(in->reason, in->n, r) && json_array_append_new(list,
		    json_pack("{s:s, s:s, s:s, s:s%}", "rule", r->rule, "why", r->why, "band", band_code(r->band),
		    "evidence", words.n > 0 ? (const char *)words.p : "", words.n)) != 0) {
			json_decref(list);
			return NULL;
		}
	}
	return list;
}

static json_t *
changed_json(const struct changed *c)
{
	const struct span shown = excerpt(c->l.text);
	json_t *v = json_pack("{s:s%, s:s, s:{s:s, s:s}, s:{s:s, s:s}, s:o, s:o, s:s%}",
	    "id", (const char *)c->l.id.p, c->l.id.n, "change", codes[c->change],
	    "old", "band", band_code(c->old.band), "category", category_code(c->old.category),
	    "new", "band", band_code(c->new.band), "category", category_code(c->new.category),
	    "no_longer", missing_json(&c->old, &c->new, c->l.text),
	    "newly", missing_json(&c->new, &c->old, c->l.text),
	    "text", (const char *)shown.p, shown.n);

	if (c->l.band != BAND_N && json_object_set_new(v, "label", json_pack("{s:s, s:s}", "band",
	    band_code(c->l.band), "category", category_code(c->l.category))) != 0) {
		json_decref(v);
		return NULL;
	}
	return v;
}

static json_t *
summary_json(const struct compare *c)
{
	json_t *old = NULL, *new = NULL, *counts = json_object(), *v = json_pack("{s:o}", "summary", counts);
	bool fine = v != NULL;

	for (int i = 0; i < CHANGE_N; i++)
		fine &= json_object_set_new(counts, codes[i], json_integer((json_int_t)c->many[i])) == 0;
	if (fine && score_reports(c->new_score) > 0)
		fine = score_json(c->old_score, &old) == GW_OK && score_json(c->new_score, &new) == GW_OK &&
		    json_object_set(counts, "old", old) == 0 && json_object_set(counts, "new", new) == 0;
	json_decref(old);
	json_decref(new);
	if (fine)
		return v;
	json_decref(v);
	return NULL;
}

enum run
compare_print_json(struct compare *c)
{
	enum gw_err e = GW_OK;

	sort(c);
	for (size_t i = 0; e == GW_OK && i <= c->n; i++)
		e = say_object_take(i < c->n ? changed_json(&c->changed[i]) : summary_json(c));
	return e == GW_OK ? RUN_DONE : fail("Writing the comparison", e);
}
