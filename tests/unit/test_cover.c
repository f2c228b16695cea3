/* test_cover.c: no time is named that nobody can keep. What the rooms work out is compared with a rota that the test
 * reads by itself, on libc's own clock. */
#include <string.h>
#include <time.h>

#include "cover.h"
#include "files.h"
#include "run.h"
#include "utc.h"
#include "wallchart.h"

enum { MINUTE = 60, HALF = 1800, HOUR = 3600, DAY = 86400, TEXT = 4096 };

/* Check writes a note down for each assertion that holds; millions of them would be most of the time. */
#define MUST(what) do { if (!(what)) ck_abort_msg("at %lld: %s", (long long)now, #what); } while (0)

/* --- named dates --- */

#define NEVER "never"
/* All in UTC; London is an hour ahead from the last Sunday of March to that of October. */
static const struct {
	enum chart rota;
	const char *school;
	enum band band;
	const char *now, *look, *back;
	bool in_time;
} cases[] = {
	/* Friday 15:30, the school's and without one */
	{ CHART_OFFICE, "plain", BAND_PRIORITY, "2026-11-20T15:29", "2026-11-20T15:29", "2026-11-23T15:30", true },
	{ CHART_OFFICE, "plain", BAND_PRIORITY, "2026-11-20T15:30", "2026-11-23T08:30", "2026-11-23T15:30", true },
	{ CHART_OFFICE, NULL, BAND_PRIORITY, "2026-11-20T15:30", "2026-11-20T15:30", "2026-11-23T15:30", true },
	{ CHART_OFFICE, NULL, BAND_PRIORITY, "2026-11-20T17:00", "2026-11-23T09:00", "2026-11-23T15:30", true },
	{ CHART_OFFICE, "plain", BAND_PRIORITY, "2026-11-23T07:00", "2026-11-23T08:30", "2026-11-23T15:30", true },
	{ CHART_OFFICE, "plain", BAND_ROUTINE, "2026-11-20T15:30", "2026-11-23T08:30", "2026-11-27T15:30", true },
	{ CHART_OFFICE, "plain", BAND_IMMEDIATE, "2026-11-20T15:30", "2026-11-20T15:30", "2026-11-20T16:30", true },
	/* an INSET day: the council is there for what cannot wait */
	{ CHART_OFFICE, "inset", BAND_PRIORITY, "2026-11-20T15:30", "2026-11-24T08:30", "2026-11-24T15:30", true },
	{ CHART_OFFICE, "inset", BAND_ROUTINE, "2026-11-20T15:30", "2026-11-24T08:30", "2026-11-30T15:30", true },
	{ CHART_OFFICE, "inset", BAND_IMMEDIATE, "2026-11-22T12:00", "2026-11-23T09:00", "2026-11-23T10:00", false },
	{ CHART_OFFICE, "plain", BAND_IMMEDIATE, "2026-11-22T12:00", "2026-11-23T08:30", "2026-11-23T09:30", false },
	/* the end of a shift: a quarter of an hour is time to read, less is not */
	{ CHART_OFFICE, NULL, BAND_IMMEDIATE, "2026-11-23T16:40", "2026-11-23T16:40", "2026-11-23T17:40", true },
	{ CHART_OFFICE, NULL, BAND_IMMEDIATE, "2026-11-23T16:45", "2026-11-23T16:45", "2026-11-23T17:45", true },
	{ CHART_OFFICE, NULL, BAND_IMMEDIATE, "2026-11-23T16:46", "2026-11-23T16:46", "2026-11-24T10:00", false },
	/* before it: whoever comes at nine has until ten, as any day */
	{ CHART_OFFICE, NULL, BAND_IMMEDIATE, "2026-11-24T08:20", "2026-11-24T09:00", "2026-11-24T10:00", false },
	{ CHART_OFFICE, NULL, BAND_IMMEDIATE, "2026-11-20T23:00", "2026-11-23T09:00", "2026-11-23T10:00", false },
	{ CHART_OFFICE, NULL, BAND_URGENT, "2026-11-19T18:00", "2026-11-20T09:00", "2026-11-20T18:00", true },
	{ CHART_OFFICE, NULL, BAND_URGENT, "2026-11-20T18:00", "2026-11-23T09:00", "2026-11-23T17:00", false },
	{ CHART_OFFICE, NULL, BAND_URGENT, "2026-11-22T12:00", "2026-11-23T09:00", "2026-11-23T17:00", false },
	/* half-term; clocks go back on its first Sunday */
	{ CHART_OFFICE, "plain", BAND_PRIORITY, "2026-10-23T14:30", "2026-11-02T08:30", "2026-11-02T15:30", true },
	{ CHART_OFFICE, "plain", BAND_PRIORITY, "2026-10-27T10:00", "2026-11-02T08:30", "2026-11-02T15:30", true },
	{ CHART_OFFICE, "plain", BAND_IMMEDIATE, "2026-10-27T10:00", "2026-10-27T10:00", "2026-10-27T11:00", true },
	{ CHART_OFFICE, "plain", BAND_URGENT, "2026-10-24T12:00", "2026-10-26T09:00", "2026-10-26T17:00", false },
	/* 24 to 26 December: the 28th is a bank holiday too */
	{ CHART_OFFICE, "plain", BAND_PRIORITY, "2026-12-24T10:00", "2027-01-04T08:30", "2027-01-04T15:30", true },
	{ CHART_OFFICE, NULL, BAND_PRIORITY, "2026-12-24T10:00", "2026-12-24T10:00", "2027-01-04T15:30", true },
	{ CHART_OFFICE, NULL, BAND_PRIORITY, "2026-12-25T10:00", "2026-12-29T09:00", "2027-01-04T15:30", true },
	{ CHART_OFFICE, "plain", BAND_URGENT, "2026-12-24T12:00", "2026-12-24T12:00", "2026-12-25T12:00", true },
	{ CHART_OFFICE, "plain", BAND_URGENT, "2026-12-24T18:00", "2026-12-29T09:00", "2026-12-29T17:00", false },
	{ CHART_OFFICE, "plain", BAND_IMMEDIATE, "2026-12-25T03:00", "2026-12-29T09:00", "2026-12-29T10:00", false },
	{ CHART_OFFICE, "plain", BAND_IMMEDIATE, "2026-12-26T23:59", "2026-12-29T09:00", "2026-12-29T10:00", false },
	{ CHART_NIGHTS, NULL, BAND_IMMEDIATE, "2026-12-24T23:30", "2026-12-24T23:30", "2026-12-25T00:30", true },
	{ CHART_NIGHTS, NULL, BAND_IMMEDIATE, "2026-12-24T23:50", "2026-12-24T23:50", "2026-12-29T01:00", false },
	/* Easter; clocks go forward on its Sunday, and so is nine o'clock eight in UTC */
	{ CHART_OFFICE, NULL, BAND_IMMEDIATE, "2027-03-27T12:00", "2027-03-30T08:00", "2027-03-30T09:00", false },
	{ CHART_OFFICE, "plain", BAND_PRIORITY, "2027-03-25T16:00", "2027-04-12T07:30", "2027-04-12T14:30", true },
	/* both clock changes over plain weekends */
	{ CHART_OFFICE, NULL, BAND_IMMEDIATE, "2028-03-25T12:00", "2028-03-27T08:00", "2028-03-27T09:00", false },
	{ CHART_OFFICE, NULL, BAND_IMMEDIATE, "2028-10-28T12:00", "2028-10-30T09:00", "2028-10-30T10:00", false },
	/* somebody always */
	{ CHART_ALWAYS, NULL, BAND_IMMEDIATE, "2026-12-25T03:00", "2026-12-25T03:00", "2026-12-25T04:00", true },
	{ CHART_ALWAYS, "plain", BAND_IMMEDIATE, "2026-12-25T03:00", "2026-12-25T03:00", "2026-12-25T04:00", true },
	{ CHART_ALWAYS, NULL, BAND_URGENT, "2026-12-25T03:00", "2026-12-25T03:00", "2026-12-26T03:00", true },
	{ CHART_ALWAYS, NULL, BAND_IMMEDIATE, "2026-10-25T00:30", "2026-10-25T00:30", "2026-10-25T01:30", true },
	{ CHART_ALWAYS, NULL, BAND_IMMEDIATE, "2027-03-28T00:30", "2027-03-28T00:30", "2027-03-28T01:30", true },
	{ CHART_ALWAYS, NULL, BAND_PRIORITY, "2026-12-25T03:00", "2026-12-29T09:00", "2027-01-04T15:30", true },
	/* nobody but the schools */
	{ CHART_NOBODY, "plain", BAND_IMMEDIATE, "2026-11-20T16:00", "2026-11-23T08:30", "2026-11-23T09:30", false },
	{ CHART_NOBODY, "plain", BAND_PRIORITY, "2026-11-20T16:00", "2026-11-23T08:30", "2026-11-23T15:30", true },
	{ CHART_NOBODY, NULL, BAND_IMMEDIATE, "2026-11-20T10:00", NEVER, NEVER, false },
	{ CHART_NOBODY, NULL, BAND_ROUTINE, "2026-11-20T10:00", NEVER, NEVER, false },
	/* 01:01 to 01:59 at weekends: on one night those minutes never come, on another they come twice. Nobody is
	 * there on the Friday when it is due. */
	{ CHART_ODD, NULL, BAND_ROUTINE, "2027-03-28T00:00", "2027-03-29T08:07", "2027-04-17T00:59", false },
	{ CHART_ODD, NULL, BAND_ROUTINE, "2026-10-25T01:00", "2026-10-25T01:01", "2026-11-07T01:59", false },
	/* past what the calendar knows: terms to August 2028, bank holidays to that year's end */
	{ CHART_OFFICE, "plain", BAND_PRIORITY, "2028-08-20T10:00", NEVER, NEVER, false },
	{ CHART_OFFICE, "plain", BAND_IMMEDIATE, "2028-08-20T10:00", "2028-08-21T08:00", "2028-08-21T09:00", false },
	{ CHART_OFFICE, NULL, BAND_IMMEDIATE, "2028-12-26T18:00", "2028-12-27T09:00", "2028-12-27T10:00", false },
	{ CHART_OFFICE, NULL, BAND_PRIORITY, "2028-12-29T18:00", NEVER, NEVER, false },
	{ CHART_OFFICE, NULL, BAND_IMMEDIATE, "2028-12-29T18:00", NEVER, NEVER, false },
	{ CHART_ALWAYS, NULL, BAND_IMMEDIATE, "2029-12-25T03:00", "2029-12-25T03:00", "2029-12-25T04:00", true },
};

