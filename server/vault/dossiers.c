/* dossiers.c: what community safety makes for itself: incidents, meetings, releases, audits. They are cases, on no
 * list. */
#include <string.h>

#include "filing.h"
#include "visit.h"

static const char *const kinds[KIND_N] = {
	[KIND_INCIDENT] = "incident", [KIND_MEETING] = "meeting", [KIND_RELEASE] = "release",
	[KIND_AUDIT] = "audit",
};

static bool
is_fit(const struct msg_dossier_put *p)
{
	return p->kind >= KIND_INCIDENT && p->kind < KIND_N && p->note.n > 0 && p->put.n_grants == 1 &&
	    strcmp(p->put.grant[0].team, ROSTER_COMMUNITY) == 0;
}

/* A meeting takes what is new since the last one: two begun at once would both take it. */
static enum gw_err
latest_check(struct store *s, const struct msg_dossier_put *p)
{
	uint8_t latest[ID_BYTES] = { 0 };
	struct use u;
	enum gw_err e;

	if (p->kind != KIND_MEETING)
		return GW_OK;
	use_start(&u, s, DOSSIER_LATEST);
	use_number(&u, p->kind);
	if ((e = use_row(&u)) == GW_OK) {
		use_get_blob(&u, 0, latest, ID_BYTES);
		e = use_end(&u, GW_OK);
	}
	if (e != GW_OK && e != GW_EABSENT)
		return e;
	return memcmp(latest, p->latest, ID_BYTES) == 0 ? GW_OK : GW_ECONFLICT;	/* public bytes */
}

enum gw_err
store_dossier_put(struct store *s, const struct msg_dossier_put *p, int64_t now)
{
	const struct new_case c = { .put = &p->put, .note = p->note, .kind = (enum case_kind)p->kind };
	struct audit_act act = { .at = now, .who = s->member, .what = AUDIT_LOGGED,
		.subject = { p->put.report, ID_BYTES } };
	struct visit v;
	struct use u;
	enum gw_err e = visit_prove_response(s, p->session, now, "to keep a record of a meeting or incident", &v);

	if (e != GW_OK)
		return e;
	if (!is_fit(p))
		return GW_EINPUT;
	if ((e = latest_check(s, p)) != GW_OK || (e = filing_new(s, &c, now)) != GW_OK)
		return e;
	use_start(&u, s, DOSSIER_PUT);
	use_number(&u, p->kind);
	use_blob(&u, p->put.report, ID_BYTES);
	if ((e = use_run(&u, NULL)) != GW_OK)
		return e;
	act.why = kinds[p->kind];
	return filing_act(s, &act);
}

enum gw_err
store_dossiers_get(struct store *s, const struct msg_dossiers_get *q, int64_t now, struct msg_dossiers *out)
{
	struct visit v;
	struct use u;
	enum gw_err e = visit_prove_response(s, q->session, now, "for the meetings and incidents", &v);

	memset(out, 0, sizeof *out);
	if (e != GW_OK)
		return e;
	use_start(&u, s, DOSSIER_PAGE);
	use_number(&u, q->kind);
	use_number(&u, q->before > 0 && q->before <= INT64_MAX ? (int64_t)q->before : INT64_MAX);
	use_number(&u, LIMIT_DESK_PAGE + 1);
	while (out->goes_on == 0 && use_row(&u) == GW_OK) {
		struct msg_dossier *row = &out->row[out->n];

		if (out->n == LIMIT_DESK_PAGE) {
			out->goes_on = 1;
			continue;
		}
		row->n = (uint64_t)use_get_number(&u, 0);
		use_get_blob(&u, 1, row->report, ID_BYTES);
		row->state = (uint8_t)use_get_number(&u, 2);
		row->received = use_get_number(&u, 3);
		out->n++;
	}
	return use_end(&u, GW_OK);
}
