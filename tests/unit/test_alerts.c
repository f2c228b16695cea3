/* test_alerts.c: whom a case waits for: rung by rung by an injected clock, until somebody opens it. */
#include <string.h>

#include "run.h"
#include "runner.h"

enum { MINUTE = 60, HOUR = 3600 };

START_TEST(a_page_goes_up_its_ladder_second_by_second_until_somebody_opens_the_case)
{
	static const char *const rungs[] = { "amy", "ben", "duty", "duty" };

	runner_put(1, BAND_IMMEDIATE);
	for (size_t i = 0; i < 4; i++) {
		runner_tick(CASES_NOON + (int64_t)i * RUNNER_EVERY - 1);
		ck_assert_uint_eq(runner.sent_n, i);
		runner_tick(CASES_NOON + (int64_t)i * RUNNER_EVERY);
		ck_assert_msg(runner_went(i + 1, rungs[i], ALERT_PAGE), "rung %zu", i);
		runner_tick(CASES_NOON + (int64_t)i * RUNNER_EVERY + 1);
		ck_assert_uint_eq(runner.sent_n, i + 1);
	}
	runner_look(CORA, 1);
	runner_tick(CASES_NOON + 24 * HOUR);
	ck_assert_uint_eq(runner.sent_n, 4);
	ck_assert_int_eq(cases_sql("SELECT count(*) FROM alert"), 0);
}
END_TEST

START_TEST(urgent_waits_an_hour_for_its_next_rung)
{
	runner_put(1, BAND_URGENT);
	runner_tick(CASES_NOON);
	runner_tick(CASES_NOON + HOUR - 1);
	ck_assert(runner_went(1, "amy", ALERT_PAGE));
	runner_tick(CASES_NOON + HOUR);
	ck_assert(runner_went(2, "ben", ALERT_PAGE));
}
END_TEST

START_TEST(closing_ends_it_and_a_new_word_begins_it_again)
{
	runner_put(1, BAND_URGENT);
	runner_look(CORA, 1);
	runner_act(CORA, 1, ACT_MESSAGE, BAND_URGENT, CASES_NOON);
	runner_reply(1, CASES_NOON + 1);
	runner_tick(CASES_NOON + 1);
	ck_assert(runner_went(1, "amy", ALERT_PAGE));
	runner_act(CORA, 1, ACT_CLOSE, BAND_URGENT, CASES_NOON + 2);
	runner_tick(CASES_NOON + 2 * HOUR);
	ck_assert_uint_eq(runner.sent_n, 1);
	runner_reply(1, CASES_NOON + 3 * HOUR);
	runner_tick(CASES_NOON + 3 * HOUR);
	ck_assert(runner_went(2, "amy", ALERT_PAGE));
}
END_TEST

START_TEST(a_reporter_who_writes_on_does_not_keep_the_deputy_from_being_told)
{
	runner_put(1, BAND_IMMEDIATE);
	for (int64_t at = 0; at < RUNNER_EVERY; at += MINUTE) {
		runner_tick(CASES_NOON + at);
		runner_reply(1, CASES_NOON + at);
	}
	ck_assert(runner_went(1, "amy", ALERT_PAGE));
	runner_tick(CASES_NOON + RUNNER_EVERY);
	ck_assert(runner_went(2, "ben", ALERT_PAGE));
}
END_TEST

START_TEST(news_is_told_once_and_becomes_a_page_when_it_is_raised)
{
	runner_put(1, BAND_ROUTINE);
	runner_tick(CASES_NOON);
	ck_assert(runner_went(1, "amy", ALERT_NEWS));
	ck_assert_int_eq(cases_sql("SELECT count(*) FROM alert"), 0);
	runner_tick(CASES_NOON + RUNNER_EVERY - 1);
	ck_assert_uint_eq(runner.sent_n, 1);
	runner_act(CORA, 1, ACT_RAISE, BAND_PRIORITY, CASES_NOON);
	ck_assert_int_eq(cases_sql("SELECT count(*) FROM alert"), 0);
	runner_act(CORA, 1, ACT_RAISE, BAND_IMMEDIATE, CASES_NOON + RUNNER_EVERY);
	runner_tick(CASES_NOON + RUNNER_EVERY);
	ck_assert(runner_went(2, "amy", ALERT_PAGE));
	runner_tick(CASES_NOON + 2 * RUNNER_EVERY);
	ck_assert(runner_went(3, "ben", ALERT_PAGE));
}
END_TEST

