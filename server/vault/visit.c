/* visit.c: sessions: from signing in to signing out, or until they are too old. */
#include "visit.h"

#include <string.h>

#include "audit.h"
#include "people.h"

enum { GRAIN = 60 };	/* seconds between two notes that somebody is still there */

static enum gw_err
seen(struct store *s, const uint8_t session[SESSION_ID], int64_t now)
{
	struct use u;

	use_start(&u, s, SESSION_SEEN);
	use_number(&u, now);
	use_blob(&u, session, SESSION_ID);
	return use_run(&u, NULL);
}

enum gw_err
visit_prove(struct store *s, const uint8_t session[SESSION_ID], int64_t now, struct visit *v)
{
	char member[LIMIT_NAME + 1];
	struct use u;
	int64_t last;
	enum gw_err e = store_as(s, ROLE_DOOR);

	if (e != GW_OK)
		return e;
	memset(v, 0, sizeof *v);
	memcpy(v->session, session, SESSION_ID);
	use_start(&u, s, SESSION_FIND);
	use_blob(&u, session, SESSION_ID);
	use_number(&u, now - VISIT_IDLE);
	use_number(&u, now - VISIT_LONGEST);
	if ((e = use_row(&u)) != GW_OK)
		return e;
	use_get_text(&u, 0, member, sizeof member);
	use_get_blob(&u, 1, v->sealed, SESSION_SEALED);
	use_get_blob(&u, 2, v->pk, KEY_BYTES);
	last = use_get_number(&u, 3);
	v->has_open = use_get_span(&u, 4).n > 0;
	if (v->has_open)
		use_get_blob(&u, 4, v->open, ID_BYTES);
	if ((e = use_end(&u, GW_OK)) != GW_OK)
		return e;
	s->role = ROLE_STAFF;
	memcpy(s->member, member, sizeof member);
	return now - last >= GRAIN ? seen(s, session, now) : GW_OK;
}

enum gw_err
visit_open(struct store *s, const struct visit *v, const uint8_t report[ID_BYTES])
{
	struct use u;

	use_start(&u, s, SESSION_CASE);
	use_blob(&u, report, ID_BYTES);
	use_blob(&u, v->session, SESSION_ID);
	return use_run(&u, NULL);
}

enum gw_err
store_tidy(struct store *s, int64_t now)
{
	struct use u;
	enum gw_err e = store_as(s, ROLE_DOOR);

	if (e != GW_OK)
		return e;
	use_start(&u, s, SESSION_TIDY);
	use_number(&u, now - VISIT_IDLE);
	use_number(&u, now - VISIT_LONGEST);
	return use_run(&u, NULL);
}

enum gw_err
store_session_put(struct store *s, const struct msg_sign_in *in, int64_t now)
{
	const struct audit_act act = { now, in->name, AUDIT_SIGNED_IN, { NULL, 0 }, NULL };
	struct use u;
	enum gw_err e = store_tidy(s, now);

	if (e != GW_OK)
		return e;
	use_start(&u, s, SESSION_PUT);
	use_blob(&u, in->session, SESSION_ID);
	use_text(&u, in->name);
	use_blob(&u, in->sealed, SESSION_SEALED);
	use_number(&u, now);
	e = use_run(&u, NULL);
	return e == GW_OK ? audit_add(s, &act) : e;
}

enum gw_err
store_session_get(struct store *s, const uint8_t session[SESSION_ID], int64_t now, struct msg_session *out)
{
	struct visit v;
	enum gw_err e = visit_prove(s, session, now, &v);

	memset(out, 0, sizeof *out);
	if (e != GW_OK)
		return e;
	memcpy(out->name, s->member, sizeof out->name);
	memcpy(out->pk, v.pk, KEY_BYTES);
	memcpy(out->sealed, v.sealed, SESSION_SEALED);
	return people_teams(s, s->member, out);
}

enum gw_err
store_session_drop(struct store *s, const uint8_t session[SESSION_ID], int64_t now)
{
	const struct audit_act act = { now, s->member, AUDIT_SIGNED_OUT, { NULL, 0 }, NULL };
	struct visit v;
	struct use u;
	enum gw_err e = visit_prove(s, session, now, &v);

	if (e != GW_OK)
		return e;
	use_start(&u, s, SESSION_DROP);
	use_blob(&u, session, SESSION_ID);
	e = use_run(&u, NULL);
	return e == GW_OK ? audit_add(s, &act) : e;
}

enum gw_err
store_sign_in_failed(struct store *s, const char *name, int64_t now)
{
	struct audit_act act = { now, name, AUDIT_SIGN_IN_FAILED, { NULL, 0 }, NULL };
	struct msg_member known;
	enum gw_err e = store_member_get(s, name, &known);

	/* What was typed may be a passphrase. */
	if (e == GW_EABSENT)
		act.who = AUDIT_UNKNOWN;
	else if (e != GW_OK)
		return e;
	return audit_add(s, &act);
}