static const char *
moment(int64_t at, char text[CLOCK_TEXT])
{
	if (at == COVER_NEVER)
		return NEVER;
	clock_text(at, text);
	text[strlen("2026-11-20T15:30")] = '\0';
	return text;
}

START_TEST(named_dates_are_promised_as_somebody_would_by_hand)
{
	const int64_t now = utc(cases[_i].now);
	char look[CLOCK_TEXT], back[CLOCK_TEXT];
	const struct school *school;
	struct promise p;

	chart_hang(cases[_i].rota);
	school = chart_school(cases[_i].school);
	p = cover_promise(chart_policy, school, cases[_i].band, now);
	ck_assert_str_eq(moment(p.next_look, look), cases[_i].look);
	ck_assert_str_eq(moment(p.come_back, back), cases[_i].back);
	ck_assert_int_eq(p.come_back <= clock_due(chart_policy, school, cases[_i].band, now), cases[_i].in_time);
}
END_TEST

/* --- at any time --- */

static const char *const codes[] = { NULL, "plain", "inset" };
enum { CODES = 3, TWO_YEARS = 2 * 365 * DAY / HALF, AHEAD = 40 * DAY / HALF, OFF_GRID = 17 * MINUTE + 13 };

static int64_t
start_of_two_years(void)
{
	return utc("2026-09-01T00:00");
}

