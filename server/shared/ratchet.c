/* ratchet.c: one hash a step. */
#include "ratchet.h"

#include <sodium.h>
#include <string.h>

#include "secret.h"

void
ratchet_derive(const uint8_t seed[KEY_BYTES], const char *label, uint8_t *out, size_t n)
{
	/* It can only fail for lengths that no caller has. */
	if (crypto_generichash(out, n, (const unsigned char *)label, strlen(label), seed, KEY_BYTES) != 0)
		sodium_misuse();
}

void
ratchet_step(uint8_t seed[KEY_BYTES], uint64_t *epoch, uint64_t to, const char *label)
{
	uint8_t next[KEY_BYTES];

	for (; *epoch < to; ++*epoch) {
		ratchet_derive(seed, label, next, sizeof next);
		memcpy(seed, next, sizeof next);
	}
	secret_wipe(next, sizeof next);
}
