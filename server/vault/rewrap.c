/* rewrap.c: a team's older keys: what is still sealed to them, sealing it anew, and forgetting them. */
#include <string.h>

#include "filing.h"
#include "people.h"
#include "visit.h"

enum { LATE = 3600 };	/* seconds in which somebody with an older list of teams may still seal to that key */

/* --- older keys --- */

enum gw_err
people_old_keys(struct store *s, const char *member, struct msg_session *out)
{
	struct use u;

	out->n_old = 0;
	use_start(&u, s, OLD_KEYS);
	use_text(&u, member);
	use_number(&u, LIMIT_OLD_KEYS);
	while (out->n_old < LIMIT_OLD_KEYS && use_row(&u) == GW_OK) {
		struct msg_old_key *k = &out->old[out->n_old++];

		use_get_text(&u, 0, k->team, sizeof k->team);
		use_get_blob(&u, 1, k->pk, KEY_BYTES);
		use_get_blob(&u, 2, k->sealed, GRANT_BYTES);
	}
	return use_end(&u, GW_OK);
}

static enum gw_err
keys_end(struct store *s, enum stmt which, int64_t now)
{
	struct use u;

	use_start(&u, s, which);
	use_number(&u, now - LATE);
	return use_run(&u, NULL);
}

enum gw_err
people_old_keys_end(struct store *s, int64_t now)
{
	enum gw_err e = keys_end(s, OLD_KEYS_END, now);

	return e == GW_OK ? keys_end(s, OLD_RECOVERY_END, now) : e;
}

enum gw_err
people_key_is_known(struct store *s, const char *team, const uint8_t key[KEY_ID])
{
	struct use u;
	enum gw_err e;

	use_start(&u, s, KEY_KNOWN);
	use_text(&u, team);
	use_blob(&u, key, KEY_ID);
	e = use_row(&u);
	return e == GW_EABSENT ? GW_EBUSY : use_end(&u, e);
}

enum gw_err
store_old_recovery(struct store *s, const char *team, struct msg_old_key *key, size_t room, size_t *n)
{
	struct use u;
	enum gw_err e = store_as(s, ROLE_ADMIN);

	*n = 0;
	if (e != GW_OK)
		return e;
	use_start(&u, s, OLD_RECOVERY);
	use_text(&u, team);
	use_number(&u, (int64_t)room);
	while (*n < room && use_row(&u) == GW_OK) {
		snprintf(key[*n].team, sizeof key->team, "%s", team);
		use_get_blob(&u, 0, key[*n].pk, KEY_BYTES);
		use_get_blob(&u, 1, key[*n].sealed, GRANT_BYTES);
		++*n;
	}
	return use_end(&u, GW_OK);
}

enum gw_err
store_old_key_put(struct store *s, const char *member, const struct msg_old_key *key)
{
	struct use u;
	enum gw_err e = store_as(s, ROLE_ADMIN);

	if (e != GW_OK)
		return e;
	use_start(&u, s, OLD_KEY_PUT);
	use_text(&u, member);
	use_text(&u, key->team);
	use_blob(&u, key->pk, KEY_BYTES);
	use_blob(&u, key->sealed, GRANT_BYTES);
	return use_run(&u, NULL);
}

/* --- sealing anew --- */

/* The present key of a team that this session's member is in. GW_EDENIED, noted: the member is not. */
static enum gw_err
key_prove(struct store *s, const uint8_t session[SESSION_ID], const char *team, int64_t now, uint8_t key[KEY_ID])
{
	bool is_in = false;
	struct visit v;
	uint8_t pk[KEY_BYTES];
	struct use u;
	enum gw_err e;

	if ((e = visit_prove(s, session, now, &v)) != GW_OK || (e = visit_is_in(s, team, &is_in)) != GW_OK)
		return e;
	if (!is_in)
		return visit_refuse(s, "asked for what is sealed to a team of others", now);
	use_start(&u, s, TEAM_IS);
	use_text(&u, team);
	if ((e = use_row(&u)) != GW_OK)
		return e;
	use_get_blob(&u, 0, pk, KEY_BYTES);
	memcpy(key, pk, KEY_ID);
	return use_end(&u, GW_OK);
}

