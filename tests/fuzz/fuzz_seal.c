/* fuzz_seal.c: hostile bytes never open, as a part, a head, a stream, a grant or a session; what was sealed does,
 * whatever it says, and not after any of its bytes was changed. */
#include "grant.h"
#include "limit.h"
#include "seal.h"
#include "stream.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

static const uint8_t key[KEY_BYTES] = { 1 };
static const uint8_t report[ID_BYTES] = { 2 };

static void
check(bool holds)
{
	if (!holds)
		abort();
}

static enum gw_err
open_stream(struct span sealed, size_t step, struct buf *plain)
{
	struct stream_opener *s;
	struct span out = { NULL, 0 };
	size_t used = 0;
	enum gw_err e;

	check(stream_opener_new(key, (struct part_place){ report, PART_FILE, 0 }, &s) == GW_OK);
	for (e = GW_OK; e == GW_OK && sealed.n > 0; sealed.p += used, sealed.n -= used) {
		e = stream_open(s, (struct span){ sealed.p, sealed.n < step ? sealed.n : step }, &used, &out);
		check(e != GW_OK || used > 0);
		check(buf_add(plain, out) == GW_OK);
	}
	if (e == GW_OK)
		e = stream_open_end(s, &out);
	if (e == GW_OK)
		check(buf_add(plain, out) == GW_OK);
	stream_opener_free(s);
	return e;
}

static void
hostile_bytes_never_open(struct span in)
{
	struct part_place at = { report, PART_BODY, 0 };
	struct keypair to;
	struct chain c;
	struct buf out;
	uint8_t k[KEY_BYTES];

	buf_init(&out, 1 << 20);
	chain_start(&c, report);
	keypair_from_secret(&to, key);
	check(part_open(key, at, in, &out) == GW_EDENIED);
	check(chain_verify(&c, key, report, in) == GW_EDENIED);
	check(open_stream(in, 4096, &out) == GW_EDENIED);
	check(out.n == 0);
	if (in.n >= GRANT_BYTES)
		check(grant_open(&to, &(struct grant_subject){ GRANT_CASE, { 0 } }, in.p, k) == GW_EDENIED);
	if (in.n >= SESSION_SEALED)
		check(session_open(key, span_of("name"), in.p, k) == GW_EDENIED);
	buf_free(&out);
}

static void
a_part_opens_unless_changed(struct span text, size_t where)
{
	const struct part_place at = { report, PART_BODY, (uint32_t)where };
	struct buf sealed, plain;

	buf_init(&sealed, text.n + 2 * SEAL_STEP);
	buf_init(&plain, text.n);
	check(part_seal(key, at, text, &sealed) == GW_OK);
	check(part_open(key, at, buf_span(&sealed), &plain) == GW_OK);
	check(span_equal(buf_span(&plain), text));
	sealed.p[where % sealed.n] ^= 1;
	check(part_open(key, at, buf_span(&sealed), &plain) == GW_EDENIED);
	buf_free(&sealed);
	buf_free(&plain);
}

/* The text is given as often as it takes to pass a block or two. */
static void
a_stream_opens_unless_changed(struct span text, size_t times, size_t where)
{
	struct stream_sealer *s;
	struct span out;
	struct buf sealed, plain;
	size_t used;

	buf_init(&sealed, 4 << 20);
	buf_init(&plain, 4 << 20);
	check(stream_sealer_new(key, (struct part_place){ report, PART_FILE, 0 }, &s, &out) == GW_OK);
	check(buf_add(&sealed, out) == GW_OK);
	for (size_t i = 0; i < times; i++)
		for (struct span in = text; in.n > 0; in.p += used, in.n -= used) {
			stream_seal(s, in, &used, &out);
			check(buf_add(&sealed, out) == GW_OK);
		}
	stream_seal_end(s, &out);
	check(buf_add(&sealed, out) == GW_OK);
	check(sealed.n == stream_sealed_size(text.n * times));
	check(open_stream(buf_span(&sealed), where % 70000 + 1, &plain) == GW_OK);
	check(plain.n == text.n * times);
	for (size_t i = 0; i < plain.n; i += text.n)
		check(memcmp(plain.p + i, text.p, text.n) == 0);
	sealed.p[where % sealed.n] ^= 1;
	buf_clear(&plain);
	check(open_stream(buf_span(&sealed), LIMIT_CHUNK, &plain) == GW_EDENIED);
	stream_sealer_free(s);
	buf_free(&sealed);
	buf_free(&plain);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	size_t where, times;

	hostile_bytes_never_open((struct span){ data, n });
	if (n < 4 || n > 1 << 14)
		return 0;
	where = (size_t)data[0] << 16 | (size_t)data[1] << 8 | data[2];
	times = n > 256 ? data[3] % 8 : 1;
	a_part_opens_unless_changed((struct span){ data + 4, n - 4 }, where);
	a_stream_opens_unless_changed((struct span){ data + 4, n - 4 }, times, where);
	return 0;
}
