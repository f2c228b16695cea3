/* stream.c: attachments in sealed blocks. On disk a block is LIMIT_CHUNK bytes: the secretstream header and the first
 * chunk share the first one, so that every write is aligned; the last is shorter, padded and tagged final. Whatever
 * fills a block is sealed at once, hence what is left at the end always has room for its padding. */
#include "stream.h"

#include "limit.h"
#include "secret.h"

#include <openssl/evp.h>
#include <sodium.h>

#include <stdlib.h>
#include <string.h>

enum {
	HEAD = crypto_secretstream_xchacha20poly1305_HEADERBYTES,
	OVERHEAD = crypto_secretstream_xchacha20poly1305_ABYTES,
	ROOM = LIMIT_CHUNK - OVERHEAD,		/* plain bytes in a block */
	ROOM_FIRST = ROOM - HEAD,
	PAD_MARK = 0x80
};

_Static_assert(LIMIT_CHUNK % SEAL_STEP == 0, "whole blocks keep the whole file a multiple of the step");

typedef crypto_secretstream_xchacha20poly1305_state cipher_state;

struct stream_sealer {
	cipher_state cipher;
	EVP_MD_CTX *sha256;		/* OpenSSL's: five times as fast as libsodium's, which is portable C */
	uint8_t place[PLACE_BYTES];
	size_t head;			/* HEAD until the first block is sealed, then 0 */
	size_t n;			/* bytes in plain */
	uint8_t plain[ROOM];
	uint8_t sealed[LIMIT_CHUNK];
};

struct stream_opener {
	cipher_state cipher;
	uint8_t key[KEY_BYTES];		/* until the header came */
	uint8_t place[PLACE_BYTES];
	size_t head;			/* as above */
	bool final;			/* the final chunk was opened */
	bool failed;			/* nothing comes out of it any more */
	size_t n;			/* bytes in sealed */
	uint8_t sealed[LIMIT_CHUNK];
	uint8_t plain[ROOM];
};

static struct span
push(struct stream_sealer *s, uint8_t tag)
{
	unsigned long long n = 0;

	/* Fails only past 2^38 bytes of one chunk. */
	if (crypto_secretstream_xchacha20poly1305_push(&s->cipher, s->sealed, &n, s->plain, s->n, s->place,
	    sizeof s->place, tag) != 0)
		sodium_misuse();
	s->n = 0;
	s->head = 0;
	return (struct span){ s->sealed, (size_t)n };
}

enum gw_err
stream_sealer_new(const uint8_t file_key[KEY_BYTES], struct part_place at, struct stream_sealer **s,
    struct span *head)
{
	struct stream_sealer *new;

	*s = NULL;
	*head = (struct span){ NULL, 0 };
	if ((new = secret_malloc(sizeof *new)) == NULL)
		return GW_ENOMEM;
	new->head = HEAD;
	new->n = 0;
	part_place_bytes(at, new->place);
	new->sha256 = EVP_MD_CTX_new();
	if (new->sha256 == NULL || EVP_DigestInit_ex(new->sha256, EVP_sha256(), NULL) != 1) {
		stream_sealer_free(new);
		return GW_ENOMEM;
	}
	if (crypto_secretstream_xchacha20poly1305_init_push(&new->cipher, new->sealed, file_key) != 0)
		sodium_misuse();
	*head = (struct span){ new->sealed, HEAD };
	*s = new;
	return GW_OK;
}

void
stream_seal(struct stream_sealer *s, struct span in, size_t *used, struct span *out)
{
	const size_t full = s->head > 0 ? ROOM_FIRST : ROOM;
	size_t n = full - s->n < in.n ? full - s->n : in.n;

	*used = n;
	*out = (struct span){ NULL, 0 };
	if (n == 0)
		return;
	memcpy(s->plain + s->n, in.p, n);
	if (EVP_DigestUpdate(s->sha256, in.p, n) != 1)	/* after the digest was taken: our bug */
		abort();
	s->n += n;
	if (s->n == full)
		*out = push(s, crypto_secretstream_xchacha20poly1305_TAG_MESSAGE);
}

