/* test_throttle.c: failures make a name wait, for seconds and not for ever. */
#include <stdio.h>
#include <stdlib.h>

#include "run.h"
#include "throttle.h"

START_TEST(a_name_that_never_failed_does_not_wait)
{
	struct throttle t;

	throttle_start(&t);
	ck_assert_uint_eq(throttle_pause(&t, span_of("amina"), 100), 0);
	throttle_failed(&t, span_of("bola"), 100);
	ck_assert_uint_eq(throttle_pause(&t, span_of("amina"), 100), 0);
}
END_TEST

START_TEST(each_failure_waits_longer_up_to_a_ceiling)
{
	struct throttle t;
	unsigned before = 0, now = 0;

	throttle_start(&t);
	for (int i = 0; i < 100; i++) {
		throttle_failed(&t, span_of("amina"), 100);
		now = throttle_pause(&t, span_of("amina"), 100);
		ck_assert_uint_ge(now, before);
		ck_assert_uint_gt(now, 0);
		ck_assert_uint_le(now, THROTTLE_PAUSE_MS);
		before = now;
	}
	ck_assert_uint_eq(now, THROTTLE_PAUSE_MS);
}
END_TEST

START_TEST(minutes_later_or_after_success_it_is_forgotten)
{
	struct throttle t;

	throttle_start(&t);
	throttle_failed(&t, span_of("amina"), 100);
	ck_assert_uint_gt(throttle_pause(&t, span_of("amina"), 100 + THROTTLE_MEMORY_SECONDS), 0);
	ck_assert_uint_eq(throttle_pause(&t, span_of("amina"), 101 + THROTTLE_MEMORY_SECONDS), 0);
	throttle_failed(&t, span_of("bola"), 100);
	throttle_cleared(&t, span_of("bola"));
	ck_assert_uint_eq(throttle_pause(&t, span_of("bola"), 100), 0);
}
END_TEST

START_TEST(while_many_names_fail_those_that_failed_wait_twice_as_long)
{
	struct throttle t;
	unsigned alone;

	throttle_start(&t);
	throttle_failed(&t, span_of("amina"), 100);
	alone = throttle_pause(&t, span_of("amina"), 100);
	for (int i = 0; i < 2 * THROTTLE_MANY; i++) {
		char name[16];

		snprintf(name, sizeof name, "guess %d", i);
		throttle_failed(&t, span_of(name), 100);
	}
	throttle_failed(&t, span_of("bola"), 100);
	ck_assert_uint_eq(throttle_pause(&t, span_of("bola"), 100), 2 * alone);
	ck_assert_uint_eq(throttle_pause(&t, span_of("carla"), 100), 0);
	ck_assert_uint_eq(throttle_pause(&t, span_of("bola"), 100 + 300), alone);
}
END_TEST

START_TEST(one_name_that_fails_often_is_not_many)
{
	struct throttle t;

	throttle_start(&t);
	for (int i = 0; i < 10 * THROTTLE_MANY; i++)
		throttle_failed(&t, span_of("amina"), 100);
	ck_assert_uint_eq(throttle_pause(&t, span_of("amina"), 100), THROTTLE_PAUSE_MS);
}
END_TEST

/* A million codes, three of them right at any moment: guessing must stay hopeless for who knows the passphrase. */
START_TEST(wrong_codes_behind_a_right_passphrase_come_to_an_end_for_a_while)
{
	struct throttle t;

	throttle_start(&t);
	for (int i = 0; i < THROTTLE_CODES; i++) {
		ck_assert(throttle_may_try_code(&t, span_of("amina"), 100));
		throttle_failed(&t, span_of("amina"), 100);
		throttle_code_failed(&t, span_of("amina"), 100);
	}
	ck_assert(!throttle_may_try_code(&t, span_of("amina"), 100));
	ck_assert(throttle_may_try_code(&t, span_of("bola"), 100));
	ck_assert(throttle_may_try_code(&t, span_of("amina"), 101 + THROTTLE_MEMORY_SECONDS));
}
END_TEST

/* A stranger, who does not know the passphrase, cannot bring that about. */
START_TEST(wrong_passphrases_never_use_up_the_codes)
{
	struct throttle t;

	throttle_start(&t);
	for (int i = 0; i < 1000; i++)
		throttle_failed(&t, span_of("amina"), 100);
	ck_assert(throttle_may_try_code(&t, span_of("amina"), 100));
}
END_TEST

Suite *
suite(void)
{
	Suite *s = suite_create("throttle");
	TCase *c = tcase_create("throttle");

	tcase_add_test(c, a_name_that_never_failed_does_not_wait);
	tcase_add_test(c, each_failure_waits_longer_up_to_a_ceiling);
	tcase_add_test(c, minutes_later_or_after_success_it_is_forgotten);
	tcase_add_test(c, while_many_names_fail_those_that_failed_wait_twice_as_long);
	tcase_add_test(c, one_name_that_fails_often_is_not_many);
	tcase_add_test(c, wrong_codes_behind_a_right_passphrase_come_to_an_end_for_a_while);
	tcase_add_test(c, wrong_passphrases_never_use_up_the_codes);
	suite_add_tcase(s, c);
	return s;
}
