/* visit.c: sessions: from signing in to signing out, or until they are too old. */
#include "visit.h"

#include <string.h>

#include "audit.h"
#include "people.h"

enum { GRAIN = 60 };	/* seconds between two notes that somebody is still there */

static enum gw_err
seen(struct store *s, struct visit *v, int64_t now)
{
	struct use u;

	if (now - v->seen < GRAIN)
		return GW_OK;
	use_start(&u, s, SESSION_SEEN);
	use_number(&u, now);
	use_blob(&u, v->session, SESSION_ID);
	v->seen = now;
	return use_run(&u, NULL);
}

static enum gw_err
find(struct store *s, const uint8_t session[SESSION_ID], int64_t now, struct visit *v)
{
	char member[LIMIT_NAME + 1];
	struct use u;
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
	v->seen = use_get_number(&u, 3);
	v->has_open = use_get_span(&u, 4).n > 0;
	if (v->has_open)
		use_get_blob(&u, 4, v->open, ID_BYTES);
	v->started = use_get_number(&u, 5);
	v->by_code = use_get_number(&u, 6) != 0;
	v->is_auditor = use_get_number(&u, 7) != 0;
	v->away_until = use_get_number(&u, 8);
	use_get_text(&u, 9, v->cover, sizeof v->cover);
	v->is_device = use_get_number(&u, 10) != 0;
	v->surveyed = use_get_number(&u, 11);
	if ((e = use_end(&u, GW_OK)) != GW_OK)
		return e;
	s->role = ROLE_STAFF;
	memcpy(s->member, member, sizeof member);
	return GW_OK;
}

enum gw_err
visit_find(struct store *s, const uint8_t session[SESSION_ID], int64_t now, struct visit *v)
{
	enum gw_err e = find(s, session, now, v);

	return e == GW_OK ? seen(s, v, now) : e;
}

enum gw_err
visit_look(struct store *s, const uint8_t session[SESSION_ID], int64_t now, struct visit *v)
{
	enum gw_err e = find(s, session, now, v);

	return e == GW_OK && v->by_code ? GW_EDENIED : e;
}

enum gw_err
visit_prove(struct store *s, const uint8_t session[SESSION_ID], int64_t now, struct visit *v)
{
	enum gw_err e = visit_look(s, session, now, v);

	return e == GW_OK ? seen(s, v, now) : e;
}

enum gw_err
visit_refuse(struct store *s, const char *why, int64_t now)
{
	const struct audit_act act = { now, s->member, AUDIT_REFUSED, { NULL, 0 }, NULL, why };
	enum gw_err e = audit_add(s, &act);

	return e == GW_OK ? GW_EDENIED : e;
}

enum gw_err
visit_is_in(struct store *s, const char *team, bool *is_in)
{
	struct use u;
	enum gw_err e;

	use_start(&u, s, MEMBERSHIP_OF);
	use_text(&u, s->member);
	use_text(&u, team);
	e = use_row(&u);
	*is_in = e == GW_OK;
	return e == GW_OK || e == GW_EABSENT ? use_end(&u, GW_OK) : e;
}

/* A place that only members of one team have. */
struct post { const char *team, *what; enum role role; };

static enum gw_err
prove_post(struct store *s, const uint8_t session[SESSION_ID], int64_t now, const char *asked, const struct post *post,
    struct visit *v)
{
	char why[LIMIT_WHY + 1];
	bool is_in = false;
	enum gw_err e;

	if ((e = visit_prove(s, session, now, v)) != GW_OK || (e = visit_is_in(s, post->team, &is_in)) != GW_OK)
		return e;
	if (!is_in) {
		snprintf(why, sizeof why, "asked %s without being %s", asked, post->what);
		return visit_refuse(s, why, now);
	}
	s->role = post->role;
	return GW_OK;
}

enum gw_err
visit_prove_admin(struct store *s, const uint8_t session[SESSION_ID], int64_t now, const char *asked, struct visit *v)
{
	static const struct post post = { ROSTER_ADMIN, "an administrator", ROLE_OFFICE };

	return prove_post(s, session, now, asked, &post, v);
}

enum gw_err
visit_prove_response(struct store *s, const uint8_t session[SESSION_ID], int64_t now, const char *asked,
    struct visit *v)
{
	static const struct post post = { ROSTER_COMMUNITY, "of community safety",
		(enum role)(ROLE_STAFF | ROLE_RESPONSE) };

	return prove_post(s, session, now, asked, &post, v);
}

enum gw_err
visit_prove_auditor(struct store *s, const uint8_t session[SESSION_ID], int64_t now, struct visit *v)
{
	enum gw_err e = visit_prove(s, session, now, v);

	if (e != GW_OK)
		return e;
	if (!v->is_auditor)
		return visit_refuse(s, "asked for the audit chain without being an auditor", now);
	s->role = ROLE_AUDITOR;
	return GW_OK;
}

bool
visit_is_ahead(uint64_t step, int64_t now)
{
	return step > (uint64_t)now / SECOND_SECONDS + SECOND_WINDOW;
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
	if ((e = use_run(&u, NULL)) != GW_OK)
		return e;
	use_start(&u, s, INVITE_TIDY);
	use_number(&u, now);
	e = use_run(&u, NULL);
	return e == GW_OK ? people_old_keys_end(s, now) : e;
}

/* --- signing in --- */

