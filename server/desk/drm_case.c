/* drm_case.c: one function for each line of a case in the pack. */
#include "drm_case.h"

#include <sodium.h>

#include "agencies.h"
#include "case_name.h"
#include "casefile.h"
#include "clock.h"
#include "history.h"
#include "json.h"
#include "moment.h"
#include "sheet_words.h"
#include "team_name.h"
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
	return moment_say_from(v->scrap, &v->p->calendar, "", at, v->at);
}

static struct span
said(const struct view *v, const struct noted *n, const char *key)
{
	return scrap_cut(v->scrap, noted_text(n, key), DRM_TEXT, NULL);
}

/* --- clocks --- */

size_t
drm_limits(const struct response *r, struct drm_limit out[RESPONSE_LIMITS])
{
	const struct drm_limit all[RESPONSE_LIMITS] = {
		{ "Golden hour", &r->told },
		{ "Attempt, since the incident", &r->attempt[START_INCIDENT] },
		{ "Attempt, since it was identified", &r->attempt[START_IDENTIFIED] },
		{ "Contact, since the incident", &r->contact[START_INCIDENT] },
		{ "Contact, since it was identified", &r->contact[START_IDENTIFIED] },
	};
	size_t n = 0;

	for (size_t i = 0; i < RESPONSE_LIMITS; i++)
		if (all[i].limit->runs)
			out[n++] = all[i];
	return n;
}

static struct span
limit_state(const struct view *v, const struct limit *l)
{
	const struct span met = moment(v, l->met);
	char time[WORDS_TIME];

	if (l->met != 0 && l->met <= l->due)
		return scrap_print(v->scrap, "kept, at %.*s", (int)met.n, (const char *)met.p);
	if (l->met != 0) {
		words_miss(l->due, l->met, time);
		return scrap_print(v->scrap, "missed by %s, done at %.*s", time, (int)met.n, (const char *)met.p);
	}
	if (limit_is_missed(l, v->at)) {
		words_miss(l->due, v->at, time);
		return scrap_print(v->scrap, "missed by %s, not done yet", time);
	}
	words_left(l->due, v->at, time);
	return scrap_print(v->scrap, "%s", time);
}

