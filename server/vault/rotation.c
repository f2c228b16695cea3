/* rotation.c: new teams, new keys for old ones, and the signed list that names both. */
#include <sodium.h>
#include <string.h>

#include "audit.h"
#include "hash.h"
#include "people.h"
#include "roster.h"
#include "visit.h"

enum { KEY_TEXT = 2 * KEY_ID };
static const char roster_label[HASH_LABEL] = "concern roster 1";

/* --- the list --- */

/* It names exactly the teams there are, with the keys that they have. */
static enum gw_err
list_check(struct store *s, const struct roster *r)
{
	size_t n = 0;
	bool fits = true;
	struct use u;
	enum gw_err e;

	use_start(&u, s, TEAM_KEYS);
	while (use_row(&u) == GW_OK) {
		char code[LIMIT_TEAM + 1];
		uint8_t pk[KEY_BYTES];
		const struct roster_team *t;

		use_get_text(&u, 0, code, sizeof code);
		use_get_blob(&u, 1, pk, sizeof pk);
		t = roster_find(r, span_of(code));
		fits = fits && t != NULL && memcmp(t->pk, pk, sizeof pk) == 0;	/* public bytes */
		n++;
	}
	e = use_end(&u, GW_OK);
	return e == GW_OK && (!fits || n != r->n) ? GW_ECONFLICT : e;
}

struct signed_list { struct span body; const uint8_t *signature; };

/* Replaces the list by a later one; who: for the audit chain. GW_ECONFLICT: it is not later, or names other teams or
 * keys than there are: somebody changed a team meanwhile. */
static enum gw_err
list_put(struct store *s, const struct signed_list *list, const char *who, int64_t now)
{
	uint8_t digest[AUDIT_HASH];
	const struct audit_act act = { now, who, AUDIT_ROSTER, { NULL, 0 }, digest, NULL };
	struct roster r;
	int changed;
	struct use u;
	enum gw_err e;

	if ((e = roster_read(list->body, &r)) != GW_OK || (e = list_check(s, &r)) != GW_OK)
		return e;
	use_start(&u, s, ROSTER_PUT);
	use_number(&u, (int64_t)r.version);
	use_blob(&u, list->body.p, list->body.n);
	use_blob(&u, list->signature, SIGNATURE_BYTES);
	if ((e = use_run(&u, &changed)) != GW_OK)
		return e;
	if (changed != 1)
		return GW_ECONFLICT;
	hash_labelled(roster_label, NULL, list->body, digest, sizeof digest);
	return audit_add(s, &act);
}

/* --- a new team --- */

static enum gw_err
team_new(struct store *s, const struct msg_team_put *q, const char *who, int64_t now)
{
	const struct audit_act act = { now, who, AUDIT_TEAM_MADE, span_of(q->team), q->pk, q->name };
	const struct signed_list list = { q->roster, q->signature };
	struct use u;
	enum gw_err e;

	if (q->name[0] == '\0' || !key_is_sound(q->pk))
		return GW_EINPUT;
	use_start(&u, s, TEAM_PUT);
	use_text(&u, q->team);
	use_number(&u, q->kind);
	use_blob(&u, q->pk, KEY_BYTES);
	use_text(&u, q->name);
	use_blob(&u, q->to_recovery, GRANT_BYTES);
	if ((e = use_run(&u, NULL)) != GW_OK || (e = audit_add(s, &act)) != GW_OK)
		return e;
	return list_put(s, &list, who, now);
}

enum gw_err
store_team_new(struct store *s, const struct msg_team_put *q, int64_t now)
{
	struct visit v;
	enum gw_err e = visit_prove_admin(s, q->session, now, "to make a team", &v);

	return e == GW_OK ? team_new(s, q, s->member, now) : e;
}

enum gw_err
store_team_add(struct store *s, const struct msg_team_put *q, const char *who, int64_t now)
{
	enum gw_err e = store_as(s, ROLE_ADMIN);

	return e == GW_OK ? team_new(s, q, who[0] == '\0' ? AUDIT_ADMIN : who, now) : e;
}

/* --- a new key --- */

static enum gw_err
holders(struct store *s, const char *team, struct msg_rotation *out)
{
	struct use u;

	memset(out, 0, sizeof *out);
	use_start(&u, s, HOLDERS);
	use_text(&u, team);
	use_number(&u, LIMIT_TEAM_MEMBERS);
	while (out->n < LIMIT_TEAM_MEMBERS && use_row(&u) == GW_OK) {
		struct msg_holder *h = &out->holder[out->n++];

		use_get_text(&u, 0, h->name, sizeof h->name);
		use_get_blob(&u, 1, h->pk, KEY_BYTES);
	}
	return use_end(&u, GW_OK);
}

enum gw_err
store_rotation_get(struct store *s, const struct msg_rotation_get *q, int64_t now, struct msg_rotation *out)
{
	struct visit v;
	enum gw_err e = visit_prove_admin(s, q->session, now, "to change a team's key", &v);

	memset(out, 0, sizeof *out);
	return e == GW_OK ? holders(s, q->team, out) : e;
}

