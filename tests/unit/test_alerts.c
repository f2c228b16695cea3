/* test_alerts.c: whom a case waits for: rung by rung by an injected clock, until somebody opens it. */
#include <string.h>

#include "run.h"
#include "runner.h"

enum { MINUTE = 60, HOUR = 3600, FLOOD = 6000 };

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

START_TEST(a_case_that_is_opened_to_act_has_been_looked_at_by_nobody)
{
	runner_put(1, BAND_IMMEDIATE);
	runner_tick(CASES_NOON);
	runner_read(CORA, 1, CASE_ACTS);
	ck_assert_int_eq(cases_sql("SELECT count(*) FROM audit WHERE what = 'opened'"), 1);
	ck_assert_int_eq(cases_sql("SELECT count(*) FROM look"), 0);
	ck_assert_int_eq(cases_sql("SELECT state + seen FROM report"), 0);
	runner_tick(CASES_NOON + RUNNER_EVERY);
	ck_assert(runner_went(2, "ben", ALERT_PAGE));
	runner_act(CORA, 1, ACT_LINK, BAND_IMMEDIATE, CASES_NOON);	/* by its number, from another case */
	ck_assert_int_eq(cases_sql("SELECT count(*) FROM alert"), 1);
	runner_look(CORA, 1);		/* no second entry, and yet it is read */
	ck_assert_int_eq(cases_sql("SELECT count(*) FROM audit WHERE what = 'opened'"), 1);
	ck_assert_int_eq(cases_sql("SELECT state FROM report"), CASE_READ);
	ck_assert_int_eq(cases_sql("SELECT count(*) FROM alert"), 0);
	staff_chain_holds();
}
END_TEST

