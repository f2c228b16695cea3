/* hash.c: one call into libsodium. */
#include "hash.h"

#include <sodium.h>

_Static_assert(HASH_LABEL - 1 == crypto_generichash_blake2b_PERSONALBYTES, "the label is BLAKE2b's personalisation");

void
hash_labelled(const char label[HASH_LABEL], const uint8_t key[KEY_BYTES], struct span in, uint8_t *out, size_t n)
{
	static const uint8_t no_salt[crypto_generichash_blake2b_SALTBYTES];

	/* It can only fail for lengths that no caller has. */
	if (crypto_generichash_blake2b_salt_personal(out, n, in.p, in.n, key, key == NULL ? 0 : KEY_BYTES, no_salt,
	    (const uint8_t *)label) != 0)
		sodium_misuse();
}
