/* test_outbox.c: what is to be sent: nothing lost, little doubled, and a row a person whatever the flood. */
#include <string.h>

#include "run.h"
#include "runner.h"

enum { MINUTE = 60, HOUR = 3600, FLOOD = 10000 };

START_TEST(a_flood_of_ten_thousand_is_a_row_a_person_and_a_digest_an_hour)
{
	struct msg_report_put r;

	ck_assert_int_eq(store_begin(staff), GW_OK);
	for (unsigned n = 1; n <= FLOOD; n++) {
		cases_report(&r, n, CASES_TEAMS("community"));
		r.band = BAND_ROUTINE;
		ck_assert_int_eq(store_report_put(staff, &r, CASES_NOON + n % HOUR), GW_OK);
		if (n % (FLOOD / 100) == 0) {	/* somebody asks meanwhile */
			ck_assert_int_eq(store_commit(staff), GW_OK);
			runner_tick(CASES_NOON + n % HOUR);
			ck_assert_int_eq(store_begin(staff), GW_OK);
		}
	}
	ck_assert_int_eq(store_commit(staff), GW_OK);
	runner_tick(CASES_NOON + HOUR + 99);
	ck_assert_int_eq(cases_sql("SELECT count(*) FROM outbox"), 1);
	ck_assert_uint_eq(runner.sent_n, 1);
	runner_tick(CASES_NOON + 2 * HOUR);
	ck_assert(runner_went(2, "amy", ALERT_NEWS));
	ck_assert_int_ge(runner.sent[1].at - runner.sent[0].at, RUNNER_DIGEST_GAP);
	ck_assert_int_eq(cases_sql("SELECT count(*) FROM alert"), 0);
}
END_TEST

START_TEST(a_digest_waits_for_its_hour_and_a_page_for_its_five_minutes)
{
	runner_put(1, BAND_ROUTINE);
	runner_put(2, BAND_IMMEDIATE);
	runner_tick(CASES_NOON);
	ck_assert_uint_eq(runner.sent_n, 2);
	ck_assert_int_eq(runner.sent[0].kind, ALERT_PAGE);
	runner_put(3, BAND_ROUTINE);
	runner_put(4, BAND_IMMEDIATE);
	runner_tick(CASES_NOON + RUNNER_PAGE_GAP - 1);
	ck_assert_uint_eq(runner.sent_n, 2);
	runner_tick(CASES_NOON + RUNNER_PAGE_GAP);
	ck_assert(runner_went(3, "amy", ALERT_PAGE));
	runner_look(CORA, 2);
	runner_look(CORA, 4);
	runner_tick(CASES_NOON + RUNNER_DIGEST_GAP - 1);
	ck_assert_uint_eq(runner.sent_n, 3);
	runner_tick(CASES_NOON + RUNNER_DIGEST_GAP);
	ck_assert(runner_went(4, "amy", ALERT_NEWS));
}
END_TEST

START_TEST(an_hour_without_a_mail_server_loses_nothing_and_doubles_nothing)
{
	runner_put(1, BAND_ROUTINE);
	runner.is_down = true;
	for (int64_t at = 0; at < HOUR; at += MINUTE / 2)
		runner_tick(CASES_NOON + at);
	ck_assert_uint_eq(runner.sent_n, 0);
	ck_assert_int_eq(cases_sql("SELECT tries FROM outbox"), HOUR / MINUTE);
	ck_assert_int_eq(cases_sql("SELECT since FROM outbox"), CASES_NOON);
	runner_put(2, BAND_ROUTINE);
	runner.is_down = false;
	for (int64_t at = HOUR; at < 24 * HOUR; at += MINUTE)
		runner_tick(CASES_NOON + at);
	ck_assert_uint_eq(runner.sent_n, 1);
	ck_assert_int_eq(cases_sql("SELECT tries + wanted FROM outbox"), 0);
}
END_TEST

START_TEST(a_wish_made_while_a_mail_is_on_its_way_is_not_lost)
{
	struct msg_outbox box;

	runner_put(1, BAND_ROUTINE);
	runner_raise_all(CASES_NOON);
	ck_assert_int_eq(CASES_DO(staff, store_outbox_get(staff, CASES_NOON, &box)), GW_OK);
	ck_assert_uint_eq(box.n, 1);
	runner_put(2, BAND_ROUTINE);
	runner_raise_all(CASES_NOON + 1);
	runner_done(&box.row[0], true, CASES_NOON + 2 + RUNNER_DIGEST_GAP, CASES_NOON + 2);
	ck_assert_int_eq(cases_sql("SELECT wanted FROM outbox"), 1);
	runner_tick(CASES_NOON + MINUTE + RUNNER_DIGEST_GAP - 1);	/* from a full minute on */
	ck_assert_uint_eq(runner.sent_n, 0);
	runner_tick(CASES_NOON + MINUTE + RUNNER_DIGEST_GAP);
	ck_assert(runner_went(1, "amy", ALERT_NEWS));
	ck_assert_int_eq(cases_sql("SELECT wanted FROM outbox"), 0);
}
END_TEST

