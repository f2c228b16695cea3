/* test_plan.c: who is told when, by a clock that the test sets. */
#include <stdlib.h>
#include <string.h>

#include "files.h"
#include "plan.h"
#include "run.h"
#include "utc.h"

static const char rota[] =
    "people:\n"
    "  - { id: amy, mail: \"amy@example.org\" }\n"
    "  - { id: ben, mail: \"ben@example.org\" }\n"
    "  - { id: desk, webhook: \"https://pager.example.org/hook\" }\n"
    "ladders:\n"
    "  - team: community\n"
    "    rungs:\n"
    "      - - { people: [amy, ben], days: [mon-fri], from: \"09:00\", to: \"17:00\", bank_holidays: false }\n"
    "      - - { people: [ben], days: [mon-fri], from: \"09:00\", to: \"17:00\", bank_holidays: false }\n"
    "      - - { people: [desk], days: [mon-fri], from: \"09:00\", to: \"22:00\", bank_holidays: false }\n"
    "pages:\n"
    "  immediate: { every_minutes: 10 }\n"
    "  urgent: { every_minutes: 60 }\n"
    "gaps: { page_minutes: 5, digest_minutes: 60 }\n";

enum { MINUTE = 60, HOUR = 3600 };

static struct alerts *alerts;
static struct policy *policy;
static int64_t friday;		/* a working Friday at 12:00, winter time */

static void
set_up(void)
{
	folder_make();
	folder_write("alerts.yaml", rota);
	ck_assert_int_eq(alerts_load(folder_path("."), faults_open(), &alerts), GW_OK);
	ck_assert_int_eq(policy_load("policy", stderr, &policy), GW_OK);
	friday = utc("2026-01-09T12:00");
}

static void
tear_down(void)
{
	policy_free(policy);
	alerts_free(alerts);
	faults_close();
	folder_drop();
}

static struct msg_alert_raised
raised(const char *team, enum alert_kind kind, enum band band, uint8_t rung, int64_t now)
{
	struct msg_alert a = { .n = 7, .kind = (uint8_t)kind, .band = (uint8_t)band, .rung = rung };
	struct msg_alert_raised r;

	snprintf(a.team, sizeof a.team, "%s", team);
	plan_raise(alerts, policy, &a, now, &r);
	ck_assert_uint_eq(r.n, 7);
	ck_assert_uint_eq(r.kind, kind);
	ck_assert_uint_eq(r.band, band);
	return r;
}

START_TEST(a_page_goes_up_the_ladder_and_stays_on_its_last_rung)
{
	struct msg_alert_raised r = raised("community", ALERT_PAGE, BAND_IMMEDIATE, 0, friday);

	ck_assert_uint_eq(r.n_to, 2);
	ck_assert_str_eq(r.to[0].code, "amy");
	ck_assert_str_eq(r.to[1].code, "ben");
	ck_assert_uint_eq(r.rung, 1);
	ck_assert_int_eq(r.next, friday + 10 * MINUTE);
	r = raised("community", ALERT_PAGE, BAND_IMMEDIATE, r.rung, r.next);
	ck_assert_uint_eq(r.n_to, 1);
	ck_assert_str_eq(r.to[0].code, "ben");
	r = raised("community", ALERT_PAGE, BAND_IMMEDIATE, r.rung, r.next);
	ck_assert_str_eq(r.to[0].code, "desk");
	for (int i = 0; i < 300; i++) {		/* for ever, and no counter runs over */
		const int64_t was = r.next;

		r = raised("community", ALERT_PAGE, BAND_IMMEDIATE, r.rung, friday);
		ck_assert_str_eq(r.to[0].code, "desk");
		ck_assert_int_gt(r.next, was - 1 * HOUR);
	}
}
END_TEST

START_TEST(an_urgent_page_waits_longer_for_its_next_rung)
{
	ck_assert_int_eq(raised("community", ALERT_PAGE, BAND_URGENT, 0, friday).next, friday + HOUR);
}
END_TEST

START_TEST(news_is_told_once_to_the_first_rung)
{
	const struct msg_alert_raised r = raised("community", ALERT_NEWS, BAND_ROUTINE, 0, friday);

	ck_assert_uint_eq(r.n_to, 2);
	ck_assert_int_eq(r.next, 0);
}
END_TEST