START_TEST(a_page_does_not_stand_behind_news)
{
	struct msg_alerts due;

	for (unsigned n = 1; n <= MSG_ALERT_ROWS + 1; n++)
		runner_put(n, n <= MSG_ALERT_ROWS ? BAND_ROUTINE : BAND_IMMEDIATE);
	ck_assert_int_eq(CASES_DO(staff, store_alerts_get(staff, CASES_NOON, &due)), GW_OK);
	ck_assert_uint_eq(due.n, MSG_ALERT_ROWS);
	ck_assert_int_eq(due.row[0].kind, ALERT_PAGE);
	ck_assert_int_eq(due.row[0].band, BAND_IMMEDIATE);
	ck_assert_int_eq(due.row[1].kind, ALERT_NEWS);
}
END_TEST

START_TEST(each_team_is_told_until_one_of_its_own_looks)
{
	struct msg_report_put r;

	cases_report(&r, 1, CASES_TEAMS("school:a", "lado"));
	ck_assert_int_eq(cases_put(staff, &r, CASES_NOON), GW_OK);
	ck_assert_int_eq(cases_sql("SELECT count(*) FROM alert"), 2);
	runner_look(ASHA, 1);
	ck_assert_int_eq(cases_sql("SELECT count(*) FROM alert"), 1);
	ck_assert_int_eq(cases_sql("SELECT count(*) FROM alert WHERE team = 'lado'"), 1);
}
END_TEST

static void
share(uint8_t who, unsigned n, const char *to, bool gives_away)
{
	struct msg_share_put p = { .gives_away = gives_away };
	struct msg_report_put r;

	cases_report(&r, n, CASES_TEAMS(to));
	p.to = r.grant[0];
	cases_act(&p.act, who, n, runner_parts(n), ACT_SHARE);
	ck_assert_int_eq(CASES_DO(staff, store_share_put(staff, &p, CASES_NOON)), GW_OK);
}

START_TEST(a_case_that_is_shared_or_given_away_waits_for_the_team_that_gets_it)
{
	struct msg_report_put r;

	for (unsigned n = 1; n <= 2; n++) {
		cases_report(&r, n, CASES_TEAMS("school:a"));
		ck_assert_int_eq(cases_put(staff, &r, CASES_NOON), GW_OK);
	}
	runner_look(ASHA, 1);
	share(ASHA, 1, "community", false);
	ck_assert_int_eq(cases_sql("SELECT count(*) FROM alert WHERE team = 'community'"), 1);
	/* for the other case */
	ck_assert_int_eq(cases_sql("SELECT count(*) FROM alert WHERE team = 'school:a'"), 1);
	share(ASHA, 2, "lado", true);
	ck_assert_int_eq(cases_sql("SELECT count(*) FROM alert WHERE team = 'lado'"), 1);
	ck_assert_int_eq(cases_sql("SELECT count(*) FROM alert WHERE team = 'school:a'"), 0);
}
END_TEST

START_TEST(an_extract_waits_for_the_team_that_gets_it_alone)
{
	struct msg_pass_put p = { .session = { 0 } };
	struct msg_report_put r;

	cases_report(&r, 1, CASES_TEAMS("school:a"));
	ck_assert_int_eq(cases_put(staff, &r, CASES_NOON), GW_OK);
	runner_look(ASHA, 1);
	memcpy(p.session, staff_of(ASHA), SESSION_ID);
	cases_report(&p.put, 3, CASES_TEAMS("community", "school:a"));
	cases_act(&p.from, ASHA, 1, runner_parts(1), ACT_PASS);
	p.note = p.from.part[0].sealed;
	ck_assert_int_eq(CASES_DO(staff, store_pass_put(staff, &p, CASES_NOON)), GW_OK);
	ck_assert_int_eq(cases_sql("SELECT count(*) FROM alert"), 1);
	ck_assert_int_eq(cases_sql("SELECT count(*) FROM alert WHERE team = 'community' AND kind = 1"), 1);
}
END_TEST

