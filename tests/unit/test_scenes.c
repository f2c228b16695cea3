/* test_scenes.c: briefs that tile time, and scenes counted by hand. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "brief.h"
#include "files.h"
#include "run.h"
#include "scenes.h"
#include "utc.h"
#include "workday.h"

enum { ENTRIES = 64, DAY_SECONDS = 86400 };

static struct policy *policy;
static struct areas *areas;
static struct scenes scenes;
static struct scene_counts counts;
static struct entry entry[ENTRIES];
static char moment[ENTRIES][16];
static size_t n;

static void
load(void)
{
	folder_make();
	folder_copy("policy", ".");
	folder_copy("policy/wording", "wording");
	folder_write("calendar.yaml", "zone: Europe/London\nopens: \"08:30\"\ncloses: \"15:30\"\nclosed:\n"
	    "  - {from: \"2026-12-21\", to: \"2027-01-01\", why: Christmas}\n"
	    "bank_holidays:\n"
	    "  - {day: \"2026-04-03\", why: Good Friday}\n  - {day: \"2026-04-06\", why: Easter Monday}\n"
	    "  - {day: \"2026-05-04\", why: early May}\n  - {day: \"2026-05-25\", why: Spring}\n"
	    "  - {day: \"2026-08-31\", why: Summer}\n  - {day: \"2026-12-25\", why: Christmas Day}\n"
	    "  - {day: \"2026-12-28\", why: Boxing Day}\n  - {day: \"2027-01-01\", why: New Year}\n"
	    "  - {day: \"2027-03-26\", why: Good Friday}\n  - {day: \"2027-03-29\", why: Easter Monday}\n");
	folder_write("areas.yaml", "areas:\n  - {ward: Hoe Street, area: central, from: 2024-04-01}\n"
	    "  - {ward: Valley, area: north, from: 2024-04-01}\n"
	    "  - {ward: Valley, area: central, from: 2026-11-15}\n");
	ck_assert_int_eq(policy_load(folder_path("."), stderr, &policy), GW_OK);
	ck_assert_int_eq(areas_load(folder_path("."), stderr, &areas), GW_OK);
	scenes_start(&scenes);
	n = 0;
}

static void
unload(void)
{
	policy_free(policy);
	areas_free(areas);
	folder_drop();
}

/* --- briefs --- */

static void
brief_is(const char *now, unsigned back, const char *from, const char *to)
{
	const struct brief b = brief_before(&policy->calendar, utc(now), back);
	char text[2][CLOCK_TEXT];

	clock_text(b.from, text[0]);
	clock_text(b.to, text[1]);
	ck_assert_str_eq(text[0], from);
	ck_assert_str_eq(text[1], to);
}

START_TEST(a_brief_goes_from_meeting_to_meeting)
{
	brief_is("2026-11-16T08:59", 0, "2026-11-11T09:00Z", "2026-11-13T09:00Z");	/* Monday, before nine */
	brief_is("2026-11-16T09:00", 0, "2026-11-13T09:00Z", "2026-11-16T09:00Z");	/* over the weekend */
	brief_is("2026-11-17T12:00", 0, "2026-11-13T09:00Z", "2026-11-16T09:00Z");	/* Tuesday */
	brief_is("2026-11-18T10:00", 1, "2026-11-13T09:00Z", "2026-11-16T09:00Z");
	brief_is("2026-10-26T12:00", 0, "2026-10-23T08:00Z", "2026-10-26T09:00Z");	/* clocks went back */
	brief_is("2026-03-30T12:00", 0, "2026-03-27T09:00Z", "2026-03-30T08:00Z");	/* and forward */
}
END_TEST

START_TEST(a_meeting_on_a_bank_holiday_is_on_the_next_working_day)
{
	brief_is("2026-05-06T12:00", 0, "2026-05-05T08:00Z", "2026-05-06T08:00Z");
	brief_is("2026-05-05T12:00", 0, "2026-05-01T08:00Z", "2026-05-05T08:00Z");	/* Monday's, on Tuesday */
	brief_is("2026-04-07T12:00", 0, "2026-04-01T08:00Z", "2026-04-07T08:00Z");	/* Easter: two are one */
	brief_is("2026-12-29T12:00", 0, "2026-12-23T09:00Z", "2026-12-29T09:00Z");	/* Christmas */
	brief_is("2026-12-30T12:00", 0, "2026-12-29T09:00Z", "2026-12-30T09:00Z");
}
END_TEST

