/* test_clock.c: when a report is due, by the wall and by school days, across holidays and clock changes. */
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <linux/seccomp.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#include "clock.h"
#include "files.h"
#include "urgent_response.h"
#include "run.h"
#include "utc.h"

static struct policy *policy;

static void
load(void)
{
	folder_make();
	folder_copy("policy", ".");
	folder_copy("policy/wording", "wording");
	/* A calendar of the test's own: the tree's changes every year. */
	folder_write("calendar.yaml", "zone: Europe/London\nopens: \"08:30\"\ncloses: \"15:30\"\nclosed:\n"
	    "  - {from: \"2026-10-26\", to: \"2026-10-30\", why: half-term}\n"
	    "  - {from: \"2026-12-21\", to: \"2027-01-01\", why: Christmas}\n"
	    "  - {from: \"2027-03-26\", to: \"2027-04-09\", why: Easter}\n"
	    "bank_holidays:\n"
	    "  - {day: \"2026-12-25\", why: Christmas Day}\n"
	    "  - {day: \"2027-05-03\", why: early May}\n");
	folder_write("schools.yaml", "schools:\n  - {code: plain, name: Plain School}\n"
	    "  - {code: inset, name: Inset School, closed: [{from: \"2026-11-23\", why: INSET}, "
	    "{from: \"2027-01-04\", to: \"2027-01-05\", why: INSET}]}\n");
	ck_assert_int_eq(policy_load(folder_path("."), stderr, &policy), GW_OK);
}

static void
unload(void)
{
	policy_free(policy);
	folder_drop();
}

static bool
is_school_day(const char *code, const char *at)
{
	const struct school *school = code == NULL ? NULL : policy_school(policy, span_of(code));

	return clock_is_open(&policy->calendar, school, clock_wall(&policy->calendar, utc(at)).day);
}

/* All in UTC; London is an hour ahead from the last Sunday of March to that of October. */
static const struct { enum band band; const char *now, *due; } cases[] = {
	{ BAND_IMMEDIATE, "2026-11-20T15:30", "2026-11-20T16:30Z" },
	{ BAND_IMMEDIATE, "2026-12-25T03:00", "2026-12-25T04:00Z" },
	{ BAND_URGENT, "2026-11-20T15:30", "2026-11-21T15:30Z" },	/* Saturday: no pause */
	{ BAND_URGENT, "2026-10-24T12:00", "2026-10-25T12:00Z" },	/* 24 h by the wall, not the clock's face */
	{ BAND_PRIORITY, "2026-11-20T15:30", "2026-11-23T15:30Z" },	/* Friday at close: Monday's */
	{ BAND_PRIORITY, "2026-11-20T08:29", "2026-11-20T15:30Z" },	/* before school opens */
	{ BAND_PRIORITY, "2026-11-20T08:30", "2026-11-23T15:30Z" },
	{ BAND_PRIORITY, "2026-11-21T12:00", "2026-11-23T15:30Z" },	/* Saturday */
	{ BAND_PRIORITY, "2026-11-22T23:59", "2026-11-23T15:30Z" },	/* Sunday */
	{ BAND_PRIORITY, "2026-11-23T07:00", "2026-11-23T15:30Z" },
	{ BAND_PRIORITY, "2026-11-23T09:00", "2026-11-24T15:30Z" },
	{ BAND_PRIORITY, "2026-10-23T14:30", "2026-11-02T15:30Z" },	/* half-term; clocks go back */
	{ BAND_PRIORITY, "2026-10-27T10:00", "2026-11-02T15:30Z" },	/* during it */
	{ BAND_PRIORITY, "2026-12-18T15:00", "2027-01-04T15:30Z" },	/* Christmas */
	{ BAND_PRIORITY, "2026-12-25T10:00", "2027-01-04T15:30Z" },
	{ BAND_PRIORITY, "2027-01-04T03:00", "2027-01-04T15:30Z" },	/* first morning back */
	{ BAND_PRIORITY, "2027-03-25T16:00", "2027-04-12T14:30Z" },	/* Easter; clocks go forward */
	{ BAND_PRIORITY, "2027-04-30T10:00", "2027-05-04T14:30Z" },	/* bank holiday Monday */
	{ BAND_PRIORITY, "2028-03-24T16:00", "2028-03-27T14:30Z" },	/* spring forward over a plain weekend */
	{ BAND_PRIORITY, "2028-10-27T15:00", "2028-10-30T15:30Z" },	/* fall back over a plain weekend */
	{ BAND_PRIORITY, "2027-06-14T23:30", "2027-06-15T14:30Z" },	/* 00:30 Tuesday in London */
	{ BAND_PRIORITY, "2027-06-15T07:29", "2027-06-15T14:30Z" },	/* 08:29 in London */
	{ BAND_PRIORITY, "2027-06-15T07:30", "2027-06-16T14:30Z" },
	{ BAND_ROUTINE, "2026-11-16T10:00", "2026-11-23T15:30Z" },	/* five school days */
	{ BAND_ROUTINE, "2026-12-16T10:00", "2027-01-06T15:30Z" },	/* over Christmas */
};

