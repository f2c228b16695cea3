/* team_key.h: a new key pair for a team: its private half sealed to the recovery key and to everybody who is in the
 * team, its public half in a list that is signed anew, one version on. The private half is never lent. Pure but for
 * randomness. */
#ifndef TEAM_KEY_H
#define TEAM_KEY_H

#include "msg.h"

struct team_key {
	struct roster list;			/* the new one */
	struct buf body;			/* and its bytes */
	uint8_t signature[SIGNATURE_BYTES], pk[KEY_BYTES], to_recovery[GRANT_BYTES];
};

/* A key for a team that the list does not have. seed signs; whether it is the pin's is the caller's to know. Gives *k,
 * whatever it was: team_key_free it. GW_ECONFLICT: the list has it. GW_ELIMIT: the list is full. GW_EINPUT: no code of
 * a team. */
GW_CHECKED enum gw_err team_key_first(const struct roster *was, const char *team, enum team_kind kind,
    const uint8_t seed[KEY_BYTES], struct team_key *k);
/* Another key for a team of the list; fills in what each holder gets. GW_EABSENT: no such team. GW_EINPUT: a holder's
 * key is no sound one. */
GW_CHECKED enum gw_err team_key_next(const struct roster *was, const char *team, const uint8_t seed[KEY_BYTES],
    struct msg_rotation *to, struct team_key *k);
/* The new key and the list that names it, as the vault takes them; spans are lent by k. What else they say is the
 * caller's. */
void team_key_say_first(const struct team_key *k, struct msg_team_put *put);
void team_key_say_next(const struct team_key *k, struct msg_rotation_put *put);
void team_key_free(struct team_key *k);		/* zeroed is fine */

/* The seed that signs, out of a grant to its holder. GW_EDENIED: it is not sealed to them, or not the pin's; seed is
 * then zeros. */
GW_CHECKED enum gw_err team_key_seed(const struct keypair *holder, const uint8_t sealed[GRANT_BYTES],
    const struct roster_pin *pin, uint8_t seed[KEY_BYTES]);
#endif
