/* case_response.c: clocks first, the rest in the order of the page. */
#include "case_response.h"

#include <string.h>

#include "case_name.h"
#include "case_notes.h"
#include "clock.h"
#include "history.h"
#include "moment.h"
#include "urgent_response.h"
#include "sheet_words.h"
#include "team_name.h"
#include "words_of.h"

/* Due soon: three quarters of a limit are gone, so from hour 36 of 48. */
enum { SOON_PARTS = 4 };

/* --- clocks --- */

static struct span
moment_words(const struct case_response *t, int64_t at, const char *before, struct scrap *scrap)
{
	return moment_say(scrap, &t->policy->calendar, before, at);
}

static struct span
limit_state(const struct limit *l, int64_t now, struct scrap *scrap)
{
	char words[WORDS_TIME];

	if (l->met != 0 && l->met <= l->due)
		return span_of("Kept");
	if (l->met != 0) {
		words_late(l->due, l->met, words);
		return scrap_print(scrap, "Missed: done %s", words[0] != '\0' ? words : "late");
	}
	words_left(l->due, now, words);
	return scrap_print(scrap, now > l->due ? "Missed: %s, not done yet" : "%s", words);
}

static void
limit_add(const struct case_response *t, const struct limit *l, const char *what, const char *from, struct scrap *scrap,
    struct console_limit *list, size_t *n)
{
	if (!l->runs)
		return;
	list[(*n)++] = (struct console_limit){ .what = span_of(what), .start = moment_words(t, l->start, from, scrap),
		.due = moment_words(t, l->due, "by ", scrap), .state = limit_state(l, t->now, scrap),
		.is_met = l->met != 0, .is_over = limit_is_missed(l, t->now),
		.is_soon = l->met == 0 && t->now <= l->due &&
		    t->now >= l->due - (l->due - l->start) / SOON_PARTS };
}

static void
fill_limits(const struct case_response *t, const struct response *r, struct scrap *scrap, struct console_response *out)
{
	static const char *const from[START_N] = {
		[START_INCIDENT] = "from the incident, ", [START_IDENTIFIED] = "from when it was identified, " };
	struct console_limit *list = scrap_take(scrap, RESPONSE_LIMITS, sizeof *list);

	if (list == NULL)
		return;
	limit_add(t, &r->told, "Golden hour: MASH, EDT or police told", "from ", scrap, list, &out->limits_n);
	for (int i = 0; i < START_N; i++) {
		limit_add(t, &r->attempt[i], "Attempt within 24 hours", from[i], scrap, list, &out->limits_n);
		limit_add(t, &r->contact[i], "Contact within 48 hours", from[i], scrap, list, &out->limits_n);
	}
	out->limits = list;
}

/* --- whom to ring --- */

/* An agency, a hospital or a custody suite as it is shown. */
static struct console_contact
contact(const struct agency *g)
{
	return (struct console_contact){ .id = span_of(g->id), .name = span_of(g->name), .phone = span_of(g->phone),
		.task = span_of(g->task) };
}

void
case_ring(const struct agencies *a, const struct calendar *c, int64_t now, struct console_response *r)
{
	const struct agency *mash = agencies_find(a, span_of("mash")), *ring;

	if (mash == NULL)
		return;
	ring = agency_now(mash, c, now);
	r->ring = contact(ring);
	if (ring != mash)
		r->ring_else = contact(mash);
	else if (mash->instead != NULL)
		r->ring_else = contact(mash->instead);
}

static void
fill_told(const struct case_response *t, const struct response *r, struct scrap *scrap, struct console_response *out)
{
	char at[CLOCK_WORDS], left[WORDS_TIME];

	case_ring(t->agencies, &t->policy->calendar, t->now, out);
	out->wants_told = r->told.runs && r->told.met == 0 && t->c->state != CASE_CLOSED;
	if (!out->wants_told)
		return;
	clock_words(&t->policy->calendar, r->told.due, at);
	words_left(r->told.due, t->now, left);
	out->told_due = scrap_print(scrap, "Somebody there must be told by %s: %s.", at, left);
}

/* --- where the young person is --- */

static void
fill_where(const struct case_response *t, const struct sheet_say *say, struct scrap *scrap,
    struct console_response *out)
{
	const struct noted *where = &t->situation->where;
	const struct agency *place;
	const int64_t until = noted_moment(where, "until"), since = noted_moment(where, "since");
	struct span name;

