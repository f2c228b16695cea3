/* drm_case.c: one function for each line of a case in the pack. */
#include "drm_case.h"

#include <string.h>

#include <sodium.h>

#include "agencies.h"
#include "casefile.h"
#include "clock.h"
#include "history.h"
#include "json.h"
#include "sheet_words.h"
#include "words_of.h"

/* What each line is made from. */
struct view {
	const struct opened *c;
	const struct drm_as *as;
	const struct policy *p;
	int64_t at;
	struct scrap *scrap;
	struct situation now;
	struct casefile file;
};

static struct span
moment(const struct view *v, int64_t at)
{
	char words[CLOCK_WORDS];

	if (at == 0)
		return (struct span){ NULL, 0 };
	clock_words(&v->p->calendar, at, words);
	return scrap_print(v->scrap, "%s", words);
}

static struct span
said(const struct view *v, const struct noted *n, const char *key)
{
	return scrap_copy(v->scrap, noted_text(n, key));
}

void
drm_case_name(const uint8_t report[ID_BYTES], struct scrap *scrap, struct span *id, struct span *ref)
{
	char hex[2 * ID_BYTES + 1], name[WORDS_REF];

	sodium_bin2hex(hex, sizeof hex, report, ID_BYTES);
	words_ref(report, name);
	*id = scrap_print(scrap, "%s", hex);
	*ref = scrap_print(scrap, "%s", name);
}

/* --- clocks --- */

size_t
drm_limits(const struct response *r, struct drm_limit out[DRM_LIMITS])
{
	const struct drm_limit all[DRM_LIMITS] = {
		{ "Golden hour", &r->told },
		{ "Attempt, since the incident", &r->attempt[START_INCIDENT] },
		{ "Attempt, since it was identified", &r->attempt[START_IDENTIFIED] },
		{ "Contact, since the incident", &r->contact[START_INCIDENT] },
		{ "Contact, since it was identified", &r->contact[START_IDENTIFIED] },
	};
	size_t n = 0;

	for (size_t i = 0; i < DRM_LIMITS; i++)
		if (all[i].limit->runs)
			out[n++] = all[i];
	return n;
}

static struct span
limit_state(const struct view *v, const struct limit *l)
{
	char left[WORDS_TIME];

	if (l->met != 0)
		return moment(v, l->met);
	words_left(l->due, v->at, left);
	return scrap_print(v->scrap, "%s", left);
}

static void
fill_limits(const struct view *v, struct console_drm_case *out)
{
	struct console_limit *list = scrap_take(v->scrap, DRM_LIMITS, sizeof *list);
	struct drm_limit of[DRM_LIMITS];
	struct response r;
	size_t n;

	response_read(history_first(v->c), history_came(v->c), v->c->entries.entry, v->c->entries.n, &r);
	n = drm_limits(&r, of);
	out->is_response = r.applies;
	out->is_unidentified = r.is_unidentified;
	for (size_t i = 0; list != NULL && i < n; i++) {
		char due[CLOCK_WORDS];

		clock_words(&v->p->calendar, of[i].limit->due, due);
		list[i] = (struct console_limit){ .what = span_of(of[i].what),
			.due = scrap_print(v->scrap, "by %s", due), .state = limit_state(v, of[i].limit),
			.is_met = of[i].limit->met != 0, .is_over = limit_is_missed(of[i].limit, v->at) };
	}
	out->limits = list;
	out->limits_n = list == NULL ? 0 : n;
}

/* --- words, and why this band --- */

static void
fill_words(const struct view *v, struct console_drm_case *out)
{
	const struct report *first = &v->c->part[0].words;
	const struct school *school = policy_school(v->p, span_of(first->school));

	out->source = span_of(v->c->kind == KIND_EXTRACT ? "The summary of the team that passed it on," :
	    v->file.logged != NULL ? "What a colleague was told, in their words," :
	    v->c->kind == KIND_INCIDENT ? "The incident, as it was written down," : "The reporter’s own words,");
	out->words = scrap_copy(v->scrap, buf_span(&first->text));
	out->place = scrap_copy(v->scrap, buf_span(&first->place));
	if (school != NULL)
		out->school = span_of(school->name);
	out->received = moment(v, history_came(v->c));
}

/* Several words may have fired one rule: it is said once. */
static bool
is_said(const struct console_reason *list, size_t n, const struct console_reason *r)
{
	for (size_t i = 0; i < n; i++)
		if (span_equal(list[i].why, r->why) && span_equal(list[i].band, r->band))
			return true;
	return false;
}

static void
fill_reasons(const struct view *v, struct console_drm_case *out)
{
	const json_t *reasons = json_object_get(v->c->decision, "reasons");
	const size_t n = json_array_size(reasons);
	struct console_reason *list = scrap_take(v->scrap, n, sizeof *list);
	const struct entry *by = history_confirmed(v->c);
	char at[CLOCK_WORDS];

	for (size_t i = 0; list != NULL && i < n; i++) {
		const json_t *one = json_array_get(reasons, i);
		const struct console_reason r = { .why = scrap_copy(v->scrap, json_text(one, "why")),
			.band = span_of(words_band(band_of(json_text(one, "band")))) };

		if (!is_said(list, out->reasons_n, &r))
			list[out->reasons_n++] = r;
	}
	out->reasons = list;
	if (by == NULL)
		return;
	clock_words(&v->p->calendar, by->at, at);
	out->confirmed = scrap_print(v->scrap, "%s: %s, %s, at %s.", words_band(by->to), words_act(by->act), by->by,
	    at);
	out->why = scrap_copy(v->scrap, by->text);
}

