/* test_formseal.c: promises of formseal.h. Processes live in a far future here, where their own clock moves nothing;
 * the test moves them. */
#include "run.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

#include "formseal.h"

enum { MOST = 512 * 1024 };
static const uint64_t FUTURE = (uint64_t)1 << 40;
static const uint8_t seed[KEY_BYTES] = { 4, 5, 6 };

static struct event_base *base;
static struct buf sealed, plain;

static void
setup(void)
{
	base = event_base_new();
	buf_init(&sealed, MOST);
	buf_init(&plain, MOST);
}

static void
teardown(void)
{
	buf_free(&sealed);
	buf_free(&plain);
	event_base_free(base);
}

static struct formseal *
process(uint64_t epoch)
{
	struct formseal *f;

	ck_assert_int_eq(formseal_new(base, seed, epoch, &f), GW_OK);
	return f;
}

static int64_t
second_of(uint64_t half_hours)
{
	return (int64_t)(half_hours * FORMSEAL_SECONDS);
}

static void
seal(const struct formseal *f, enum formseal_kind kind, struct span bytes)
{
	buf_clear(&sealed);
	ck_assert_int_eq(formseal_seal(f, kind, bytes, &sealed), GW_OK);
}

static enum gw_err
open(const struct formseal *f, enum formseal_kind kind)
{
	buf_clear(&plain);
	return formseal_open(f, kind, buf_span(&sealed), &plain);
}

START_TEST(what_is_sealed_opens_at_every_process_with_the_seed)
{
	static uint8_t bytes[128 * 1024];
	const size_t sizes[] = { 0, 1, 63, 64, 65, 4096, sizeof bytes };
	struct formseal *a = process(FUTURE), *b = process(FUTURE);

	for (size_t i = 0; i < sizeof bytes; i++)
		bytes[i] = (uint8_t)(i * 7);
	for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
		const struct span in = { bytes, sizes[i] };

		seal(a, FORMSEAL_DRAFT, in);
		ck_assert_int_eq(open(b, FORMSEAL_DRAFT), GW_OK);
		ck_assert(span_equal(buf_span(&plain), in));
	}
	ck_assert_int_eq(formseal_seal(a, FORMSEAL_DRAFT, (struct span){ bytes, sizeof bytes + 1 }, &sealed),
	    GW_ELIMIT);
	formseal_free(a);
	formseal_free(b);
}
END_TEST

START_TEST(a_sealed_text_goes_into_a_form_and_says_nothing_twice)
{
	struct formseal *f = process(FUTURE);
	struct buf again;

	buf_init(&again, MOST);
	seal(f, FORMSEAL_DRAFT, span_of("he has a knife"));
	for (size_t i = 0; i < sealed.n; i++)
		ck_assert_ptr_nonnull(memchr("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_",
		    sealed.p[i], 64));
	ck_assert_int_eq(formseal_seal(f, FORMSEAL_DRAFT, span_of("he has a knife"), &again), GW_OK);
	ck_assert(!span_equal(buf_span(&sealed), buf_span(&again)));
	/* Behind what was there. */
	ck_assert_int_eq(formseal_seal(f, FORMSEAL_DRAFT, span_of("x"), &again), GW_OK);
	ck_assert_uint_eq(again.n, 2 * sealed.n);
	buf_free(&again);
	formseal_free(f);
}
END_TEST

START_TEST(the_length_tells_steps_of_64_bytes)
{
	static const uint8_t bytes[1024];
	struct formseal *f = process(FUTURE);
	size_t lengths = 0, last = 0;

	for (size_t n = 0; n < sizeof bytes; n++) {
		seal(f, FORMSEAL_DRAFT, (struct span){ bytes, n });
		if (n % 64 != 0)
			ck_assert_uint_eq(sealed.n, last);
		lengths += sealed.n != last;
		last = sealed.n;
	}
	ck_assert_uint_eq(lengths, sizeof bytes / 64);
	formseal_free(f);
}
END_TEST

START_TEST(another_kind_does_not_open)
{
	struct formseal *f = process(FUTURE);

	seal(f, FORMSEAL_DRAFT, span_of("words"));
	ck_assert_int_eq(open(f, FORMSEAL_RECEIPT), GW_EDENIED);
	ck_assert_int_eq(open(f, FORMSEAL_FOLLOW), GW_EDENIED);
	ck_assert_uint_eq(plain.n, 0);
	ck_assert_int_eq(open(f, FORMSEAL_DRAFT), GW_OK);
	formseal_free(f);
}
END_TEST

