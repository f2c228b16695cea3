/* people.c: roster, teams, members, and which member holds which team's key. */
#include "people.h"

#include <string.h>

#include "audit.h"
#include "hash.h"
#include "name.h"

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
	const struct audit_act act = { 0, AUDIT_ADMIN, AUDIT_ROSTER, { NULL, 0 }, digest, NULL };
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
	const struct audit_act act = { 0, AUDIT_ADMIN, AUDIT_TEAM, span_of(team->code), team->pk, NULL };
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

bool
people_name_is_good(const char *name)
{
	return name_is_clear(span_of(name)) && name[0] != '(' && strcmp(name, "recovery") != 0;
}

enum gw_err
people_member_put(struct store *s, const struct newcomer *n)
{
	const struct msg_member *m = n->member;
	struct use u;

	if (!people_name_is_good(m->name))
		return GW_EINPUT;
	use_start(&u, s, MEMBER_PUT);
	use_text(&u, m->name);
	use_blob(&u, m->pk, KEY_BYTES);
	use_blob(&u, m->lock.salt, sizeof m->lock.salt);
	use_number(&u, m->lock.ops);
	use_number(&u, m->lock.mem_kib);
	use_blob(&u, m->lock.sealed, sizeof m->lock.sealed);
	use_blob(&u, m->second, SECOND_SEALED);
	use_number(&u, (int64_t)n->step);
	use_number(&u, n->is_auditor);
	use_number(&u, n->is_device);
	return use_run(&u, NULL);
}

enum gw_err
store_member_put(struct store *s, const struct msg_member *m, int64_t now)
{
	const struct audit_act act = { now, AUDIT_ADMIN, AUDIT_ENROLLED, span_of(m->name), m->pk, NULL };
	const struct newcomer n = { .member = m };
	enum gw_err e = store_as(s, ROLE_ADMIN);

	if (e == GW_OK)
		e = people_member_put(s, &n);
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
	use_number(&u, s->role == ROLE_ADMIN);	/* at the door a device is nobody: it has no passphrase */
	if ((e = use_row(&u)) != GW_OK)
		return e;
	snprintf(out->name, sizeof out->name, "%s", name);
	use_get_blob(&u, 0, out->pk, KEY_BYTES);
	use_get_blob(&u, 1, out->lock.salt, sizeof out->lock.salt);
	out->lock.ops = (uint32_t)use_get_number(&u, 2);
	out->lock.mem_kib = (uint32_t)use_get_number(&u, 3);
	use_get_blob(&u, 4, out->lock.sealed, sizeof out->lock.sealed);
	use_get_blob(&u, 5, out->second, SECOND_SEALED);
	return use_end(&u, GW_OK);
}

enum gw_err
people_is_known(struct store *s, const char *name, bool *is_known)
{
	struct use u;
	enum gw_err e;

	use_start(&u, s, MEMBER_KNOWN);
	use_text(&u, name);
	e = use_row(&u);
	*is_known = e == GW_OK;
	return e == GW_OK || e == GW_EABSENT ? use_end(&u, GW_OK) : e;
}

/* --- memberships --- */

enum gw_err
people_place_put(struct store *s, const struct place *p, const uint8_t team_key[GRANT_BYTES])
{
	bool is_full;
	struct use u;
	enum gw_err e;

	use_start(&u, s, MEMBERSHIP_COUNT);
	use_text(&u, p->member);
	use_text(&u, p->team);
	if (use_row(&u) != GW_OK)
		return use_end(&u, GW_EIO);
	is_full = use_get_number(&u, 0) >= LIMIT_MEMBER_TEAMS || use_get_number(&u, 1) >= LIMIT_TEAM_MEMBERS;
	if ((e = use_end(&u, GW_OK)) != GW_OK)
		return e;
	if (is_full)
		return GW_ELIMIT;
	use_start(&u, s, MEMBERSHIP_PUT);
	use_text(&u, p->member);
	use_text(&u, p->team);
	use_blob(&u, team_key, GRANT_BYTES);
	use_number(&u, p->title);
	return use_run(&u, NULL);
}

