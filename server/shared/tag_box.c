/* tag_box.c: padding and one box. */
#include "tag_box.h"

#include <sodium.h>

#include <string.h>

#include "secret.h"

_Static_assert((int)TAG_SEALED == (int)TAG_PLAIN + crypto_box_SEALBYTES, "one box for one padded tag");

void
tag_seal(const uint8_t team_pk[KEY_BYTES], struct span folded, uint8_t sealed[TAG_SEALED])
{
	uint8_t plain[TAG_PLAIN];
	size_t padded;

	if (folded.n >= TAG_PLAIN)
		sodium_misuse();
	if (folded.n > 0)
		memcpy(plain, folded.p, folded.n);
	if (sodium_pad(&padded, plain, folded.n, TAG_PLAIN, sizeof plain) != 0 ||
	    crypto_box_seal(sealed, plain, sizeof plain, team_pk) != 0)
		sodium_misuse();
	secret_wipe(plain, sizeof plain);
}

enum gw_err
tag_open(const struct keypair *team, const uint8_t sealed[TAG_SEALED], uint8_t plain[TAG_PLAIN], size_t *n)
{
	*n = 0;
	if (crypto_box_seal_open(plain, sealed, TAG_SEALED, team->pk, team->sk) == 0 &&
	    sodium_unpad(n, plain, TAG_PLAIN, TAG_PLAIN) == 0)
		return GW_OK;
	secret_wipe(plain, TAG_PLAIN);
	return GW_EDENIED;
}
