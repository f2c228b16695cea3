/* test_ratchet.c: promises of ratchet.h. */
#include "run.h"

#include <string.h>

#include "ratchet.h"

static const uint8_t start[KEY_BYTES] = { 1, 2, 3 };

START_TEST(all_who_start_alike_step_alike_however_many_steps_they_take_at_once)
{
	uint8_t a[KEY_BYTES], b[KEY_BYTES];
	uint64_t at_a = 7, at_b = 7;

	memcpy(a, start, sizeof a);
	memcpy(b, start, sizeof b);
	for (uint64_t to = 8; to <= 40; to++)
		ratchet_step(a, &at_a, to, "one");
	ratchet_step(b, &at_b, 40, "one");
	ck_assert_uint_eq(at_a, 40);
	ck_assert_uint_eq(at_b, 40);
	ck_assert_mem_eq(a, b, sizeof a);
}
END_TEST

START_TEST(a_seed_never_goes_back_and_never_stays)
{
	uint8_t seed[KEY_BYTES], before[KEY_BYTES];
	uint64_t at = 7;

	memcpy(seed, start, sizeof seed);
	ratchet_step(seed, &at, 7, "one");
	ratchet_step(seed, &at, 0, "one");
	ck_assert_mem_eq(seed, start, sizeof seed);
	ck_assert_uint_eq(at, 7);
	for (int i = 0; i < 100; i++) {
		memcpy(before, seed, sizeof before);
		ratchet_step(seed, &at, at + 1, "one");
		ck_assert_mem_ne(seed, before, sizeof seed);
	}
}
END_TEST

START_TEST(labels_and_steps_have_nothing_in_common)
{
	uint8_t one[KEY_BYTES], two[KEY_BYTES], key[KEY_BYTES], later[KEY_BYTES];
	uint64_t at_one = 0, at_two = 0;

	memcpy(one, start, sizeof one);
	memcpy(two, start, sizeof two);
	ratchet_derive(one, "key", key, sizeof key);
	ratchet_step(one, &at_one, 1, "one");
	ratchet_step(two, &at_two, 1, "two");
	ratchet_derive(one, "key", later, sizeof later);
	ck_assert_mem_ne(one, two, sizeof one);
	ck_assert_mem_ne(key, later, sizeof key);
	ck_assert_mem_ne(key, one, sizeof key);
}
END_TEST

Suite *
suite(void)
{
	Suite *s = suite_create("ratchet");
	TCase *t = tcase_create("ratchet");

	tcase_add_test(t, all_who_start_alike_step_alike_however_many_steps_they_take_at_once);
	tcase_add_test(t, a_seed_never_goes_back_and_never_stays);
	tcase_add_test(t, labels_and_steps_have_nothing_in_common);
	suite_add_tcase(s, t);
	return s;
}
