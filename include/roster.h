/* roster.h: the signed list of team public keys. Ed25519 (RFC 8032) over a canonical text, so whoever can write the
 * database cannot slip in a key of their own; the pin (public key and lowest acceptable version) is kept outside it. */
#ifndef ROSTER_H
#define ROSTER_H

#include "buf.h"
#include "err.h"
#include "keys.h"
#include "limit.h"

enum team_kind { TEAM_SCHOOL = 1, TEAM_COMMUNITY = 2, TEAM_LADO = 3, TEAM_ADMIN = 4 };
/* Their codes: a school's is this and the code that the policy has for it; there is one team of each other kind. */
#define ROSTER_SCHOOL "school:"
#define ROSTER_COMMUNITY "community"
#define ROSTER_LADO "lado"
#define ROSTER_ADMIN "admin"

struct roster_team {
	char code[LIMIT_TEAM + 1];	/* "school:norlington", "community", "lado", "admin" */
	enum team_kind kind;
	uint8_t pk[KEY_BYTES];
};
struct roster {
	uint64_t version;
	uint8_t recovery_pk[KEY_BYTES];
	size_t n;
	struct roster_team team[LIMIT_TEAMS];
};
struct roster_pin {
	uint8_t pk[KEY_BYTES];		/* Ed25519 */
	uint64_t version;		/* older lists are refused */
};

/* Canonical bytes and their signature by the key pair of seed. */
GW_CHECKED enum gw_err roster_sign(const struct roster *r, const uint8_t seed[KEY_BYTES], struct buf *body,
    uint8_t signature[SIGNATURE_BYTES]);
/* Fills *r only when the signature is the pin's and the version not older. GW_EDENIED otherwise; GW_EINPUT: signed,
 * but not a list this version can read. */
GW_CHECKED enum gw_err roster_open(const struct roster_pin *pin, struct span body,
    const uint8_t signature[SIGNATURE_BYTES], struct roster *r);
/* Reads a list without asking who signed it: for what it says only, not for keys to seal to. GW_EINPUT. */
GW_CHECKED enum gw_err roster_read(struct span body, struct roster *r);
void roster_key(const uint8_t seed[KEY_BYTES], uint8_t pk[KEY_BYTES]);
/* NULL when there is no such team. Lent by r. */
const struct roster_team *roster_find(const struct roster *r, struct span code);
/* The pin as one line of text ("1 <hex>\n") and back; GW_EINPUT. */
GW_CHECKED enum gw_err roster_pin_text(const struct roster_pin *pin, struct buf *out);
GW_CHECKED enum gw_err roster_pin_parse(struct span text, struct roster_pin *pin);
#endif
