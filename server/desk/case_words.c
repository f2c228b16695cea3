/* case_words.c: marks are sorted and merged, then the text is cut at them. */
#include "case_words.h"

#include "triage.h"
#include "words_of.h"

struct mark { size_t at, end; };
struct marks { size_t n; struct mark mark[LIMIT_REASONS]; };

/* --- marks --- */

/* UTF-8's following bytes are 10xxxxxx. */
static bool
is_inside(struct span text, size_t at)
{
	return at < text.n && (text.p[at] & 0xc0) == 0x80;
}

static bool
mark_read(struct span text, const json_t *reason, struct mark *m)
{
	const json_int_t at = json_integer_value(json_object_get(reason, "at"));
	const json_int_t len = json_integer_value(json_object_get(reason, "len"));

	if (at < 0 || len <= 0 || (size_t)at >= text.n)
		return false;
	m->at = (size_t)at;
	m->end = (size_t)len < text.n - m->at ? m->at + (size_t)len : text.n;
	while (is_inside(text, m->at))
		m->at--;
	while (is_inside(text, m->end))
		m->end++;
	return true;
}

static void
mark_add(struct marks *all, struct mark m)
{
	size_t i = all->n;

	if (all->n == LIMIT_REASONS)
		return;
	for (; i > 0 && all->mark[i - 1].at > m.at; i--)
		all->mark[i] = all->mark[i - 1];
	all->mark[i] = m;
	all->n++;
}

static void
marks_merge(struct marks *all)
{
	size_t n = 0;

	for (size_t i = 0; i < all->n; i++) {
		if (n == 0 || all->mark[i].at > all->mark[n - 1].end)
			all->mark[n++] = all->mark[i];
		else if (all->mark[i].end > all->mark[n - 1].end)
			all->mark[n - 1].end = all->mark[i].end;
	}
	all->n = n;
}

static void
run_add(struct console_run *runs, size_t *n, struct span text, bool is_marked)
{
	if (text.n > 0)
		runs[(*n)++] = (struct console_run){ text, is_marked };
}

const struct console_run *
case_words_runs(struct span text, const json_t *reasons, struct scrap *scrap, size_t *n)
{
	struct console_run *runs = scrap_take(scrap, 2 * LIMIT_REASONS + 1, sizeof *runs);
	struct marks all = { .n = 0 };
	struct mark m;
	size_t i, at = 0;

	*n = 0;
	if (runs == NULL)
		return NULL;
	for (i = 0; i < json_array_size(reasons); i++)
		if (mark_read(text, json_array_get(reasons, i), &m))
			mark_add(&all, m);
	marks_merge(&all);
	for (i = 0; i < all.n; i++) {
		m = all.mark[i];
		run_add(runs, n, (struct span){ text.p + at, m.at - at }, false);
		run_add(runs, n, (struct span){ text.p + m.at, m.end - m.at }, true);
		at = m.end;
	}
	if (at < text.n)
		run_add(runs, n, (struct span){ text.p + at, text.n - at }, false);
	return runs;
}

/* --- reasons --- */

static struct span
band_words(const json_t *v)
{
	const enum band b = band_of(json_text(v, "band"));

	return span_of(words_band(b));
}

static void
fill_reasons(struct span text, const json_t *reasons, struct scrap *scrap, struct console_case *f)
{
	const size_t n = json_array_size(reasons);
	struct console_reason *list = scrap_take(scrap, n, sizeof *list);
	struct mark m;

	if (list == NULL)
		return;
	for (size_t i = 0; i < n; i++) {
		const json_t *v = json_array_get(reasons, i);

		list[i] = (struct console_reason){ .why = json_text(v, "why"), .rule = json_text(v, "rule"),
			.band = band_words(v) };
		if (mark_read(text, v, &m))
			list[i].evidence = (struct span){ text.p + m.at, m.end - m.at };
	}
	f->reasons = list;
	f->reasons_n = n;
}

/* "Weapon, Violence" */
static struct span
categories_words(const json_t *codes, struct scrap *scrap)
{
	struct span words = { NULL, 0 };

	for (size_t i = 0; i < json_array_size(codes); i++) {
		const json_t *code = json_array_get(codes, i);
		const struct span text = { (const uint8_t *)json_string_value(code), json_string_length(code) };
		const char *one = words_category(category_of(text));

		if (one[0] != '\0')
			words = scrap_print(scrap, "%.*s%s%s", (int)words.n, (const char *)words.p,
			    words.n > 0 ? ", " : "", one);
	}
	return words;
}

void
case_words_fill(const struct opened *c, struct scrap *scrap, struct console_case *f)
{
	const struct report *said = &c->part[0].words;
	const json_t *reasons = json_object_get(c->decision, "reasons");

	f->words = buf_span(&said->text);
	f->place = buf_span(&said->place);
	f->keep_from = buf_span(&said->keep_from);
	f->about = span_of(words_about(said->answers.about));
	f->when = span_of(words_when(said->answers.when));
	f->danger = span_of(words_danger(said->answers.danger_now));
	f->weapon = span_of(words_weapon(said->answers.weapon));
	f->chosen = span_of(words_category(said->answers.category));
	f->suggested = band_words(c->decision);
	f->categories = categories_words(json_object_get(c->decision, "categories"), scrap);
	f->version = json_text(c->decision, "policy");
	f->runs = case_words_runs(f->words, reasons, scrap, &f->runs_n);
	fill_reasons(f->words, reasons, scrap, f);
}