static enum gw_err
sign_in_failed(struct store *s, const char *name, const char *why, int64_t now)
{
	struct audit_act act = { now, name, AUDIT_SIGN_IN_FAILED, { NULL, 0 }, NULL, why };
	struct msg_member known;
	enum gw_err e = store_member_get(s, name, &known);

	/* What was typed may be a passphrase. */
	if (e == GW_EABSENT)
		act.who = AUDIT_UNKNOWN;
	else if (e != GW_OK)
		return e;
	return audit_add(s, &act);
}

enum gw_err
store_sign_in_failed(struct store *s, const char *name, int64_t now)
{
	return sign_in_failed(s, name, "name, passphrase or code", now);
}

/* A code of the app counts once: its step must be later than the last one; but none is of a time to come. */
static enum gw_err
step_take(struct store *s, const struct msg_sign_in *in, int64_t now, int *taken)
{
	struct use u;

	*taken = 0;
	if (visit_is_ahead(in->step, now))
		return GW_OK;
	use_start(&u, s, STEP_TAKE);
	use_number(&u, (int64_t)in->step);
	use_text(&u, in->name);
	return use_run(&u, taken);
}

static enum gw_err
code_take(struct store *s, const struct msg_sign_in *in, int *taken)
{
	struct use u;

	use_start(&u, s, CODE_TAKE);
	use_text(&u, in->name);
	use_blob(&u, in->code, TAG_BYTES);
	return use_run(&u, taken);
}

static enum gw_err
note_code(struct store *s, const char *name, int64_t now)
{
	char why[LIMIT_WHY + 1];
	const struct audit_act act = { now, name, AUDIT_CODE_USED, span_of(name), NULL, why };
	int64_t left = 0;
	enum gw_err e = people_codes(s, name, &left);

	snprintf(why, sizeof why, "%d left", (int)left);
	return e == GW_OK ? audit_add(s, &act) : e;
}

enum gw_err
store_session_put(struct store *s, const struct msg_sign_in *in, int64_t now)
{
	const struct audit_act act = { now, in->name, AUDIT_SIGNED_IN, { NULL, 0 }, NULL, NULL };
	int taken = 0;
	struct use u;
	enum gw_err e = store_tidy(s, now);

	if (e == GW_OK)
		e = in->by_code != 0 ? code_take(s, in, &taken) : step_take(s, in, now, &taken);
	if (e != GW_OK)
		return e;
	if (taken != 1) {
		e = sign_in_failed(s, in->name, "code used before, or wrong", now);
		return e == GW_OK ? GW_EDENIED : e;
	}
	use_start(&u, s, SESSION_PUT);
	use_blob(&u, in->session, SESSION_ID);
	use_text(&u, in->name);
	use_blob(&u, in->sealed, SESSION_SEALED);
	use_number(&u, now);
	use_number(&u, in->by_code != 0);
	if ((e = use_run(&u, NULL)) != GW_OK || (e = audit_add(s, &act)) != GW_OK)
		return e;
	return in->by_code != 0 ? note_code(s, in->name, now) : GW_OK;
}

/* --- looking, and signing out --- */

static enum gw_err
session_fill(struct store *s, const struct visit *v, struct msg_session *out)
{
	int64_t codes = 0;
	enum gw_err e;

	memcpy(out->name, s->member, sizeof out->name);
	memcpy(out->pk, v->pk, KEY_BYTES);
	memcpy(out->sealed, v->sealed, SESSION_SEALED);
	out->is_auditor = v->is_auditor;
	out->is_device = v->is_device;
	out->by_code = v->by_code;
	out->away_until = v->away_until;
	memcpy(out->cover, v->cover, sizeof out->cover);
	out->idle_ends = v->seen + VISIT_IDLE;
	out->ends = v->started + VISIT_LONGEST;
	if ((e = people_codes(s, s->member, &codes)) != GW_OK || (e = people_teams(s, s->member, out)) != GW_OK ||
	    (e = people_old_keys(s, s->member, out)) != GW_OK)
		return e;
	out->codes = (uint8_t)codes;
	e = people_seed(s, s->member, out->seed);
	out->has_seed = e == GW_OK;
	return e == GW_EABSENT ? GW_OK : e;
}

enum gw_err
store_session_get(struct store *s, const uint8_t session[SESSION_ID], int64_t now, struct msg_session *out)
{
	struct visit v;
	enum gw_err e = visit_find(s, session, now, &v);

	memset(out, 0, sizeof *out);
	return e == GW_OK ? session_fill(s, &v, out) : e;
}

enum gw_err
store_session_look(struct store *s, const uint8_t session[SESSION_ID], int64_t now, struct msg_session *out)
{
	struct visit v;
	enum gw_err e = find(s, session, now, &v);

	memset(out, 0, sizeof *out);
	return e == GW_OK ? session_fill(s, &v, out) : e;
}

enum gw_err
store_session_drop(struct store *s, const uint8_t session[SESSION_ID], int64_t now)
{
	const struct audit_act act = { now, s->member, AUDIT_SIGNED_OUT, { NULL, 0 }, NULL, NULL };
	struct visit v;
	struct use u;
	enum gw_err e = find(s, session, now, &v);

	if (e != GW_OK)
		return e;
	use_start(&u, s, SESSION_DROP);
	use_blob(&u, session, SESSION_ID);
	e = use_run(&u, NULL);
	return e == GW_OK ? audit_add(s, &act) : e;
}
