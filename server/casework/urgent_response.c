/* urgent_response.c: first when the clocks began, then what stopped them. */
#include "urgent_response.h"

/* What starts the clocks. after: the entries behind this one were made when that clock was there. */
struct starts {
	int64_t since, told, incident, identified;	/* 0: not */
	size_t since_after, told_after;
};

static bool
says(const struct entry *e, enum sheet s, const char *key, const char *code)
{
	return entry_is_sheet(e, s) && sheet_is(s, e->field, key, code);
}

static int64_t
earlier(int64_t a, int64_t b)
{
	return a == 0 || b < a ? b : a;
}

/* The protocol applies from at on; immediate: so does the golden hour. */
static void
begin(struct starts *s, int64_t at, int64_t told, size_t after)
{
	if (s->since == 0) {
		s->since = at;
		s->since_after = after;
	}
	if (told == 0)
		return;
	if (s->told == 0)
		s->told_after = after;
	s->told = earlier(s->told, told);
}

static void
start_take(struct starts *s, const struct entry *e, size_t after)
{
	int64_t since;

	if (e->act == ACT_RAISE && e->to >= BAND_URGENT)
		begin(s, e->at, e->to == BAND_IMMEDIATE ? e->at : 0, after);
	if (entry_is_sheet(e, SHEET_TRIGGER))
		begin(s, e->at, 0, after);
	if (says(e, SHEET_WHERE, "place", "custody")) {
		since = sheet_moment(SHEET_WHERE, e->field, "since");
		begin(s, e->at, since != 0 ? since : e->at, after);
	}
	if (says(e, SHEET_START, "of", "incident"))
		s->incident = sheet_moment(SHEET_START, e->field, "at");
	if (says(e, SHEET_START, "of", "identified"))
		s->identified = sheet_moment(SHEET_START, e->field, "at");
}

static void
limit_begin(struct limit *l, int64_t start, int64_t seconds)
{
	*l = (struct limit){ .runs = true, .start = start, .due = start + seconds };
}

/* at: what the entry says; is_later: it was made when the clock was there. */
static void
limit_meet(struct limit *l, int64_t at, bool is_later)
{
	if (!l->runs || (at < l->start && !is_later))
		return;
	l->met = earlier(l->met, at < l->start ? l->start : at);
}

static void
clocks_begin(const struct starts *s, struct response *r)
{
	const int64_t start[START_N] = {
		[START_INCIDENT] = s->incident,
		[START_IDENTIFIED] = s->identified != 0 ? s->identified : s->since,
	};

	*r = (struct response){ .applies = s->since != 0, .since = s->since };
	if (!r->applies)
		return;
	if (s->told != 0)
		limit_begin(&r->told, s->told, RESPONSE_TOLD_SECONDS);
	for (int i = 0; i < START_N; i++) {
		if (start[i] == 0)
			continue;
		limit_begin(&r->attempt[i], start[i], RESPONSE_ATTEMPT_SECONDS);
		limit_begin(&r->contact[i], start[i], RESPONSE_CONTACT_SECONDS);
	}
}

static void
stop_take(const struct starts *s, const struct entry *e, size_t i, struct response *r)
{
	const bool is_reached = entry_is_sheet(e, SHEET_CONTACT) &&
	    !sheet_is(SHEET_CONTACT, e->field, "result", "no_answer");

	if (entry_is_sheet(e, SHEET_TOLD))
		limit_meet(&r->told, sheet_moment(SHEET_TOLD, e->field, "at"), i >= s->told_after);
	if (entry_is_sheet(e, SHEET_UNIDENTIFIED))
		r->is_unidentified = true;
	if (is_reached)
		r->is_unidentified = false;
	for (int k = 0; k < START_N && entry_is_sheet(e, SHEET_CONTACT); k++) {
		const int64_t at = sheet_moment(SHEET_CONTACT, e->field, "at");

		limit_meet(&r->attempt[k], at, i >= s->since_after);
		if (is_reached)
			limit_meet(&r->contact[k], at, i >= s->since_after);
	}
}

void
response_read(enum band first, int64_t came, const struct entry *entry, size_t n, struct response *r)
{
	response_read_with(first, came, entry, n, NULL, r);
}

void
response_read_with(enum band first, int64_t came, const struct entry *entry, size_t n, const struct entry *next,
    struct response *r)
{
	struct starts s = { .since = 0 };

	if (first >= BAND_URGENT)
		begin(&s, came, first == BAND_IMMEDIATE ? came : 0, 0);
	for (size_t i = 0; i < n; i++)
		start_take(&s, &entry[i], i);
	if (next != NULL)
		start_take(&s, next, n);
	clocks_begin(&s, r);
	for (size_t i = 0; i < n; i++)
		stop_take(&s, &entry[i], i, r);
	if (next != NULL)
		stop_take(&s, next, n, r);
}

bool
limit_is_missed(const struct limit *l, int64_t now)
{
	return l->runs && (l->met != 0 ? l->met : now) > l->due;
}

bool
limit_is_within(const struct limit *l, int64_t seconds)
{
	return l->runs && l->met != 0 && l->met - l->start <= seconds;
}

static int64_t
sooner(const struct limit *l, int64_t due)
{
	return l->runs && l->met == 0 && l->due < due ? l->due : due;
}

int64_t
response_due(const struct response *r)
{
	int64_t due = sooner(&r->told, INT64_MAX);

	for (int i = 0; i < START_N && !r->is_unidentified; i++) {
		due = sooner(&r->attempt[i], due);
		due = sooner(&r->contact[i], due);
	}
	return due;
}

bool
response_wants_plan(const struct response *r, bool has_plan, int64_t now)
{
	return r->applies && !has_plan && now >= r->since + RESPONSE_PLAN_SECONDS;
}
