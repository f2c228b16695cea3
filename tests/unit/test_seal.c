/* test_seal.c: promises of seal.h: a part opens at its place only, and a chain tells when one is missing. */
#include "run.h"

#include "limit.h"
#include "seal.h"
#include "secret.h"

#include <stdlib.h>
#include <string.h>

enum { PARTS = 6 };

static const uint8_t key[KEY_BYTES] = { 1 }, other_key[KEY_BYTES] = { 2 };
static const uint8_t report[ID_BYTES] = { 3 }, other_report[ID_BYTES] = { 4 };
static const struct part_place place = { report, PART_FROM_STAFF, 7 };

static void
seal_text(struct part_place at, const char *text, struct buf *sealed)
{
	buf_init(sealed, LIMIT_WIRE);
	ck_assert_int_eq(part_seal(key, at, span_of(text), sealed), GW_OK);
}

static void
refused(const uint8_t with[KEY_BYTES], struct part_place at, struct span sealed)
{
	struct buf plain;

	buf_init(&plain, LIMIT_WIRE);
	ck_assert_int_eq(buf_add_text(&plain, "before"), GW_OK);
	ck_assert_int_eq(part_open(with, at, sealed, &plain), GW_EDENIED);
	ck_assert(span_is(buf_span(&plain), "before"));
	buf_free(&plain);
}

/* Sizes around the step. Zeros and pad marks at the end of a text are the hard case for padding. */
static const size_t sizes[] = { 0, 1, 4054, 4055, 4056, 4057, 4095, 4096, 8150, 8151, 8152, 16384, 100000 };
static const uint8_t fills[] = { 'x', 0x00, 0x80 };

START_TEST(a_part_of_any_size_opens_again_and_fills_whole_steps)
{
	const size_t n = sizes[_i];
	uint8_t *text = malloc(n + 1);
	struct buf sealed, plain;

	ck_assert_ptr_nonnull(text);
	for (size_t f = 0; f < sizeof fills; f++) {
		memset(text, fills[f], n + 1);
		buf_init(&sealed, LIMIT_WIRE);
		buf_init(&plain, n);	/* the ceiling is on the text, not on its padding */
		ck_assert_int_eq(part_seal(key, place, (struct span){ text, n }, &sealed), GW_OK);
		ck_assert_uint_eq(sealed.n, (n + SEAL_OVERHEAD) / SEAL_STEP * SEAL_STEP + SEAL_STEP);
		ck_assert_int_eq(part_open(key, place, buf_span(&sealed), &plain), GW_OK);
		ck_assert(span_equal(buf_span(&plain), (struct span){ text, n }));
		buf_free(&sealed);
		buf_free(&plain);
	}
	free(text);
}
END_TEST

START_TEST(a_part_is_appended_and_so_is_what_it_held)
{
	struct buf sealed, plain;

	buf_init(&sealed, LIMIT_WIRE);
	buf_init(&plain, 100);
	ck_assert_int_eq(buf_add_text(&sealed, "head"), GW_OK);
	ck_assert_int_eq(part_seal(key, place, span_of("one"), &sealed), GW_OK);
	ck_assert_uint_eq(sealed.n, 4 + SEAL_STEP);
	ck_assert_int_eq(buf_add_text(&plain, "zero "), GW_OK);
	ck_assert_int_eq(part_open(key, place, (struct span){ sealed.p + 4, SEAL_STEP }, &plain), GW_OK);
	ck_assert(span_is(buf_span(&plain), "zero one"));
	buf_free(&sealed);
	buf_free(&plain);
}
END_TEST

START_TEST(ceilings_hold)
{
	struct buf sealed, plain;

	buf_init(&sealed, SEAL_STEP - 1);
	ck_assert_int_eq(part_seal(key, place, span_of(""), &sealed), GW_ELIMIT);
	ck_assert_int_eq(part_seal(key, place, (struct span){ key, SIZE_MAX }, &sealed), GW_ELIMIT);
	ck_assert_uint_eq(sealed.n, 0);
	buf_free(&sealed);
	seal_text(place, "too long", &sealed);
	buf_init(&plain, 7);
	ck_assert_int_eq(part_open(key, place, buf_span(&sealed), &plain), GW_ELIMIT);
	ck_assert_uint_eq(plain.n, 0);
	buf_free(&sealed);
	buf_free(&plain);
}
END_TEST