/* --- where, who --- */

/* A hospital or custody suite of the list by its name; else as it was typed. */
static struct span
place_name(const struct view *v, const struct noted *w)
{
	const struct agency *g = v->as->agencies != NULL ? agencies_find(v->as->agencies, noted_text(w, "name")) : NULL;

	return g != NULL ? span_of(g->name) : said(v, w, "name");
}

static void
fill_where(const struct view *v, struct console_drm_case *out)
{
	const struct noted *w = &v->now.where;
	const size_t place = sheet_field(SHEET_WHERE, "place");

	if (w->entry == NULL)
		return;
	out->is_away = noted_is(w, "place", "away");
	out->where = span_of(sheet_code_words(SHEET_WHERE, place, noted_text(w, "place")));
	out->where_more = said(v, w, "text");
	out->host = place_name(v, w);
	if (!out->is_away && out->host.n > 0)
		out->where = scrap_print(v->scrap, "%.*s: %.*s", (int)out->where.n, (const char *)out->where.p,
		    (int)out->host.n, (const char *)out->host.p);
	out->since = moment(v, noted_moment(w, "since"));
	if (situation_is_reachable(&v->now, v->at))
		out->reachable = moment(v, noted_moment(w, "until"));
}

/* Those who may be harmed, and those who may harm: never one list. */
static void
fill_people(const struct view *v, bool adults, const struct console_drm_person **people, size_t *n)
{
	const struct noted_list *all = &v->now.people;
	struct console_drm_person *list = scrap_take(v->scrap, all->n, sizeof *list);
	const size_t is = sheet_field(SHEET_PERSON, "is");

	*n = 0;
	for (size_t i = 0; list != NULL && i < all->n; i++) {
		const struct noted *p = &all->of[i];
		const struct span age = noted_text(p, "age");

		if (noted_is(p, "is", "adult_of_concern") != adults)
			continue;
		list[(*n)++] = (struct console_drm_person){ said(v, p, "name"),
			scrap_print(v->scrap, "%s%s%.*s", sheet_code_words(SHEET_PERSON, is, noted_text(p, "is")),
			    age.n > 0 ? ", " : "", (int)age.n, (const char *)age.p) };
	}
	*people = list;
}

/* --- asks, links, plan --- */

struct console_drm_ask
drm_ask(const struct noted *n, const struct policy *p, int64_t at, struct scrap *scrap)
{
	const int64_t due = noted_moment(n, "due");
	char by[CLOCK_WORDS];

	clock_words(&p->calendar, due, by);
	return (struct console_drm_ask){ .agency = scrap_copy(scrap, noted_text(n, "agency")),
		.owner = scrap_copy(scrap, noted_text(n, "owner")), .due = scrap_print(scrap, "%s", by),
		.text = scrap_copy(scrap, noted_text(n, "text")), .is_over = due < at };
}

static void
fill_asks(const struct view *v, struct console_drm_case *out)
{
	const struct noted_list *all = &v->now.asks;
	struct console_drm_ask *list = scrap_take(v->scrap, all->n, sizeof *list);

	for (size_t i = 0; list != NULL && i < all->n; i++)
		list[i] = drm_ask(&all->of[i], v->p, v->at, v->scrap);
	out->asks = list;
	out->asks_n = list == NULL ? 0 : all->n;
}

static void
fill_links(const struct view *v, struct console_drm_case *out)
{
	struct console_link *list = scrap_take(v->scrap, v->file.n_links, sizeof *list);

	for (size_t i = 0; list != NULL && i < v->file.n_links; i++) {
		drm_case_name(v->file.link[i]->other, v->scrap, &list[i].id, &list[i].ref);
		list[i].how = span_of(words_link(v->file.link[i]->how));
	}
	out->links = list;
	out->links_n = list == NULL ? 0 : v->file.n_links;
}

void
drm_case_fill(const struct opened *c, const struct drm_as *as, struct scrap *scrap, struct console_drm_case *out)
{
	struct view *v = scrap_take(scrap, 1, sizeof *v);

	drm_case_name(c->report, scrap, &out->id, &out->ref);
	if (v == NULL)
		return;
	v->c = c;
	v->as = as;
	v->p = as->policy;
	v->at = as->at;
	v->scrap = scrap;
	situation_read(c->entries.entry, c->entries.part, c->entries.n, &v->now);
	casefile_read(c->entries.entry, c->entries.part, c->entries.n, &v->file);
	out->band = span_of(band_code(history_band(c)));
	out->is_closed = v->file.closed != NULL;
	fill_words(v, out);
	fill_reasons(v, out);
	fill_where(v, out);
	fill_limits(v, out);
	fill_people(v, false, &out->people, &out->people_n);
	fill_people(v, true, &out->adults, &out->adults_n);
	fill_asks(v, out);
	fill_links(v, out);
	if (v->now.plan.entry != NULL) {
		out->plan = said(v, &v->now.plan, "text");
		out->plan_review = moment(v, noted_moment(&v->now.plan, "review"));
	}
}