START_TEST(while_nobody_is_there_the_same_rung_is_tried_again_soon)
{
	static const enum alert_kind kinds[] = { ALERT_NEWS, ALERT_PAGE };
	const int64_t night = utc("2026-01-10T03:00");	/* Saturday: nobody's shift on any rung */

	for (size_t i = 0; i < 2; i++) {
		struct msg_alert_raised r = raised("community", kinds[i], BAND_URGENT, 1, night);

		ck_assert_uint_eq(r.n_to, 0);
		ck_assert_uint_eq(r.rung, 1);
		ck_assert_int_eq(r.next, night + PLAN_NOBODY);
		r = raised("lado", kinds[i], BAND_URGENT, 0, friday);	/* a team without a ladder */
		ck_assert_uint_eq(r.n_to, 0);
		ck_assert_int_eq(r.next, friday + PLAN_NOBODY);
	}
}
END_TEST

START_TEST(what_was_sent_is_not_sent_again_before_the_gap_of_its_kind)
{
	const struct msg_outbox_row page = { .kind = ALERT_PAGE }, news = { .kind = ALERT_NEWS };
	const struct msg_outbox_row test = { .kind = ALERT_TEST };

	ck_assert_int_eq(plan_again(alerts, &page, true, friday), friday + 5 * MINUTE);
	ck_assert_int_eq(plan_again(alerts, &news, true, friday), friday + HOUR);
	ck_assert_int_gt(plan_again(alerts, &test, true, friday), friday);	/* 0 says: nobody there */
}
END_TEST

START_TEST(each_failure_doubles_the_wait_up_to_a_quarter_of_an_hour)
{
	static const int64_t waits[] = { 10, 20, 40, 80, 160, 320, 640, 900, 900 };
	struct msg_outbox_row row = { .kind = ALERT_PAGE };

	for (row.tries = 0; row.tries < sizeof waits / sizeof waits[0]; row.tries++)
		ck_assert_int_eq(plan_again(alerts, &row, false, friday), friday + waits[row.tries]);
	row.tries = UINT32_MAX;
	ck_assert_int_eq(plan_again(alerts, &row, false, friday), friday + 900);
}
END_TEST

START_TEST(an_hour_without_a_server_costs_a_handful_of_tries_and_a_quarter_of_an_hour_more)
{
	struct msg_outbox_row row = { .kind = ALERT_PAGE };
	int64_t now = friday;

	while (now < friday + HOUR) {
		now = plan_again(alerts, &row, false, now);
		row.tries++;
	}
	ck_assert_uint_le(row.tries, 12);
	ck_assert_int_lt(now, friday + HOUR + 15 * MINUTE);
}
END_TEST

START_TEST(the_last_ways_out_are_kept_for_pages)
{
	for (int kind = 0; kind < ALERT_KIND_N; kind++) {
		ck_assert(!plan_may_begin((enum alert_kind)kind, 0));
		ck_assert_int_eq(plan_may_begin((enum alert_kind)kind, 1), kind == ALERT_PAGE);
		ck_assert_int_eq(plan_may_begin((enum alert_kind)kind, 2), kind == ALERT_PAGE);
		ck_assert(plan_may_begin((enum alert_kind)kind, 3));
	}
}
END_TEST

Suite *
suite(void)
{
	Suite *s = suite_create("plan");
	TCase *c = tcase_create("plan");

	tcase_add_checked_fixture(c, set_up, tear_down);
	tcase_add_test(c, a_page_goes_up_the_ladder_and_stays_on_its_last_rung);
	tcase_add_test(c, an_urgent_page_waits_longer_for_its_next_rung);
	tcase_add_test(c, news_is_told_once_to_the_first_rung);
	tcase_add_test(c, while_nobody_is_there_the_same_rung_is_tried_again_soon);
	tcase_add_test(c, what_was_sent_is_not_sent_again_before_the_gap_of_its_kind);
	tcase_add_test(c, each_failure_doubles_the_wait_up_to_a_quarter_of_an_hour);
	tcase_add_test(c, an_hour_without_a_server_costs_a_handful_of_tries_and_a_quarter_of_an_hour_more);
	tcase_add_test(c, the_last_ways_out_are_kept_for_pages);
	suite_add_tcase(s, c);
	return s;
}
