/* test_stream.c: promises of stream.h: what comes out is what went in, whole, in its place, or nothing is trusted. */
#include "run.h"

#include "limit.h"
#include "secret.h"
#include "stream.h"

#include <sodium.h>

#include <stdlib.h>
#include <string.h>

enum { HEAD = 24, FIRST = LIMIT_CHUNK - HEAD - 17, NEXT = LIMIT_CHUNK - 17, MOST = 4 * LIMIT_CHUNK };

static const uint8_t key[KEY_BYTES] = { 1 }, other_key[KEY_BYTES] = { 2 };
static const uint8_t report[ID_BYTES] = { 3 }, other_report[ID_BYTES] = { 4 };
static const struct part_place place = { report, PART_FILE, 2 };
static uint8_t text[MOST];

static void
fill_text(void)
{
	randombytes_buf_deterministic(text, sizeof text, key);
}

/* Seals n bytes of text, given step bytes at a time. */
static void
seal(size_t n, size_t step, struct buf *sealed)
{
	struct stream_sealer *s;
	struct span out;
	size_t used;

	buf_init(sealed, 2 * MOST);
	ck_assert_int_eq(stream_sealer_new(key, place, &s, &out), GW_OK);
	ck_assert_uint_eq(out.n, HEAD);
	ck_assert_int_eq(buf_add(sealed, out), GW_OK);
	for (size_t i = 0; i < n; i += used) {
		stream_seal(s, (struct span){ text + i, n - i < step ? n - i : step }, &used, &out);
		ck_assert_uint_gt(used, 0);
		ck_assert_int_eq(buf_add(sealed, out), GW_OK);
	}
	stream_seal_end(s, &out);
	ck_assert_int_eq(buf_add(sealed, out), GW_OK);
	stream_sealer_free(s);
}

/* Opens, given step bytes at a time. What came out is in *plain even when the end says it is not to be trusted. */
static enum gw_err
open_at(const uint8_t with[KEY_BYTES], struct part_place at, struct span sealed, size_t step, struct buf *plain)
{
	struct stream_opener *s;
	struct span out;
	size_t used;
	enum gw_err e = GW_OK;

	buf_init(plain, 2 * MOST);
	ck_assert_int_eq(stream_opener_new(with, at, &s), GW_OK);
	for (size_t i = 0; i < sealed.n && e == GW_OK; i += used) {
		const size_t n = sealed.n - i < step ? sealed.n - i : step;

		e = stream_open(s, (struct span){ sealed.p + i, n }, &used, &out);
		ck_assert(e != GW_OK || used > 0);
		ck_assert_int_eq(buf_add(plain, out), GW_OK);
	}
	if (e == GW_OK) {
		e = stream_open_end(s, &out);
		ck_assert_int_eq(buf_add(plain, out), GW_OK);
	} else {
		ck_assert_int_eq(stream_open_end(s, &out), GW_EDENIED);	/* once refused, refused for good */
		ck_assert_uint_eq(out.n, 0);
	}
	stream_opener_free(s);
	return e;
}

static void
refused_at(const uint8_t with[KEY_BYTES], struct part_place at, struct span sealed)
{
	struct buf plain;

	ck_assert_int_eq(open_at(with, at, sealed, MOST, &plain), GW_EDENIED);
	ck_assert(plain.n <= MOST && (plain.n == 0 || memcmp(plain.p, text, plain.n) == 0));
	buf_free(&plain);
}

static void
refused(struct span sealed)
{
	refused_at(key, place, sealed);
}

static const size_t sizes[] = {
	0, 1, 4053, 4054, 4055, 4056, 65000, FIRST - 1, FIRST, FIRST + 1, FIRST + 4078, FIRST + 4079, FIRST + NEXT - 1,
	FIRST + NEXT, FIRST + NEXT + 1, FIRST + 2 * NEXT - 1, FIRST + 2 * NEXT, FIRST + 2 * NEXT + 1,
};

START_TEST(a_file_of_any_size_opens_again_and_fills_whole_steps)
{
	const size_t n = sizes[_i], steps[] = { MOST, LIMIT_CHUNK, 10007, 4096 };
	struct buf sealed, plain;

	for (size_t i = 0; i < sizeof steps / sizeof steps[0]; i++) {
		seal(n, steps[i], &sealed);
		ck_assert_uint_eq(sealed.n % SEAL_STEP, 0);
		ck_assert_uint_eq(sealed.n, stream_sealed_size(n));
		ck_assert_int_eq(open_at(key, place, buf_span(&sealed), steps[i], &plain), GW_OK);
		ck_assert(span_equal(buf_span(&plain), (struct span){ text, n }));
		buf_free(&sealed);
		buf_free(&plain);
	}
}
END_TEST

/* The window in which the padding only just fits its block, byte by byte, alone and after a whole block. */
START_TEST(the_padding_always_fits)
{
	struct buf sealed, plain;

	for (size_t n = FIRST - 32; n < FIRST + 32; n++)
		for (size_t blocks = 0; blocks < 2; blocks++) {
			const size_t size = n + blocks * NEXT;

			seal(size, MOST, &sealed);
			ck_assert_uint_eq(sealed.n, stream_sealed_size(size));
			ck_assert_int_eq(open_at(key, place, buf_span(&sealed), MOST, &plain), GW_OK);
			ck_assert(span_equal(buf_span(&plain), (struct span){ text, size }));
			buf_free(&sealed);
			buf_free(&plain);
		}
}
END_TEST

