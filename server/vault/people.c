/* people.c: roster, teams, members, and which member holds which team's key. */
#include "people.h"

#include <string.h>

#include "audit.h"
#include "hash.h"

static const char roster_label[HASH_LABEL] = "concern roster 1";

/* These few are asked for by the desk as well. */
static enum gw_err
as_reader(struct store *s)
{
	return store_as(s, s->mode == STORE_SERVE ? ROLE_DOOR : ROLE_ADMIN);
}

enum gw_err
store_roster_put(struct store *s, uint64_t version, struct span body, const uint8_t signature[SIGNATURE_BYTES])
{
	uint8_t digest[AUDIT_HASH];
	const struct audit_act act = { 0, AUDIT_ADMIN, AUDIT_ROSTER, { NULL, 0 }, digest };
	int changed;
	struct use u;
	enum gw_err e = store_as(s, ROLE_ADMIN);

	if (e != GW_OK)
		return e;
	use_start(&u, s, ROSTER_PUT);
	use_number(&u, (int64_t)version);
	use_blob(&u, body.p, body.n);
	use_blob(&u, signature, SIGNATURE_BYTES);
	if ((e = use_run(&u, &changed)) != GW_OK)
		return e;
	if (changed != 1)
		return GW_ECONFLICT;
	hash_labelled(roster_label, NULL, body, digest, sizeof digest);
	return audit_add(s, &act);
}

enum gw_err
store_roster_get(struct store *s, struct msg_roster *out)
{
	struct use u;
	enum gw_err e = as_reader(s);

	if (e != GW_OK)
		return e;
	memset(out, 0, sizeof *out);
	use_start(&u, s, ROSTER_GET);
	if ((e = use_row(&u)) != GW_OK)
		return e;
	e = store_lend(s, use_get_span(&u, 0), &out->body);
	use_get_blob(&u, 1, out->signature, SIGNATURE_BYTES);
	return use_end(&u, e);
}

enum gw_err
store_team_put(struct store *s, const struct roster_team *team, const char *name,
    const uint8_t to_recovery[GRANT_BYTES])
{
	const struct audit_act act = { 0, AUDIT_ADMIN, AUDIT_TEAM, span_of(team->code), team->pk };
	struct use u;
	enum gw_err e = store_as(s, ROLE_ADMIN);

	if (e != GW_OK)
		return e;
	use_start(&u, s, TEAM_PUT);
	use_text(&u, team->code);
	use_number(&u, team->kind);
	use_blob(&u, team->pk, KEY_BYTES);
	use_text(&u, name);
	use_blob(&u, to_recovery, GRANT_BYTES);
	e = use_run(&u, NULL);
	return e == GW_OK ? audit_add(s, &act) : e;
}

/* The one grant that a statement finds by one text. */
static enum gw_err
grant_get(struct store *s, enum stmt which, const char *key, uint8_t grant[GRANT_BYTES])
{
	struct use u;
	enum gw_err e = store_as(s, ROLE_ADMIN);

	memset(grant, 0, GRANT_BYTES);
	if (e != GW_OK)
		return e;
	use_start(&u, s, which);
	use_text(&u, key);
	if ((e = use_row(&u)) != GW_OK)
		return e;
	use_get_blob(&u, 0, grant, GRANT_BYTES);
	return use_end(&u, GW_OK);
}

enum gw_err
store_team_recovery(struct store *s, const char *team, uint8_t to_recovery[GRANT_BYTES])
{
	return grant_get(s, TEAM_RECOVERY, team, to_recovery);
}

enum gw_err
store_member_put(struct store *s, const struct msg_member *m, int64_t now)
{
	const struct audit_act act = { now, AUDIT_ADMIN, AUDIT_ENROLLED, span_of(m->name), m->pk };
	struct use u;
	enum gw_err e = store_as(s, ROLE_ADMIN);

	if (e == GW_OK && m->name[0] == '(')	/* the audit chain's own */
		e = GW_EINPUT;
	if (e != GW_OK)
		return e;
	use_start(&u, s, MEMBER_PUT);
	use_text(&u, m->name);
	use_blob(&u, m->pk, KEY_BYTES);
	use_blob(&u, m->lock.salt, sizeof m->lock.salt);
	use_number(&u, m->lock.ops);
	use_number(&u, m->lock.mem_kib);
	use_blob(&u, m->lock.sealed, sizeof m->lock.sealed);
	e = use_run(&u, NULL);
	return e == GW_OK ? audit_add(s, &act) : e;
}