START_TEST(a_report_is_due_when_the_calendar_says)
{
	char text[CLOCK_TEXT];

	clock_text(clock_due(policy, NULL, cases[_i].band, utc(cases[_i].now)), text);
	ck_assert_str_eq(text, cases[_i].due);
}
END_TEST

/* A school that is closed on 23 November, 4 and 5 January, and one that is not. */
static const struct { enum band band; const char *now, *due, *due_inset; } schools[] = {
	{ BAND_IMMEDIATE, "2026-11-22T15:30", "2026-11-22T16:30Z", "2026-11-22T16:30Z" },
	{ BAND_URGENT, "2026-11-22T15:30", "2026-11-23T15:30Z", "2026-11-23T15:30Z" },
	{ BAND_PRIORITY, "2026-11-20T15:30", "2026-11-23T15:30Z", "2026-11-24T15:30Z" },
	{ BAND_PRIORITY, "2026-11-23T07:00", "2026-11-23T15:30Z", "2026-11-24T15:30Z" },
	{ BAND_PRIORITY, "2026-11-24T07:00", "2026-11-24T15:30Z", "2026-11-24T15:30Z" },
	{ BAND_PRIORITY, "2026-12-24T12:00", "2027-01-04T15:30Z", "2027-01-06T15:30Z" },
	{ BAND_ROUTINE, "2026-11-18T10:00", "2026-11-25T15:30Z", "2026-11-26T15:30Z" },
};

START_TEST(a_schools_own_closed_days_are_no_school_days_for_it)
{
	const struct school *plain = policy_school(policy, span_of("plain"));
	const struct school *inset = policy_school(policy, span_of("inset"));
	const int64_t now = utc(schools[_i].now);
	char text[CLOCK_TEXT];

	clock_text(clock_due(policy, plain, schools[_i].band, now), text);
	ck_assert_str_eq(text, schools[_i].due);
	clock_text(clock_due(policy, NULL, schools[_i].band, now), text);
	ck_assert_str_eq(text, schools[_i].due);
	clock_text(clock_due(policy, inset, schools[_i].band, now), text);
	ck_assert_str_eq(text, schools[_i].due_inset);
}
END_TEST

/* Reviews: 24 hours for the two grave bands, five school days for priority, ten for routine. */
static const struct { enum band band; const char *now, *due, *due_inset; } reviews[] = {
	{ BAND_IMMEDIATE, "2026-11-20T15:30", "2026-11-21T15:30Z", "2026-11-21T15:30Z" },	/* Friday 15:30 */
	{ BAND_URGENT, "2026-11-20T15:30", "2026-11-21T15:30Z", "2026-11-21T15:30Z" },
	{ BAND_PRIORITY, "2026-11-20T15:30", "2026-11-27T15:30Z", "2026-11-30T15:30Z" },
	{ BAND_ROUTINE, "2026-11-20T15:30", "2026-12-04T15:30Z", "2026-12-07T15:30Z" },
	{ BAND_PRIORITY, "2026-10-23T14:30", "2026-11-06T15:30Z", "2026-11-06T15:30Z" },	/* into half-term */
	{ BAND_ROUTINE, "2026-10-23T14:30", "2026-11-13T15:30Z", "2026-11-13T15:30Z" },	/* clocks go back */
	{ BAND_URGENT, "2026-10-28T10:00", "2026-10-29T10:00Z", "2026-10-29T10:00Z" },	/* in half-term */
	{ BAND_PRIORITY, "2026-10-28T10:00", "2026-11-06T15:30Z", "2026-11-06T15:30Z" },
	{ BAND_IMMEDIATE, "2026-10-24T12:00", "2026-10-25T12:00Z",
	    "2026-10-25T12:00Z" },	/* 24 hours by the wall */
	{ BAND_URGENT, "2027-03-27T12:00", "2027-03-28T12:00Z", "2027-03-28T12:00Z" },	/* clocks go forward */
	{ BAND_PRIORITY, "2027-03-25T16:00", "2027-04-16T14:30Z", "2027-04-16T14:30Z" },	/* over Easter too */
	{ BAND_PRIORITY, "2028-03-24T16:00", "2028-03-31T14:30Z",
	    "2028-03-31T14:30Z" },	/* over a plain weekend */
	{ BAND_ROUTINE, "2028-10-27T15:00", "2028-11-10T15:30Z", "2028-11-10T15:30Z" },
	{ BAND_PRIORITY, "2026-12-18T15:00", "2027-01-08T15:30Z",
	    "2027-01-12T15:30Z" },	/* INSET, 4 and 5 January */
	{ BAND_PRIORITY, "2026-11-20T08:29", "2026-11-26T15:30Z",
	    "2026-11-27T15:30Z" },	/* before school opens */
};