/* Every edge of this rota is on a half hour. */
static void
check_looks(const struct school *school, enum band band)
{
	static int64_t next[TWO_YEARS + AHEAD + 1];
	static bool covered[TWO_YEARS + AHEAD];
	const int64_t from = start_of_two_years();

	next[TWO_YEARS + AHEAD] = -1;
	for (int i = TWO_YEARS + AHEAD - 1; i >= 0; i--) {
		covered[i] = chart_covers(school, band, from + (int64_t)i * HALF);
		next[i] = covered[i] ? from + (int64_t)i * HALF : next[i + 1];
	}
	for (int i = 0; i < TWO_YEARS; i++) {
		const int64_t now = from + (int64_t)i * HALF, later = now + OFF_GRID;

		if (next[i + 1] < 0)
			break;
		MUST(cover_promise(chart_policy, school, band, now).next_look == next[i]);
		MUST(cover_promise(chart_policy, school, band, later).next_look == (covered[i] ? later : next[i + 1]));
		if (band == BAND_ROUTINE)
			MUST(cover_next_look(chart_policy, school, now) == next[i]);
	}
}

START_TEST(the_next_look_is_the_first_covered_moment)
{
	static const enum chart on_half_hours[] = { CHART_OFFICE, CHART_NIGHTS, CHART_ALWAYS };

	chart_hang(on_half_hours[_i]);
	for (int s = 0; s < CODES; s++) {
		check_looks(chart_school(codes[s]), BAND_IMMEDIATE);
		check_looks(chart_school(codes[s]), BAND_ROUTINE);
	}
}
END_TEST