void
stream_seal_end(struct stream_sealer *s, struct span *out)
{
	const size_t block = (s->head + s->n + 1 + OVERHEAD + SEAL_STEP - 1) / SEAL_STEP * SEAL_STEP;
	const size_t padded = block - s->head - OVERHEAD;

	s->plain[s->n] = PAD_MARK;
	memset(s->plain + s->n + 1, 0, padded - s->n - 1);
	s->n = padded;
	*out = push(s, crypto_secretstream_xchacha20poly1305_TAG_FINAL);
}

void
stream_seal_sha256(struct stream_sealer *s, uint8_t sha256[32])
{
	if (EVP_DigestFinal_ex(s->sha256, sha256, NULL) != 1)
		abort();
}

void
stream_sealer_free(struct stream_sealer *s)
{
	if (s == NULL)
		return;
	EVP_MD_CTX_free(s->sha256);	/* wipes its state */
	secret_free(s);
}

enum gw_err
stream_opener_new(const uint8_t file_key[KEY_BYTES], struct part_place at, struct stream_opener **s)
{
	struct stream_opener *new;

	*s = NULL;
	if ((new = secret_malloc(sizeof *new)) == NULL)
		return GW_ENOMEM;
	new->head = HEAD;
	new->final = new->failed = false;
	new->n = 0;
	memcpy(new->key, file_key, KEY_BYTES);
	part_place_bytes(at, new->place);
	*s = new;
	return GW_OK;
}

/* Opens the block that was gathered, whole or the last one. */
static enum gw_err
pull(struct stream_opener *s, struct span *out)
{
	unsigned long long n = 0;
	size_t plain;
	uint8_t tag = 0;

	if (s->head > 0 && crypto_secretstream_xchacha20poly1305_init_pull(&s->cipher, s->sealed, s->key) != 0)
		return GW_EDENIED;
	if (crypto_secretstream_xchacha20poly1305_pull(&s->cipher, s->plain, &n, &tag, s->sealed + s->head,
	    s->n - s->head, s->place, sizeof s->place) != 0)
		return GW_EDENIED;
	plain = (size_t)n;
	if (tag == crypto_secretstream_xchacha20poly1305_TAG_FINAL) {
		s->final = true;
		if (plain == 0 || sodium_unpad(&plain, s->plain, plain, plain) != 0)
			return GW_EDENIED;
	} else if (tag != crypto_secretstream_xchacha20poly1305_TAG_MESSAGE || s->n != LIMIT_CHUNK) {
		return GW_EDENIED;
	}
	s->head = s->n = 0;
	*out = (struct span){ s->plain, plain };
	return GW_OK;
}

static enum gw_err
fail(struct stream_opener *s, struct span *out)
{
	secret_wipe(s, sizeof *s);
	s->failed = true;
	*out = (struct span){ NULL, 0 };
	return GW_EDENIED;
}

enum gw_err
stream_open(struct stream_opener *s, struct span in, size_t *used, struct span *out)
{
	const size_t n = LIMIT_CHUNK - s->n < in.n ? LIMIT_CHUNK - s->n : in.n;

	*used = 0;
	*out = (struct span){ NULL, 0 };
	if (s->failed || (s->final && in.n > 0))
		return fail(s, out);
	if (n == 0)
		return GW_OK;
	memcpy(s->sealed + s->n, in.p, n);
	s->n += n;
	*used = n;
	if (s->n < LIMIT_CHUNK)
		return GW_OK;
	return pull(s, out) == GW_OK ? GW_OK : fail(s, out);
}

enum gw_err
stream_open_end(struct stream_opener *s, struct span *out)
{
	*out = (struct span){ NULL, 0 };
	if (s->failed)
		return fail(s, out);
	if (s->final)
		return GW_OK;
	if (s->n < s->head + OVERHEAD || s->n % SEAL_STEP != 0)
		return fail(s, out);
	return pull(s, out) == GW_OK ? GW_OK : fail(s, out);	/* less than a block: only a final chunk may be */
}

void
stream_opener_free(struct stream_opener *s)
{
	secret_free(s);
}

uint64_t
stream_sealed_size(uint64_t plain)
{
	uint64_t blocks = 0, left = plain, head = HEAD;

	if (left >= ROOM_FIRST) {
		blocks = 1 + (left - ROOM_FIRST) / ROOM;
		left = (left - ROOM_FIRST) % ROOM;
		head = 0;
	}
	return blocks * LIMIT_CHUNK + (head + left + 1 + OVERHEAD + SEAL_STEP - 1) / SEAL_STEP * SEAL_STEP;
}
