/* test_local_time.c: what somebody types as day and time, on the nights when clocks change too. */
#include "clock.h"
#include "local_time.h"
#include "run.h"
#include "utc.h"

static struct policy *policy;

static void
set_up(void)
{
	ck_assert_int_eq(policy_load("policy", stderr, &policy), GW_OK);
}

static void
tear_down(void)
{
	policy_free(policy);
}

static const struct { const char *day, *time, *utc; } plain[] = {
	{ "2026-11-23", "10:00", "2026-11-23T10:00" }, { "2026-07-01", "10:00", "2026-07-01T09:00" },
	{ "2026-07-01", "00:00", "2026-06-30T23:00" }, { "2026-10-25", "00:59", "2026-10-24T23:59" },
	{ "2026-10-25", "02:00", "2026-10-25T02:00" }, { "2026-03-29", "00:59", "2026-03-29T00:59" },
	{ "2026-03-29", "02:00", "2026-03-29T01:00" }, { "2028-02-29", "23:59", "2028-02-29T23:59" },
};

START_TEST(a_day_and_a_time_are_a_moment_and_read_back_alike)
{
	char day[LOCAL_DAY], time[LOCAL_TIME];
	int64_t at = 0;

	ck_assert_int_eq(local_time_read(&policy->calendar, span_of(plain[_i].day), span_of(plain[_i].time),
	    TURN_UNSAID,
	    &at), GW_OK);
	ck_assert_int_eq(at, utc(plain[_i].utc));
	local_time_text(&policy->calendar, at, day, time);
	ck_assert_str_eq(day, plain[_i].day);
	ck_assert_str_eq(time, plain[_i].time);
}
END_TEST

static enum gw_err
read_at(const char *day, const char *time, enum local_turn turn, int64_t *at)
{
	return local_time_read(&policy->calendar, span_of(day), span_of(time), turn, at);
}

START_TEST(a_time_that_the_clocks_go_forward_over_never_was)
{
	int64_t at;

	ck_assert_int_eq(read_at("2026-03-29", "01:00", TURN_UNSAID, &at), GW_EABSENT);
	ck_assert_int_eq(read_at("2026-03-29", "01:59", TURN_SECOND, &at), GW_EABSENT);
}
END_TEST

START_TEST(a_time_that_was_twice_must_say_which)
{
	int64_t at = 0;

	ck_assert_int_eq(read_at("2026-10-25", "01:00", TURN_UNSAID, &at), GW_MORE);
	ck_assert_int_eq(read_at("2026-10-25", "01:59", TURN_UNSAID, &at), GW_MORE);
	ck_assert_int_eq(read_at("2026-10-25", "01:30", TURN_FIRST, &at), GW_OK);
	ck_assert_int_eq(at, utc("2026-10-25T00:30"));
	ck_assert_int_eq(read_at("2026-10-25", "01:30", TURN_SECOND, &at), GW_OK);
	ck_assert_int_eq(at, utc("2026-10-25T01:30"));
	ck_assert_int_eq(read_at("2026-10-26", "01:30", TURN_SECOND, &at), GW_OK);
	ck_assert_int_eq(at, utc("2026-10-26T01:30"));
}
END_TEST

static const struct { const char *day, *time; } wrong[] = {
	{ "", "10:00" }, { "2026-11-23", "" }, { "2026-11-31", "10:00" }, { "2026-11-23", "24:00" }, { "2026-11-23",
	    "10:60" },
	{ "23/11/2026", "10:00" }, { "2026-11-23", "10.00" }, { "1999-12-31", "10:00" }, { "2026-11-23", "9:00" },
	{ "2026-11-23-and-a-lot-more", "10:00" }, { "2026-11-23", "10:00:00" }, { "2100-12-31", "10:00+" },
};

START_TEST(what_is_no_day_or_no_time_is_refused)
{
	int64_t at;

	ck_assert_int_eq(read_at(wrong[_i].day, wrong[_i].time, TURN_UNSAID, &at), GW_EINPUT);
}
END_TEST

Suite *
suite(void)
{
	Suite *s = suite_create("local_time");
	TCase *t = tcase_create("London");

	tcase_add_checked_fixture(t, set_up, tear_down);
	tcase_add_loop_test(t, a_day_and_a_time_are_a_moment_and_read_back_alike, 0, sizeof plain / sizeof plain[0]);
	tcase_add_test(t, a_time_that_the_clocks_go_forward_over_never_was);
	tcase_add_test(t, a_time_that_was_twice_must_say_which);
	tcase_add_loop_test(t, what_is_no_day_or_no_time_is_refused, 0, sizeof wrong / sizeof wrong[0]);
	suite_add_tcase(s, t);
	return s;
}
