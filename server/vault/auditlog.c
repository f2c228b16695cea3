/* auditlog.c: the audit chain as auditors read it, how things stand, and what the vault itself notes. */
#include <sodium.h>
#include <string.h>

#include "audit.h"
#include "visit.h"

/* --- read --- */

static void
subject_text(const char *what, struct span subject, char text[LIMIT_NAME + 1])
{
	if (audit_names(what) && subject.n <= LIMIT_NAME) {
		if (subject.n > 0)
			memcpy(text, subject.p, subject.n);
		text[subject.n] = '\0';
	} else if (2 * subject.n <= LIMIT_NAME) {
		sodium_bin2hex(text, LIMIT_NAME + 1, subject.p, subject.n);
	}
}

static void
entry_take(struct use *row, struct msg_audit_row *out)
{
	out->seq = use_get_number(row, 0);
	out->at = use_get_number(row, 1);
	use_get_text(row, 2, out->who, sizeof out->who);
	use_get_text(row, 3, out->what, sizeof out->what);
	subject_text(out->what, use_get_span(row, 4), out->subject);
	use_get_text(row, 5, out->why, sizeof out->why);
}

enum gw_err
store_audit_get(struct store *s, const struct msg_audit_get *q, int64_t now, struct msg_audit *out)
{
	struct visit v;
	struct use u;
	enum gw_err e = visit_prove_auditor(s, q->session, now, &v);

	memset(out, 0, sizeof *out);
	if (e != GW_OK || (e = audit_head(s, &out->head, out->hash)) != GW_OK)
		return e;
	use_start(&u, s, AUDIT_PAGE);
	use_number(&u, q->before > 0 ? q->before : INT64_MAX);
	use_number(&u, LIMIT_DESK_PAGE);
	while (out->n < LIMIT_DESK_PAGE && use_row(&u) == GW_OK)
		entry_take(&u, &out->row[out->n++]);
	return use_end(&u, GW_OK);
}

enum gw_err
store_audit_head(struct store *s, int64_t *entries, uint8_t hash[AUDIT_HASH])
{
	enum gw_err e = store_as(s, ROLE_AUDITOR);

	*entries = 0;
	memset(hash, 0, AUDIT_HASH);
	return e == GW_OK ? audit_head(s, entries, hash) : e;
}

/* --- noted --- */

enum gw_err
store_refused_put(struct store *s, const struct msg_refused_put *q, int64_t now)
{
	struct visit v;
	enum gw_err e = visit_find(s, q->session, now, &v);

	if (e == GW_OK)
		e = visit_refuse(s, q->why, now);
	return e == GW_EDENIED ? GW_OK : e;
}

enum gw_err
store_policy_seen(struct store *s, const char *version, int64_t now)
{
	char was[LIMIT_NAME + 1] = "nothing", why[LIMIT_WHY + 1];
	const struct audit_act act = { now, AUDIT_ADMIN, AUDIT_POLICY, { NULL, 0 }, NULL, why };
	struct use u;
	enum gw_err e = store_as(s, ROLE_DOOR);

	if (e != GW_OK)
		return e;
	use_start(&u, s, POLICY_GET);
	if ((e = use_row(&u)) == GW_OK)
		use_get_text(&u, 0, was, sizeof was);
	e = e == GW_EABSENT ? GW_OK : use_end(&u, e);
	if (e != GW_OK || strcmp(was, version) == 0)
		return e;
	use_start(&u, s, POLICY_SET);
	use_text(&u, version);
	if ((e = use_run(&u, NULL)) != GW_OK)
		return e;
	snprintf(why, sizeof why, "%s to %s", was, version);
	return audit_add(s, &act);
}

/* --- how things stand --- */

enum gw_err
store_health_get(struct store *s, const struct msg_health_get *q, int64_t now, struct msg_health *out)
{
	struct visit v;
	struct use u;
	enum gw_err e = visit_prove_admin(s, q->session, now, "how the gateway is", &v);

	memset(out, 0, sizeof *out);
	if (e != GW_OK || (e = audit_head(s, &out->audit, out->hash)) != GW_OK)
		return e;
	use_start(&u, s, HEALTH);
	use_number(&u, now - VISIT_IDLE);
	use_number(&u, now - VISIT_LONGEST);
	use_number(&u, now);
	if (use_row(&u) != GW_OK)
		return use_end(&u, GW_EIO);
	out->open = (uint64_t)use_get_number(&u, 0);
	out->stored = (uint64_t)use_get_number(&u, 1);
	out->database = (uint64_t)use_get_number(&u, 2);
	out->members = (uint32_t)use_get_number(&u, 3);
	out->sessions = (uint32_t)use_get_number(&u, 4);
	out->teams = (uint32_t)use_get_number(&u, 5);
	out->teams_empty = (uint32_t)use_get_number(&u, 6);
	out->teams_waiting = (uint32_t)use_get_number(&u, 7);
	out->invites = (uint32_t)use_get_number(&u, 8);
	out->roster = (uint64_t)use_get_number(&u, 9);
	out->unsent = use_get_number(&u, 10);
	return use_end(&u, GW_OK);
}