START_TEST(briefs_tile_more_than_a_year_without_gap_or_overlap)
{
	const int64_t last = utc("2027-04-10T12:00"), first = utc("2026-01-05T12:00");
	struct brief b = brief_before(&policy->calendar, last, 0);

	for (unsigned back = 1; b.from > first; back++) {
		const struct brief before = brief_before(&policy->calendar, last, back);

		ck_assert_int_eq(before.to, b.from);
		ck_assert_int_gt(before.to, before.from);
		ck_assert_int_le(b.to - b.from, 7 * DAY_SECONDS);
		ck_assert(workday_is(&policy->calendar, clock_wall(&policy->calendar, b.to).day));
		ck_assert_int_eq(clock_wall(&policy->calendar, b.to).second, 9 * 3600);
		/* The second in which it ends is the next one's. */
		ck_assert_int_eq(brief_before(&policy->calendar, b.to, 0).to, b.to);
		ck_assert_int_eq(brief_before(&policy->calendar, b.to - 1, 0).to, b.from);
		b = before;
	}
}
END_TEST

/* --- scenes --- */

/* at NULL: nobody knows when. */
static void
scene(const char *place, const char *ward, const char *at, const char *noted)
{
	struct entry e = { .act = ACT_RECORD, .at = utc(noted), .by = "asha", .sheet = SHEET_SCENE };
	size_t bad;

	ck_assert_uint_lt(n, ENTRIES);
	e.field[0] = span_of("weapon_seen");
	e.field[1] = span_of(place);
	e.field[2] = span_of(ward);
	if (at != NULL) {
		snprintf(moment[n], sizeof moment[n], "%lld", (long long)utc(at));
		e.field[3] = span_of(moment[n]);
	}
	ck_assert_int_eq(sheet_check(SHEET_SCENE, e.field, &bad), GW_OK);
	entry[n++] = e;
}

/* What was noted so far is one case's. */
static void
add_case(uint8_t id)
{
	const uint8_t report[ID_BYTES] = { id };

	scenes_add(&scenes, report, entry, n, 0, INT64_MAX);
	n = 0;
}

static void
count_november(void)
{
	scenes_sort(&scenes);
	scenes_count(&scenes, &policy->calendar, areas, utc("2026-11-01T00:00"), utc("2026-12-01T00:00"), &counts);
}

START_TEST(only_what_was_noted_in_the_brief_is_in_it)
{
	const uint8_t report[ID_BYTES] = { 1 };

	scene("Park", "", NULL, "2026-11-13T08:59");
	scene("Park", "", NULL, "2026-11-13T09:00");
	scene("Park", "", "2026-11-01T10:00", "2026-11-16T08:59");
	scene("Park", "", NULL, "2026-11-16T09:00");
	scenes_add(&scenes, report, entry, n, utc("2026-11-13T09:00"), utc("2026-11-16T09:00"));
	ck_assert_uint_eq(scenes.n, 2);
	scenes_sort(&scenes);
	ck_assert_int_eq(scenes.of[0].at, utc("2026-11-01T10:00"));
	ck_assert_str_eq(scenes.of[0].kind, "weapon_seen");
	ck_assert_str_eq(scenes.of[0].retaliation, "");
}
END_TEST