enum gw_err
store_member_get(struct store *s, const char *name, struct msg_member *out)
{
	struct use u;
	enum gw_err e = as_reader(s);

	memset(out, 0, sizeof *out);
	if (e != GW_OK)
		return e;
	use_start(&u, s, MEMBER_GET);
	use_text(&u, name);
	if ((e = use_row(&u)) != GW_OK)
		return e;
	snprintf(out->name, sizeof out->name, "%s", name);
	use_get_blob(&u, 0, out->pk, KEY_BYTES);
	use_get_blob(&u, 1, out->lock.salt, sizeof out->lock.salt);
	out->lock.ops = (uint32_t)use_get_number(&u, 2);
	out->lock.mem_kib = (uint32_t)use_get_number(&u, 3);
	use_get_blob(&u, 4, out->lock.sealed, sizeof out->lock.sealed);
	return use_end(&u, GW_OK);
}

static enum gw_err
membership_count(struct store *s, const char *member, int64_t *n)
{
	struct use u;

	use_start(&u, s, MEMBERSHIP_COUNT);
	use_text(&u, member);
	if (use_row(&u) != GW_OK)
		return use_end(&u, GW_EIO);
	*n = use_get_number(&u, 0);
	return use_end(&u, GW_OK);
}

enum gw_err
store_membership_put(struct store *s, const char *member, const char *team, const uint8_t team_key[GRANT_BYTES],
    int64_t now)
{
	const struct audit_act act = { now, member, AUDIT_MEMBERSHIP, span_of(team), NULL };
	int64_t n = 0;
	struct use u;
	enum gw_err e = store_as(s, ROLE_ADMIN);

	if (e != GW_OK || (e = membership_count(s, member, &n)) != GW_OK)
		return e;
	if (n >= LIMIT_MEMBER_TEAMS)
		return GW_ELIMIT;
	use_start(&u, s, MEMBERSHIP_PUT);
	use_text(&u, member);
	use_text(&u, team);
	use_blob(&u, team_key, GRANT_BYTES);
	e = use_run(&u, NULL);
	return e == GW_OK ? audit_add(s, &act) : e;
}

enum gw_err
people_teams(struct store *s, const char *member, struct msg_session *out)
{
	struct use u;

	out->n = 0;
	use_start(&u, s, MEMBERSHIPS);
	use_text(&u, member);
	while (out->n < LIMIT_MEMBER_TEAMS && use_row(&u) == GW_OK) {
		struct msg_team_key *t = &out->team[out->n++];

		use_get_text(&u, 0, t->team, sizeof t->team);
		use_get_blob(&u, 1, t->pk, KEY_BYTES);
		use_get_blob(&u, 2, t->sealed, GRANT_BYTES);
	}
	return use_end(&u, GW_OK);
}

enum gw_err
store_memberships(struct store *s, const char *member, struct msg_session *out)
{
	enum gw_err e = store_as(s, ROLE_ADMIN);

	memset(out, 0, sizeof *out);
	if (e != GW_OK)
		return e;
	snprintf(out->name, sizeof out->name, "%s", member);
	return people_teams(s, member, out);
}

enum gw_err
store_seed_put(struct store *s, const char *holder, const uint8_t seed[GRANT_BYTES])
{
	const struct audit_act act = { 0, AUDIT_ADMIN, AUDIT_SEED, span_of(holder), NULL };
	struct use u;
	enum gw_err e = store_as(s, ROLE_ADMIN);

	if (e != GW_OK)
		return e;
	use_start(&u, s, SEED_PUT);
	use_text(&u, holder);
	use_blob(&u, seed, GRANT_BYTES);
	e = use_run(&u, NULL);
	return e == GW_OK ? audit_add(s, &act) : e;
}

enum gw_err
store_seed_get(struct store *s, const char *holder, uint8_t seed[GRANT_BYTES])
{
	return grant_get(s, SEED_GET, holder, seed);
}
