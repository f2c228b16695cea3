/* keyring.h: the team keys that somebody may pass on: opened with the recovery words, or with the passphrase of a
 * colleague who is in the team. Nothing here is kept. */
#ifndef KEYRING_H
#define KEYRING_H

#include "keys.h"
#include "roster.h"
#include "store.h"

/* The holder of the recovery key in store_seed_put; nobody may have this name. */
#define KEYRING_RECOVERY "recovery"

struct keyring {
	struct store *store;		/* borrowed, as are the next two */
	const struct roster *roster;
	const struct roster_pin *pin;
	char holder[LIMIT_NAME + 1];	/* KEYRING_RECOVERY or a colleague's name */
	struct keypair key;
};

/* The signed list, fit for its pin, from the store. */
GW_CHECKED enum gw_err keyring_roster(struct store *s, const struct roster_pin *pin, struct roster *r);
/* The caller has set store, roster and pin. GW_EINPUT: *word as in words.h; GW_EDENIED: another gateway's words. */
GW_CHECKED enum gw_err keyring_recovery(struct keyring *k, struct span words, int *word);
/* GW_EABSENT: no such colleague; GW_EDENIED: not that passphrase. */
GW_CHECKED enum gw_err keyring_colleague(struct keyring *k, const char *name, struct span passphrase);
/* The private key of a team. GW_EABSENT: the holder is not in it. GW_EDENIED: it is not the roster's. */
GW_CHECKED enum gw_err keyring_team(struct keyring *k, const char *team, uint8_t sk[KEY_BYTES]);
/* A key that a team had before, out of the recovery key's own copy of it (store_old_recovery); for that holder only.
 * GW_EDENIED: it does not open, or is not the pair's that it says. */
GW_CHECKED enum gw_err keyring_older(struct keyring *k, const struct msg_old_key *older, uint8_t sk[KEY_BYTES]);
/* The seed that signs rosters. GW_EABSENT: the holder does not have it. GW_EDENIED: not the pin's. */
GW_CHECKED enum gw_err keyring_seed(struct keyring *k, uint8_t seed[KEY_BYTES]);
#endif