/* Seven in the month; by hand. */
START_TEST(a_month_is_counted_as_by_hand)
{
	scene("The Park", "Hoe Street", "2026-11-02T15:10", "2026-11-03T10:00");	/* Monday, 15 to 18 */
	scene("the  park", "Hoe Street", "2026-11-09T17:59", "2026-11-09T18:30");	/* Monday, the same */
	add_case(1);
	scene("THE PARK", "Valley", "2026-11-14T02:59", "2026-11-14T10:00");	/* Saturday, 0 to 3; north */
	scene("Bus stop", "Valley", "2026-11-15T12:00", "2026-11-15T13:00");	/* Sunday; central by then */
	scene("", "Nowhere", NULL, "2026-11-20T10:00");					/* nobody knows */
	add_case(2);
	scene("Bus stop", "", "2026-10-30T12:00", "2026-11-01T10:00");			/* before the month */
	scene("Bus stop", "", "2026-11-30T23:59", "2026-12-01T00:00");			/* noted after it */
	scene("Shop", "", "2026-11-30T23:59", "2026-11-30T23:59");			/* Monday, 21 to 24 */
	scene("Shop", "", "2026-11-30T23:00", "2026-11-30T23:59");
	add_case(3);
	count_november();
	ck_assert_uint_eq(counts.n, 7);
	ck_assert_uint_eq(counts.no_time, 1);
	ck_assert_uint_eq(counts.no_place, 1);
	ck_assert_uint_eq(counts.no_area, 3);
	ck_assert_uint_eq(counts.grid[0][5], 2);
	ck_assert_uint_eq(counts.grid[5][0], 1);
	ck_assert_uint_eq(counts.grid[6][4], 1);
	ck_assert_uint_eq(counts.grid[0][7], 2);
	ck_assert_uint_eq(counts.n_areas, 2);
	ck_assert_str_eq(counts.area[0].area, "central");
	ck_assert_uint_eq(counts.area[0].n, 3);
	ck_assert_uint_eq(counts.area[1].n, 1);
	ck_assert_uint_eq(counts.n_hotspots, 0);	/* 2 November is 29 days before the end */
	ck_assert_uint_eq(counts.n_repeats, 3);		/* the park, the bus stop over two months, the shop */
	ck_assert_uint_eq(counts.repeat[0].n, 2);
	ck_assert_str_eq(scenes.of[counts.repeat[0].scene].folded, "bus stop");
	ck_assert_uint_eq(counts.week[11], 2);
	ck_assert_uint_eq(counts.week[10], 1);
	ck_assert_uint_eq(counts.week[9], 2);
	ck_assert_uint_eq(counts.week[8], 1);
	ck_assert_uint_eq(counts.week[7], 2);
}
END_TEST

START_TEST(a_hotspot_has_three_scenes_of_two_cases_in_four_weeks)
{
	scene("Park", "", "2026-11-10T16:00", "2026-11-10T17:00");
	scene("park", "", "2026-11-11T16:00", "2026-11-11T17:00");
	scene("Gate", "", "2026-11-10T16:00", "2026-11-10T17:00");
	scene("Gate", "", "2026-11-11T16:00", "2026-11-11T17:00");
	scene("Gate", "", "2026-11-12T16:00", "2026-11-12T17:00");
	add_case(1);
	count_november();
	ck_assert_uint_eq(counts.n_hotspots, 0);	/* the gate: three of one case */
	scene("PARK", "", NULL, "2026-11-18T10:00");
	add_case(2);
	count_november();
	ck_assert_uint_eq(counts.n_hotspots, 1);
	ck_assert_uint_eq(counts.hotspot[0].n, 3);
	ck_assert_uint_eq(counts.hotspot[0].cases, 2);
	ck_assert_uint_eq(counts.hotspot[0].days, 1u << 1 | 1u << 2);
	ck_assert_uint_eq(counts.hotspot[0].hours, 1u << 5);
}
END_TEST

START_TEST(small_numbers_are_hidden_and_the_others_rounded)
{
	static const struct { size_t n; const char *text; } all[] = {
		{ 0, "0" }, { 1, "fewer than 5" }, { 4, "fewer than 5" }, { 5, "5" }, { 7, "5" }, { 8, "10" },
		{ 12, "10" }, { 13, "15" }, { 1000, "1000" },
	};
	char text[SCENE_NUMBER];

	for (size_t i = 0; i < sizeof all / sizeof all[0]; i++) {
		scenes_hidden(all[i].n, text);
		ck_assert_str_eq(text, all[i].text);
	}
}
END_TEST

Suite *
suite(void)
{
	Suite *s = suite_create("scenes");
	TCase *c = tcase_create("scenes");

	tcase_add_checked_fixture(c, load, unload);
	tcase_add_test(c, a_brief_goes_from_meeting_to_meeting);
	tcase_add_test(c, a_meeting_on_a_bank_holiday_is_on_the_next_working_day);
	tcase_add_test(c, briefs_tile_more_than_a_year_without_gap_or_overlap);
	tcase_add_test(c, only_what_was_noted_in_the_brief_is_in_it);
	tcase_add_test(c, a_month_is_counted_as_by_hand);
	tcase_add_test(c, a_hotspot_has_three_scenes_of_two_cases_in_four_weeks);
	tcase_add_test(c, small_numbers_are_hidden_and_the_others_rounded);
	suite_add_tcase(s, c);
	return s;
}