START_TEST(what_is_done_about_it_ends_it_for_the_teams_of_who_did_it)
{
	runner_put(1, BAND_IMMEDIATE);
	runner_read(CORA, 1, CASE_ACTS);
	runner_act(CORA, 1, ACT_MESSAGE, BAND_IMMEDIATE, CASES_NOON);
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

static void
get_due(int64_t now, size_t n, struct msg_alerts *due)
{
	ck_assert_int_eq(CASES_DO(staff, store_alerts_get(staff, now, due)), GW_OK);
	ck_assert_uint_eq(due->n, n);
}

/* Report n, of this team alone, a second after the one before it. */
static void
put_to(unsigned n, const char *team, enum band band)
{
	struct msg_report_put r;

	cases_report(&r, n, CASES_TEAMS(team));
	r.band = (uint8_t)band;
	ck_assert_int_eq(store_report_put(staff, &r, CASES_NOON - FLOOD + n), GW_OK);
}

static bool
is_row(const struct msg_alert *row, const char *team, enum alert_kind kind, enum band band)
{
	return strcmp(row->team, team) == 0 && row->kind == kind && row->band == band;
}

static void
raise_to(const struct msg_alert *row, const char *person, uint8_t rung, int64_t next, int64_t now)
{
	struct msg_alert_raised r = { .n = row->n, .kind = row->kind, .band = row->band, .rung = rung, .next = next,
		.n_to = 1 };

	strcpy(r.to[0].code, person);
	ck_assert_int_eq(CASES_DO(staff, store_alert_raised(staff, &r, now)), GW_OK);
}

START_TEST(a_page_does_not_stand_behind_news_nor_an_immediate_one_behind_urgent_ones)
{
	static const enum band bands[] = { BAND_ROUTINE, BAND_PRIORITY, BAND_URGENT, BAND_URGENT, BAND_IMMEDIATE };
	struct msg_alerts due;

	for (unsigned n = 0; n < sizeof bands / sizeof bands[0]; n++)
		runner_put(n + 1, bands[n]);
	get_due(CASES_NOON, 3, &due);
	ck_assert(is_row(&due.row[0], "community", ALERT_PAGE, BAND_IMMEDIATE));
	ck_assert(is_row(&due.row[1], "community", ALERT_PAGE, BAND_URGENT));
	ck_assert_int_eq(due.row[2].kind, ALERT_NEWS);
	runner_raise(&due.row[1], CASES_NOON);		/* alone */
	get_due(CASES_NOON, 2, &due);
	ck_assert(is_row(&due.row[0], "community", ALERT_PAGE, BAND_IMMEDIATE));
	ck_assert_int_eq(due.row[1].kind, ALERT_NEWS);
	runner_raise(&due.row[1], CASES_NOON);
	ck_assert_int_eq(cases_sql("SELECT count(*) FROM alert WHERE kind = 0"), 0);
	get_due(CASES_NOON, 1, &due);
}
END_TEST

START_TEST(a_flood_about_one_school_does_not_delay_the_page_of_another)
{
	struct msg_alerts due;

	ck_assert_int_eq(store_begin(staff), GW_OK);
	for (unsigned n = 1; n <= FLOOD; n++)
		put_to(n, "school:a", BAND_URGENT);
	put_to(FLOOD + 1, "school:b", BAND_IMMEDIATE);
	ck_assert_int_eq(store_commit(staff), GW_OK);
	get_due(CASES_NOON + 1, 2, &due);
	ck_assert(is_row(&due.row[0], "school:b", ALERT_PAGE, BAND_IMMEDIATE));
	ck_assert(is_row(&due.row[1], "school:a", ALERT_PAGE, BAND_URGENT));
	raise_to(&due.row[1], "asha", 1, CASES_NOON + HOUR, CASES_NOON + 1);
	ck_assert_int_eq(cases_sql("SELECT count(*) FROM alert WHERE rung = 1"), FLOOD);
	get_due(CASES_NOON + 1, 1, &due);
	raise_to(&due.row[0], "ben", 1, CASES_NOON + RUNNER_EVERY, CASES_NOON + 1);
	get_due(CASES_NOON + RUNNER_EVERY - 1, 0, &due);
	ck_assert_int_eq(cases_sql("SELECT count(*) FROM outbox"), 2);
}
END_TEST

START_TEST(what_goes_up_together_ends_one_by_one_as_each_is_opened)
{
	struct msg_alerts due;
	unsigned left = 4;

	for (unsigned n = 1; n <= left; n++)
		runner_put(n, BAND_IMMEDIATE);
	for (int64_t at = CASES_NOON; left > 0; at += RUNNER_EVERY) {
		get_due(at, 1, &due);
		ck_assert_uint_eq(due.row[0].rung, 4 - left);
		ck_assert_int_eq(due.row[0].n, cases_sql("SELECT min(n) FROM alert"));
		runner_raise(&due.row[0], at);
		runner_look(CORA, 5 - left--);
		ck_assert_int_eq(cases_sql("SELECT count(*) FROM alert"), left);
	}
	get_due(CASES_NOON + 24 * HOUR, 0, &due);
}
END_TEST

START_TEST(closing_a_case_ends_the_alerts_of_ones_own_teams_alone)
{
	struct msg_alerts due;

	for (unsigned n = 1; n <= 2; n++) {
		struct msg_report_put r;

		cases_report(&r, n, CASES_TEAMS("school:a", "lado", "community"));
		r.band = n == 1 ? BAND_URGENT : BAND_ROUTINE;
		ck_assert_int_eq(cases_put(staff, &r, CASES_NOON), GW_OK);
	}
	cases_tamper("DELETE FROM grants WHERE team = 'lado'");
	runner_act(ASHA, 1, ACT_CLOSE, BAND_URGENT, CASES_NOON);
	runner_act(ASHA, 2, ACT_CLOSE, BAND_ROUTINE, CASES_NOON);	/* nobody climbs a ladder for closed news */
	ck_assert_int_eq(cases_sql("SELECT count(*) FROM alert"), 1);
	get_due(CASES_NOON, 1, &due);
	ck_assert(is_row(&due.row[0], "community", ALERT_PAGE, BAND_URGENT));
	runner_raise(&due.row[0], CASES_NOON);
	get_due(CASES_NOON + HOUR, 1, &due);
	runner_look(ASHA, 1);
	get_due(CASES_NOON + HOUR, 1, &due);
	runner_look(CORA, 1);
	get_due(CASES_NOON + HOUR, 0, &due);
	ck_assert_int_eq(cases_sql("SELECT count(*) FROM alert"), 0);
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
	struct msg_alert_raised r = { .n = 1, .kind = ALERT_PAGE, .band = BAND_IMMEDIATE };

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
	tcase_add_test(t, a_case_that_is_opened_to_act_has_been_looked_at_by_nobody);
	tcase_add_test(t, what_is_done_about_it_ends_it_for_the_teams_of_who_did_it);
	tcase_add_test(t, urgent_waits_an_hour_for_its_next_rung);
	tcase_add_test(t, closing_ends_it_and_a_new_word_begins_it_again);
	tcase_add_test(t, a_reporter_who_writes_on_does_not_keep_the_deputy_from_being_told);
	tcase_add_test(t, news_is_told_once_and_becomes_a_page_when_it_is_raised);
	tcase_add_test(t, a_page_does_not_stand_behind_news_nor_an_immediate_one_behind_urgent_ones);
	tcase_add_test(t, a_flood_about_one_school_does_not_delay_the_page_of_another);
	tcase_add_test(t, what_goes_up_together_ends_one_by_one_as_each_is_opened);
	tcase_add_test(t, closing_a_case_ends_the_alerts_of_ones_own_teams_alone);
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
