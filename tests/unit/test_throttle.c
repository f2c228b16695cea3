/* test_throttle.c: failures make a name wait, for seconds and not for ever. */
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

Suite *
suite(void)
{
	Suite *s = suite_create("throttle");
	TCase *c = tcase_create("throttle");

	tcase_add_test(c, a_name_that_never_failed_does_not_wait);
	tcase_add_test(c, each_failure_waits_longer_up_to_a_ceiling);
	tcase_add_test(c, minutes_later_or_after_success_it_is_forgotten);
	suite_add_tcase(s, c);
	return s;
}
