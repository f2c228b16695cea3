/* test_words_of.c: what staff read instead of numbers and codes. */
#include <stdlib.h>
#include <string.h>

#include "clock.h"
#include "run.h"
#include "words_of.h"

enum { MINUTE = 60, HOUR = 3600, DAY = 86400 };
static const int64_t noon = 1795867200;		/* 2026-11-28T12:00Z, a Saturday */

START_TEST(what_is_left_is_said_in_the_two_largest_units)
{
	static const struct { int64_t left; const char *text; } all[] = {
		{ 0, "due now" }, { 59, "due now" }, { MINUTE, "1 min left" }, { 59 * MINUTE, "59 min left" },
		{ HOUR, "1 h left" }, { 2 * HOUR + 10 * MINUTE, "2 h 10 min left" },
		{ 2 * DAY - MINUTE, "47 h 59 min left" }, { 2 * DAY, "2 days left" }, { 9 * DAY + HOUR, "9 days left" },
		{ -1, "1 min over" }, { -MINUTE, "1 min over" }, { -(DAY + HOUR), "25 h over" },
		{ -3 * DAY, "3 days over" },
	};
	char text[WORDS_TIME];

	for (size_t i = 0; i < sizeof all / sizeof all[0]; i++) {
		words_left(noon + all[i].left, noon, text);
		ck_assert_str_eq(text, all[i].text);
	}
}
END_TEST

START_TEST(an_age_is_one_unit)
{
	static const struct { int64_t age; const char *text; } all[] = {
		{ -5, "just now" }, { 59, "just now" },
		{ MINUTE, "1 min" }, { HOUR + 59 * MINUTE, "1 h" }, { 47 * HOUR, "47 h" },
		{ 2 * DAY, "2 days" }, { 400 * DAY, "400 days" },
	};
	char text[WORDS_TIME];

	for (size_t i = 0; i < sizeof all / sizeof all[0]; i++) {
		words_age(noon - all[i].age, noon, text);
		ck_assert_str_eq(text, all[i].text);
	}
}
END_TEST

START_TEST(a_miss_is_said_and_what_was_in_time_is_not)
{
	char text[WORDS_TIME];

	words_late(noon, noon, text);
	ck_assert_str_eq(text, "");
	words_late(noon, noon + 59, text);
	ck_assert_str_eq(text, "");
	words_late(0, noon, text);
	ck_assert_str_eq(text, "");
	words_late(noon, noon + 25 * MINUTE, text);
	ck_assert_str_eq(text, "25 min late");
	words_late(noon, noon + 30 * HOUR, text);
	ck_assert_str_eq(text, "1 day late");
	words_late(noon, noon + 3 * DAY, text);
	ck_assert_str_eq(text, "3 days late");
}
END_TEST

START_TEST(being_away_names_the_last_day_and_who_covers)
{
	struct calendar *c = calloc(1, sizeof *c);
	char text[WORDS_AWAY], longest[LIMIT_NAME + 1] = "";

	words_away(c, noon, "Ben Okoro", text);
	ck_assert_str_eq(text, "until Saturday 28 November; Ben Okoro covers");
	words_away(c, noon, "", text);
	ck_assert_str_eq(text, "until Saturday 28 November");
	memset(longest, 'x', LIMIT_NAME);
	words_away(c, noon, longest, text);
	ck_assert_str_eq(text + strlen(text) - strlen("x covers"), "x covers");
	free(c);
}
END_TEST

