/* grant.c: a key in a sealed box, together with what it is for. */
#include "grant.h"

#include "hash.h"
#include "secret.h"

#include <sodium.h>

#include <string.h>

enum { PLAIN = 1 + ID_BYTES + KEY_BYTES };

_Static_assert(GRANT_BYTES == PLAIN + crypto_box_SEALBYTES, "libsodium's sealed box");

static const char team_label[HASH_LABEL] = "concern team id ";

static void
write_subject(const struct grant_subject *what, uint8_t plain[PLAIN])
{
	plain[0] = (uint8_t)what->kind;
	memcpy(plain + 1, what->id, ID_BYTES);
}

void
team_subject(struct span team_code, struct grant_subject *out)
{
	out->kind = GRANT_TEAM;
	hash_labelled(team_label, NULL, team_code, out->id, sizeof out->id);
}

/* As in libsodium's sealed box: a hash of the two public keys, so that each recipient has another. */
static void
nonce_of(const uint8_t once_pk[KEY_BYTES], const uint8_t to_pk[KEY_BYTES], uint8_t nonce[crypto_box_NONCEBYTES])
{
	uint8_t both[2 * KEY_BYTES];

	memcpy(both, once_pk, KEY_BYTES);
	memcpy(both + KEY_BYTES, to_pk, KEY_BYTES);
	crypto_generichash(nonce, crypto_box_NONCEBYTES, both, sizeof both, NULL, 0);
}

void
grant_seal(const uint8_t to_pk[KEY_BYTES], const struct grant_subject *what, const uint8_t key[KEY_BYTES],
    uint8_t sealed[GRANT_BYTES])
{
	struct keypair once;

	keypair_make(&once);
	grant_seal_with(&once, to_pk, what, key, sealed);
	keypair_wipe(&once);
}

void
grant_seal_with(const struct keypair *once, const uint8_t to_pk[KEY_BYTES], const struct grant_subject *what,
    const uint8_t key[KEY_BYTES], uint8_t sealed[GRANT_BYTES])
{
	uint8_t plain[PLAIN], nonce[crypto_box_NONCEBYTES];

	write_subject(what, plain);
	memcpy(plain + 1 + ID_BYTES, key, KEY_BYTES);
	memcpy(sealed, once->pk, KEY_BYTES);
	nonce_of(once->pk, to_pk, nonce);
	if (crypto_box_easy(sealed + KEY_BYTES, plain, sizeof plain, nonce, to_pk, once->sk) != 0)
		sodium_misuse();
	secret_wipe(plain, sizeof plain);
}

enum gw_err
grant_open(const struct keypair *to, const struct grant_subject *what, const uint8_t sealed[GRANT_BYTES],
    uint8_t key[KEY_BYTES])
{
	uint8_t plain[PLAIN], wanted[PLAIN];
	enum gw_err e = GW_EDENIED;

	secret_wipe(key, KEY_BYTES);
	write_subject(what, wanted);
	if (crypto_box_seal_open(plain, sealed, GRANT_BYTES, to->pk, to->sk) != 0)
		goto out;
	if (!secret_equal(plain, wanted, 1 + ID_BYTES))
		goto out;
	memcpy(key, plain + 1 + ID_BYTES, KEY_BYTES);
	e = GW_OK;
out:
	secret_wipe(plain, sizeof plain);
	return e;
}
