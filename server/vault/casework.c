/* casework.c: what a signed-in member does with one case. Each look and each answer is in the audit chain. */
#include <string.h>

#include "filing.h"
#include "pages.h"
#include "visit.h"

static enum gw_err
note(struct store *s, enum audit_what what, const uint8_t report[ID_BYTES], int64_t now)
{
	const struct audit_act act = { now, s->member, what, { report, ID_BYTES }, NULL };

	return audit_add(s, &act);
}

static enum gw_err
report_exists(struct store *s, const uint8_t report[ID_BYTES])
{
	struct use u;
	enum gw_err e;

	use_start(&u, s, REPORT_BY_ID);
	use_blob(&u, report, ID_BYTES);
	e = use_row(&u);
	return use_end(&u, e);
}

struct key { char team[LIMIT_TEAM + 1]; uint8_t sealed[GRANT_BYTES]; };

/* The case's key for one of this member's teams. GW_EABSENT: no such report, or another team's; the latter is noted. */
static enum gw_err
key_find(struct store *s, const uint8_t report[ID_BYTES], int64_t now, struct key *k)
{
	struct use u;
	enum gw_err e;

	use_start(&u, s, GRANT_OF);
	use_text(&u, s->member);
	use_blob(&u, report, ID_BYTES);
	if ((e = use_row(&u)) == GW_OK) {
		use_get_text(&u, 0, k->team, sizeof k->team);
		use_get_blob(&u, 1, k->sealed, GRANT_BYTES);
		return use_end(&u, GW_OK);
	}
	if (e == GW_EABSENT && (e = report_exists(s, report)) == GW_OK &&
	    (e = note(s, AUDIT_REFUSED, report, now)) == GW_OK)
		e = GW_EABSENT;
	return e;
}

static enum gw_err
state_raise(struct store *s, const uint8_t report[ID_BYTES], enum case_state state)
{
	struct use u;

	use_start(&u, s, REPORT_STATE);
	use_number(&u, state);
	use_blob(&u, report, ID_BYTES);
	return use_run(&u, NULL);
}

/* Turning a page of the case that this visit opened needs no new entry; anything else does, wherever it begins. */
static enum gw_err
note_opening(struct store *s, const struct visit *v, const struct msg_case_get *q, int64_t now)
{
	enum gw_err e;

	if (q->from > 0 && v->has_open && memcmp(v->open, q->report, ID_BYTES) == 0)
		return GW_OK;
	if ((e = note(s, AUDIT_OPENED, q->report, now)) != GW_OK || (e = visit_open(s, v, q->report)) != GW_OK)
		return e;
	return state_raise(s, q->report, CASE_READ);
}

enum gw_err
store_case_get(struct store *s, const struct msg_case_get *q, int64_t now, struct msg_thread *out)
{
	struct visit v;
	struct key k;
	struct use u;
	enum gw_err e;

	memset(out, 0, sizeof *out);
	if ((e = visit_prove(s, q->session, now, &v)) != GW_OK || (e = key_find(s, q->report, now, &k)) != GW_OK ||
	    (e = note_opening(s, &v, q, now)) != GW_OK)
		return e;
	memcpy(out->team, k.team, sizeof out->team);
	memcpy(out->grant, k.sealed, GRANT_BYTES);
	use_start(&u, s, REPORT_BY_ID);
	use_blob(&u, q->report, ID_BYTES);
	if ((e = use_row(&u)) != GW_OK)
		return e;
	return pages_take(&u, q->from, false, out);
}

enum gw_err
store_answer_put(struct store *s, const struct msg_answer_put *a, int64_t now)
{
	struct visit v;
	struct key k;
	enum gw_err e;

	if ((e = visit_prove(s, a->session, now, &v)) != GW_OK || (e = key_find(s, a->put.report, now, &k)) != GW_OK ||
	    (e = filing_append(s, &a->put, PART_FROM_STAFF)) != GW_OK ||
	    (e = state_raise(s, a->put.report, CASE_ANSWERED)) != GW_OK)
		return e;
	return filing_record(s, a->put.report, AUDIT_ANSWERED, s->member, now);
}

enum gw_err
store_file_get(struct store *s, const struct msg_file_get *q, int64_t now, char name[SPOOL_NAME + 1],
    uint64_t *sealed_bytes)
{
	struct visit v;
	struct key k;
	struct use u;
	enum gw_err e;

	if ((e = visit_prove(s, q->session, now, &v)) != GW_OK || (e = key_find(s, q->report, now, &k)) != GW_OK)
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
	return note(s, AUDIT_FILE_OPENED, q->report, now);
}