static void
fill_limits(const struct view *v, struct console_drm_case *out)
{
	struct console_limit *list = scrap_take(v->scrap, RESPONSE_LIMITS, sizeof *list);
	struct drm_limit of[RESPONSE_LIMITS];
	struct response r;
	size_t n;

	history_response(v->c, &r);
	n = drm_limits(&r, of);
	out->is_response = r.applies;
	out->is_unidentified = r.is_unidentified;
	for (size_t i = 0; list != NULL && i < n; i++)
		list[i] = (struct console_limit){ .what = span_of(of[i].what),
			.due = moment_say_from(v->scrap, &v->p->calendar, "by ", of[i].limit->due, v->at),
			.state = limit_state(v, of[i].limit), .is_met = of[i].limit->met != 0,
			.is_over = limit_is_missed(of[i].limit, v->at) };
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
	out->keep_from = scrap_copy(v->scrap, buf_span(&first->keep_from));
	out->words = scrap_cut(v->scrap, buf_span(&first->text), DRM_WORDS, &out->is_cut);
	out->place = scrap_cut(v->scrap, buf_span(&first->place), DRM_TEXT, NULL);
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

/* No rule read what was passed on: the team that did chose its band. */
static void
fill_chosen(const struct view *v, struct console_drm_case *out)
{
	const struct entry *come = v->file.come;
	struct span team;

	if (v->c->kind != KIND_EXTRACT || come == NULL)
		return;
	team = team_name(v->p, come->team);
	out->chosen = scrap_print(v->scrap, "%.*s chose %s when passing it on.", (int)team.n, (const char *)team.p,
	    band_code(history_first(v->c)));
}

static void
fill_reasons(const struct view *v, struct console_drm_case *out)
{
	const json_t *reasons = json_object_get(v->c->decision, "reasons");
	const size_t all = json_array_size(reasons), n = all < LIMIT_REASONS ? all : LIMIT_REASONS;
	struct console_reason *list = scrap_take(v->scrap, n, sizeof *list);
	const struct entry *by = history_confirmed(v->c);
	struct span at;

	for (size_t i = 0; list != NULL && i < n; i++) {
		const json_t *one = json_array_get(reasons, i);
		const struct console_reason r = { .why = scrap_cut(v->scrap, json_text(one, "why"), DRM_WHY, NULL),
			.band = span_of(words_band(band_of(json_text(one, "band")))) };

		if (!is_said(list, out->reasons_n, &r))
			list[out->reasons_n++] = r;
	}
	out->reasons = list;
	if (by == NULL)
		return;
	at = moment(v, by->at);
	out->confirmed = scrap_print(v->scrap, "%s: %s, %s, at %.*s.", words_band(by->to), words_act(by->act), by->by,
	    (int)at.n, (const char *)at.p);
	out->why = scrap_cut(v->scrap, by->text, DRM_TEXT, NULL);
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
fill_people(const struct view *v, bool adults, const struct console_drm_person **people, size_t *n, bool *has_more)
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
		if (*n == DRM_PEOPLE) {
			*has_more = true;
			break;
		}
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

	return (struct console_drm_ask){ .agency = scrap_copy(scrap, noted_text(n, "agency")),
		.owner = scrap_copy(scrap, noted_text(n, "owner")),
		.due = moment_say_from(scrap, &p->calendar, "", due, at),
		.text = scrap_cut(scrap, noted_text(n, "text"), DRM_TEXT, NULL), .is_over = due < at };
}

static void
fill_asks(const struct view *v, struct console_drm_case *out)
{
	const struct noted_list *all = &v->now.asks;
	const size_t n = all->n < DRM_ASKS ? all->n : DRM_ASKS;
	struct console_drm_ask *list = scrap_take(v->scrap, n, sizeof *list);

	out->has_more = out->has_more || n < all->n;
	for (size_t i = 0; list != NULL && i < n; i++)
		list[i] = drm_ask(&all->of[i], v->p, v->at, v->scrap);
	out->asks = list;
	out->asks_n = list == NULL ? 0 : n;
}

static void
fill_links(const struct view *v, struct console_drm_case *out)
{
	const size_t n = v->file.n_links < DRM_LINKS ? v->file.n_links : DRM_LINKS;
	struct console_link *list = scrap_take(v->scrap, n, sizeof *list);

	out->has_more = out->has_more || n < v->file.n_links;
	for (size_t i = 0; list != NULL && i < n; i++) {
		list[i].id = case_name_id(v->scrap, v->file.link[i]->other);
		list[i].ref = case_name_ref(v->scrap, v->file.link[i]->other);
		list[i].how = span_of(words_link(v->file.link[i]->how));
	}
	out->links = list;
	out->links_n = list == NULL ? 0 : n;
}

void
drm_case_fill(const struct opened *c, const struct drm_as *as, struct scrap *scrap, struct console_drm_case *out)
{
	struct view *v = scrap_take(scrap, 1, sizeof *v);

	out->id = case_name_id(scrap, c->report);
	out->ref = case_name_ref(scrap, c->report);
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
	fill_chosen(v, out);
	fill_reasons(v, out);
	fill_where(v, out);
	fill_limits(v, out);
	fill_people(v, false, &out->people, &out->people_n, &out->has_more);
	fill_people(v, true, &out->adults, &out->adults_n, &out->has_more);
	fill_asks(v, out);
	fill_links(v, out);
	if (v->now.plan.entry != NULL) {
		out->plan = said(v, &v->now.plan, "text");
		out->plan_review = moment(v, noted_moment(&v->now.plan, "review"));
	}
}

/* --- what the meeting did with it --- */

static struct console_drm_decided
decided_say(const struct noted *n, const struct drm_as *as, struct scrap *scrap)
{
	const size_t outcome = sheet_field(SHEET_DECISION, "outcome");
	struct console_drm_decided out = { .text = scrap_cut(scrap, noted_text(n, "text"), DRM_TEXT, NULL) };
	const struct span at = moment_say_from(scrap, &as->policy->calendar, "", n->entry->at, as->at);
	const struct console_drm_ask ask = drm_ask(n, as->policy, as->at, scrap);

	out.by = scrap_print(scrap, "%s, at %.*s", n->entry->by, (int)at.n, (const char *)at.p);
	if (n->entry->sheet == SHEET_ASK) {
		out.what = scrap_join(scrap, (const struct span[]){ span_of("Asked of "), ask.agency, span_of(", "),
		    ask.owner, span_of(", by "), ask.due }, 6);
		return out;
	}
	out.what = span_of(sheet_code_words(SHEET_DECISION, outcome, noted_text(n, "outcome")));
	out.why = scrap_cut(scrap, noted_text(n, "why"), DRM_TEXT, NULL);
	return out;
}

void
drm_case_decided(const struct opened *c, const uint8_t meeting[ID_BYTES], const struct drm_as *as,
    struct scrap *scrap, struct console_drm_case *out)
{
	struct console_drm_decided *list = scrap_take(scrap, DRM_DECIDED, sizeof *list);
	char id[2 * ID_BYTES + 1];

	sodium_bin2hex(id, sizeof id, meeting, ID_BYTES);
	for (size_t i = c->entries.n; list != NULL && i > 0 && out->decided_n < DRM_DECIDED; i--) {
		const struct noted n = { c->entries.part[i - 1], &c->entries.entry[i - 1] };

		if (n.entry->act != ACT_RECORD || (n.entry->sheet != SHEET_DECISION && n.entry->sheet != SHEET_ASK))
			continue;
		if (span_is(noted_text(&n, "meeting"), id))
			list[out->decided_n++] = decided_say(&n, as, scrap);
	}
	out->decided = list;
}