START_TEST(a_day_lasts_until_its_last_minute_on_the_wall)
{
	static const char *const bad[] = { "", "2026-11-2", "2026-13-01", "2026-00-10", "2026-02-29", "2026-11-31",
	    "2026-11-00", "1999-12-31", "2100-01-01", "2026/11/28", "2026-11-28 ", "28-11-2026", "2o26-11-28" };
	struct calendar *c = calloc(1, sizeof *c);
	char text[WORDS_TIME];
	int64_t at;

	ck_assert_int_eq(words_day_read(c, span_of("2026-11-28"), &at), GW_OK);
	ck_assert_int_eq(at, noon + 12 * HOUR - MINUTE);
	words_day(c, at, text);
	ck_assert_str_eq(text, "Saturday 28 November");
	words_day(c, at + MINUTE, text);
	ck_assert_str_eq(text, "Saturday 28 November");	/* midnight at its end */
	c->n_changes = 1;
	c->change[0].at = 0;
	c->change[0].offset = HOUR;
	ck_assert_int_eq(words_day_read(c, span_of("2026-11-28"), &at), GW_OK);
	ck_assert_int_eq(at, noon + 11 * HOUR - MINUTE);
	ck_assert_int_eq(words_day_read(c, span_of("2024-02-29"), &at), GW_OK);
	ck_assert_int_eq(words_day_read(c, span_of("2000-01-01"), &at), GW_OK);
	ck_assert_int_eq(clock_wall(c, at).day, 10957);
	for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
		ck_assert_msg(words_day_read(c, span_of(bad[i]), &at) == GW_EINPUT, "%s", bad[i]);
	free(c);
}
END_TEST

START_TEST(a_case_is_called_by_its_first_four_bytes)
{
	static const uint8_t id[ID_BYTES] = { 0x3f, 0x9a, 0x22, 0xc1, 0x77 };
	static const char *const names[] = { "3F9A-22C1", "3f9a22c1", "3f9a 22c1", " 3F9A-22C1 " };
	static const char *const bad[] = { "", "3F9A", "3F9A-22C", "3F9A-22C1-7", "3F9A-22CG",
	    "3f9a22c1770000000000000000000000000" };
	char text[WORDS_REF];
	uint8_t read[ID_BYTES];
	size_t n;

	words_ref(id, text);
	ck_assert_str_eq(text, "3F9A-22C1");
	for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
		ck_assert_int_eq(words_ref_read(span_of(names[i]), read, &n), GW_OK);
		ck_assert_uint_eq(n, REF_BYTES);
		ck_assert_mem_eq(read, id, REF_BYTES);
	}
	ck_assert_int_eq(words_ref_read(span_of("3f9a22c1770000000000000000000000"), read, &n), GW_OK);
	ck_assert_uint_eq(n, ID_BYTES);
	ck_assert_mem_eq(read, id, ID_BYTES);
	for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
		ck_assert_msg(words_ref_read(span_of(bad[i]), read, &n) == GW_EINPUT, "%s", bad[i]);
}
END_TEST

START_TEST(every_code_has_words)
{
	for (int i = CATEGORY_NONE + 1; i < CATEGORY_N; i++)
		ck_assert_msg(words_category((enum category)i)[0] != '\0', "category %d", i);
	for (int i = 0; i < BAND_N; i++)
		ck_assert_msg(words_band((enum band)i)[0] != '\0', "band %d", i);
	for (int i = 0; i < CASE_STATE_N; i++)
		ck_assert_msg(words_state((enum case_state)i)[0] != '\0', "state %d", i);
	for (int i = 0; i < ACT_N; i++)
		ck_assert_msg(words_act((enum case_act)i)[0] != '\0', "act %d", i);
	for (int i = 0; i < OUTCOME_N; i++)
		ck_assert_msg(words_outcome((enum outcome)i)[0] != '\0', "outcome %d", i);
	ck_assert_str_eq(words_category(CATEGORY_NONE), "");
	ck_assert_str_eq(words_category(CATEGORY_N), "");
	ck_assert_str_eq(words_band(BAND_N), "");
}
END_TEST

Suite *
suite(void)
{
	Suite *s = suite_create("words_of");
	TCase *c = tcase_create("words_of");

	tcase_add_test(c, what_is_left_is_said_in_the_two_largest_units);
	tcase_add_test(c, an_age_is_one_unit);
	tcase_add_test(c, a_miss_is_said_and_what_was_in_time_is_not);
	tcase_add_test(c, being_away_names_the_last_day_and_who_covers);
	tcase_add_test(c, a_day_lasts_until_its_last_minute_on_the_wall);
	tcase_add_test(c, a_case_is_called_by_its_first_four_bytes);
	tcase_add_test(c, every_code_has_words);
	suite_add_tcase(s, c);
	return s;
}
