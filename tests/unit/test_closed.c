/* test_closed.c: how a case is closed and comes back, and what its reporter writes meanwhile. */
#include <string.h>

#include "run.h"
#include "caseload.h"

static struct store *s;

static void
begin(void)
{
	s = caseload_begin();
}

/* --- closing and coming back --- */

START_TEST(closing_takes_it_off_every_list_but_the_shelf_and_forgets_the_minute)
{
	struct msg_case_put p;
	struct msg_case_get q = { .from = 0 };
	struct msg_thread t;

	caseload_put(1, BAND_URGENT);
	caseload_put(2, BAND_URGENT);
	caseload_fill(&p, ASHA, 1, ACT_TASK);
	ck_assert_int_eq(caseload_act(&p), GW_OK);
	caseload_fill(&p, ASHA, 1, ACT_ASSIGN);
	ck_assert_int_eq(caseload_act(&p), GW_OK);
	memcpy(q.session, p.session, SESSION_ID);
	memcpy(q.report, p.report, ID_BYTES);
	ck_assert_int_eq(CASES_DO(s, store_case_get(s, &q, CASES_NOON, &t)), GW_OK);
	ck_assert_int_eq(cases_sql("SELECT (SELECT count(*) FROM look) * 10 + (SELECT count(*) FROM task)"), 11);
	cases_act(&p, CORA, 1, caseload_parts(1), ACT_CLOSE);
	p.band = BAND_URGENT;
	p.part[p.n++] = (struct msg_new_part){ PART_FROM_STAFF, p.part[0].sealed };
	ck_assert_int_eq(caseload_act(&p), GW_OK);
	ck_assert_int_eq(cases_sql("SELECT received % 86400 = 0 AND due = 1790000000 / 86400 * 86400 AND band = 2 AND "
	    "is_met = 1 AND assigned = 'Cora Both' FROM report WHERE state = 5"), 1);
	ck_assert_int_eq(cases_sql("SELECT count(*) FROM queue"), 2);
	ck_assert_int_eq(cases_sql("SELECT count(*) FROM shelf s JOIN report r ON r.id = s.report AND "
	    "r.due = s.closed"), 2);
	ck_assert_int_eq(cases_sql("SELECT n FROM open_count WHERE teams = ',community,school:a,'"), 1);
	ck_assert_int_eq(cases_sql("SELECT (SELECT count(*) FROM look) + (SELECT count(*) FROM task)"), 0);
	caseload_whole();
}
END_TEST

START_TEST(nobody_closes_what_is_immediate)
{
	caseload_put(1, BAND_IMMEDIATE);
	ck_assert_int_eq(caseload_plain(ASHA, 1, ACT_CLOSE, BAND_IMMEDIATE), GW_EDENIED);
	ck_assert(caseload_last_is("refused", CASES_ASHA, "closing while immediate"));
	ck_assert_int_eq(cases_sql("SELECT state FROM report"), CASE_RECEIVED);
	ck_assert_int_eq(cases_sql("SELECT count(*) FROM shelf"), 0);
}
END_TEST

START_TEST(a_closed_one_is_put_right_but_not_worked_on)
{
	struct msg_case_put p;

	caseload_put(1, BAND_PRIORITY);
	if (_i == ACT_UNTAG) {
		caseload_fill(&p, ASHA, 1, ACT_TAG);
		ck_assert_int_eq(caseload_act(&p), GW_OK);
	}
	ck_assert_int_eq(caseload_plain(ASHA, 1, ACT_CLOSE, BAND_PRIORITY), GW_OK);
	caseload_fill(&p, ASHA, 1, (enum case_act)_i);
	if (_i == ACT_RAISE)
		p.band = BAND_URGENT;
	if (_i == ACT_LOWER)
		p.band = BAND_ROUTINE;
	if (_i == ACT_NOTE || _i == ACT_CORRECT || _i == ACT_REOPEN || _i == ACT_TAG || _i == ACT_UNTAG ||
	    _i == ACT_LINK || _i == ACT_RECORD)
		ck_assert_int_eq(caseload_act(&p), GW_OK);
	else
		ck_assert_int_eq(caseload_act(&p), GW_EINPUT);
	ck_assert_int_eq(cases_sql("SELECT state = 5 FROM report"), _i != ACT_REOPEN);
	ck_assert_int_eq(cases_sql("SELECT count(*) FROM shelf"), _i != ACT_REOPEN ? 2 : 0);
	caseload_whole();
}
END_TEST