START_TEST(a_review_is_due_when_the_calendar_says)
{
	const int64_t now = utc(reviews[_i].now);
	char text[CLOCK_TEXT];

	clock_text(clock_review(policy, NULL, reviews[_i].band, now), text);
	ck_assert_str_eq(text, reviews[_i].due);
	clock_text(clock_review(policy, policy_school(policy, span_of("inset")), reviews[_i].band, now), text);
	ck_assert_str_eq(text, reviews[_i].due_inset);
}
END_TEST

/* By London's clock, a second before school opens, as it opens, and a second later: the named days, with INSET after
 * them, half-term, Christmas, and each clock change. In the order: Plain School, Inset School; as it is before school
 * opens, and from then on. */
static const struct { enum band band; const char *opens, *plain[2], *inset[2]; } mornings[] = {
	{ BAND_PRIORITY, "2026-11-20T08:30", { "2026-11-20T15:30Z", "2026-11-23T15:30Z" },
	    { "2026-11-20T15:30Z", "2026-11-24T15:30Z" } },			/* Friday; INSET on Monday */
	{ BAND_ROUTINE, "2026-11-20T08:30", { "2026-11-26T15:30Z", "2026-11-27T15:30Z" },
	    { "2026-11-27T15:30Z", "2026-11-30T15:30Z" } },
	{ BAND_PRIORITY, "2026-10-23T07:30", { "2026-10-23T14:30Z", "2026-11-02T15:30Z" },
	    { "2026-10-23T14:30Z", "2026-11-02T15:30Z" } },	/* half-term; clocks go back on the 25th */
	{ BAND_ROUTINE, "2026-10-23T07:30", { "2026-11-05T15:30Z", "2026-11-06T15:30Z" },
	    { "2026-11-05T15:30Z", "2026-11-06T15:30Z" } },
	{ BAND_PRIORITY, "2026-12-24T08:30", { "2027-01-04T15:30Z", "2027-01-04T15:30Z" },
	    { "2027-01-06T15:30Z", "2027-01-06T15:30Z" } },	/* Christmas, then INSET on 4 and 5 January */
	{ BAND_ROUTINE, "2026-12-24T08:30", { "2027-01-08T15:30Z", "2027-01-08T15:30Z" },
	    { "2027-01-12T15:30Z", "2027-01-12T15:30Z" } },
	{ BAND_PRIORITY, "2026-12-26T08:30", { "2027-01-04T15:30Z", "2027-01-04T15:30Z" },
	    { "2027-01-06T15:30Z", "2027-01-06T15:30Z" } },
	{ BAND_PRIORITY, "2027-03-25T08:30", { "2027-03-25T15:30Z", "2027-04-12T14:30Z" },
	    { "2027-03-25T15:30Z", "2027-04-12T14:30Z" } },	/* Easter; clocks go forward on the 28th */
	{ BAND_ROUTINE, "2027-03-25T08:30", { "2027-04-15T14:30Z", "2027-04-16T14:30Z" },
	    { "2027-04-15T14:30Z", "2027-04-16T14:30Z" } },
	{ BAND_PRIORITY, "2027-10-29T07:30", { "2027-10-29T14:30Z", "2027-11-01T15:30Z" },
	    { "2027-10-29T14:30Z", "2027-11-01T15:30Z" } },	/* a plain weekend when clocks go back */
};

