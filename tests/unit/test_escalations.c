/* test_escalations.c: community safety's cases in the order in which they changed, and what they are read for. */
#include <string.h>

#include "response.h"
#include "run.h"

static struct store *s;

static void
begin(void)
{
	s = response_begin();
}

static int64_t
last(void)
{
	return cases_sql("SELECT n FROM escalation_last");
}

static int64_t
changed(unsigned n)
{
	return response_row(n, "escalation", "changed");
}

static int64_t
listed(unsigned n)
{
	return response_row(n, "escalation", "listed");
}

static void
put_listed(unsigned n, enum band band, bool lists)
{
	struct msg_report_put r;

	cases_report(&r, n, CASES_TEAMS("community"));
	r.band = (uint8_t)band;
	r.lists = lists;
	ck_assert_int_eq(cases_put(s, &r, CASES_NOON), GW_OK);
}

/* --- numbers --- */

START_TEST(every_change_of_a_case_takes_the_next_number)
{
	put_listed(1, BAND_ROUTINE, false);
	put_listed(2, BAND_ROUTINE, true);
	response_put(3, BAND_URGENT, CASES_TEAMS("school:a"));
	ck_assert_int_eq(changed(1) == 1 && changed(2) == 2 && last() == 2, 1);
	ck_assert_int_eq(listed(1) == 0 && listed(2) == 2, 1);
	ck_assert_int_eq(response_row(3, "escalation", "count(*)"), 0);
	ck_assert_int_eq(caseload_plain(CY, 1, ACT_NOTE, BAND_ROUTINE), GW_OK);
	ck_assert_int_eq(changed(1), 3);
	caseload_reply(2);
	ck_assert_int_eq(changed(2), 4);
	ck_assert_int_eq(caseload_plain(ASHA, 3, ACT_NOTE, BAND_URGENT), GW_OK);
	ck_assert_int_eq(last(), 4);
	caseload_whole();
}
END_TEST

/* What the meeting has not heard of is news for it when it is urgent, or somebody says so. */
static const struct { enum band band; bool was_listed, lists, is_news; } notes[] = {
	{ BAND_ROUTINE, false, true, false }, { BAND_ROUTINE, true, true, true }, { BAND_ROUTINE, true, false, false },
	{ BAND_URGENT, false, true, true }, { BAND_URGENT, true, false, false }, { BAND_IMMEDIATE, false, true, true },
};

START_TEST(what_staff_do_is_news_of_what_was_news_or_is_urgent)
{
	struct msg_case_put p;

	put_listed(1, notes[_i].band, notes[_i].was_listed);
	cases_act(&p, CY, 1, 2, ACT_NOTE);
	p.lists = notes[_i].lists;
	ck_assert_int_eq(caseload_act(&p), GW_OK);
	ck_assert_int_eq(changed(1), 2);
	ck_assert_int_eq(listed(1), notes[_i].is_news ? 2 : notes[_i].was_listed);
}
END_TEST

START_TEST(a_reply_is_news_of_what_was_news_or_is_urgent)
{
	const bool was = _i % 2 == 1, is_urgent = _i >= 2;

	put_listed(1, is_urgent ? BAND_URGENT : BAND_ROUTINE, was);
	caseload_reply(1);
	ck_assert_int_eq(listed(1), was || is_urgent ? 2 : 0);
}
END_TEST

START_TEST(what_becomes_urgent_is_news)
{
	put_listed(1, BAND_ROUTINE, false);
	ck_assert_int_eq(caseload_plain(CY, 1, ACT_RAISE, BAND_PRIORITY), GW_OK);
	ck_assert_int_eq(listed(1), 0);
	ck_assert_int_eq(caseload_plain(CY, 1, ACT_RAISE, BAND_URGENT), GW_OK);
	ck_assert_int_eq(listed(1), changed(1));
}
END_TEST