START_TEST(nothing_altered_or_cut_opens)
{
	struct formseal *f = process(FUTURE);
	const struct span in = span_of("somebody hits me at home");

	seal(f, FORMSEAL_DRAFT, in);
	for (size_t i = 0; i < sealed.n; i++)
		for (unsigned c = 0; c < 256; c++) {
			const uint8_t was = sealed.p[i];

			sealed.p[i] = (uint8_t)c;
			ck_assert_msg((open(f, FORMSEAL_DRAFT) == GW_OK) == (sealed.p[i] == was),
			    "byte %zu of %zu: %x for %c", i, sealed.n, c, was);
			sealed.p[i] = was;
		}
	for (size_t n = 0; n < sealed.n; n++) {
		const struct span cut = { sealed.p, n };

		ck_assert_int_eq(formseal_open(f, FORMSEAL_DRAFT, cut, &plain), GW_EDENIED);
	}
	ck_assert_int_eq(buf_add_text(&sealed, "A"), GW_OK);
	ck_assert_int_eq(open(f, FORMSEAL_DRAFT), GW_EDENIED);
	formseal_free(f);
}
END_TEST

START_TEST(it_opens_a_half_hour_later_and_not_an_hour_later)
{
	struct formseal *f = process(FUTURE), *other;

	seal(f, FORMSEAL_DRAFT, span_of("words"));
	formseal_now(f, second_of(FUTURE + 2) - 1);
	ck_assert_int_eq(open(f, FORMSEAL_DRAFT), GW_OK);
	formseal_now(f, second_of(FUTURE));	/* a clock set back brings nothing back */
	ck_assert_int_eq(open(f, FORMSEAL_DRAFT), GW_OK);
	formseal_now(f, second_of(FUTURE + 2));
	ck_assert_int_eq(open(f, FORMSEAL_DRAFT), GW_EDENIED);
	/* What is sealed now others open only when it is now with them, too. */
	seal(f, FORMSEAL_DRAFT, span_of("words"));
	other = process(FUTURE);
	ck_assert_int_eq(open(other, FORMSEAL_DRAFT), GW_EDENIED);
	formseal_now(other, second_of(FUTURE + 3));
	ck_assert_int_eq(open(other, FORMSEAL_DRAFT), GW_OK);
	formseal_free(f);
	formseal_free(other);
}
END_TEST

/* As the warden hands the seed on: one half hour old. */
START_TEST(a_process_that_starts_later_opens_what_was_sealed_before_it)
{
	struct formseal *f = process(FUTURE), *later;
	uint8_t moved[KEY_BYTES];
	uint64_t epoch = FUTURE - 5;

	formseal_free(f);
	memcpy(moved, seed, sizeof moved);
	ck_assert_int_eq(formseal_new(base, moved, epoch, &f), GW_OK);
	formseal_now(f, second_of(FUTURE));
	seal(f, FORMSEAL_DRAFT, span_of("words"));
	formseal_step(moved, &epoch, FUTURE);
	ck_assert_int_eq(formseal_new(base, moved, epoch, &later), GW_OK);
	formseal_now(later, second_of(FUTURE + 1));
	ck_assert_int_eq(open(later, FORMSEAL_DRAFT), GW_OK);
	formseal_free(f);
	formseal_free(later);
}
END_TEST

START_TEST(a_process_of_today_moves_on_by_itself)
{
	const uint64_t today = (uint64_t)time(NULL) / FORMSEAL_SECONDS;
	struct formseal *f = process(today - 1), *old = process(today - 100);
	uint8_t moved[KEY_BYTES];
	uint64_t epoch = today - 100;

	seal(old, FORMSEAL_DRAFT, span_of("words"));
	ck_assert_int_eq(open(f, FORMSEAL_DRAFT), GW_EDENIED);	/* the same seed at another time is another */
	formseal_free(f);
	memcpy(moved, seed, sizeof moved);
	formseal_step(moved, &epoch, today - 1);
	ck_assert_int_eq(formseal_new(base, moved, epoch, &f), GW_OK);
	ck_assert_int_eq(open(f, FORMSEAL_DRAFT), GW_OK);
	formseal_free(f);
	formseal_free(old);
}
END_TEST

Suite *
suite(void)
{
	Suite *s = suite_create("formseal");
	TCase *t = tcase_create("formseal");

	tcase_add_checked_fixture(t, setup, teardown);
	tcase_add_test(t, what_is_sealed_opens_at_every_process_with_the_seed);
	tcase_add_test(t, a_sealed_text_goes_into_a_form_and_says_nothing_twice);
	tcase_add_test(t, the_length_tells_steps_of_64_bytes);
	tcase_add_test(t, another_kind_does_not_open);
	tcase_add_test(t, nothing_altered_or_cut_opens);
	tcase_add_test(t, it_opens_a_half_hour_later_and_not_an_hour_later);
	tcase_add_test(t, a_process_that_starts_later_opens_what_was_sealed_before_it);
	tcase_add_test(t, a_process_of_today_moves_on_by_itself);
	suite_add_tcase(s, t);
	return s;
}