/* The week around a clock change, minute by minute. */
START_TEST(no_minute_is_lost_or_made_up_when_clocks_change)
{
	static const char *const nights[] = { "2026-10-25T01:00", "2027-03-28T01:00", "2028-03-26T01:00" };
	static const enum chart rota[] = { CHART_ALWAYS, CHART_SPLIT, CHART_ODD, CHART_NIGHTS };

	for (size_t r = 0; r < sizeof rota / sizeof rota[0]; r++) {
		const int64_t night = utc(nights[_i]);
		int64_t next = -1;

		chart_hang(rota[r]);
		for (int64_t now = night + 8 * DAY; now >= night - 4 * DAY; now -= MINUTE) {
			if (chart_covers(NULL, BAND_IMMEDIATE, now))
				next = now;
			if (next >= 0 && now < night + 4 * DAY)
				MUST(cover_promise(chart_policy, NULL, BAND_IMMEDIATE, now).next_look == next);
			if (rota[r] == CHART_ALWAYS || rota[r] == CHART_SPLIT)
				MUST(next == now);
		}
	}
}
END_TEST

/* So many minutes of the next so many are covered. */
static int
minutes_covered(const struct school *school, enum band band, int64_t from, int64_t seconds)
{
	int n = 0;

	for (int64_t at = from; at < from + seconds; at += MINUTE)
		n += chart_covers(school, band, at);
	return n;
}

static void
check_promise(const struct school *school, enum band band, int64_t now, int64_t *before)
{
	const struct promise p = cover_promise(chart_policy, school, band, now);
	const int64_t due = clock_due(chart_policy, school, band, now);

	if (p.come_back == COVER_NEVER)
		return;
	MUST(p.come_back >= p.next_look);
	MUST(p.come_back >= due - due % MINUTE);
	MUST(p.come_back >= *before);
	*before = p.come_back;
	/* The hour that is named late is a reader's; and within an hour nobody answers who is not there. */
	if (p.come_back > due)
		MUST(chart_covers(school, band, p.come_back - 1));
	else if (band == BAND_IMMEDIATE)
		MUST(minutes_covered(school, band, now, HOUR) >= COVER_READING);
	/* A later look says the same until then. */
	for (int quarter = 0; quarter < 4; quarter++)
		MUST(cover_come_back(chart_policy, school, band, due, now + (p.come_back - 1 - now) / 4 * quarter) ==
		    p.come_back);
	MUST(cover_come_back(chart_policy, school, band, due, p.come_back - 1) == p.come_back);
	MUST(cover_come_back(chart_policy, school, band, due, p.come_back) > p.come_back);
}

START_TEST(a_promise_is_kept_by_somebody_and_never_earlier_for_a_later_report)
{
	const int64_t from = start_of_two_years();

	chart_hang((enum chart)_i);
	for (int s = 0; s < CODES; s++)
		for (int b = 0; b < BAND_N; b++) {
			int64_t before = 0;

			for (int64_t now = from; now < from + (int64_t)400 * DAY; now += 97 * MINUTE + 11)
				check_promise(chart_school(codes[s]), (enum band)b, now, &before);
		}
}
END_TEST

START_TEST(without_a_night_rota_no_hour_is_promised_at_night)
{
	const int64_t from = start_of_two_years();
	int at_night = 0;

	chart_hang((enum chart)_i);
	ck_assert_int_le(_i, CHART_OFFICE);
	ck_assert(!cover_is_always(chart_policy));
	for (int64_t now = from; now < from + (int64_t)400 * DAY; now += HALF)
		for (int c = 0; c < CODES; c++) {
			const struct school *school = chart_school(codes[c]);
			const struct promise p = cover_promise(chart_policy, school, BAND_IMMEDIATE, now);

			if (minutes_covered(school, BAND_IMMEDIATE, now, HOUR) > 0)
				continue;
			at_night++;
			MUST(p.next_look > now + HOUR - MINUTE);
			MUST(p.come_back > now + HOUR);
		}
	ck_assert_int_gt(at_night, 1000);
}
END_TEST