START_TEST(reopening_puts_it_back_where_it_belongs)
{
	struct msg_case_put p;

	caseload_put(1, BAND_URGENT);
	ck_assert_int_eq(caseload_plain(ASHA, 1, ACT_CLOSE, BAND_URGENT), GW_OK);
	cases_act(&p, CORA, 1, caseload_parts(1), ACT_REOPEN);
	p.band = BAND_URGENT;
	p.due = CASES_NOON + 3600;
	p.is_met = 0;
	p.state = CASE_CLOSED;
	ck_assert_int_eq(caseload_act(&p), GW_EINPUT);
	p.state = CASE_WORKING;
	p.band = BAND_ROUTINE;
	ck_assert_int_eq(caseload_act(&p), GW_EINPUT);
	p.band = BAND_URGENT;
	ck_assert_int_eq(caseload_act(&p), GW_OK);
	ck_assert_int_eq(cases_sql("SELECT count(*) FROM shelf"), 0);
	ck_assert_int_eq(cases_sql("SELECT count(*) FROM queue q JOIN report r ON r.id = q.report AND r.due = q.due "
	    "WHERE q.line = 0 AND r.state = 2 AND r.is_met = 0"), 2);
	ck_assert_int_eq(cases_sql("SELECT n FROM open_count"), 1);
	caseload_whole();
	/* Its minute is forgotten already: only the rule keeps it from being closed by another act. */
	cases_act(&p, CORA, 1, caseload_parts(1), ACT_MESSAGE);
	p.band = BAND_URGENT;
	p.state = CASE_CLOSED;
	p.due = CASES_NOON / 86400 * 86400;
	ck_assert_int_eq(caseload_act(&p), GW_EINPUT);
}
END_TEST

START_TEST(when_it_was_first_opened_is_forgotten_when_it_is_closed)
{
	caseload_put(1, BAND_PRIORITY);
	caseload_look(ASHA, 1);
	ck_assert_int_eq(cases_sql("SELECT seen FROM report"), CASES_NOON);
	caseload_look(CORA, 1);
	ck_assert_int_eq(cases_sql("SELECT seen FROM report"), CASES_NOON);
	ck_assert_int_eq(caseload_plain(ASHA, 1, ACT_CLOSE, BAND_PRIORITY), GW_OK);
	caseload_look(CORA, 1);
	ck_assert_int_eq(cases_sql("SELECT seen FROM report"), 0);
}
END_TEST

START_TEST(what_is_recorded_about_a_closed_one_changes_nothing_of_it)
{
	struct msg_case_put p;

	caseload_put(1, BAND_PRIORITY);
	ck_assert_int_eq(caseload_plain(ASHA, 1, ACT_CLOSE, BAND_PRIORITY), GW_OK);
	cases_act(&p, CORA, 1, 3, ACT_RECORD);
	p.band = BAND_IMMEDIATE;
	p.due = CASES_NOON + 77;
	ck_assert_int_eq(caseload_act(&p), GW_OK);
	ck_assert_int_eq(cases_sql("SELECT state = 5 AND band = 1 AND due % 86400 = 0 AND parts = 4 FROM report"), 1);
	caseload_whole();
}
END_TEST

/* --- what the reporter writes --- */

START_TEST(a_reply_is_new_until_any_reader_opens_the_case)
{
	caseload_put(1, BAND_PRIORITY);
	caseload_look(ASHA, 1);
	ck_assert_int_eq(cases_sql("SELECT has_reply FROM report"), 0);
	caseload_reply(1);
	ck_assert_int_eq(cases_sql("SELECT has_reply FROM report"), 1);
	ck_assert_int_eq(caseload_plain(ASHA, 1, ACT_NOTE, BAND_PRIORITY), GW_OK);
	ck_assert_int_eq(cases_sql("SELECT has_reply FROM report"), 1);
	caseload_look(CORA, 1);
	ck_assert_int_eq(cases_sql("SELECT has_reply FROM report"), 0);
	caseload_reply(1);
	caseload_look(CORA, 1);	/* the same visit, the same case: no new entry, but seen */
	ck_assert_int_eq(cases_sql("SELECT has_reply FROM report"), 0);
	caseload_whole();
}
END_TEST

static const enum case_act settles[] = { ACT_NOTE, ACT_REOPEN, ACT_RECORD };