START_TEST(zeros_and_pad_marks_at_the_end_of_a_file_are_kept)
{
	struct buf sealed, plain;
	const uint8_t ends[][3] = { { 0x80, 0, 0 }, { 0, 0, 0 }, { 0x80, 0x80, 0x80 } };

	for (size_t i = 0; i < sizeof ends / sizeof ends[0]; i++) {
		memcpy(text + 997, ends[i], 3);
		seal(1000, 1000, &sealed);
		ck_assert_int_eq(open_at(key, place, buf_span(&sealed), MOST, &plain), GW_OK);
		ck_assert(span_equal(buf_span(&plain), (struct span){ text, 1000 }));
		buf_free(&sealed);
		buf_free(&plain);
	}
}
END_TEST

START_TEST(a_file_opens_with_no_other_key_report_kind_or_number)
{
	struct part_place moved = place;
	struct buf sealed;

	seal(FIRST + 5, MOST, &sealed);
	refused_at(other_key, place, buf_span(&sealed));
	moved.report = other_report;
	refused_at(key, moved, buf_span(&sealed));
	moved = place;
	moved.kind = PART_BODY;
	refused_at(key, moved, buf_span(&sealed));
	moved = place;
	for (int bit = 0; bit < 32; bit++) {
		moved.seq = place.seq ^ UINT32_C(1) << bit;
		refused_at(key, moved, buf_span(&sealed));
	}
	buf_free(&sealed);
}
END_TEST

START_TEST(a_file_cut_anywhere_is_refused)
{
	struct buf sealed;

	seal(FIRST + NEXT + 9000, MOST, &sealed);
	for (size_t n = 0; n < sealed.n; n += SEAL_STEP) {
		refused((struct span){ sealed.p, n });		/* every chunk boundary is one of these */
		refused((struct span){ sealed.p, n + 1 });
		refused((struct span){ sealed.p, n + SEAL_STEP - 1 });
	}
	buf_free(&sealed);
}
END_TEST

START_TEST(nothing_may_follow_the_final_chunk)
{
	const size_t n[] = { 100, FIRST - 1, FIRST + 100 };	/* the second: its final chunk fills a block */
	struct buf sealed, again;

	for (size_t i = 0; i < sizeof n / sizeof n[0]; i++) {
		seal(n[i], MOST, &sealed);
		ck_assert_int_eq(buf_add_text(&sealed, "x"), GW_OK);
		refused(buf_span(&sealed));
		sealed.n--;
		ck_assert_int_eq(buf_add(&sealed, (struct span){ text, SEAL_STEP }), GW_OK);
		refused(buf_span(&sealed));
		sealed.n -= SEAL_STEP;
		seal(n[i], MOST, &again);
		ck_assert_int_eq(buf_add(&sealed, buf_span(&again)), GW_OK);
		refused(buf_span(&sealed));
		buf_free(&sealed);
		buf_free(&again);
	}
}
END_TEST

START_TEST(a_file_altered_anywhere_is_refused)
{
	struct buf sealed;

	seal(FIRST + 100, MOST, &sealed);
	for (size_t i = 0; i < sealed.n; i += i < 64 ? 1 : 251) {
		sealed.p[i] ^= (uint8_t)(1 << i % 8);
		refused(buf_span(&sealed));
		sealed.p[i] ^= (uint8_t)(1 << i % 8);
	}
	buf_free(&sealed);
}
END_TEST

static void
swap_blocks(uint8_t *a, uint8_t *b)
{
	static uint8_t keep[LIMIT_CHUNK];

	memcpy(keep, a, LIMIT_CHUNK);
	memcpy(a, b, LIMIT_CHUNK);
	memcpy(b, keep, LIMIT_CHUNK);
}

START_TEST(blocks_swapped_dropped_or_replayed_are_noticed)
{
	struct buf sealed, other;

	seal(FIRST + 2 * NEXT + 10, MOST, &sealed);
	swap_blocks(sealed.p + LIMIT_CHUNK, sealed.p + 2 * LIMIT_CHUNK);
	refused(buf_span(&sealed));
	swap_blocks(sealed.p + LIMIT_CHUNK, sealed.p + 2 * LIMIT_CHUNK);
	seal(FIRST + 2 * NEXT + 10, MOST, &other);	/* same text, key and place: still another stream */
	swap_blocks(sealed.p + LIMIT_CHUNK, other.p + LIMIT_CHUNK);
	refused(buf_span(&sealed));
	refused(buf_span(&other));
	swap_blocks(sealed.p + LIMIT_CHUNK, other.p + LIMIT_CHUNK);
	memcpy(sealed.p + 2 * LIMIT_CHUNK, sealed.p + LIMIT_CHUNK, LIMIT_CHUNK);
	refused(buf_span(&sealed));
	memmove(other.p + LIMIT_CHUNK, other.p + 2 * LIMIT_CHUNK, other.n - 2 * LIMIT_CHUNK);
	refused((struct span){ other.p, other.n - LIMIT_CHUNK });
	buf_free(&sealed);
	buf_free(&other);
}
END_TEST

