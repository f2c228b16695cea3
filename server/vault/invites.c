/* invites.c: somebody is invited, and enrols with the invitation's code: then known, but not yet let in anywhere. */
#include <string.h>

#include "audit.h"
#include "people.h"
#include "visit.h"

enum { DAY = 86400 };

/* --- at the door --- */

static enum gw_err
places_take(struct store *s, const uint8_t invite[TAG_BYTES], struct msg_invited *out)
{
	struct use u;

	out->n = 0;
	use_start(&u, s, INVITE_TEAMS);
	use_blob(&u, invite, TAG_BYTES);
	use_number(&u, LIMIT_MEMBER_TEAMS);
	while (out->n < LIMIT_MEMBER_TEAMS && use_row(&u) == GW_OK) {
		struct msg_place *p = &out->place[out->n++];

		use_get_text(&u, 0, p->team, sizeof p->team);
		p->title = (uint8_t)use_get_number(&u, 1);
		p->is_waiting = 1;
	}
	return use_end(&u, GW_OK);
}

/* by: LIMIT_NAME + 1 bytes, whose invitation it is. */
static enum gw_err
invite_find(struct store *s, const uint8_t invite[TAG_BYTES], int64_t now, struct msg_invited *out, char *by)
{
	struct use u;
	enum gw_err e;

	memset(out, 0, sizeof *out);
	use_start(&u, s, INVITE_GET);
	use_blob(&u, invite, TAG_BYTES);
	use_number(&u, now);
	if ((e = use_row(&u)) != GW_OK)
		return e;
	use_get_text(&u, 0, out->name, sizeof out->name);
	out->is_auditor = use_get_number(&u, 1) != 0;
	use_get_text(&u, 2, by, LIMIT_NAME + 1);
	e = use_end(&u, GW_OK);
	return e == GW_OK ? places_take(s, invite, out) : e;
}

enum gw_err
store_invited_get(struct store *s, const struct msg_invited_get *q, int64_t now, struct msg_invited *out)
{
	char by[LIMIT_NAME + 1];
	enum gw_err e = store_as(s, ROLE_DOOR);

	memset(out, 0, sizeof *out);
	return e == GW_OK ? invite_find(s, q->invite, now, out, by) : e;
}

static enum gw_err
invite_end(struct store *s, const uint8_t invite[TAG_BYTES])
{
	struct use u;

	use_start(&u, s, INVITE_DROP);
	use_blob(&u, invite, TAG_BYTES);
	return use_run(&u, NULL);
}

static enum gw_err
wait_for(struct store *s, const struct msg_invited *who)
{
	enum gw_err e = GW_OK;
	struct use u;

	for (size_t i = 0; i < who->n && e == GW_OK; i++) {
		use_start(&u, s, NEWCOMER_PUT);
		use_text(&u, who->place[i].team);
		use_text(&u, who->name);
		use_number(&u, who->place[i].title);
		e = use_run(&u, NULL);
	}
	return e;
}

/* It has no codes, looks after nobody and audits nothing. */
static bool
may_be_device(const struct msg_enrol *q, const struct msg_invited *who)
{
	for (size_t i = 0; i < who->n; i++)
		if (strcmp(who->place[i].team, ROSTER_ADMIN) == 0)
			return false;
	return q->n == 0 && who->is_auditor == 0;
}

enum gw_err
store_enrol(struct store *s, const struct msg_enrol *q, int64_t now)
{
	char by[LIMIT_NAME + 1], what[PEOPLE_WHAT + 1], why[LIMIT_WHY + 1];
	const struct audit_act act = { now, q->member.name, AUDIT_JOINED, span_of(q->member.name), q->member.pk, why };
	struct msg_member member = q->member;
	struct newcomer newcomer = { .member = &member, .step = q->step, .is_device = q->is_device != 0 };
	struct msg_invited who;
	enum gw_err e = store_as(s, ROLE_DOOR);

	if (e != GW_OK || (e = invite_find(s, q->invite, now, &who, by)) != GW_OK)
		return e;
	if (strcmp(who.name, q->member.name) != 0 || !key_is_sound(q->member.pk) ||
	    (newcomer.is_device ? !may_be_device(q, &who) : visit_is_ahead(q->step, now)))
		return GW_EINPUT;
	if (newcomer.is_device) {
		member.lock = (struct member_lock){ .ops = 1, .mem_kib = 1 };
		memset(member.second, 0, SECOND_SEALED);
		newcomer.step = 0;
	}
	newcomer.is_auditor = who.is_auditor != 0;
	if ((e = people_member_put(s, &newcomer)) != GW_OK ||
	    (e = people_codes_put(s, who.name, q->code, q->n)) != GW_OK || (e = wait_for(s, &who)) != GW_OK ||
	    (e = invite_end(s, q->invite)) != GW_OK)
		return e;
	people_what(who.place, who.n, who.is_auditor != 0, what);
	snprintf(why, sizeof why, "to be %s%s", newcomer.is_device ? "a device, " : "", what);
	return audit_add(s, &act);
}