START_TEST(a_number_that_was_taken_back_leaves_no_two_the_same)
{
	struct msg_report_put r;

	put_listed(1, BAND_URGENT, true);
	ck_assert_int_eq(store_begin(s), GW_OK);
	cases_report(&r, 2, CASES_TEAMS("community"));
	ck_assert_int_eq(store_mark(s), GW_OK);
	ck_assert_int_eq(store_report_put(s, &r, CASES_NOON), GW_OK);
	store_undo(s);
	cases_report(&r, 3, CASES_TEAMS("community"));
	ck_assert_int_eq(store_mark(s), GW_OK);
	ck_assert_int_eq(store_report_put(s, &r, CASES_NOON), GW_OK);
	store_keep(s);
	ck_assert_int_eq(store_commit(s), GW_OK);
	put_listed(4, BAND_URGENT, true);
	ck_assert_int_eq(cases_sql("SELECT count(DISTINCT changed) * 10 + count(*) FROM escalation"), 33);
	ck_assert_int_gt(changed(3), changed(1));
	ck_assert_int_gt(changed(4), changed(3));
	ck_assert_int_eq(last(), changed(4));
	caseload_whole();
}
END_TEST

/* --- pages --- */

START_TEST(a_page_goes_on_behind_a_number_in_the_order_that_was_asked_for)
{
	static const struct { enum escalation_order order; uint64_t after, first; uint8_t n; } pages[] = {
		{ ORDER_CHANGED, 0, 1, 4 }, { ORDER_CHANGED, 3, 4, 2 }, { ORDER_CHANGED, 6, 0, 0 },
		{ ORDER_LISTED, 0, 2, 2 }, { ORDER_LISTED, 2, 4, 1 }, { ORDER_LISTED, 4, 0, 0 },
		{ ORDER_LISTED_EVER, 0, 4, 2 }, { ORDER_LISTED_EVER, 4, 5, 1 },
	};
	struct msg_escalations out;

	for (unsigned n = 1; n <= 4; n++)
		put_listed(n, BAND_ROUTINE, n % 2 == 0);
	ck_assert_int_eq(caseload_plain(CY, 2, ACT_NOTE, BAND_ROUTINE), GW_OK);	/* changed 5, listed 2 */
	for (size_t i = 0; i < sizeof pages / sizeof pages[0]; i++) {
		const struct msg_escalations_get q = { .order = (uint8_t)pages[i].order, .survey = SURVEY_BOARD,
			.after = pages[i].after, .limit = 100 };

		ck_assert_int_eq(response_page(CY, &q, &out), GW_OK);
		ck_assert_uint_eq(out.last, 5);
		ck_assert_uint_eq(out.goes_on, 0);
		ck_assert_msg(out.n == pages[i].n, "page %zu: %u", i, out.n);
		if (out.n > 0)
			ck_assert_uint_eq(pages[i].order == ORDER_LISTED ? out.row[0].listed : out.row[0].changed,
			    pages[i].first);
	}
}
END_TEST

START_TEST(a_page_says_whether_another_follows)
{
	const struct msg_escalations_get q = { .survey = SURVEY_PULL, .limit = 2 };
	struct msg_escalations out;

	for (unsigned n = 1; n <= 3; n++)
		put_listed(n, BAND_ROUTINE, false);
	ck_assert_int_eq(response_page(CY, &q, &out), GW_OK);
	ck_assert_uint_eq(out.n, 2);
	ck_assert_uint_eq(out.goes_on, 1);
	ck_assert_uint_eq(out.row[1].changed, 2);
	ck_assert_uint_eq(out.row[1].parts, 2);
	ck_assert_int_eq(out.row[1].received, CASES_NOON);
}
END_TEST

START_TEST(others_are_refused_and_the_chain_knows)
{
	const struct msg_escalations_get q = { .survey = SURVEY_BOARD, .limit = 2 };
	static const uint8_t who[] = { ASHA, LOU };
	struct msg_escalations out;

	put_listed(1, BAND_URGENT, true);
	for (size_t i = 0; i < sizeof who; i++) {
		ck_assert_int_eq(response_page(who[i], &q, &out), GW_EDENIED);
		ck_assert_uint_eq(out.n, 0);
		ck_assert(caseload_last_is("refused", i == 0 ? CASES_ASHA : RESPONSE_LOU,
		    "asked for the escalations without being of community safety"));
	}
}
END_TEST

/* --- surveys --- */