static enum gw_err
cases_take(struct store *s, const char *team, const uint8_t key[KEY_ID], struct msg_rewrap *out)
{
	struct use u;

	use_start(&u, s, REWRAP_GRANT_ROWS);
	use_text(&u, s->member);
	use_text(&u, team);
	use_blob(&u, key, KEY_ID);
	use_number(&u, REWRAP_CASES);
	while (out->n < REWRAP_CASES && use_row(&u) == GW_OK) {
		struct msg_rewrap_case *c = &out->row[out->n++];

		use_get_blob(&u, 0, c->report, ID_BYTES);
		use_get_blob(&u, 1, c->key, KEY_ID);
		use_get_blob(&u, 2, c->sealed, GRANT_BYTES);
	}
	return use_end(&u, GW_OK);
}

static enum gw_err
tags_take(struct store *s, const char *team, const uint8_t key[KEY_ID], struct msg_rewrap *out)
{
	struct use u;

	use_start(&u, s, REWRAP_TAG_ROWS);
	use_text(&u, s->member);
	use_text(&u, team);
	use_blob(&u, key, KEY_ID);
	use_number(&u, REWRAP_TAGS);
	while (out->n_tags < REWRAP_TAGS && use_row(&u) == GW_OK) {
		struct msg_rewrap_tag *t = &out->tag[out->n_tags++];

		use_get_blob(&u, 0, t->report, ID_BYTES);
		use_get_blob(&u, 1, t->key, KEY_ID);
		use_get_blob(&u, 2, t->was, TAG_BYTES);
		use_get_blob(&u, 3, t->sealed, TAG_SEALED);
	}
	return use_end(&u, GW_OK);
}

enum gw_err
store_rewrap_get(struct store *s, const struct msg_rewrap_get *q, int64_t now, struct msg_rewrap *out)
{
	uint8_t key[KEY_ID];
	enum gw_err e;

	memset(out, 0, sizeof *out);
	if ((e = key_prove(s, q->session, q->team, now, key)) != GW_OK ||
	    (e = cases_take(s, q->team, key, out)) != GW_OK || (e = tags_take(s, q->team, key, out)) != GW_OK)
		return e;
	return out->n == 0 && out->n_tags == 0 ? people_old_keys_end(s, now) : GW_OK;
}

/* The case has another grant from here on, and its record says so. One that a colleague has done already stays. */
static enum gw_err
case_rewrap(struct store *s, const char *team, const uint8_t key[KEY_ID], const struct msg_rewrap_case *c, int64_t now)
{
	int changed;
	struct use u;
	enum gw_err e;

	use_start(&u, s, REWRAP_GRANT);
	use_blob(&u, c->sealed, GRANT_BYTES);
	use_blob(&u, key, KEY_ID);
	use_blob(&u, c->report, ID_BYTES);
	use_text(&u, team);
	use_blob(&u, c->key, KEY_ID);
	if ((e = use_run(&u, &changed)) != GW_OK || changed == 0)
		return e;
	return filing_record_again(s, c->report, AUDIT_SEALED_ANEW, NULL, now);
}

static enum gw_err
tag_rewrap(struct store *s, const char *team, const uint8_t key[KEY_ID], const struct msg_rewrap_tag *t)
{
	struct use u;

	use_start(&u, s, REWRAP_TAG);
	use_blob(&u, t->tag, TAG_BYTES);
	use_blob(&u, key, KEY_ID);
	use_blob(&u, t->sealed, TAG_SEALED);
	use_blob(&u, t->report, ID_BYTES);
	use_text(&u, team);
	use_blob(&u, t->key, KEY_ID);
	use_blob(&u, t->was, TAG_BYTES);
	return use_run(&u, NULL);
}

enum gw_err
store_rewrap_put(struct store *s, const struct msg_rewrap_put *q, int64_t now)
{
	uint8_t key[KEY_ID];
	enum gw_err e;

	if ((e = key_prove(s, q->session, q->team, now, key)) != GW_OK)
		return e;
	/* Sealed while the team got yet another key, it would be said to be what it is not, and lost with that one. */
	if (memcmp(q->present, key, KEY_ID) != 0)
		return GW_ECONFLICT;
	for (size_t i = 0; i < q->to.n && e == GW_OK; i++)
		e = case_rewrap(s, q->team, key, &q->to.row[i], now);
	for (size_t i = 0; i < q->to.n_tags && e == GW_OK; i++)
		e = tag_rewrap(s, q->team, key, &q->to.tag[i]);
	return e == GW_OK ? people_old_keys_end(s, now) : e;
}
