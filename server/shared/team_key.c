/* team_key.c: make, seal, list, sign, wipe. */
#include "team_key.h"

#include <stdio.h>
#include <string.h>

#include "secret.h"

static void
begin(const struct roster *was, struct team_key *k)
{
	memset(k, 0, sizeof *k);
	k->list = *was;
	k->list.version++;
	buf_init(&k->body, LIMIT_WIRE);
}

/* Makes the pair, seals it to the recovery key and to those in to, and leaves its public half in t and k. */
static void
pair_pass_on(struct team_key *k, struct roster_team *t, struct msg_rotation *to)
{
	struct grant_subject what;
	struct keypair pair;

	keypair_make(&pair);
	team_subject(span_of(t->code), &what);
	grant_seal(k->list.recovery_pk, &what, pair.sk, k->to_recovery);
	for (size_t i = 0; to != NULL && i < to->n; i++)
		grant_seal(to->holder[i].pk, &what, pair.sk, to->holder[i].sealed);
	memcpy(t->pk, pair.pk, KEY_BYTES);
	memcpy(k->pk, pair.pk, KEY_BYTES);
	keypair_wipe(&pair);
}

enum gw_err
team_key_first(const struct roster *was, const char *team, enum team_kind kind, const uint8_t seed[KEY_BYTES],
    struct team_key *k)
{
	struct roster_team *t;

	begin(was, k);
	if (roster_find(was, span_of(team)) != NULL)
		return GW_ECONFLICT;
	if (was->n == LIMIT_TEAMS)
		return GW_ELIMIT;
	t = &k->list.team[k->list.n++];
	memset(t, 0, sizeof *t);
	if (snprintf(t->code, sizeof t->code, "%s", team) >= (int)sizeof t->code)
		return GW_EINPUT;
	t->kind = kind;
	pair_pass_on(k, t, NULL);
	return roster_sign(&k->list, seed, &k->body, k->signature);
}

enum gw_err
team_key_next(const struct roster *was, const char *team, const uint8_t seed[KEY_BYTES], struct msg_rotation *to,
    struct team_key *k)
{
	const struct roster_team *listed = roster_find(was, span_of(team));

	begin(was, k);
	if (listed == NULL)
		return GW_EABSENT;
	for (size_t i = 0; i < to->n; i++)
		if (!key_is_sound(to->holder[i].pk))
			return GW_EINPUT;
	pair_pass_on(k, &k->list.team[listed - was->team], to);
	return roster_sign(&k->list, seed, &k->body, k->signature);
}

void
team_key_say_first(const struct team_key *k, struct msg_team_put *put)
{
	memcpy(put->pk, k->pk, sizeof put->pk);
	memcpy(put->to_recovery, k->to_recovery, sizeof put->to_recovery);
	put->roster = buf_span(&k->body);
	memcpy(put->signature, k->signature, sizeof put->signature);
}

void
team_key_say_next(const struct team_key *k, struct msg_rotation_put *put)
{
	memcpy(put->pk, k->pk, sizeof put->pk);
	memcpy(put->to_recovery, k->to_recovery, sizeof put->to_recovery);
	put->roster = buf_span(&k->body);
	memcpy(put->signature, k->signature, sizeof put->signature);
}

void
team_key_free(struct team_key *k)
{
	buf_free(&k->body);
	secret_wipe(k, sizeof *k);
}

enum gw_err
team_key_seed(const struct keypair *holder, const uint8_t sealed[GRANT_BYTES], const struct roster_pin *pin,
    uint8_t seed[KEY_BYTES])
{
	const struct grant_subject what = { .kind = GRANT_ROSTER };
	uint8_t pk[KEY_BYTES];
	enum gw_err e = grant_open(holder, &what, sealed, seed);

	if (e != GW_OK)
		return e;
	roster_key(seed, pk);
	if (memcmp(pk, pin->pk, KEY_BYTES) == 0)
		return GW_OK;
	secret_wipe(seed, KEY_BYTES);
	return GW_EDENIED;
}