START_TEST(with_somebody_always_there_it_is_an_hour_at_any_time)
{
	chart_hang(CHART_ALWAYS);
	ck_assert(cover_is_always(chart_policy));
	for (int64_t now = start_of_two_years(); now < utc("2029-03-01T00:00"); now += HALF + 7) {
		const struct promise p = cover_promise(chart_policy, NULL, BAND_IMMEDIATE, now);

		MUST(p.next_look == now);
		MUST(p.come_back == now + HOUR - now % MINUTE);
	}
}
END_TEST

static const struct { const char *cover; bool is_always; } whole[] = {
	{ "duty: [{days: [mon-sun], from: \"00:00\", to: \"24:00\", bank_holidays: true}]\ncouncil: []\n", true },
	{ "council: [{days: [mon-sun], from: \"00:00\", to: \"24:00\", bank_holidays: true}]\nduty: []\n", true },
	{ "duty: [{days: [mon-sun], from: \"00:00\", to: \"24:00\", bank_holidays: false}]\ncouncil: []\n", false },
	{ "duty: [{days: [mon-sat], from: \"00:00\", to: \"24:00\", bank_holidays: true}]\ncouncil: []\n", false },
	{ "duty: [{days: [mon-sun], from: \"00:00\", to: \"23:59\", bank_holidays: true}]\ncouncil: []\n", false },
	{ "duty: [{days: [mon-sun], from: \"00:01\", to: \"24:00\", bank_holidays: true}]\ncouncil: []\n", false },
	{ "duty: [{days: [mon, wed-sun, tue], from: \"17:00\", to: \"24:00\", bank_holidays: true},\n"
	    "  {days: [mon-sun], from: \"00:00\", to: \"09:00\", bank_holidays: true}]\n"
	    "council: [{days: [mon-sun], from: \"09:00\", to: \"17:00\", bank_holidays: true}]\n", true },
	{ "duty: [{days: [mon-sun], from: \"17:00\", to: \"24:00\", bank_holidays: true},\n"
	    "  {days: [mon-sun], from: \"00:00\", to: \"09:00\", bank_holidays: true}]\n"
	    "council: [{days: [mon-fri], from: \"09:00\", to: \"17:00\", bank_holidays: true}]\n", false },
	{ "duty: []\ncouncil: []\n", false },
};

START_TEST(day_and_night_means_every_minute_of_every_day)
{
	struct policy *other;

	folder_write("cover.yaml", whole[_i].cover);
	ck_assert_int_eq(policy_load(folder_path("."), stderr, &other), GW_OK);
	ck_assert_int_eq(cover_is_always(other), whole[_i].is_always);
	policy_free(other);
}
END_TEST

START_TEST(a_holiday_longer_than_a_year_promises_nothing)
{
	char text[TEXT];
	size_t used = (size_t)snprintf(text, TEXT, "zone: Europe/London\nopens: \"08:30\"\ncloses: \"15:30\"\n"
	    "closed:\n");
	const int64_t now = utc("2026-11-20T16:00");
	struct promise p;

	for (int i = 0; i < 7; i++) {
		char first[16], last[16];
		const time_t from = (time_t)(now + (int64_t)i * 70 * DAY), to = from + 69 * DAY;
		struct tm tm;

		strftime(first, sizeof first, "%Y-%m-%d", gmtime_r(&from, &tm));
		strftime(last, sizeof last, "%Y-%m-%d", gmtime_r(&to, &tm));
		used += (size_t)snprintf(text + used, TEXT - used, "  - {from: \"%s\", to: \"%s\", why: x}\n", first,
		    last);
	}
	snprintf(text + used, TEXT - used, "bank_holidays: [{day: \"2028-12-25\", why: x}]\n");
	folder_write("calendar.yaml", text);
	chart_hang(CHART_NOBODY);
	for (int b = 0; b < BAND_N; b++) {
		p = cover_promise(chart_policy, chart_school("plain"), (enum band)b, now);
		ck_assert_int_eq(p.next_look, COVER_NEVER);
		ck_assert_int_eq(p.come_back, COVER_NEVER);
	}
	chart_hang(CHART_OFFICE);
	p = cover_promise(chart_policy, chart_school("plain"), BAND_IMMEDIATE, now);
	ck_assert_int_eq(p.come_back, now + HOUR);
}
END_TEST