START_TEST(a_reply_to_a_closed_case_waits_in_the_queue_until_somebody_does_something)
{
	caseload_put(1, BAND_URGENT);
	ck_assert_int_eq(caseload_plain(ASHA, 1, ACT_CLOSE, BAND_URGENT), GW_OK);
	caseload_reply(1);
	caseload_reply(1);
	ck_assert_int_eq(cases_sql("SELECT count(*) FROM queue q JOIN report r ON r.id = q.report WHERE q.line = 0 AND "
	    "r.state = 5 AND r.has_reply"), 2);
	ck_assert_int_eq(cases_sql("SELECT n FROM open_count"), 0);
	caseload_whole();
	caseload_look(CORA, 1);
	ck_assert_int_eq(caseload_plain(CORA, 1, ACT_CORRECT, BAND_URGENT), GW_OK);
	ck_assert_int_eq(cases_sql("SELECT count(*) FROM queue"), 2);
	ck_assert_int_eq(cases_sql("SELECT count(*) FROM look"), 0);
	ck_assert_int_eq(caseload_plain(CORA, 1, settles[_i], BAND_URGENT), GW_OK);
	ck_assert_int_eq(cases_sql("SELECT has_reply FROM report"), 0);
	ck_assert_int_eq(cases_sql("SELECT count(*) FROM queue"), settles[_i] == ACT_REOPEN ? 2 : 0);
	caseload_whole();
}
END_TEST

START_TEST(a_reply_to_a_closed_case_cannot_be_hidden_in_the_file)
{
	struct audit_verdict v;

	caseload_put(1, BAND_URGENT);
	ck_assert_int_eq(caseload_plain(ASHA, 1, ACT_CLOSE, BAND_URGENT), GW_OK);
	caseload_reply(1);
	cases_tamper("UPDATE report SET has_reply = 0; DELETE FROM queue");
	ck_assert_int_eq(store_audit_verify(s, &v), GW_EDENIED);
}
END_TEST

START_TEST(a_reporter_who_never_stops_writing_leaves_staff_room_to_act)
{
	struct msg_reply_put r;
	struct msg_report_put first;

	caseload_put(1, BAND_PRIORITY);
	cases_tamper("UPDATE report SET parts = 400");
	cases_report(&first, 1, CASES_TEAMS("lado"));
	memcpy(r.tag, first.tag, TAG_BYTES);
	cases_part(&r.put, 1, LIMIT_MESSAGES - LIMIT_STAFF_PARTS, 0);
	ck_assert_int_eq(CASES_DO(s, store_reply_put(s, &r, CASES_NOON)), GW_ELIMIT);
	cases_tamper("UPDATE report SET parts = 498");
	ck_assert_int_eq(caseload_plain(ASHA, 1, ACT_NOTE, BAND_PRIORITY), GW_ELIMIT);
	/* Of a whole thread this would be GW_OK: the parts between are not there. */
	ck_assert_int_eq(caseload_plain(ASHA, 1, ACT_CLOSE, BAND_PRIORITY), GW_EINPUT);
}
END_TEST

Suite *
suite(void)
{
	Suite *all = suite_create("closed");
	TCase *t = tcase_create("closed");

	tcase_add_checked_fixture(t, begin, caseload_end);
	tcase_set_timeout(t, 60);
	tcase_add_test(t, closing_takes_it_off_every_list_but_the_shelf_and_forgets_the_minute);
	tcase_add_test(t, nobody_closes_what_is_immediate);
	tcase_add_loop_test(t, a_closed_one_is_put_right_but_not_worked_on, 0, ACT_N);
	tcase_add_test(t, reopening_puts_it_back_where_it_belongs);
	tcase_add_test(t, when_it_was_first_opened_is_forgotten_when_it_is_closed);
	tcase_add_test(t, what_is_recorded_about_a_closed_one_changes_nothing_of_it);
	tcase_add_test(t, a_reply_is_new_until_any_reader_opens_the_case);
	tcase_add_loop_test(t, a_reply_to_a_closed_case_waits_in_the_queue_until_somebody_does_something, 0, 3);
	tcase_add_test(t, a_reply_to_a_closed_case_cannot_be_hidden_in_the_file);
	tcase_add_test(t, a_reporter_who_never_stops_writing_leaves_staff_room_to_act);
	suite_add_tcase(all, t);
	return all;
}