enum gw_err
store_holders(struct store *s, const char *team, struct msg_rotation *out)
{
	enum gw_err e = store_as(s, ROLE_ADMIN);

	memset(out, 0, sizeof *out);
	return e == GW_OK ? holders(s, team, out) : e;
}

/* Sealed to exactly those who are in the team now, each by their own key. */
static enum gw_err
holders_check(struct store *s, const char *team, const struct msg_rotation *to)
{
	struct msg_rotation is;
	enum gw_err e = holders(s, team, &is);

	if (e != GW_OK)
		return e;
	if (to->n != is.n)
		return GW_ECONFLICT;
	for (size_t i = 0; i < is.n; i++) {
		bool is_there = false;

		for (size_t k = 0; k < to->n; k++)
			is_there = is_there || (strcmp(to->holder[k].name, is.holder[i].name) == 0 &&
			    memcmp(to->holder[k].pk, is.holder[i].pk, KEY_BYTES) == 0);
		if (!is_there)
			return GW_ECONFLICT;
	}
	return GW_OK;
}

/* A member who holds as many older keys as a session can name has no room for one more. */
static enum gw_err
room_check(struct store *s, const char *team)
{
	bool is_full = false;
	struct use u;
	enum gw_err e;

	use_start(&u, s, OLD_KEYS_MOST);
	use_text(&u, team);
	if ((e = use_row(&u)) == GW_OK)
		is_full = use_get_number(&u, 0) >= LIMIT_OLD_KEYS;
	e = e == GW_EABSENT ? GW_OK : use_end(&u, e);
	return e == GW_OK && is_full ? GW_ELIMIT : e;
}

static enum gw_err
keys_move(struct store *s, enum stmt which, const char *team)
{
	struct use u;

	use_start(&u, s, which);
	use_text(&u, team);
	return use_run(&u, NULL);
}

static enum gw_err
keys_give(struct store *s, const struct msg_rotation_put *q, int64_t now)
{
	enum gw_err e = GW_OK;
	struct use u;

	for (size_t i = 0; i < q->to.n && e == GW_OK; i++) {
		use_start(&u, s, ROTATE_HOLDER);
		use_blob(&u, q->to.holder[i].sealed, GRANT_BYTES);
		use_text(&u, q->to.holder[i].name);
		use_text(&u, q->team);
		e = use_run(&u, NULL);
	}
	if (e != GW_OK)
		return e;
	use_start(&u, s, ROTATE_TEAM);
	use_blob(&u, q->pk, KEY_BYTES);
	use_blob(&u, q->to_recovery, GRANT_BYTES);
	use_number(&u, now);
	use_text(&u, q->team);
	return use_run(&u, NULL);
}

static enum gw_err
note(struct store *s, const struct msg_rotation_put *q, const uint8_t was[KEY_BYTES], const char *who, int64_t now)
{
	char before[KEY_TEXT + 1], after[KEY_TEXT + 1], why[LIMIT_WHY + 1];
	const struct audit_act act = { now, who, AUDIT_TEAM_KEY, span_of(q->team), q->pk, why };

	sodium_bin2hex(before, sizeof before, was, KEY_ID);
	sodium_bin2hex(after, sizeof after, q->pk, KEY_ID);
	snprintf(why, sizeof why, "%s to %s, held by %u", before, after, (unsigned)q->to.n);
	return audit_add(s, &act);
}

static enum gw_err
rotate(struct store *s, const struct msg_rotation_put *q, const char *who, int64_t now)
{
	const struct signed_list list = { q->roster, q->signature };
	uint8_t was[KEY_BYTES];
	struct use u;
	enum gw_err e;

	use_start(&u, s, TEAM_IS);
	use_text(&u, q->team);
	if ((e = use_row(&u)) != GW_OK)
		return e;
	use_get_blob(&u, 0, was, sizeof was);
	if ((e = use_end(&u, GW_OK)) != GW_OK)
		return e;
	/* A key that there was before is no new one. */
	if (!key_is_sound(q->pk) || (e = people_key_is_known(s, q->team, q->pk)) == GW_OK)
		return GW_EINPUT;
	if (e != GW_EBUSY || (e = holders_check(s, q->team, &q->to)) != GW_OK ||
	    (e = room_check(s, q->team)) != GW_OK || (e = keys_move(s, ROTATE_KEYS, q->team)) != GW_OK ||
	    (e = keys_move(s, ROTATE_RECOVERY, q->team)) != GW_OK || (e = keys_give(s, q, now)) != GW_OK ||
	    (e = note(s, q, was, who, now)) != GW_OK)
		return e;
	return list_put(s, &list, who, now);
}

enum gw_err
store_rotation_put(struct store *s, const struct msg_rotation_put *q, int64_t now)
{
	struct visit v;
	enum gw_err e = visit_prove_admin(s, q->session, now, "to change a team's key", &v);

	return e == GW_OK ? rotate(s, q, s->member, now) : e;
}

enum gw_err
store_team_rotate(struct store *s, const struct msg_rotation_put *q, const char *who, int64_t now)
{
	enum gw_err e = store_as(s, ROLE_ADMIN);

	return e == GW_OK ? rotate(s, q, who[0] == '\0' ? AUDIT_ADMIN : who, now) : e;
}