START_TEST(a_new_wish_does_not_cut_a_back_off_short)
{
	struct msg_outbox box;

	runner_put(1, BAND_ROUTINE);
	runner_raise_all(CASES_NOON);
	ck_assert_int_eq(CASES_DO(staff, store_outbox_get(staff, CASES_NOON, &box)), GW_OK);
	runner_done(&box.row[0], false, CASES_NOON + RUNNER_EVERY, CASES_NOON);
	runner_put(2, BAND_ROUTINE);
	runner_raise_all(CASES_NOON + 1);
	ck_assert_int_eq(CASES_DO(staff, store_outbox_get(staff, CASES_NOON + RUNNER_EVERY - 1, &box)), GW_OK);
	ck_assert_uint_eq(box.n, 0);
	ck_assert_int_eq(CASES_DO(staff, store_outbox_get(staff, CASES_NOON + RUNNER_EVERY, &box)), GW_OK);
	ck_assert_uint_eq(box.n, 1);
	ck_assert_uint_eq(box.row[0].tries, 1);
}
END_TEST

START_TEST(a_crash_between_sending_and_saying_so_sends_once_more_at_most)
{
	struct msg_outbox box, again;

	runner_put(1, BAND_IMMEDIATE);
	runner_raise_all(CASES_NOON);
	ck_assert_int_eq(CASES_DO(staff, store_outbox_get(staff, CASES_NOON, &box)), GW_OK);
	ck_assert_uint_eq(box.n, 1);
	store_close(staff);		/* both processes die; the mail is out */
	staff = cases_open(STORE_SERVE);
	ck_assert_int_eq(CASES_DO(staff, store_outbox_get(staff, CASES_NOON + 1, &again)), GW_OK);
	ck_assert_uint_eq(again.n, 1);
	ck_assert_uint_eq(again.row[0].mark, box.row[0].mark);
	runner_tick(CASES_NOON + 1);
	ck_assert(runner_went(1, "amy", ALERT_PAGE));
	runner_tick(CASES_NOON + RUNNER_EVERY - 1);
	ck_assert_uint_eq(runner.sent_n, 1);
}
END_TEST

START_TEST(a_page_raised_twice_by_a_crash_is_one_mail)
{
	struct msg_alerts due;

	runner_put(1, BAND_IMMEDIATE);
	ck_assert_int_eq(CASES_DO(staff, store_alerts_get(staff, CASES_NOON, &due)), GW_OK);
	runner_raise(&due.row[0], CASES_NOON);
	runner_raise(&due.row[0], CASES_NOON + 1);
	runner_tick(CASES_NOON + 2);
	runner_tick(CASES_NOON + 3);
	ck_assert(runner_went(1, "amy", ALERT_PAGE));
}
END_TEST

START_TEST(no_row_tells_a_second_and_no_gap_is_cut_short_by_that)
{
	static const char seconds[] = "SELECT (SELECT count(*) FROM outbox WHERE due % 60 OR sent % 60 OR since % 60) "
	    "+ (SELECT count(*) FROM alert WHERE due % 60)";
	const int64_t odd = CASES_NOON + 17;
	struct msg_outbox box;

	runner_put(1, BAND_IMMEDIATE);
	runner.is_down = true;
	runner_tick(odd);
	ck_assert_int_eq(cases_sql(seconds), 0);
	ck_assert_int_eq(CASES_DO(staff, store_outbox_get(staff, odd + MINUTE - 1, &box)), GW_OK);
	ck_assert_uint_eq(box.n, 0);
	runner.is_down = false;
	runner_tick(odd + 2 * MINUTE);
	ck_assert_uint_eq(runner.sent_n, 1);
	ck_assert_int_eq(cases_sql(seconds), 0);
	runner_put(2, BAND_IMMEDIATE);
	runner_tick(odd + 2 * MINUTE + RUNNER_PAGE_GAP - 1);
	ck_assert_uint_eq(runner.sent_n, 1);
	runner_tick(odd + 3 * MINUTE + RUNNER_PAGE_GAP);
	ck_assert_uint_eq(runner.sent_n, 2);
}
END_TEST

