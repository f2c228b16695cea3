/* grant.h: a key sealed to a person, team, reporter or the recovery key. A libsodium sealed box (X25519,
 * XSalsa20-Poly1305) whose plaintext also names what the key is for, so a grant moved to another row opens nothing. */
#ifndef GRANT_H
#define GRANT_H

#include <stdint.h>

#include "err.h"
#include "keys.h"

enum grant_kind {
	GRANT_CASE = 1,		/* a case key, to a team; subject: report id */
	GRANT_REPORT = 2,	/* a report key, to the reporter; subject: report id */
	GRANT_TEAM = 3,		/* a team's private key, to a member or the recovery key; team_subject */
	GRANT_ROSTER = 4	/* the roster signing seed, to an administrator or the recovery key; subject: zeros */
};
enum { GRANT_BYTES = 1 + ID_BYTES + KEY_BYTES + 48 };	/* 48: crypto_box_SEALBYTES */

struct grant_subject {
	enum grant_kind kind;
	uint8_t id[ID_BYTES];
};

/* The 16-byte name of a team, from its code ("school:norlington"). */
void team_subject(struct span team_code, struct grant_subject *out);
/* to_pk must be sound (key_is_sound; a roster's keys are): another one is our bug and ends the program, because a key
 * sealed to nobody would be a report lost in silence. */
void grant_seal(const uint8_t to_pk[KEY_BYTES], const struct grant_subject *what, const uint8_t key[KEY_BYTES],
    uint8_t sealed[GRANT_BYTES]);
/* The same for several recipients at once, with one fresh key pair between them, which nearly halves the work. The
 * caller makes it, wipes it, and never seals two different keys to one recipient with it. */
void grant_seal_with(const struct keypair *once, const uint8_t to_pk[KEY_BYTES], const struct grant_subject *what,
    const uint8_t key[KEY_BYTES], uint8_t sealed[GRANT_BYTES]);
/* GW_EDENIED: not for this key pair, altered, or not what the caller says it is; key is then zeros. */
GW_CHECKED enum gw_err grant_open(const struct keypair *to, const struct grant_subject *what,
    const uint8_t sealed[GRANT_BYTES], uint8_t key[KEY_BYTES]);
#endif