/* One chunk of n bytes of text, the last of which is end, with this tag. */
static struct span
lone_chunk(size_t n, uint8_t tag, uint8_t end)
{
	static uint8_t sealed[LIMIT_CHUNK];
	crypto_secretstream_xchacha20poly1305_state state;
	uint8_t at[PLACE_BYTES];

	part_place_bytes(place, at);
	text[n - 1] = end;
	ck_assert_int_eq(crypto_secretstream_xchacha20poly1305_init_push(&state, sealed, key), 0);
	ck_assert_int_eq(crypto_secretstream_xchacha20poly1305_push(&state, sealed + HEAD, NULL, text, n, at, sizeof at,
	    tag), 0);
	return (struct span){ sealed, HEAD + n + 17 };
}

/* Even with the right key and place there is one shape only. */
START_TEST(a_stream_of_another_shape_is_refused)
{
	enum { MESSAGE, PUSH, REKEY, FINAL, STEP = SEAL_STEP - HEAD - 17 };
	struct buf plain;

	ck_assert_int_eq(open_at(key, place, lone_chunk(STEP, FINAL, 0x80), MOST, &plain), GW_OK);
	buf_free(&plain);
	for (uint8_t tag = MESSAGE; tag < FINAL; tag++) {	/* not final */
		refused(lone_chunk(STEP, tag, 0x80));
		refused(lone_chunk(FIRST, tag, 0x80));
	}
	refused(lone_chunk(STEP - 1, FINAL, 0x80));			/* not a whole step */
	refused(lone_chunk(STEP + 1, FINAL, 0x80));
	refused(lone_chunk(1, FINAL, 0x80));
	refused(lone_chunk(STEP, FINAL, 0x81));			/* no pad mark */
	memset(text, 0, STEP);
	refused(lone_chunk(STEP, FINAL, 0));
}
END_TEST

START_TEST(the_digest_is_that_of_the_plaintext)
{
	struct stream_sealer *s;
	struct span out;
	uint8_t said[32], right[32];
	size_t used;

	ck_assert_int_eq(stream_sealer_new(key, place, &s, &out), GW_OK);
	for (size_t i = 0; i < sizes[_i]; i += used)
		stream_seal(s, (struct span){ text + i, sizes[_i] - i }, &used, &out);
	if (_i % 2 == 0)	/* before or after the final chunk */
		stream_seal_end(s, &out);
	stream_seal_sha256(s, said);
	crypto_hash_sha256(right, text, sizes[_i]);
	ck_assert_mem_eq(said, right, sizeof right);
	stream_sealer_free(s);
	stream_sealer_free(NULL);
	stream_opener_free(NULL);
}
END_TEST

START_TEST(no_input_makes_no_output)
{
	struct stream_sealer *s;
	struct stream_opener *o;
	struct span out;
	size_t used = 9;

	ck_assert_int_eq(stream_sealer_new(key, place, &s, &out), GW_OK);
	stream_seal(s, (struct span){ NULL, 0 }, &used, &out);
	ck_assert_uint_eq(used, 0);
	ck_assert_uint_eq(out.n, 0);
	ck_assert_int_eq(stream_opener_new(key, place, &o), GW_OK);
	used = 9;
	ck_assert_int_eq(stream_open(o, (struct span){ NULL, 0 }, &used, &out), GW_OK);
	ck_assert_uint_eq(used, 0);
	ck_assert_uint_eq(out.n, 0);
	ck_assert_int_eq(stream_open_end(o, &out), GW_EDENIED);
	stream_sealer_free(s);
	stream_opener_free(o);
}
END_TEST

Suite *
suite(void)
{
	Suite *s = suite_create("stream");
	TCase *t = tcase_create("stream");

	tcase_set_timeout(t, 60);
	tcase_add_checked_fixture(t, fill_text, NULL);
	tcase_add_loop_test(t, a_file_of_any_size_opens_again_and_fills_whole_steps, 0,
	    (int)(sizeof sizes / sizeof sizes[0]));
	tcase_add_test(t, the_padding_always_fits);
	tcase_add_test(t, zeros_and_pad_marks_at_the_end_of_a_file_are_kept);
	tcase_add_test(t, a_file_opens_with_no_other_key_report_kind_or_number);
	tcase_add_test(t, a_file_cut_anywhere_is_refused);
	tcase_add_test(t, nothing_may_follow_the_final_chunk);
	tcase_add_test(t, a_file_altered_anywhere_is_refused);
	tcase_add_test(t, blocks_swapped_dropped_or_replayed_are_noticed);
	tcase_add_test(t, a_stream_of_another_shape_is_refused);
	tcase_add_loop_test(t, the_digest_is_that_of_the_plaintext, 0, (int)(sizeof sizes / sizeof sizes[0]));
	tcase_add_test(t, no_input_makes_no_output);
	suite_add_tcase(s, t);
	return s;
}