START_TEST(a_second_around_schools_opening_and_around_the_due_decides)
{
	const int64_t opens = utc(mornings[_i].opens);

	for (int64_t around = -1; around <= 1; around++)
		for (int inset = 0; inset < 2; inset++) {
			const struct school *school = policy_school(policy, span_of(inset ? "inset" : "plain"));
			const char *const *want = inset ? mornings[_i].inset : mornings[_i].plain;
			const int64_t due = clock_due(policy, school, mornings[_i].band, opens + around);
			const struct limit l = { .runs = true, .start = opens + around, .due = due };
			char text[CLOCK_TEXT];

			clock_text(due, text);
			ck_assert_str_eq(text, want[around >= 0]);
			ck_assert(!limit_is_missed(&l, due - 1));
			ck_assert(!limit_is_missed(&l, due));
			ck_assert(limit_is_missed(&l, due + 1));
		}
}
END_TEST

START_TEST(a_later_report_is_never_due_earlier)
{
	int64_t from = utc("2026-08-01T00:00"), to = utc("2027-08-01T00:00"), before[BAND_N] = { 0 };

	for (int64_t now = from; now < to; now += 1799)
		for (int b = 0; b < BAND_N; b++) {
			int64_t due = clock_due(policy, NULL, (enum band)b, now);

			ck_assert_int_gt(due, now);
			ck_assert_int_ge(due, before[b]);
			before[b] = due;
		}
}
END_TEST

START_TEST(a_graver_band_is_never_due_later_than_the_hours_it_has)
{
	for (int64_t now = utc("2026-08-01T00:00"); now < utc("2027-08-01T00:00"); now += 3607) {
		ck_assert_int_eq(clock_due(policy, NULL, BAND_IMMEDIATE, now) - now, 3600);
		ck_assert_int_eq(clock_due(policy, NULL, BAND_URGENT, now) - now, 24 * 3600);
		ck_assert_int_ge(clock_due(policy, NULL, BAND_ROUTINE, now),
		    clock_due(policy, NULL, BAND_PRIORITY, now));
	}
}
END_TEST

START_TEST(school_days_are_weekdays_outside_the_closed_spans)
{
	ck_assert(is_school_day(NULL, "2026-11-20T12:00"));
	ck_assert(!is_school_day(NULL, "2026-11-21T12:00"));
	ck_assert(!is_school_day(NULL, "2026-10-26T12:00"));
	ck_assert(!is_school_day(NULL, "2027-05-03T12:00"));
	ck_assert(is_school_day("plain", "2026-11-23T12:00"));
	ck_assert(!is_school_day("inset", "2026-11-23T12:00"));
	/* Sunday in UTC, Monday in London. */
	ck_assert(is_school_day(NULL, "2027-06-13T23:30"));
}
END_TEST

START_TEST(a_process_that_may_open_nothing_still_knows_the_hour)
{
	pid_t child = fork();
	int status;

	ck_assert_int_ge(child, 0);
	if (child == 0) {
		/* Strict seccomp: read, write and exit are all that is left; any open is death. */
		if (prctl(PR_SET_SECCOMP, SECCOMP_MODE_STRICT) != 0)
			_exit(1);
		for (int i = 0; i < (int)(sizeof cases / sizeof cases[0]); i++)
			if (clock_due(policy, NULL, cases[i].band, 1795000000 + i) <= 1795000000)
				syscall(SYS_exit, 2);
		syscall(SYS_exit, 0);
	}
	ck_assert_int_eq(waitpid(child, &status, 0), child);
	ck_assert_msg(WIFEXITED(status) && WEXITSTATUS(status) == 0, "status %d", status);
}
END_TEST

START_TEST(loading_a_zone_leaves_the_process_in_its_own)
{
	struct policy *other;
	struct tm tm;
	time_t summer = 1782000000;

	ck_assert_int_eq(setenv("TZ", "UTC", 1), 0);
	ck_assert_int_eq(policy_load(folder_path("."), stderr, &other), GW_OK);
	ck_assert_str_eq(getenv("TZ"), "UTC");
	ck_assert_ptr_nonnull(localtime_r(&summer, &tm));
	ck_assert_int_eq(tm.tm_gmtoff, 0);
	policy_free(other);
}
END_TEST