START_TEST(the_row_tells_no_second_of_a_reporters)
{
	struct msg_report_put r;

	cases_report(&r, 1, CASES_TEAMS("community"));
	ck_assert_int_eq(cases_put(staff, &r, CASES_NOON + 59), GW_OK);
	ck_assert_int_eq(cases_sql("SELECT due FROM alert"), CASES_NOON);
}
END_TEST

START_TEST(what_was_opened_meanwhile_tells_nobody)
{
	struct msg_alerts due;

	runner_put(1, BAND_IMMEDIATE);
	ck_assert_int_eq(CASES_DO(staff, store_alerts_get(staff, CASES_NOON, &due)), GW_OK);
	runner_look(CORA, 1);
	runner_raise(&due.row[0], CASES_NOON);
	ck_assert_int_eq(cases_sql("SELECT count(*) FROM outbox"), 0);
}
END_TEST

START_TEST(a_page_cannot_be_talked_away)
{
	struct msg_alert_raised r = { .n = 1, .kind = ALERT_PAGE };

	runner_put(1, BAND_IMMEDIATE);
	ck_assert_int_eq(CASES_DO(staff, store_alert_raised(staff, &r, CASES_NOON)), GW_EINPUT);
	r.kind = ALERT_NEWS;		/* nor by calling it news */
	ck_assert_int_eq(CASES_DO(staff, store_alert_raised(staff, &r, CASES_NOON)), GW_OK);
	ck_assert_int_eq(cases_sql("SELECT count(*) FROM alert WHERE kind = 1"), 1);
}
END_TEST

START_TEST(the_chain_holds_with_all_of_it)
{
	runner_put(1, BAND_IMMEDIATE);
	runner_put(2, BAND_ROUTINE);
	runner_tick(CASES_NOON);
	runner_look(CORA, 1);
	runner_act(CORA, 1, ACT_MESSAGE, BAND_IMMEDIATE, CASES_NOON + 1);
	runner_reply(1, CASES_NOON + 2);
	runner_tick(CASES_NOON + 2);
	staff_chain_holds();
}
END_TEST

Suite *
suite(void)
{
	Suite *all = suite_create("alerts");
	TCase *t = tcase_create("alerts");

	tcase_add_checked_fixture(t, runner_begin, runner_end);
	tcase_set_timeout(t, 100);
	tcase_add_test(t, a_page_goes_up_its_ladder_second_by_second_until_somebody_opens_the_case);
	tcase_add_test(t, urgent_waits_an_hour_for_its_next_rung);
	tcase_add_test(t, closing_ends_it_and_a_new_word_begins_it_again);
	tcase_add_test(t, a_reporter_who_writes_on_does_not_keep_the_deputy_from_being_told);
	tcase_add_test(t, news_is_told_once_and_becomes_a_page_when_it_is_raised);
	tcase_add_test(t, a_page_does_not_stand_behind_news);
	tcase_add_test(t, each_team_is_told_until_one_of_its_own_looks);
	tcase_add_test(t, a_case_that_is_shared_or_given_away_waits_for_the_team_that_gets_it);
	tcase_add_test(t, an_extract_waits_for_the_team_that_gets_it_alone);
	tcase_add_test(t, the_row_tells_no_second_of_a_reporters);
	tcase_add_test(t, what_was_opened_meanwhile_tells_nobody);
	tcase_add_test(t, a_page_cannot_be_talked_away);
	tcase_add_test(t, the_chain_holds_with_all_of_it);
	suite_add_tcase(all, t);
	return all;
}