START_TEST(a_survey_is_one_entry_and_no_look)
{
	struct msg_escalations_get q = { .survey = SURVEY_FIGURES, .limit = 2 };
	struct msg_escalations out;
	struct msg_thread t;

	put_listed(1, BAND_URGENT, true);
	put_listed(2, BAND_URGENT, true);
	ck_assert_int_eq(response_page(CORA, &q, &out), GW_OK);
	ck_assert(caseload_last_is("surveyed", CASES_CORA, "figures"));
	q.survey = SURVEY_GOES_ON;
	ck_assert_int_eq(response_page(CORA, &q, &out), GW_OK);
	ck_assert_int_eq(response_open(CORA, 1, true, CASES_NOON + 700, &t), GW_OK);
	ck_assert_uint_eq(t.total, 2);
	ck_assert_int_eq(response_open(CORA, 2, true, CASES_NOON + 700, &t), GW_OK);
	ck_assert(caseload_last_is("surveyed", CASES_CORA, "figures"));
	ck_assert_int_eq(response_column(1, "state = 0 AND seen = 0"), 1);
	ck_assert_int_eq(cases_sql("SELECT count(*) FROM look"), 0);
}
END_TEST

START_TEST(a_survey_that_was_not_begun_or_long_ago_opens_nothing)
{
	struct msg_escalations_get q = { .survey = SURVEY_GOES_ON, .limit = 2 };
	struct msg_escalations out;
	struct msg_thread t;

	put_listed(1, BAND_URGENT, true);
	response_put(2, BAND_URGENT, CASES_TEAMS("school:a"));
	ck_assert_int_eq(response_page(CORA, &q, &out), GW_EDENIED);
	ck_assert(caseload_last_is("refused", CASES_CORA, "asked for the escalations without saying what for"));
	ck_assert_int_eq(response_open(CORA, 1, true, CASES_NOON + 600, &t), GW_EDENIED);
	ck_assert(caseload_last_is("refused", CASES_CORA, "asked for it as if for a survey"));
	q.survey = SURVEY_MAP;
	ck_assert_int_eq(response_page(CORA, &q, &out), GW_OK);
	/* Not of community safety, though hers; and hers no longer when it was begun too long ago. */
	ck_assert_int_eq(response_open(CORA, 2, true, CASES_NOON + 600, &t), GW_EDENIED);
	ck_assert_int_eq(response_open(CORA, 1, true, CASES_NOON + 600 + SURVEY_SECONDS - 1, &t), GW_OK);
	ck_assert_int_eq(response_open(CORA, 1, true, CASES_NOON + 600 + SURVEY_SECONDS + 1, &t), GW_EDENIED);
	/* What one session began is not another's. */
	ck_assert_int_eq(response_open(CY, 1, true, CASES_NOON + 600, &t), GW_EDENIED);
}
END_TEST

START_TEST(a_question_that_makes_no_sense_is_refused)
{
	static const struct msg_escalations_get odd[] = {
		{ .survey = SURVEY_BOARD, .limit = 0 }, { .survey = SURVEY_BOARD, .limit = MSG_ESCALATED + 1 },
		{ .survey = SURVEY_N, .limit = 1 }, { .survey = SURVEY_BOARD, .limit = 1, .order = ORDER_N },
		{ .survey = SURVEY_BOARD, .limit = 1, .after = UINT64_MAX },
	};
	struct msg_escalations out;

	ck_assert_int_eq(response_page(CY, &odd[_i], &out), GW_EINPUT);
}
END_TEST

Suite *
suite(void)
{
	Suite *all = suite_create("escalations");
	TCase *t = tcase_create("escalations");

	tcase_add_checked_fixture(t, begin, caseload_end);
	tcase_add_test(t, every_change_of_a_case_takes_the_next_number);
	tcase_add_loop_test(t, what_staff_do_is_news_of_what_was_news_or_is_urgent, 0, sizeof notes / sizeof notes[0]);
	tcase_add_loop_test(t, a_reply_is_news_of_what_was_news_or_is_urgent, 0, 4);
	tcase_add_test(t, what_becomes_urgent_is_news);
	tcase_add_test(t, a_number_that_was_taken_back_leaves_no_two_the_same);
	tcase_add_test(t, a_page_goes_on_behind_a_number_in_the_order_that_was_asked_for);
	tcase_add_test(t, a_page_says_whether_another_follows);
	tcase_add_test(t, others_are_refused_and_the_chain_knows);
	tcase_add_test(t, a_survey_is_one_entry_and_no_look);
	tcase_add_test(t, a_survey_that_was_not_begun_or_long_ago_opens_nothing);
	tcase_add_loop_test(t, a_question_that_makes_no_sense_is_refused, 0, 5);
	suite_add_tcase(all, t);
	return all;
}