START_TEST(only_the_next_part_is_appended_to_a_chain)
{
	const struct part_place first = { place.report, PART_BODY, 0 }, second = { place.report, PART_DECISION, 1 };
	struct chain by_hand, c;
	struct buf sealed, full;
	uint8_t digest[SEAL_DIGEST];

	chain_start(&c, place.report);
	by_hand = c;
	buf_init(&sealed, LIMIT_WIRE);
	buf_init(&full, SEAL_STEP - 1);
	ck_assert_int_eq(chain_append(&c, key, second, span_of("one"), &sealed), GW_EBUG);
	ck_assert_int_eq(chain_append(&c, key, first, span_of("one"), &full), GW_ELIMIT);
	ck_assert_uint_eq(c.n, 0);
	ck_assert_mem_eq(c.hash, by_hand.hash, sizeof c.hash);
	ck_assert_int_eq(chain_append(&c, key, first, span_of("one"), &sealed), GW_OK);
	part_digest(buf_span(&sealed), digest);
	chain_add(&by_hand, PART_BODY, digest);
	ck_assert_mem_eq(c.hash, by_hand.hash, sizeof c.hash);
	ck_assert_uint_eq(c.n, 1);
	/* Behind another part the digest would be of both. */
	ck_assert_int_eq(chain_append(&c, key, second, span_of("two"), &sealed), GW_EBUG);
	buf_free(&sealed);
	buf_free(&full);
}
END_TEST

START_TEST(a_part_opens_at_no_other_report_kind_or_number)
{
	struct part_place moved = place;
	struct buf sealed;

	seal_text(place, "text", &sealed);
	refused(other_key, place, buf_span(&sealed));
	moved.report = other_report;
	refused(key, moved, buf_span(&sealed));
	moved = place;
	for (int kind = PART_BODY; kind <= PART_FILE; kind++) {
		moved.kind = (enum part_kind)kind;
		if (moved.kind != place.kind)
			refused(key, moved, buf_span(&sealed));
	}
	moved = place;
	for (int bit = 0; bit < 32; bit++) {
		moved.seq = place.seq ^ UINT32_C(1) << bit;
		refused(key, moved, buf_span(&sealed));
	}
	buf_free(&sealed);
}
END_TEST

START_TEST(a_part_altered_anywhere_or_cut_does_not_open)
{
	struct buf sealed;
	const uint8_t *p;

	seal_text(place, "text", &sealed);
	p = sealed.p;
	for (size_t i = 0; i < sealed.n; i++) {
		sealed.p[i] ^= (uint8_t)(1 << i % 8);
		refused(key, place, buf_span(&sealed));
		sealed.p[i] ^= (uint8_t)(1 << i % 8);
	}
	for (size_t n = 0; n < sealed.n; n += 61)
		refused(key, place, (struct span){ p, n });
	ck_assert_int_eq(part_seal(key, place, span_of("text"), &sealed), GW_OK);
	refused(key, place, buf_span(&sealed));		/* two, joined */
	buf_free(&sealed);
}
END_TEST

START_TEST(the_same_text_never_looks_the_same)
{
	struct buf a, b;
	uint8_t x[SEAL_DIGEST], y[SEAL_DIGEST];

	seal_text(place, "text", &a);
	seal_text(place, "text", &b);
	part_digest(buf_span(&a), x);
	part_digest(buf_span(&b), y);
	ck_assert_mem_ne(a.p, b.p, 24);
	ck_assert_mem_ne(x, y, SEAL_DIGEST);
	buf_free(&a);
	buf_free(&b);
}
END_TEST

START_TEST(a_reporter_has_the_body_and_the_messages)
{
	for (int kind = 0; kind <= PART_FILE + 1; kind++)
		ck_assert_int_eq(part_is_reporters((enum part_kind)kind),
		    kind == PART_BODY || kind == PART_FROM_REPORTER || kind == PART_FROM_STAFF);
}
END_TEST

/* --- the chain --- */

struct row { enum part_kind kind; uint8_t digest[SEAL_DIGEST]; };

static struct row rows[PARTS];

static void
make_rows(void)
{
	static const enum part_kind kinds[PARTS] = { PART_BODY, PART_DECISION, PART_FROM_STAFF, PART_FROM_REPORTER,
	    PART_NOTE, PART_FROM_STAFF };

	for (int i = 0; i < PARTS; i++) {
		rows[i].kind = kinds[i];
		secret_random(rows[i].digest, SEAL_DIGEST);
	}
}

static struct chain
chain_of(const uint8_t id[ID_BYTES], const struct row *r, int n)
{
	struct chain c;

	chain_start(&c, id);
	for (int i = 0; i < n; i++)
		chain_add(&c, r[i].kind, r[i].digest);
	return c;
}

static enum gw_err
verify(const struct row *r, int n, struct span head)
{
	const struct chain c = chain_of(report, r, n);

	return chain_verify(&c, key, report, head);
}

static void
seal_head(int n, struct buf *head)
{
	const struct chain c = chain_of(report, rows, n);

	buf_init(head, SEAL_STEP);
	ck_assert_int_eq(chain_seal(&c, key, report, head), GW_OK);
	ck_assert_uint_eq(head->n, SEAL_STEP);
}