START_TEST(somebody_who_is_gone_is_dropped_and_months_old_rows_with_them)
{
	struct msg_outbox box;

	runner_put(1, BAND_ROUTINE);
	runner_raise_all(CASES_NOON);
	ck_assert_int_eq(CASES_DO(staff, store_outbox_get(staff, CASES_NOON, &box)), GW_OK);
	runner_done(&box.row[0], false, 0, CASES_NOON);
	ck_assert_int_eq(cases_sql("SELECT count(*) FROM outbox"), 0);
	runner_put(2, BAND_ROUTINE);
	runner_tick(CASES_NOON);
	ck_assert_int_eq(CASES_DO(staff, store_alerts_tidy(staff, CASES_NOON + 24 * HOUR)), GW_OK);
	ck_assert_int_eq(cases_sql("SELECT count(*) FROM outbox"), 1);
	ck_assert_int_eq(CASES_DO(staff, store_alerts_tidy(staff, CASES_NOON + 100 * 24 * HOUR)), GW_OK);
	ck_assert_int_eq(cases_sql("SELECT count(*) FROM outbox"), 0);
}
END_TEST

START_TEST(an_administrator_sees_who_was_told_and_may_try_and_nobody_else)
{
	static const uint8_t others[] = { ASHA, CORA, ED };
	struct msg_alert_test q = { .person = "duty" };
	struct msg_sendings_get g;
	struct msg_sendings out;

	for (size_t i = 0; i < sizeof others; i++) {
		memcpy(q.session, staff_of(others[i]), SESSION_ID);
		memcpy(g.session, staff_of(others[i]), SESSION_ID);
		ck_assert_int_eq(CASES_DO(staff, store_alert_test(staff, &q, CASES_NOON)), GW_EDENIED);
		ck_assert_int_eq(CASES_DO(staff, store_sendings_get(staff, &g, CASES_NOON, &out)), GW_EDENIED);
	}
	runner_put(1, BAND_ROUTINE);
	runner_tick(CASES_NOON);
	memcpy(q.session, staff_of(DORA), SESSION_ID);
	memcpy(g.session, staff_of(DORA), SESSION_ID);
	ck_assert_int_eq(CASES_DO(staff, store_alert_test(staff, &q, CASES_NOON + 5)), GW_OK);
	runner.is_down = true;
	runner_tick(CASES_NOON + 6);
	ck_assert_int_eq(CASES_DO(staff, store_sendings_get(staff, &g, CASES_NOON, &out)), GW_OK);
	ck_assert_uint_eq(out.n, 2);
	ck_assert_str_eq(out.row[0].person, "amy");
	ck_assert_int_eq(out.row[0].sent, CASES_NOON);
	ck_assert_int_eq(out.row[0].since, 0);
	ck_assert_uint_eq(out.row[0].tries, 0);
	ck_assert_str_eq(out.row[1].person, "duty");
	ck_assert_int_eq(out.row[1].sent, 0);
	ck_assert_int_eq(out.row[1].since, CASES_NOON);
	ck_assert_uint_eq(out.row[1].tries, 1);
	runner.is_down = false;
	runner_tick(CASES_NOON + 2 * MINUTE);
	ck_assert(runner_went(2, "duty", ALERT_TEST));
}
END_TEST

Suite *
suite(void)
{
	Suite *all = suite_create("outbox");
	TCase *t = tcase_create("outbox");

	tcase_add_checked_fixture(t, runner_begin, runner_end);
	tcase_set_timeout(t, 100);
	tcase_add_test(t, a_flood_of_ten_thousand_is_a_row_a_person_and_a_digest_an_hour);
	tcase_add_test(t, a_digest_waits_for_its_hour_and_a_page_for_its_five_minutes);
	tcase_add_test(t, an_hour_without_a_mail_server_loses_nothing_and_doubles_nothing);
	tcase_add_test(t, a_wish_made_while_a_mail_is_on_its_way_is_not_lost);
	tcase_add_test(t, a_new_wish_does_not_cut_a_back_off_short);
	tcase_add_test(t, a_crash_between_sending_and_saying_so_sends_once_more_at_most);
	tcase_add_test(t, a_page_raised_twice_by_a_crash_is_one_mail);
	tcase_add_test(t, no_row_tells_a_second_and_no_gap_is_cut_short_by_that);
	tcase_add_test(t, somebody_who_is_gone_is_dropped_and_months_old_rows_with_them);
	tcase_add_test(t, an_administrator_sees_who_was_told_and_may_try_and_nobody_else);
	suite_add_tcase(all, t);
	return all;
}
