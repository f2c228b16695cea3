/* fuzz_roster.c: the input, signed by the right key, is a list with exactly this text, or no list. Also pins. */
#include "roster.h"

#include <sodium.h>

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

static const uint8_t seed[KEY_BYTES] = { 1 };

static void
one_text_a_list(struct span body)
{
	uint8_t pk[crypto_sign_PUBLICKEYBYTES], sk[crypto_sign_SECRETKEYBYTES], signature[SIGNATURE_BYTES];
	struct roster_pin pin = { .version = 2 };
	static struct roster r;
	struct buf again;
	enum gw_err e;

	crypto_sign_seed_keypair(pk, sk, seed);
	crypto_sign_detached(signature, NULL, body.p, body.n, sk);
	memcpy(pin.pk, pk, sizeof pin.pk);
	e = roster_open(&pin, body, signature, &r);
	if (e != GW_OK) {
		if (e != GW_EINPUT && e != GW_EDENIED)
			abort();
		return;
	}
	buf_init(&again, body.n);
	if (roster_sign(&r, seed, &again, signature) != GW_OK || !span_equal(buf_span(&again), body))
		abort();
	buf_free(&again);
}

static void
one_line_a_pin(struct span text)
{
	struct roster_pin pin;
	struct buf again;

	if (roster_pin_parse(text, &pin) != GW_OK)
		return;
	buf_init(&again, text.n + 1);
	if (roster_pin_text(&pin, &again) != GW_OK)
		abort();
	if (!span_equal((struct span){ again.p, text.n < again.n ? text.n : again.n }, text))
		abort();
	buf_free(&again);
}

/* Bytes below eight stand for the words of a list, so that the fuzzer gets past its first line and past whole keys. */
static void
write_out(struct span in, struct buf *out)
{
	static const char *const words[8] = { "concern roster 1\nversion ", "2", "\nrecovery ", "team ", "school:",
	    "admin", " ", "2a02be81e7b2e5a6e1d25a4e9c2ac0e2d4df0a3f5b0d7f0a8e2a2d3c4b5a6978" };

	for (size_t i = 0; i < in.n; i++) {
		const struct span byte = { in.p + i, 1 };

		if (buf_add(out, in.p[i] < 8 ? span_of(words[in.p[i]]) : byte) != GW_OK)
			return;
	}
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct buf list;

	buf_init(&list, 1 << 16);
	write_out((struct span){ data, n }, &list);
	one_text_a_list(buf_span(&list));
	one_line_a_pin(buf_span(&list));
	buf_free(&list);
	one_text_a_list((struct span){ data, n });
	one_line_a_pin((struct span){ data, n });
	return 0;
}
