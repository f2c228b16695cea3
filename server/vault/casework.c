/* casework.c: what a signed-in member does with one case. Each look and each answer is in the audit chain. */
#include <string.h>

#include "filing.h"
#include "pages.h"
#include "reach.h"
#include "visit.h"

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

/* One member has now seen all there is, and somebody has seen what the reporter wrote. */
static enum gw_err
look_note(struct store *s, const uint8_t report[ID_BYTES], int64_t now)
{
	struct use u;
	enum gw_err e = look_run(s, CASE_SEEN, report);

	if (e != GW_OK)
		return e;
	use_start(&u, s, LOOK_PUT);
	use_blob(&u, report, ID_BYTES);
	use_text(&u, s->member);
	use_number(&u, now);
	return use_run(&u, NULL);
}

/* Until the visit opens another case, looking at this one again, or at its other pages, is no new entry. Why somebody
 * may: as one of this team. */
static enum gw_err
note_opening(struct store *s, const struct visit *v, const struct msg_case_get *q, const char *team, int64_t now)
{
	enum gw_err e;

	if (v->has_open && memcmp(v->open, q->report, ID_BYTES) == 0)
		return look_note(s, q->report, now);
	if ((e = reach_note(s, AUDIT_OPENED, q->report, team, now)) != GW_OK ||
	    (e = visit_open(s, v, q->report)) != GW_OK || (e = look_note(s, q->report, now)) != GW_OK)
		return e;
	return state_raise(s, q->report, CASE_READ);
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
	    (e = note_opening(s, &v, q, k.team, now)) != GW_OK)
		return e;
	memcpy(out->team, k.team, sizeof out->team);
	memcpy(out->grant, k.sealed, GRANT_BYTES);
	use_start(&u, s, REPORT_BY_ID);
	use_blob(&u, q->report, ID_BYTES);
	if ((e = use_row(&u)) != GW_OK)
		return e;
	use_get_text(&u, 8, out->assigned, sizeof out->assigned);
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

enum gw_err
store_file_get(struct store *s, const struct msg_file_get *q, int64_t now, char name[SPOOL_NAME + 1],
    uint64_t *sealed_bytes)
{
	struct reach k;
	struct visit v;
	struct use u;
	enum gw_err e;

	if ((e = visit_prove(s, q->session, now, &v)) != GW_OK || (e = reach_case(s, q->report, now, &k)) != GW_OK)
		return e;
	use_start(&u, s, FILE_OF);
	use_blob(&u, q->report, ID_BYTES);
	use_number(&u, q->file);
	if ((e = use_row(&u)) != GW_OK)
		return e;
	use_get_text(&u, 0, name, SPOOL_NAME + 1);
	*sealed_bytes = (uint64_t)use_get_number(&u, 1);
	if ((e = use_end(&u, GW_OK)) != GW_OK)
		return e;
	return reach_note(s, AUDIT_FILE_OPENED, q->report, k.team, now);
}