START_TEST(what_was_due_long_ago_is_looked_for_when_the_next_shift_has_been)
{
	static const struct { const char *school; enum band band; const char *due, *now, *back; } late[] = {
		{ "plain", BAND_PRIORITY, "2026-11-16T15:30", "2026-11-20T10:00", "2026-11-20T15:30" },
		{ "plain", BAND_PRIORITY, "2026-11-16T15:30", "2026-11-20T15:20", "2026-11-23T15:30" },
		{ "inset", BAND_ROUTINE, "2026-11-16T15:30", "2026-11-20T15:30", "2026-11-24T15:30" },
		{ NULL, BAND_ROUTINE, "2026-11-16T15:30", "2026-11-20T10:00", "2026-11-20T17:00" },
		{ NULL, BAND_IMMEDIATE, "2026-11-16T11:00", "2026-11-20T10:00", "2026-11-20T11:00" },
		{ NULL, BAND_IMMEDIATE, "2026-11-16T11:00", "2026-11-20T20:00", "2026-11-23T10:00" },
		{ NULL, BAND_URGENT, "2026-11-16T11:00", "2026-11-20T10:00", "2026-11-20T17:00" },
	};
	char back[CLOCK_TEXT];

	ck_assert_str_eq(moment(cover_come_back(chart_policy, chart_school(late[_i].school), late[_i].band,
	    utc(late[_i].due), utc(late[_i].now)), back), late[_i].back);
}
END_TEST

START_TEST(moments_that_cannot_be_are_never_named)
{
	static const int64_t odd[] = { INT64_MIN, -1, 0, 946684799, 4133980800, INT64_MAX - 1, INT64_MAX };
	char words[CLOCK_WORDS];

	chart_hang(CHART_ALWAYS);
	for (size_t i = 0; i < sizeof odd / sizeof odd[0]; i++)
		for (int b = 0; b < BAND_N; b++) {
			const enum band band = (enum band)b;

			ck_assert_int_eq(cover_come_back(chart_policy, NULL, band, odd[i], 1795000000), COVER_NEVER);
			ck_assert_int_eq(cover_come_back(chart_policy, NULL, band, 1795000000, odd[i]), COVER_NEVER);
			ck_assert_int_eq(cover_promise(chart_policy, NULL, band, odd[i]).come_back, COVER_NEVER);
			ck_assert_int_eq(cover_next_look(chart_policy, NULL, odd[i]), COVER_NEVER);
		}
	clock_words(&chart_policy->calendar, COVER_NEVER, words);
	ck_assert_str_eq(words, "-");
}
END_TEST

Suite *
suite(void)
{
	Suite *s = suite_create("cover");
	TCase *c = tcase_create("cover");

	tcase_add_checked_fixture(c, chart_set_up, chart_tear_down);
	tcase_set_timeout(c, 60);
	tcase_add_loop_test(c, named_dates_are_promised_as_somebody_would_by_hand, 0, sizeof cases / sizeof cases[0]);
	tcase_add_loop_test(c, the_next_look_is_the_first_covered_moment, 0, 3);
	tcase_add_loop_test(c, no_minute_is_lost_or_made_up_when_clocks_change, 0, 3);
	tcase_add_loop_test(c, a_promise_is_kept_by_somebody_and_never_earlier_for_a_later_report, 0, CHART_N);
	tcase_add_loop_test(c, without_a_night_rota_no_hour_is_promised_at_night, CHART_NOBODY, CHART_OFFICE + 1);
	tcase_add_test(c, with_somebody_always_there_it_is_an_hour_at_any_time);
	tcase_add_loop_test(c, day_and_night_means_every_minute_of_every_day, 0, sizeof whole / sizeof whole[0]);
	tcase_add_test(c, a_holiday_longer_than_a_year_promises_nothing);
	tcase_add_loop_test(c, what_was_due_long_ago_is_looked_for_when_the_next_shift_has_been, 0, 7);
	tcase_add_test(c, moments_that_cannot_be_are_never_named);
	suite_add_tcase(s, c);
	return s;
}
