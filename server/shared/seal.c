/* seal.c: one part in one box, and the chain that counts them. */
#include "seal.h"

#include "hash.h"
#include "secret.h"

#include <sodium.h>

#include <string.h>

enum { NONCE = 24, PAD_MARK = 0x80 };

_Static_assert(NONCE == crypto_aead_xchacha20poly1305_ietf_NPUBBYTES, "nonce of the XChaCha20 box");
_Static_assert(SEAL_OVERHEAD == NONCE + crypto_aead_xchacha20poly1305_ietf_ABYTES, "nonce and tag");

static const char start_label[HASH_LABEL] = "concern chain 1 ";
static const char link_label[HASH_LABEL] = "concern link 1  ";
static const char part_label[HASH_LABEL] = "concern part 1  ";

static void
put32(uint8_t at[4], uint32_t v)
{
	for (int i = 0; i < 4; i++)
		at[i] = (uint8_t)(v >> (24 - 8 * i));
}

bool
part_is_reporters(enum part_kind kind)
{
	return kind == PART_BODY || kind == PART_FROM_REPORTER || kind == PART_FROM_STAFF;
}

void
part_place_bytes(struct part_place at, uint8_t out[PLACE_BYTES])
{
	memcpy(out, at.report, ID_BYTES);
	out[ID_BYTES] = (uint8_t)at.kind;
	put32(out + ID_BYTES + 1, at.seq);
}

enum gw_err
part_seal(const uint8_t key[KEY_BYTES], struct part_place at, struct span plain, struct buf *sealed)
{
	uint8_t place[PLACE_BYTES], *out;
	size_t padded, whole;
	enum gw_err e;

	if (plain.n > sealed->max)	/* also keeps the sums below from wrapping */
		return GW_ELIMIT;
	whole = (plain.n + 1 + SEAL_OVERHEAD + SEAL_STEP - 1) / SEAL_STEP * SEAL_STEP;
	padded = whole - SEAL_OVERHEAD;
	if ((e = buf_reserve(sealed, whole, &out)) != GW_OK)
		return e;
	secret_random(out, NONCE);
	if (plain.n > 0)
		memcpy(out + NONCE, plain.p, plain.n);
	out[NONCE + plain.n] = PAD_MARK;
	memset(out + NONCE + plain.n + 1, 0, padded - plain.n - 1);
	part_place_bytes(at, place);
	crypto_aead_xchacha20poly1305_ietf_encrypt(out + NONCE, NULL, out + NONCE, padded, place, sizeof place, NULL,
	    out, key);
	sealed->n += whole;
	return GW_OK;
}

enum gw_err
part_open(const uint8_t key[KEY_BYTES], struct part_place at, struct span sealed, struct buf *plain)
{
	uint8_t place[PLACE_BYTES], *out;
	struct buf padded;
	size_t n;
	enum gw_err e;

	if (sealed.n == 0 || sealed.n % SEAL_STEP != 0)
		return GW_EDENIED;
	buf_init(&padded, sealed.n);
	if ((e = buf_reserve(&padded, sealed.n - SEAL_OVERHEAD, &out)) != GW_OK)
		return e;
	part_place_bytes(at, place);
	e = GW_EDENIED;
	if (crypto_aead_xchacha20poly1305_ietf_decrypt(out, NULL, NULL, sealed.p + NONCE, sealed.n - NONCE, place,
	    sizeof place, sealed.p, key) != 0)
		goto out;
	padded.n = sealed.n - SEAL_OVERHEAD;
	if (sodium_unpad(&n, out, padded.n, padded.n) != 0)
		goto out;
	e = buf_add(plain, (struct span){ out, n });
out:
	buf_free(&padded);
	return e;
}

void
part_digest(struct span sealed, uint8_t digest[SEAL_DIGEST])
{
	hash_labelled(part_label, NULL, sealed, digest, SEAL_DIGEST);
}

void
chain_start(struct chain *c, const uint8_t report[ID_BYTES])
{
	hash_labelled(start_label, NULL, (struct span){ report, ID_BYTES }, c->hash, sizeof c->hash);
	c->n = 0;
}

void
chain_add(struct chain *c, enum part_kind kind, const uint8_t digest[SEAL_DIGEST])
{
	uint8_t in[SEAL_DIGEST + 1 + 4 + SEAL_DIGEST];

	memcpy(in, c->hash, SEAL_DIGEST);
	in[SEAL_DIGEST] = (uint8_t)kind;
	put32(in + SEAL_DIGEST + 1, c->n);
	memcpy(in + SEAL_DIGEST + 1 + 4, digest, SEAL_DIGEST);
	hash_labelled(link_label, NULL, (struct span){ in, sizeof in }, c->hash, sizeof c->hash);
	c->n++;
}

enum gw_err
chain_append(struct chain *c, const uint8_t key[KEY_BYTES], struct part_place at, struct span plain,
    struct buf *sealed)
{
	uint8_t digest[SEAL_DIGEST];
	enum gw_err e;

	if (at.seq != c->n || sealed->n > 0)
		return GW_EBUG;
	if ((e = part_seal(key, at, plain, sealed)) != GW_OK)
		return e;
	part_digest(buf_span(sealed), digest);
	chain_add(c, at.kind, digest);
	return GW_OK;
}

enum gw_err
chain_seal(const struct chain *c, const uint8_t report_key[KEY_BYTES], const uint8_t report[ID_BYTES],
    struct buf *head)
{
	return part_seal(report_key, (struct part_place){ report, PART_HEAD, c->n },
	    (struct span){ c->hash, sizeof c->hash }, head);
}

enum gw_err
chain_verify(const struct chain *c, const uint8_t report_key[KEY_BYTES], const uint8_t report[ID_BYTES],
    struct span head)
{
	struct buf said;
	enum gw_err e;

	buf_init(&said, sizeof c->hash);
	e = part_open(report_key, (struct part_place){ report, PART_HEAD, c->n }, head, &said);
	if (e == GW_ELIMIT)	/* genuine, yet too long to be a head */
		e = GW_EDENIED;
	if (e == GW_OK && (said.n != sizeof c->hash || !secret_equal(said.p, c->hash, said.n)))
		e = GW_EDENIED;
	buf_free(&said);
	return e;
}
