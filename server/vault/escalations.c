/* escalations.c: which cases community safety has, in the order in which they changed, and what they are read for. */
#include "escalations.h"

#include <string.h>

#include "audit.h"
#include "reach.h"

enum gw_err
escalation_change(struct store *s, const uint8_t report[ID_BYTES], enum listing listing)
{
	int is_theirs = 0;
	struct use u;
	enum gw_err e;

	use_start(&u, s, ESCALATION_STEP);
	use_blob(&u, report, ID_BYTES);
	if ((e = use_run(&u, &is_theirs)) != GW_OK || is_theirs == 0)
		return e;
	use_start(&u, s, ESCALATION_PUT);
	use_blob(&u, report, ID_BYTES);
	use_number(&u, listing);
	return use_run(&u, NULL);
}

enum gw_err
escalation_end(struct store *s, const uint8_t report[ID_BYTES])
{
	struct use u;

	use_start(&u, s, ESCALATION_END);
	use_blob(&u, report, ID_BYTES);
	return use_run(&u, NULL);
}

/* --- surveys --- */

static bool
has_begun(const struct visit *v, int64_t now)
{
	return v->surveyed > 0 && now - v->surveyed <= SURVEY_SECONDS;
}

enum gw_err
escalation_survey(struct store *s, const struct visit *v, const uint8_t report[ID_BYTES], int64_t now)
{
	struct use u;
	enum gw_err e;

	if (has_begun(v, now)) {
		use_start(&u, s, GRANT_HELD);
		use_text(&u, s->member);
		use_blob(&u, report, ID_BYTES);
		use_text(&u, ROSTER_COMMUNITY);
		if ((e = use_row(&u)) != GW_EABSENT)
			return use_end(&u, e);
	}
	e = reach_note(s, AUDIT_REFUSED, report, "asked for it as if for a survey", now);
	return e == GW_OK ? GW_EDENIED : e;
}

static enum gw_err
survey_begin(struct store *s, const struct visit *v, enum survey what, int64_t now)
{
	static const char *const words[SURVEY_N] = {
		[SURVEY_BOARD] = "board", [SURVEY_MEETING] = "meeting", [SURVEY_FIGURES] = "figures",
		[SURVEY_MAP] = "map", [SURVEY_PANEL] = "panel", [SURVEY_BRIEF] = "brief", [SURVEY_PULL] = "pull",
		[SURVEY_INCIDENT] = "incident", [SURVEY_AUDIT] = "audit",
	};
	const struct audit_act act = { .at = now, .who = s->member, .what = AUDIT_SURVEYED, .why = words[what] };
	struct use u;
	enum gw_err e;

	use_start(&u, s, SESSION_SURVEY);
	use_number(&u, now);
	use_blob(&u, v->session, SESSION_ID);
	e = use_run(&u, NULL);
	return e == GW_OK ? audit_add(s, &act) : e;
}

/* --- pages --- */

static void
row_take(struct use *u, struct msg_escalation *row)
{
	use_get_blob(u, 0, row->report, ID_BYTES);
	row->band = (uint8_t)use_get_number(u, 1);
	row->state = (uint8_t)use_get_number(u, 2);
	row->kind = (uint8_t)use_get_number(u, 3);
	row->changed = (uint64_t)use_get_number(u, 4);
	row->listed = (uint64_t)use_get_number(u, 5);
	row->parts = (uint32_t)use_get_number(u, 6);
	row->received = use_get_number(u, 7);
}

static enum gw_err
page_take(struct store *s, const struct msg_escalations_get *q, struct msg_escalations *out)
{
	static const enum stmt orders[ORDER_N] = {
		[ORDER_CHANGED] = ESCALATIONS_CHANGED, [ORDER_LISTED] = ESCALATIONS_LISTED,
		[ORDER_LISTED_EVER] = ESCALATIONS_EVER,
	};
	struct use u;

	use_start(&u, s, orders[q->order]);
	use_number(&u, (int64_t)q->after);
	use_number(&u, q->limit + 1);
	while (out->goes_on == 0 && use_row(&u) == GW_OK) {
		if (out->n == q->limit)
			out->goes_on = 1;
		else
			row_take(&u, &out->row[out->n++]);
	}
	return use_end(&u, GW_OK);
}

enum gw_err
store_escalations_get(struct store *s, const struct msg_escalations_get *q, int64_t now, struct msg_escalations *out)
{
	struct visit v;
	struct use u;
	enum gw_err e = visit_prove_response(s, q->session, now, "for the escalations", &v);

	memset(out, 0, sizeof *out);
	if (e != GW_OK)
		return e;
	if (q->order >= ORDER_N || q->survey >= SURVEY_N || q->limit == 0 || q->limit > MSG_ESCALATED ||
	    q->after > INT64_MAX)
		return GW_EINPUT;
	if (q->survey == SURVEY_GOES_ON && !has_begun(&v, now))
		return visit_refuse(s, "asked for the escalations without saying what for", now);
	if (q->survey != SURVEY_GOES_ON && (e = survey_begin(s, &v, (enum survey)q->survey, now)) != GW_OK)
		return e;
	use_start(&u, s, ESCALATION_LAST);
	if (use_row(&u) != GW_OK)
		return use_end(&u, GW_EIO);
	out->last = (uint64_t)use_get_number(&u, 0);
	e = use_end(&u, GW_OK);
	return e == GW_OK ? page_take(s, q, out) : e;
}