/* --- administrators' --- */

/* An auditor is in no team: none look after themselves. */
static enum gw_err
who_check(struct store *s, const struct msg_invited *who)
{
	bool is_known = false;
	enum gw_err e;

	if (!people_name_is_good(who->name) || (who->n == 0) != (who->is_auditor != 0))
		return GW_EINPUT;
	if ((e = people_is_known(s, who->name, &is_known)) != GW_OK)
		return e;
	return is_known ? GW_ECONFLICT : GW_OK;
}

/* Those that have ended make room first. */
static enum gw_err
room_check(struct store *s, int64_t now)
{
	int64_t n;
	struct use u;
	enum gw_err e;

	use_start(&u, s, INVITE_TIDY);
	use_number(&u, now);
	if ((e = use_run(&u, NULL)) != GW_OK)
		return e;
	use_start(&u, s, INVITE_COUNT);
	if (use_row(&u) != GW_OK)
		return use_end(&u, GW_EIO);
	n = use_get_number(&u, 0);
	e = use_end(&u, GW_OK);
	return e == GW_OK && n >= MSG_PERSONS ? GW_ELIMIT : e;
}

static enum gw_err
invite_add(struct store *s, const struct msg_invite_put *q, int64_t now)
{
	struct use u;
	enum gw_err e;

	use_start(&u, s, INVITE_PUT);
	use_blob(&u, q->invite, TAG_BYTES);
	use_text(&u, q->who.name);
	use_text(&u, s->member);
	use_number(&u, q->who.is_auditor);
	use_number(&u, now + (int64_t)LIMIT_INVITE_DAYS * DAY);
	e = use_run(&u, NULL);
	for (size_t i = 0; i < q->who.n && e == GW_OK; i++) {
		use_start(&u, s, INVITE_TEAM_PUT);
		use_blob(&u, q->invite, TAG_BYTES);
		use_text(&u, q->who.place[i].team);
		use_number(&u, q->who.place[i].title);
		e = use_run(&u, NULL);
	}
	return e;
}

enum gw_err
store_invite_put(struct store *s, const struct msg_invite_put *q, int64_t now)
{
	char what[PEOPLE_WHAT + 1], why[LIMIT_WHY + 1];
	const struct audit_act act = { now, s->member, AUDIT_INVITED, span_of(q->who.name), NULL, why };
	struct visit v;
	enum gw_err e = visit_prove_admin(s, q->session, now, "to invite somebody", &v);

	if (e != GW_OK || (e = who_check(s, &q->who)) != GW_OK || (e = room_check(s, now)) != GW_OK ||
	    (e = invite_add(s, q, now)) != GW_OK)
		return e;
	people_what(q->who.place, q->who.n, q->who.is_auditor != 0, what);
	snprintf(why, sizeof why, "to be %s", what);
	return audit_add(s, &act);
}

enum gw_err
store_invite_drop(struct store *s, const struct msg_invite_drop *q, int64_t now)
{
	char by[LIMIT_NAME + 1], what[PEOPLE_WHAT + 1], why[LIMIT_WHY + 1];
	struct audit_act act = { now, s->member, AUDIT_WITHDRAWN, { NULL, 0 }, NULL, why };
	struct msg_invited who;
	struct visit v;
	enum gw_err e = visit_prove_admin(s, q->session, now, "to withdraw an invitation", &v);

	if (e != GW_OK || (e = invite_find(s, q->invite, now, &who, by)) != GW_OK ||
	    (e = invite_end(s, q->invite)) != GW_OK)
		return e;
	people_what(who.place, who.n, who.is_auditor != 0, what);
	snprintf(why, sizeof why, "was to be %s", what);
	act.subject = span_of(who.name);
	return audit_add(s, &act);
}

static enum gw_err
invites_take(struct store *s, int64_t now, struct msg_invites *out)
{
	struct use u;

	use_start(&u, s, INVITE_LIST);
	use_number(&u, now);
	use_number(&u, MSG_PERSONS);
	while (out->n < MSG_PERSONS && use_row(&u) == GW_OK) {
		struct msg_invite *i = &out->invite[out->n++];

		use_get_blob(&u, 0, i->invite, TAG_BYTES);
		use_get_text(&u, 1, i->who.name, sizeof i->who.name);
		use_get_text(&u, 2, i->by, sizeof i->by);
		i->who.is_auditor = use_get_number(&u, 3) != 0;
		i->ends = use_get_number(&u, 4);
	}
	return use_end(&u, GW_OK);
}

enum gw_err
store_invites_get(struct store *s, const struct msg_invites_get *q, int64_t now, struct msg_invites *out)
{
	struct visit v;
	enum gw_err e = visit_prove_admin(s, q->session, now, "for the invitations", &v);

	memset(out, 0, sizeof *out);
	if (e == GW_OK)
		e = invites_take(s, now, out);
	for (size_t i = 0; i < out->n && e == GW_OK; i++)
		e = places_take(s, out->invite[i].invite, &out->invite[i].who);
	return e;
}