	if (where->entry == NULL)
		return;
	place = agencies_find(t->agencies, noted_text(where, "name"));
	name = sheet_say_key(say, where->entry, "name", scrap);
	out->where = scrap_join(scrap, (const struct span[]){ sheet_say_key(say, where->entry, "place", scrap),
	    span_of(name.n > 0 ? ": " : ""), name, since != 0 ? moment_words(t, since, ", since ", scrap) :
	    (struct span){ NULL, 0 } }, 4);
	out->where_more = noted_text(where, "text");
	out->is_missing = noted_is(where, "place", "missing");
	out->is_reachable = situation_is_reachable(t->situation, t->now);
	if (until != 0)
		out->until = moment_words(t, until, out->is_reachable ? "Reachable there until " :
		    "Was reachable there until ", scrap);
	if (place != NULL && place->kind != AGENCY_OFFICE)
		out->place = contact(place);
}

/* --- links --- */

static bool
is_offered(const struct case_response *t, enum sheet s)
{
	if (sheet_words(s)->group == GROUP_AUDIT)
		return false;
	if (t->file->come != NULL && strcmp(t->file->come->team, t->c->team) == 0)
		return casefile_giver_records(s);
	if (t->c->kind == KIND_INCIDENT)
		return sheet_words(s)->group != GROUP_URGENT;
	return s != SHEET_IMPACT;
}

static void
group_fill(const struct case_response *t, enum sheet_group g, struct scrap *scrap, struct console_sheet_group *group)
{
	struct console_sheet_link *links = scrap_take(scrap, SHEET_N, sizeof *links);

	group->title = span_of(sheet_group_words(g));
	group->links = links;
	for (int s = 0; links != NULL && s < SHEET_N; s++)
		if (sheet_words((enum sheet)s)->group == g && is_offered(t, (enum sheet)s))
			links[group->links_n++] = (struct console_sheet_link){
				span_of(sheet_kind((enum sheet)s)->code), span_of(sheet_words((enum sheet)s)->title) };
}

/* A meeting, an export and an audit have pages of their own. */
static void
fill_groups(const struct case_response *t, struct scrap *scrap, struct console_response *out)
{
	struct console_sheet_group *groups = scrap_take(scrap, GROUP_N, sizeof *groups);

	out->groups = groups;
	for (int g = 0; groups != NULL && t->c->kind < KIND_MEETING && g < GROUP_N; g++) {
		group_fill(t, (enum sheet_group)g, scrap, &groups[out->groups_n]);
		out->groups_n += groups[out->groups_n].links_n > 0;
	}
}

/* --- other cases --- */

/* Who gave an extract may open the case that it comes from, and what it became; who got it may not. */
static void
other_add(const struct case_response *t, const struct entry *e, struct scrap *scrap, struct console_link *list,
    size_t *n)
{
	const struct span team = team_name(t->policy, e->team);
	const char *before, *behind;

	if (e->act == ACT_SHARE) {
		before = "Shared with ";
		behind = e->gives_away ? ", who alone holds it now" : "";
	} else if (e->act == ACT_PASS) {
		before = "Passed on to ";
		behind = "; what became of it:";
	} else if (e->act == ACT_COME && strcmp(e->team, t->c->team) == 0) {
		before = "Chosen parts of a case of ";
		behind = ":";
	} else {
		return;
	}
	list[*n].how = scrap_join(scrap, (const struct span[]){ span_of(before), team, span_of(behind) }, 3);
	if (e->act != ACT_SHARE) {
		list[*n].id = case_name_id(scrap, e->other);
		list[*n].ref = case_name_ref(scrap, e->other);
	}
	++*n;
}

static void
fill_others(const struct case_response *t, struct scrap *scrap, struct console_response *out)
{
	const struct opened_entries *all = &t->c->entries;
	struct console_link *list = scrap_take(scrap, all->n, sizeof *list);

	for (size_t i = 0; list != NULL && i < all->n; i++)
		other_add(t, &all->entry[i], scrap, list, &out->others_n);
	out->others = list;
}

static const char *
kind_code(uint8_t kind)
{
	static const char *const codes[KIND_N] = { [KIND_REPORT] = "report", [KIND_EXTRACT] = "extract",
		[KIND_INCIDENT] = "incident", [KIND_MEETING] = "meeting", [KIND_RELEASE] = "release",
		[KIND_AUDIT] = "audit" };

	return kind < KIND_N ? codes[kind] : "";
}

void
case_response_fill(const struct case_response *t, struct scrap *scrap, struct console_case *f)
{
	const struct sheet_say say = { &t->policy->calendar, t->agencies, &t->c->entries };
	struct console_response *out = &f->response;
	struct response r;

	history_response(t->c, &r);
	out->kind = span_of(kind_code(t->c->kind));
	out->applies = r.applies;
	out->is_unidentified = r.is_unidentified;
	fill_limits(t, &r, scrap, out);
	fill_told(t, &r, scrap, out);
	fill_where(t, &say, scrap, out);
	case_notes_fill(&say, t->situation, t->now, scrap, out);
	out->wants_plan = t->c->state != CASE_CLOSED &&
	    response_wants_plan(&r, t->situation->plan.entry != NULL, t->now);
	fill_groups(t, scrap, out);
	fill_others(t, scrap, out);
}