START_TEST(moments_are_written_in_utc)
{
	char text[CLOCK_TEXT];

	clock_text(0, text);
	ck_assert_str_eq(text, "1970-01-01T00:00Z");
	clock_text(INT64_MAX, text);
	ck_assert_str_eq(text, "-");
}
END_TEST

START_TEST(moments_that_no_calendar_knows_are_not_said)
{
	static const int64_t odd[] = { INT64_MIN, -1, 0, 946684799, 4133980800, INT64_MAX };
	char words[CLOCK_WORDS];

	for (size_t i = 0; i < sizeof odd / sizeof odd[0]; i++) {
		clock_words(&policy->calendar, odd[i], words);
		ck_assert_str_eq(words, "-");
	}
}
END_TEST

enum { SAID = 14 };
START_TEST(moments_are_said_by_the_clock_on_the_wall)
{
	static const struct { const char *utc, *words; } said[SAID] = {
		{ "2026-11-23T15:30Z", "3:30pm on Monday 23 November" },
		{ "2026-11-24T16:00Z", "4pm on Tuesday 24 November" },
		{ "2026-11-24T09:05Z", "9:05am on Tuesday 24 November" },
		{ "2026-11-24T12:00Z", "midday on Tuesday 24 November" },
		{ "2026-11-24T12:01Z", "12:01pm on Tuesday 24 November" },
		{ "2026-11-24T13:00Z", "1pm on Tuesday 24 November" },
		{ "2026-11-24T00:00Z", "midnight at the end of Monday 23 November" },
		{ "2026-11-24T00:01Z", "12:01am on Tuesday 24 November" },
		{ "2026-11-24T23:59Z", "11:59pm on Tuesday 24 November" },
		{ "2026-09-30T23:00Z", "midnight at the end of Wednesday 30 September" },	/* the longest */
		{ "2027-01-01T00:00Z", "midnight at the end of Thursday 31 December" },
		{ "2026-06-01T23:30Z", "12:30am on Tuesday 2 June" },	/* summer time */
		{ "2026-10-25T00:30Z", "1:30am on Sunday 25 October" },	/* the hour that comes twice */
		{ "2026-10-25T01:30Z", "1:30am on Sunday 25 October" },
	};
	char words[CLOCK_WORDS];

	clock_words(&policy->calendar, utc(said[_i].utc), words);
	ck_assert_str_eq(words, said[_i].words);
	clock_words(&policy->calendar, utc(said[_i].utc) + 59, words);
	ck_assert_str_eq(words, said[_i].words);
}
END_TEST

Suite *
suite(void)
{
	Suite *s = suite_create("clock");
	TCase *c = tcase_create("clock");

	tcase_add_checked_fixture(c, load, unload);
	tcase_add_loop_test(c, a_report_is_due_when_the_calendar_says, 0, (int)(sizeof cases / sizeof cases[0]));
	tcase_add_loop_test(c, a_schools_own_closed_days_are_no_school_days_for_it, 0,
	    (int)(sizeof schools / sizeof schools[0]));
	tcase_add_loop_test(c, a_review_is_due_when_the_calendar_says, 0, (int)(sizeof reviews / sizeof reviews[0]));
	tcase_add_loop_test(c, a_second_around_schools_opening_and_around_the_due_decides, 0,
	    (int)(sizeof mornings / sizeof mornings[0]));
	tcase_add_test(c, a_later_report_is_never_due_earlier);
	tcase_add_test(c, a_graver_band_is_never_due_later_than_the_hours_it_has);
	tcase_add_test(c, school_days_are_weekdays_outside_the_closed_spans);
	tcase_add_test(c, a_process_that_may_open_nothing_still_knows_the_hour);
	tcase_add_test(c, loading_a_zone_leaves_the_process_in_its_own);
	tcase_add_test(c, moments_are_written_in_utc);
	tcase_add_test(c, moments_that_no_calendar_knows_are_not_said);
	tcase_add_loop_test(c, moments_are_said_by_the_clock_on_the_wall, 0, SAID);
	suite_add_tcase(s, c);
	return s;
}
