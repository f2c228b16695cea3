/* test_sample.c: which closed cases an audit looks at, against places counted by hand. */
#include <string.h>

#include "run.h"
#include "sample.h"

enum { MOST = 200, SEED = 20261121 };

static struct sample_row row[MOST], again[MOST];

/* So many of each band, the routine ones first; each with a number of its own. */
static size_t
fill(struct sample_row *rows, const size_t there[BAND_N])
{
	size_t n = 0;

	memset(rows, 0, MOST * sizeof *rows);
	for (int b = 0; b < BAND_N; b++)
		for (size_t i = 0; i < there[b]; i++, n++) {
			rows[n].band = (enum band)b;
			rows[n].parts = (uint32_t)n + 2;
			rows[n].report[0] = (uint8_t)n;
		}
	return n;
}

static bool
is_same(const struct sample_row *a, const struct sample_row *b, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (memcmp(a[i].report, b[i].report, ID_BYTES) != 0)
			return false;
	return true;
}

static const struct { size_t there[BAND_N], size, drawn[BAND_N]; } draws[] = {
	/* one each, then 6 places by 59 : 29 : 9 : 0 of 97: 3.65, 1.79, 0.56: 3, 1, 0 and the two largest rests */
	{ { 60, 30, 10, 1 }, 10, { 5, 3, 1, 1 } },
	/* two bands: 2 places each beyond the first, 9 : 9 */
	{ { 10, 0, 10, 0 }, 6, { 3, 0, 3, 0 } },
	/* 1 place beyond, 9 : 9: the graver one has it */
	{ { 10, 0, 10, 0 }, 3, { 1, 0, 2, 0 } },
	/* fewer places than bands: the gravest */
	{ { 5, 5, 5, 5 }, 2, { 0, 0, 1, 1 } },
	{ { 5, 5, 5, 5 }, 4, { 1, 1, 1, 1 } },
	/* all but one: 2 places beyond, 2 : 0 : 0 : 1 of 3: 1.33, 0, 0, 0.67 */
	{ { 3, 1, 1, 2 }, 6, { 2, 1, 1, 2 } },
	{ { 3, 1, 1, 2 }, 7, { 3, 1, 1, 2 } },
	{ { 3, 1, 1, 2 }, 40, { 3, 1, 1, 2 } },
	{ { 0, 0, 0, 1 }, 1, { 0, 0, 0, 1 } },
	{ { 0, 0, 0, 0 }, 5, { 0, 0, 0, 0 } },
	{ { 100, 0, 0, 0 }, 40, { 40, 0, 0, 0 } },
};

START_TEST(every_band_is_there_and_the_rest_is_in_proportion)
{
	const size_t n = fill(row, draws[_i].there), drawn = sample_draw(row, n, SEED, draws[_i].size);
	size_t of[BAND_N] = { 0 };

	ck_assert_uint_eq(drawn, draws[_i].size < n ? draws[_i].size : n);
	for (size_t i = 0; i < drawn; i++) {
		of[row[i].band]++;
		ck_assert(i == 0 || row[i].band <= row[i - 1].band);
	}
	for (int b = 0; b < BAND_N; b++)
		ck_assert_uint_eq(of[b], draws[_i].drawn[b]);
}
END_TEST

START_TEST(no_case_comes_twice_or_is_lost_or_changed)
{
	const size_t n = fill(row, draws[_i].there);
	bool seen[MOST] = { false };

	sample_draw(row, n, SEED, draws[_i].size);
	fill(again, draws[_i].there);
	for (size_t i = 0; i < n; i++) {
		const size_t was = row[i].report[0];

		ck_assert(!seen[was]);
		seen[was] = true;
		ck_assert(row[i].band == again[was].band && row[i].parts == again[was].parts);
	}
}
END_TEST

START_TEST(the_same_seed_draws_the_same_cases_in_whatever_order_they_come)
{
	static const size_t there[BAND_N] = { 60, 30, 10, 1 };
	const size_t n = fill(row, there);

	fill(again, there);
	for (size_t i = 0; i < n / 2; i++) {
		const struct sample_row one = again[i];

		again[i] = again[n - 1 - i];
		again[n - 1 - i] = one;
	}
	ck_assert_uint_eq(sample_draw(row, n, SEED, 10), 10);
	ck_assert_uint_eq(sample_draw(again, n, SEED, 10), 10);
	ck_assert(is_same(row, again, 10));
}
END_TEST

START_TEST(another_seed_draws_others)
{
	static const size_t there[BAND_N] = { 60, 30, 10, 1 };
	static const uint32_t seeds[] = { 0, 1, SEED + 1, 999999999 };
	const size_t n = fill(row, there);

	sample_draw(row, n, SEED, 10);
	fill(again, there);
	sample_draw(again, n, seeds[_i], 10);
	ck_assert(!is_same(row, again, 10));
}
END_TEST

/* Kept, so that a later version draws the same. As Python has it: hashlib.blake2b over the 16 bytes of an id, with the
 * seed's four bytes and 28 zeros as key and "concern audit   " as person. */
START_TEST(a_sample_can_be_drawn_again_years_later)
{
	static const size_t there[BAND_N] = { 8, 0, 4, 0 };
	static const uint8_t drawn[] = { 10, 9, 5, 7 };
	const size_t n = fill(row, there);

	ck_assert_uint_eq(sample_draw(row, n, 7, sizeof drawn), sizeof drawn);
	for (size_t i = 0; i < sizeof drawn; i++)
		ck_assert_uint_eq(row[i].report[0], drawn[i]);
}
END_TEST

/* Of 40 cases with 10 places, each seed draws 10: over 400 seeds each case comes 100 times, give or take four standard
 * deviations (8.7). */
START_TEST(chance_prefers_no_case)
{
	static const size_t there[BAND_N] = { 40, 0, 0, 0 };
	unsigned times[40] = { 0 };

	for (uint32_t seed = 0; seed < 400; seed++) {
		const size_t drawn = sample_draw(row, fill(row, there), seed, 10);

		for (size_t i = 0; i < drawn; i++)
			times[row[i].report[0]]++;
	}
	for (size_t i = 0; i < 40; i++)
		ck_assert(times[i] > 65 && times[i] < 135);
}
END_TEST

Suite *
suite(void)
{
	Suite *s = suite_create("sample");
	TCase *t = tcase_create("sample");
	const int n = sizeof draws / sizeof draws[0];

	tcase_add_loop_test(t, every_band_is_there_and_the_rest_is_in_proportion, 0, n);
	tcase_add_loop_test(t, no_case_comes_twice_or_is_lost_or_changed, 0, n);
	tcase_add_test(t, the_same_seed_draws_the_same_cases_in_whatever_order_they_come);
	tcase_add_loop_test(t, another_seed_draws_others, 0, 4);
	tcase_add_test(t, a_sample_can_be_drawn_again_years_later);
	tcase_add_test(t, chance_prefers_no_case);
	suite_add_tcase(s, t);
	return s;
}
