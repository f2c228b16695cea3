/* casework.c: what a signed-in member does with one case. Each look and each answer is in the audit chain. */
#include <string.h>

#include "alert_rows.h"
#include "filing.h"
#include "pages.h"
#include "reach.h"
#include "visit.h"

enum { MINUTE = 60 };

static enum gw_err
state_raise(struct store *s, const uint8_t report[ID_BYTES], enum case_state state)
{
	struct use u;

	use_start(&u, s, REPORT_STATE);
	use_number(&u, state);
	use_blob(&u, report, ID_BYTES);
	return use_run(&u, NULL);
}

static enum gw_err
look_run(struct store *s, enum stmt which, const uint8_t report[ID_BYTES])
{
	struct use u;

	use_start(&u, s, which);
	use_blob(&u, report, ID_BYTES);
	return use_run(&u, NULL);
}

/* Somebody of those for whom it waits has seen it, and what the reporter wrote. The minute is enough. */
static enum gw_err
first_note(struct store *s, const uint8_t report[ID_BYTES], int64_t now)
{
	struct use u;
	enum gw_err e = look_run(s, CASE_SEEN, report);

	if (e != GW_OK)
		return e;
	use_start(&u, s, CASE_FIRST);
	use_blob(&u, report, ID_BYTES);
	use_number(&u, now - now % MINUTE);
	return use_run(&u, NULL);
}

/* One member has now seen all there is. Whoever gave an extract away looks on: it is not read by that. */
static enum gw_err
look_note(struct store *s, const uint8_t report[ID_BYTES], bool looks_on, int64_t now)
{
	struct use u;
	enum gw_err e = looks_on ? GW_OK : first_note(s, report, now);

	if (e != GW_OK)
		return e;
	use_start(&u, s, LOOK_PUT);
	use_blob(&u, report, ID_BYTES);
	use_text(&u, s->member);
	use_number(&u, now);
	e = use_run(&u, NULL);
	return e == GW_OK ? alerts_seen(s, report) : e;
}

static enum gw_err
looks_on_only(struct store *s, const uint8_t report[ID_BYTES], const struct reach *r, bool *looks_on)
{
	struct use u;
	enum gw_err e;

	*looks_on = false;
	if (r->is_queued)
		return GW_OK;
	use_start(&u, s, CASE_COLUMNS);
	use_blob(&u, report, ID_BYTES);
	if ((e = use_row(&u)) != GW_OK)
		return e;
	*looks_on = use_get_number(&u, 9) == KIND_EXTRACT;
	return use_end(&u, GW_OK);
}

/* Until the visit opens another case, opening this one again, or its other pages, is no new entry. Why somebody may: as
 * one of this team. */
static enum gw_err
note_opening(struct store *s, const struct visit *v, const uint8_t report[ID_BYTES], const struct reach *r, int64_t now)
{
	enum gw_err e;

	if (v->has_open && memcmp(v->open, report, ID_BYTES) == 0)
		return GW_OK;
	e = reach_note(s, AUDIT_OPENED, report, r->team, now);
	return e == GW_OK ? visit_open(s, v, report) : e;
}

/* A person reads it. */
static enum gw_err
note_look(struct store *s, const uint8_t report[ID_BYTES], const struct reach *r, int64_t now)
{
	bool looks_on;
	enum gw_err e = looks_on_only(s, report, r, &looks_on);

	if (e != GW_OK || (e = look_note(s, report, looks_on, now)) != GW_OK)
		return e;
	return looks_on ? GW_OK : state_raise(s, report, CASE_READ);
}

static enum gw_err
note_reading(struct store *s, const struct visit *v, const struct msg_case_get *q, const struct reach *r, int64_t now)
{
	enum gw_err e;

	if (q->surveys == CASE_SURVEYS)
		return escalation_survey(s, v, q->report, now);
	e = note_opening(s, v, q->report, r, now);
	return e == GW_OK && q->surveys == CASE_LOOKS ? note_look(s, q->report, r, now) : e;
}

enum gw_err
store_case_get(struct store *s, const struct msg_case_get *q, int64_t now, struct msg_thread *out)
{
	struct reach k;
	struct visit v;
	struct use u;
	enum gw_err e;

	memset(out, 0, sizeof *out);
	if ((e = visit_prove(s, q->session, now, &v)) != GW_OK || (e = reach_case(s, q->report, now, &k)) != GW_OK ||
	    (e = note_reading(s, &v, q, &k, now)) != GW_OK)
		return e;
	memcpy(out->team, k.team, sizeof out->team);
	memcpy(out->grant, k.sealed, GRANT_BYTES);
	use_start(&u, s, REPORT_BY_ID);
	use_blob(&u, q->report, ID_BYTES);
	if ((e = use_row(&u)) != GW_OK)
		return e;
	use_get_text(&u, 8, out->assigned, sizeof out->assigned);
	out->helps = use_get_number(&u, 9) != 0;
	out->kind = (uint8_t)use_get_number(&u, 10);
	out->seen = use_get_number(&u, 11);
	out->has_community = use_get_number(&u, 12) != 0;
	use_get_text(&u, 13, out->teams, sizeof out->teams);
	return pages_take(&u, q->from, false, out);
}

/* Into its place by time; the oldest goes when there is no room. */
static void
look_add(struct msg_looks *out, const struct msg_look *look)
{
	size_t at;

	if (out->n == LIMIT_DESK_PAGE) {
		if (look->at <= out->look[0].at)
			return;
		memmove(&out->look[0], &out->look[1], (LIMIT_DESK_PAGE - 1) * sizeof *look);
		out->n--;
	}
	for (at = out->n++; at > 0 && out->look[at - 1].at > look->at; at--)
		out->look[at] = out->look[at - 1];
	out->look[at] = *look;
}

enum gw_err
store_looks_get(struct store *s, const struct msg_looks_get *q, int64_t now, struct msg_looks *out)
{
	struct msg_look look = { .at = 0 };
	struct reach k;
	struct visit v;
	struct use u;
	enum gw_err e;

	memset(out, 0, sizeof *out);
	if ((e = visit_prove(s, q->session, now, &v)) != GW_OK || (e = reach_case(s, q->report, now, &k)) != GW_OK)
		return e;
	use_start(&u, s, LOOKS_OF);
	use_blob(&u, q->report, ID_BYTES);
	while (use_row(&u) == GW_OK) {
		use_get_text(&u, 0, look.who, sizeof look.who);
		look.at = use_get_number(&u, 1);
		look_add(out, &look);
	}
	return use_end(&u, GW_OK);
}