enum gw_err
store_membership_put(struct store *s, const char *member, const char *team, enum title title,
    const uint8_t team_key[GRANT_BYTES], int64_t now)
{
	const struct audit_act act = { now, member, AUDIT_MEMBERSHIP, span_of(team), NULL, NULL };
	const struct place p = { member, team, title };
	enum gw_err e = store_as(s, ROLE_ADMIN);

	if (e == GW_OK)
		e = people_place_put(s, &p, team_key);
	return e == GW_OK ? audit_add(s, &act) : e;
}

enum gw_err
store_auditor_put(struct store *s, const char *name, int64_t now)
{
	const struct audit_act act = { now, AUDIT_ADMIN, AUDIT_AUDITOR, span_of(name), NULL, NULL };
	int changed;
	struct use u;
	enum gw_err e = store_as(s, ROLE_ADMIN);

	if (e != GW_OK)
		return e;
	use_start(&u, s, AUDITOR_SET);
	use_text(&u, name);
	if ((e = use_run(&u, &changed)) != GW_OK)
		return e;
	return changed == 1 ? audit_add(s, &act) : GW_EABSENT;
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
		const int64_t newcomers = use_get_number(&u, 5);

		use_get_text(&u, 0, t->team, sizeof t->team);
		use_get_blob(&u, 1, t->pk, KEY_BYTES);
		use_get_blob(&u, 2, t->sealed, GRANT_BYTES);
		t->title = (uint8_t)use_get_number(&u, 3);
		t->rewrap = use_get_number(&u, 4) != 0;
		t->newcomers = (uint8_t)(newcomers < UINT8_MAX ? newcomers : UINT8_MAX);
	}
	return use_end(&u, GW_OK);
}

void
people_what(const struct msg_place *place, size_t n, bool is_auditor, char text[PEOPLE_WHAT + 1])
{
	static const char *const titles[TITLE_N] = {
		[TITLE_MEMBER] = "member", [TITLE_LEAD] = "lead", [TITLE_DEPUTY] = "deputy",
		[TITLE_COORDINATOR] = "coordinator",
	};
	int at = snprintf(text, PEOPLE_WHAT + 1, "%s", is_auditor ? "auditor" : n == 0 ? "nothing" : "");

	for (size_t i = 0; i < n && at < PEOPLE_WHAT; i++)
		at += snprintf(text + at, PEOPLE_WHAT + 1 - (size_t)at, "%s%s of %s", at > 0 ? ", " : "",
		    titles[place[i].title], place[i].team);
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
	const struct audit_act act = { 0, AUDIT_ADMIN, AUDIT_SEED, span_of(holder), NULL, NULL };
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

/* The one grant that a statement finds by one text. */
static enum gw_err
grant_of(struct store *s, enum stmt which, const char *key, uint8_t grant[GRANT_BYTES])
{
	struct use u;
	enum gw_err e;

	memset(grant, 0, GRANT_BYTES);
	use_start(&u, s, which);
	use_text(&u, key);
	if ((e = use_row(&u)) != GW_OK)
		return e;
	use_get_blob(&u, 0, grant, GRANT_BYTES);
	return use_end(&u, GW_OK);
}

enum gw_err
people_seed(struct store *s, const char *member, uint8_t seed[GRANT_BYTES])
{
	return grant_of(s, SEED_GET, member, seed);
}

enum gw_err
store_seed_get(struct store *s, const char *holder, uint8_t seed[GRANT_BYTES])
{
	enum gw_err e = store_as(s, ROLE_ADMIN);

	memset(seed, 0, GRANT_BYTES);
	return e == GW_OK ? grant_of(s, SEED_GET, holder, seed) : e;
}

enum gw_err
store_team_recovery(struct store *s, const char *team, uint8_t to_recovery[GRANT_BYTES])
{
	enum gw_err e = store_as(s, ROLE_ADMIN);

	memset(to_recovery, 0, GRANT_BYTES);
	return e == GW_OK ? grant_of(s, TEAM_RECOVERY, team, to_recovery) : e;
}

enum gw_err
store_recovery_used(struct store *s, const char *why, int64_t now)
{
	const struct audit_act act = { now, AUDIT_ADMIN, AUDIT_RECOVERY_USED, { NULL, 0 }, NULL, why };
	enum gw_err e = store_as(s, ROLE_ADMIN);

	return e == GW_OK ? audit_add(s, &act) : e;
}