START_TEST(a_head_verifies_the_rows_it_was_made_of)
{
	struct buf head;

	for (int n = 0; n <= PARTS; n++) {
		seal_head(n, &head);
		ck_assert_int_eq(verify(rows, n, buf_span(&head)), GW_OK);
		buf_free(&head);
	}
}
END_TEST

START_TEST(a_head_verifies_nothing_shorter_or_longer)
{
	struct buf head;

	for (int made = 0; made <= PARTS; made++) {
		seal_head(made, &head);
		for (int n = 0; n <= PARTS; n++)
			if (n != made)
				ck_assert_int_eq(verify(rows, n, buf_span(&head)), GW_EDENIED);
		buf_free(&head);
	}
}
END_TEST

START_TEST(rows_swapped_dropped_replayed_or_altered_are_noticed)
{
	struct row changed[PARTS];
	struct buf head;

	seal_head(PARTS, &head);
	for (int i = 0; i < PARTS; i++)
		for (int j = 0; j < PARTS; j++) {
			if (i == j)
				continue;
			memcpy(changed, rows, sizeof rows);
			changed[i] = rows[j];			/* replayed in place of i */
			ck_assert_int_eq(verify(changed, PARTS, buf_span(&head)), GW_EDENIED);
			changed[j] = rows[i];			/* swapped with j */
			ck_assert_int_eq(verify(changed, PARTS, buf_span(&head)), GW_EDENIED);
		}
	for (int i = 0; i < PARTS; i++) {
		memcpy(changed, rows, sizeof rows);
		memmove(changed + i, changed + i + 1, (size_t)(PARTS - 1 - i) * sizeof *changed);
		ck_assert_int_eq(verify(changed, PARTS - 1, buf_span(&head)), GW_EDENIED);
		memcpy(changed, rows, sizeof rows);
		changed[i].kind = PART_HEAD;
		ck_assert_int_eq(verify(changed, PARTS, buf_span(&head)), GW_EDENIED);
		changed[i] = rows[i];
		changed[i].digest[31] ^= 1;
		ck_assert_int_eq(verify(changed, PARTS, buf_span(&head)), GW_EDENIED);
	}
	buf_free(&head);
}
END_TEST

START_TEST(a_head_of_another_report_or_key_verifies_nothing)
{
	const struct chain c = chain_of(report, rows, PARTS), other = chain_of(other_report, rows, PARTS);
	struct buf head, short_head, text_head;

	seal_head(PARTS, &head);
	ck_assert_int_eq(chain_verify(&other, key, other_report, buf_span(&head)), GW_EDENIED);
	ck_assert_int_eq(chain_verify(&other, key, report, buf_span(&head)), GW_EDENIED);
	ck_assert_int_eq(chain_verify(&c, other_key, report, buf_span(&head)), GW_EDENIED);
	seal_text((struct part_place){ report, PART_HEAD, PARTS }, "no hash", &short_head);
	ck_assert_int_eq(chain_verify(&c, key, report, buf_span(&short_head)), GW_EDENIED);
	seal_text((struct part_place){ report, PART_HEAD, PARTS }, "longer than the hash that a head should be",
	    &text_head);
	ck_assert_int_eq(chain_verify(&c, key, report, buf_span(&text_head)), GW_EDENIED);
	buf_free(&head);
	buf_free(&short_head);
	buf_free(&text_head);
}
END_TEST

Suite *
suite(void)
{
	Suite *s = suite_create("seal");
	TCase *part = tcase_create("part"), *chain = tcase_create("chain");

	tcase_set_timeout(part, 60);
	tcase_add_loop_test(part, a_part_of_any_size_opens_again_and_fills_whole_steps, 0,
	    (int)(sizeof sizes / sizeof sizes[0]));
	tcase_add_test(part, a_part_is_appended_and_so_is_what_it_held);
	tcase_add_test(part, only_the_next_part_is_appended_to_a_chain);
	tcase_add_test(part, ceilings_hold);
	tcase_add_test(part, a_part_opens_at_no_other_report_kind_or_number);
	tcase_add_test(part, a_part_altered_anywhere_or_cut_does_not_open);
	tcase_add_test(part, the_same_text_never_looks_the_same);
	tcase_add_test(part, a_reporter_has_the_body_and_the_messages);
	suite_add_tcase(s, part);
	tcase_add_checked_fixture(chain, make_rows, NULL);
	tcase_add_test(chain, a_head_verifies_the_rows_it_was_made_of);
	tcase_add_test(chain, a_head_verifies_nothing_shorter_or_longer);
	tcase_add_test(chain, rows_swapped_dropped_replayed_or_altered_are_noticed);
	tcase_add_test(chain, a_head_of_another_report_or_key_verifies_nothing);
	suite_add_tcase(s, chain);
	return s;
}
