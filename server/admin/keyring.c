/* keyring.c: each key that comes out of a grant is held against the signed list before anybody uses it. */
#include "keyring.h"

#include <stdio.h>
#include <string.h>

#include "grant.h"
#include "secret.h"
#include "team_key.h"
#include "words.h"

enum gw_err
keyring_roster(struct store *s, const struct roster_pin *pin, struct roster *r)
{
	struct msg_roster kept;
	enum gw_err e;

	e = store_roster_get(s, &kept);
	return e == GW_OK ? roster_open(pin, kept.body, kept.signature, r) : e;
}

enum gw_err
keyring_recovery(struct keyring *k, struct span words, int *word)
{
	uint8_t sk[KEY_BYTES];
	enum gw_err e;

	e = words_to_key(words, sk, word);
	if (e == GW_OK) {
		keypair_from_secret(&k->key, sk);
		if (memcmp(k->key.pk, k->roster->recovery_pk, KEY_BYTES) != 0)
			e = GW_EDENIED;
	}
	snprintf(k->holder, sizeof k->holder, "%s", KEYRING_RECOVERY);
	secret_wipe(sk, sizeof sk);
	return e;
}

enum gw_err
keyring_colleague(struct keyring *k, const char *name, struct span passphrase)
{
	struct msg_member member;
	uint8_t sk[KEY_BYTES];
	enum gw_err e;

	e = store_member_get(k->store, name, &member);
	if (e != GW_OK)
		return e;
	e = member_unlock(span_of(name), passphrase, &member.lock, sk);
	if (e == GW_OK)
		keypair_from_secret(&k->key, sk);
	snprintf(k->holder, sizeof k->holder, "%s", name);
	secret_wipe(sk, sizeof sk);
	return e;
}

/* The grant of a team's key to this ring's holder. */
static enum gw_err
team_grant(struct keyring *k, const char *team, uint8_t sealed[GRANT_BYTES])
{
	struct msg_session held;
	enum gw_err e;

	if (strcmp(k->holder, KEYRING_RECOVERY) == 0)
		return store_team_recovery(k->store, team, sealed);
	e = store_memberships(k->store, k->holder, &held);
	if (e != GW_OK)
		return e;
	for (size_t i = 0; i < held.n; i++)
		if (strcmp(held.team[i].team, team) == 0) {
			memcpy(sealed, held.team[i].sealed, GRANT_BYTES);
			return GW_OK;
		}
	return GW_EABSENT;
}

/* Out of a grant to this ring's holder, if it is the private half of pk. */
static enum gw_err
team_open(struct keyring *k, const char *team, const uint8_t sealed[GRANT_BYTES], const uint8_t pk[KEY_BYTES],
    uint8_t sk[KEY_BYTES])
{
	struct grant_subject what;
	struct keypair pair;
	enum gw_err e;

	team_subject(span_of(team), &what);
	e = grant_open(&k->key, &what, sealed, sk);
	if (e != GW_OK)
		return e;
	keypair_from_secret(&pair, sk);
	if (memcmp(pair.pk, pk, KEY_BYTES) != 0) {
		secret_wipe(sk, KEY_BYTES);
		e = GW_EDENIED;
	}
	keypair_wipe(&pair);
	return e;
}

enum gw_err
keyring_team(struct keyring *k, const char *team, uint8_t sk[KEY_BYTES])
{
	const struct roster_team *listed = roster_find(k->roster, span_of(team));
	uint8_t sealed[GRANT_BYTES];
	enum gw_err e;

	memset(sk, 0, KEY_BYTES);
	if (listed == NULL)
		return GW_EABSENT;
	e = team_grant(k, team, sealed);
	return e == GW_OK ? team_open(k, team, sealed, listed->pk, sk) : e;
}

enum gw_err
keyring_older(struct keyring *k, const struct msg_old_key *older, uint8_t sk[KEY_BYTES])
{
	return team_open(k, older->team, older->sealed, older->pk, sk);
}

enum gw_err
keyring_seed(struct keyring *k, uint8_t seed[KEY_BYTES])
{
	uint8_t sealed[GRANT_BYTES];
	enum gw_err e;

	memset(seed, 0, KEY_BYTES);
	e = store_seed_get(k->store, k->holder, sealed);
	return e == GW_OK ? team_key_seed(&k->key, sealed, k->pin, seed) : e;
}
