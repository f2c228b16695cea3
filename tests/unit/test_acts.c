/* test_acts.c: what staff may do to a case, who has to do it, and what it changes in the lists. */
#include <string.h>

#include "run.h"
#include "sheet.h"
#include "caseload.h"

static struct store *s;

static void
begin(void)
{
	s = caseload_begin();
}

/* --- each act --- */

static const struct { enum case_act act; enum band was, to; const char *word, *why; } acts[] = {
	{ ACT_MESSAGE, BAND_PRIORITY, BAND_PRIORITY, "message sent", "" },
	{ ACT_NOTE, BAND_PRIORITY, BAND_PRIORITY, "noted", "" },
	{ ACT_CONFIRM, BAND_PRIORITY, BAND_PRIORITY, "band confirmed", "priority" },
	{ ACT_RAISE, BAND_ROUTINE, BAND_URGENT, "band raised", "routine to urgent" },
	{ ACT_LOWER, BAND_URGENT, BAND_PRIORITY, "band lowered", "urgent to priority" },
	{ ACT_ASK_LOWER, BAND_IMMEDIATE, BAND_URGENT, "lowering asked", "" },
	{ ACT_ASSIGN, BAND_PRIORITY, BAND_PRIORITY, "assigned", "to Cora Both" },
	{ ACT_TASK, BAND_PRIORITY, BAND_PRIORITY, "task set", "for Asha Lead" },
	{ ACT_TAG, BAND_PRIORITY, BAND_PRIORITY, "tagged", "" },
	{ ACT_LINK, BAND_PRIORITY, BAND_PRIORITY, "linked", "" },
	{ ACT_REVIEW, BAND_PRIORITY, BAND_PRIORITY, "reviewed", "" },
	{ ACT_CORRECT, BAND_PRIORITY, BAND_PRIORITY, "corrected", "" },
	{ ACT_CLOSE, BAND_PRIORITY, BAND_PRIORITY, "closed", "" },
	{ ACT_RECORD, BAND_PRIORITY, BAND_PRIORITY, "recorded", "told" },
};

START_TEST(each_act_adds_its_parts_and_one_word_to_the_chain)
{
	struct msg_case_put p;

	caseload_put(1, acts[_i].was);
	caseload_fill(&p, ASHA, 1, acts[_i].act);
	p.band = acts[_i].to;
	ck_assert_int_eq(caseload_act(&p), GW_OK);
	ck_assert_uint_eq(caseload_parts(1), 2u + p.n);
	ck_assert(caseload_last_is(acts[_i].word, CASES_ASHA, acts[_i].why));
	ck_assert_int_eq(cases_sql("SELECT length(detail) FROM audit ORDER BY seq DESC LIMIT 1"), 32);
	caseload_whole();
}
END_TEST

START_TEST(another_teams_member_does_nothing_and_the_chain_knows_it_was_tried)
{
	struct msg_case_put p;

	caseload_put(1, acts[_i].was);
	caseload_fill(&p, BEN, 1, acts[_i].act);
	p.band = acts[_i].to;
	ck_assert_int_eq(caseload_act(&p), GW_EABSENT);
	ck_assert_uint_eq(caseload_parts(1), 2);
	ck_assert(caseload_last_is("refused", CASES_BEN, "not a case of theirs"));
	ck_assert_int_eq(cases_sql("SELECT subject = (SELECT id FROM report) FROM audit ORDER BY seq DESC LIMIT 1"), 1);
	ck_assert_int_eq(cases_sql("SELECT (SELECT count(*) FROM tag) + (SELECT count(*) FROM task) + "
	    "(SELECT count(*) FROM shelf)"), 0);
	caseload_whole();
}
END_TEST

START_TEST(an_act_on_a_thread_that_has_grown_is_refused_and_leaves_no_trace)
{
	struct msg_case_put p;
	int64_t entries;

	caseload_put(1, acts[_i].was);
	caseload_fill(&p, ASHA, 1, acts[_i].act);
	p.band = acts[_i].to;
	p.seq++;
	entries = cases_sql("SELECT max(seq) FROM audit");
	ck_assert_int_eq(caseload_act(&p), GW_ECONFLICT);
	p.seq -= 2;
	ck_assert_int_eq(caseload_act(&p), GW_ECONFLICT);
	p.seq++;
	p.files = 1;
	ck_assert_int_eq(caseload_act(&p), GW_ECONFLICT);
	ck_assert_int_eq(cases_sql("SELECT max(seq) FROM audit"), entries);
	ck_assert_uint_eq(caseload_parts(1), 2);
}
END_TEST

/* Kinds of the parts: 4 is for the reporter, 5 a note. */
static const struct { enum case_act act; uint8_t n, kind[CASE_PARTS]; } bad_parts[] = {
	{ ACT_MESSAGE, 0, { 0 } }, { ACT_MESSAGE, 1, { PART_NOTE } },
	{ ACT_MESSAGE, 2, { PART_FROM_STAFF, PART_FROM_STAFF } },
	{ ACT_MESSAGE, 2, { PART_FROM_STAFF, PART_FROM_REPORTER } }, { ACT_NOTE, 1, { PART_FROM_STAFF } },
	{ ACT_NOTE, 2, { PART_NOTE, PART_FROM_STAFF } }, { ACT_NOTE, 1, { PART_BODY } },
	{ ACT_NOTE, 1, { PART_DECISION } },
	{ ACT_NOTE, 1, { PART_FROM_REPORTER } }, { ACT_NOTE, 1, { PART_FILE } }, { ACT_NOTE, 0, { 0 } },
	{ ACT_NOTE, CASE_PARTS + 1, { PART_NOTE, PART_NOTE } }, { ACT_CLOSE, 1, { PART_FROM_STAFF } },
	{ ACT_LOG, 1, { PART_NOTE } }, { ACT_RECORD, 1, { PART_FROM_STAFF } }, { ACT_RECORD, 0, { 0 } },
	{ ACT_RECORD, 2, { PART_NOTE, PART_FROM_STAFF } }, { ACT_RECORD, 2, { PART_NOTE, PART_NOTE } },
};

START_TEST(parts_that_do_not_fit_the_act_are_refused)
{
	struct msg_case_put p;

	caseload_put(1, BAND_PRIORITY);
	cases_act(&p, ASHA, 1, 2, bad_parts[_i].act);
	p.n = bad_parts[_i].n;
	for (size_t i = 0; i < CASE_PARTS; i++) {
		p.part[i].kind = bad_parts[_i].kind[i];
		p.part[i].sealed = p.part[0].sealed;
	}
	ck_assert_int_eq(caseload_act(&p), GW_EINPUT);
	ck_assert_uint_eq(caseload_parts(1), 2);
}
END_TEST

/* Columns: of an act, in a case that is priority and being worked on. */
static const struct {
	enum case_act act;
	enum band band;
	enum case_state state;
	int64_t due;
	uint8_t is_met;
} misfits[] = {
	{ ACT_CONFIRM, BAND_URGENT, CASE_WORKING, CASES_NOON, 1 },
	{ ACT_CONFIRM, BAND_ROUTINE, CASE_WORKING, CASES_NOON, 1 },
	{ ACT_RAISE, BAND_PRIORITY, CASE_WORKING, CASES_NOON, 1 },
	{ ACT_RAISE, BAND_ROUTINE, CASE_WORKING, CASES_NOON, 1 },
	{ ACT_LOWER, BAND_PRIORITY, CASE_WORKING, CASES_NOON, 1 },
	{ ACT_LOWER, BAND_URGENT, CASE_WORKING, CASES_NOON, 1 },
	{ ACT_MESSAGE, BAND_URGENT, CASE_WORKING, CASES_NOON, 1 },
	{ ACT_REVIEW, BAND_ROUTINE, CASE_WORKING, CASES_NOON, 1 },
	{ ACT_CLOSE, BAND_ROUTINE, CASE_CLOSED, CASES_NOON, 1 },
	{ ACT_CLOSE, BAND_PRIORITY, CASE_WORKING, CASES_NOON, 1 },
	{ ACT_MESSAGE, BAND_PRIORITY, CASE_CLOSED, CASES_NOON, 1 },
	{ ACT_RAISE, BAND_URGENT, CASE_CLOSED, CASES_NOON, 1 },
	{ ACT_REVIEW, BAND_PRIORITY, CASE_RECEIVED, CASES_NOON, 1 },
	{ ACT_REVIEW, BAND_PRIORITY, CASE_WORKING, 59, 1 },
	{ ACT_REVIEW, BAND_PRIORITY, CASE_WORKING, -1, 1 },
	{ ACT_REVIEW, BAND_PRIORITY, CASE_WORKING, CASES_NOON, 2 },
	{ ACT_REOPEN, BAND_PRIORITY, CASE_WORKING, CASES_NOON, 1 },
	{ ACT_AGREE_LOWER, BAND_ROUTINE, CASE_WORKING, CASES_NOON, 1 },
	{ ACT_REFUSE_LOWER, BAND_ROUTINE, CASE_WORKING, CASES_NOON, 1 },
	{ ACT_ASK_LOWER, BAND_ROUTINE, CASE_WORKING, CASES_NOON, 1 },
	{ ACT_TASK_DONE, BAND_PRIORITY, CASE_WORKING, CASES_NOON, 1 },
	{ ACT_UNTAG, BAND_PRIORITY, CASE_WORKING, CASES_NOON, 1 },
	{ ACT_N, BAND_PRIORITY, CASE_WORKING, CASES_NOON, 1 },
	{ ACT_RECORD, BAND_URGENT, CASE_WORKING, CASES_NOON, 1 },
	{ ACT_RECORD, BAND_PRIORITY, CASE_CLOSED, CASES_NOON, 1 },
};

START_TEST(columns_that_do_not_fit_the_act_are_refused)
{
	struct msg_case_put p;

	caseload_put(1, BAND_PRIORITY);
	ck_assert_int_eq(caseload_plain(CORA, 1, ACT_CONFIRM, BAND_PRIORITY), GW_OK);
	caseload_fill(&p, ASHA, 1, misfits[_i].act);
	p.band = misfits[_i].band;
	p.state = misfits[_i].state;
	p.due = misfits[_i].due;
	p.is_met = misfits[_i].is_met;
	ck_assert_int_eq(caseload_act(&p), GW_EINPUT);
	ck_assert_uint_eq(caseload_parts(1), 3);
	caseload_whole();
}
END_TEST

START_TEST(what_orders_the_queue_is_set_in_one_step_and_moves_the_rows_of_all_teams)
{
	struct msg_case_put p;

	caseload_put(1, BAND_ROUTINE);
	ck_assert_int_eq(cases_sql("SELECT count(*) FROM queue WHERE line = 1"), 2);
	cases_act(&p, ASHA, 1, 2, ACT_RAISE);
	p.band = BAND_URGENT;
	p.due = CASES_NOON + 7259;
	ck_assert_int_eq(caseload_act(&p), GW_OK);
	ck_assert_int_eq(cases_sql("SELECT count(*) FROM queue"), 2);
	ck_assert_int_eq(cases_sql("SELECT count(*) FROM queue q JOIN report r ON q.line = 0 AND q.due = r.due AND "
	    "r.band = 2 AND r.state = 2 AND r.is_met = 1"), 2);
	ck_assert_int_eq(cases_sql("SELECT due FROM report"), CASES_NOON + 7200);
	p.act = ACT_REVIEW;
	p.seq = 3;
	p.due = CASES_NOON + 86400;
	ck_assert_int_eq(caseload_act(&p), GW_OK);
	ck_assert_int_eq(cases_sql("SELECT count(*) FROM queue WHERE line = 0 AND due = (SELECT due FROM report)"), 2);
	p.act = ACT_LOWER;	/* another line, the same moment */
	p.band = BAND_PRIORITY;
	p.seq = 4;
	ck_assert_int_eq(caseload_act(&p), GW_OK);
	ck_assert_int_eq(cases_sql("SELECT count(*) FROM queue WHERE line = 1 AND due = (SELECT due FROM report)"), 2);
	ck_assert_int_eq(cases_sql("SELECT count(*) FROM queue"), 2);
	caseload_whole();
}
END_TEST

static const enum case_act quiet[] = { ACT_NOTE, ACT_ASK_LOWER, ACT_ASSIGN, ACT_TASK, ACT_TAG, ACT_LINK, ACT_CORRECT };

START_TEST(an_act_that_stops_no_clock_changes_no_clock_whatever_it_says)
{
	struct msg_case_put p;

	caseload_put(1, BAND_IMMEDIATE);
	caseload_fill(&p, ASHA, 1, quiet[_i]);
	p.band = BAND_ROUTINE;
	p.state = CASE_CLOSED;
	p.due = 0;
	ck_assert_int_eq(caseload_act(&p), GW_OK);
	ck_assert_int_eq(cases_sql("SELECT band = 3 AND state = 0 AND is_met = 0 AND due = 1790000000 / 86400 * 86400 "
	    "+ 43200 + 3660 FROM report"), 1);
	ck_assert_int_eq(cases_sql("SELECT assigned <> '' FROM report"), quiet[_i] == ACT_ASSIGN);
	ck_assert_int_eq(cases_sql("SELECT lowering <> '' FROM report"), quiet[_i] == ACT_ASK_LOWER);
	ck_assert_int_eq(cases_sql("SELECT count(*) FROM queue WHERE line = 0"), 2);
}
END_TEST

START_TEST(a_record_moves_the_clock_and_says_of_which_sheet_it_is)
{
	struct msg_case_put p;

	caseload_put(1, BAND_PRIORITY);
	cases_act(&p, ASHA, 1, 2, ACT_RECORD);
	p.sheet = SHEET_N;
	ck_assert_int_eq(caseload_act(&p), GW_EINPUT);
	p.sheet = SHEET_CONTACT;
	p.due = CASES_NOON + 7200;
	p.helps = 1;
	ck_assert_int_eq(caseload_act(&p), GW_OK);
	ck_assert(caseload_last_is("recorded", CASES_ASHA, "contact"));
	ck_assert_int_eq(cases_sql("SELECT is_met = 1 AND helps = 1 AND state = 2 FROM report"), 1);
	ck_assert_int_eq(cases_sql("SELECT count(*) FROM queue WHERE due = 1790000000 / 86400 * 86400 + 50400"), 2);
	ck_assert_int_eq(caseload_plain(ASHA, 1, ACT_NOTE, BAND_PRIORITY), GW_OK);
	ck_assert_int_eq(cases_sql("SELECT helps FROM report"), 1);	/* it is not taken back */
	caseload_whole();
}
END_TEST

/* --- two people --- */

START_TEST(an_immediate_one_is_lowered_by_two_people)
{
	caseload_put(1, BAND_IMMEDIATE);
	ck_assert_int_eq(caseload_plain(ASHA, 1, ACT_LOWER, BAND_URGENT), GW_EDENIED);
	ck_assert(caseload_last_is("refused", CASES_ASHA, "lowering immediate alone"));
	ck_assert_int_eq(caseload_plain(CORA, 1, ACT_AGREE_LOWER, BAND_URGENT), GW_EINPUT);
	ck_assert_int_eq(caseload_plain(CORA, 1, ACT_REFUSE_LOWER, BAND_URGENT), GW_EINPUT);
	ck_assert_int_eq(caseload_plain(ASHA, 1, ACT_ASK_LOWER, BAND_URGENT), GW_OK);
	ck_assert_int_eq(cases_sql("SELECT band = 3 AND lowering = 'Asha Lead' FROM report"), 1);
	ck_assert_int_eq(caseload_plain(CORA, 1, ACT_ASK_LOWER, BAND_URGENT), GW_ECONFLICT);
	ck_assert_int_eq(caseload_plain(ASHA, 1, ACT_AGREE_LOWER, BAND_URGENT), GW_EDENIED);
	ck_assert_int_eq(caseload_plain(ASHA, 1, ACT_REFUSE_LOWER, BAND_URGENT), GW_EDENIED);
	ck_assert_int_eq(caseload_plain(ASHA, 1, ACT_LOWER, BAND_URGENT), GW_EDENIED);
	ck_assert_int_eq(caseload_plain(BEN, 1, ACT_AGREE_LOWER, BAND_URGENT), GW_EABSENT);
	ck_assert_int_eq(caseload_plain(CORA, 1, ACT_AGREE_LOWER, BAND_IMMEDIATE), GW_EINPUT);
	ck_assert_int_eq(cases_sql("SELECT band = 3 AND parts = 3 FROM report"), 1);
	ck_assert_int_eq(caseload_plain(CORA, 1, ACT_AGREE_LOWER, BAND_PRIORITY), GW_OK);
	ck_assert(caseload_last_is("lowering agreed", CASES_CORA, "immediate to priority"));
	ck_assert_int_eq(cases_sql("SELECT band = 1 AND lowering = '' FROM report"), 1);
	ck_assert_int_eq(cases_sql("SELECT count(*) FROM queue WHERE line = 1"), 2);
	caseload_whole();
}
END_TEST

START_TEST(a_lowering_that_was_refused_or_overtaken_is_asked_for_anew)
{
	caseload_put(1, BAND_IMMEDIATE);
	ck_assert_int_eq(caseload_plain(ASHA, 1, ACT_ASK_LOWER, BAND_URGENT), GW_OK);
	ck_assert_int_eq(caseload_plain(CORA, 1, ACT_REFUSE_LOWER, BAND_URGENT), GW_OK);
	ck_assert_int_eq(cases_sql("SELECT band = 3 AND lowering = '' FROM report"), 1);
	ck_assert_int_eq(caseload_plain(CORA, 1, ACT_AGREE_LOWER, BAND_URGENT), GW_EINPUT);
	ck_assert_int_eq(caseload_plain(CORA, 1, ACT_ASK_LOWER, BAND_URGENT), GW_OK);
	ck_assert_int_eq(caseload_plain(ASHA, 1, ACT_CONFIRM, BAND_IMMEDIATE), GW_OK);
	ck_assert_int_eq(caseload_plain(CORA, 1, ACT_AGREE_LOWER, BAND_URGENT), GW_EDENIED);
	ck_assert_int_eq(caseload_plain(ASHA, 1, ACT_AGREE_LOWER, BAND_URGENT), GW_OK);
	ck_assert_int_eq(caseload_plain(CORA, 1, ACT_ASK_LOWER, BAND_ROUTINE), GW_EINPUT);
	caseload_whole();
}
END_TEST

START_TEST(who_asks_for_a_second_person_cannot_be_forged_in_the_file)
{
	struct audit_verdict v;

	caseload_put(1, BAND_IMMEDIATE);
	ck_assert_int_eq(caseload_plain(ASHA, 1, ACT_ASK_LOWER, BAND_URGENT), GW_OK);
	caseload_whole();
	cases_tamper("UPDATE report SET lowering = 'Ben Lead'");
	ck_assert_int_eq(store_audit_verify(s, &v), GW_EDENIED);
	cases_tamper("UPDATE report SET lowering = 'Asha Lead'");
	caseload_whole();
	cases_tamper("UPDATE report SET is_met = 1");
	ck_assert_int_eq(store_audit_verify(s, &v), GW_EDENIED);
}
END_TEST

/* --- people, tasks --- */

START_TEST(a_case_is_given_to_members_of_its_teams_only)
{
	struct msg_case_put p;

	caseload_put(1, BAND_PRIORITY);
	caseload_fill(&p, ASHA, 1, ACT_ASSIGN);
	strcpy(p.assigned, CASES_BEN);
	ck_assert_int_eq(caseload_act(&p), GW_EINPUT);
	strcpy(p.assigned, "Nobody There");
	ck_assert_int_eq(caseload_act(&p), GW_EINPUT);
	strcpy(p.assigned, CASES_CORA);
	ck_assert_int_eq(caseload_act(&p), GW_OK);
	ck_assert_int_eq(cases_sql("SELECT assigned = 'Cora Both' FROM report"), 1);
	ck_assert_str_eq(caseload_look(ASHA, 1), CASES_CORA);
	p.assigned[0] = '\0';
	p.seq++;
	ck_assert_int_eq(caseload_act(&p), GW_OK);
	ck_assert_str_eq(caseload_look(ASHA, 1), "");
	ck_assert(caseload_last_is("assigned", CASES_ASHA, "to nobody"));
	caseload_fill(&p, ASHA, 1, ACT_TASK);
	strcpy(p.owner, CASES_BEN);
	ck_assert_int_eq(caseload_act(&p), GW_EINPUT);
	p.owner[0] = '\0';
	ck_assert_int_eq(caseload_act(&p), GW_EINPUT);
}
END_TEST

START_TEST(a_task_is_found_by_the_part_that_made_it_and_done_once)
{
	struct msg_case_put p;

	caseload_put(1, BAND_PRIORITY);
	caseload_fill(&p, ASHA, 1, ACT_TASK);
	p.task_due = 0;
	ck_assert_int_eq(caseload_act(&p), GW_EINPUT);
	p.task_due = CASES_NOON;
	ck_assert_int_eq(caseload_act(&p), GW_OK);
	ck_assert_int_eq(cases_sql("SELECT part = 2 AND owner = 'Asha Lead' FROM task"), 1);
	caseload_fill(&p, CORA, 1, ACT_TASK_DONE);
	p.task = 3;
	ck_assert_int_eq(caseload_act(&p), GW_EINPUT);
	p.task = 2;
	ck_assert_int_eq(caseload_act(&p), GW_OK);
	ck_assert(caseload_last_is("task done", CASES_CORA, ""));
	p.seq++;
	ck_assert_int_eq(caseload_act(&p), GW_EINPUT);
	for (int i = 0; i < LIMIT_TASKS; i++) {
		caseload_fill(&p, ASHA, 1, ACT_TASK);
		ck_assert_int_eq(caseload_act(&p), GW_OK);
	}
	caseload_fill(&p, ASHA, 1, ACT_TASK);
	ck_assert_int_eq(caseload_act(&p), GW_ELIMIT);
	caseload_whole();
}
END_TEST

/* --- any order --- */

enum { REPORTS = 6, STEPS = 300 };

static unsigned
any(unsigned *state, unsigned below)
{
	*state = *state * 1103515245u + 12345;
	return (*state >> 16) % below;
}

static enum gw_err
step(unsigned *state)
{
	const unsigned n = any(state, REPORTS), what = any(state, ACT_N + 3);
	struct msg_case_put p;

	if (what == ACT_N)
		caseload_reply(n);
	if (what > ACT_N)
		caseload_look(any(state, 2) == 0 ? ASHA : CORA, n);
	if (what >= ACT_N)
		return GW_OK;
	caseload_fill(&p, (uint8_t)(1 + any(state, 8) % 3), n, (enum case_act)what);
	p.band = (uint8_t)any(state, BAND_N);
	p.state = what == ACT_CLOSE ? CASE_CLOSED : (uint8_t)(CASE_READ + any(state, 4));
	p.due = CASES_NOON + (int64_t)any(state, 1000) * 77;
	p.is_met = (uint8_t)any(state, 2);
	p.tag[0] = (uint8_t)any(state, 3);
	p.task = 2 + any(state, 20);
	p.seq += any(state, 10) == 0;
	strcpy(p.assigned, any(state, 2) == 0 ? CASES_ASHA : CASES_BEN);
	return caseload_act(&p);
}

START_TEST(in_whatever_order_things_are_done_the_chain_vouches_for_every_row)
{
	unsigned state = (unsigned)_i, done = 0;

	for (unsigned n = 0; n < REPORTS; n++)
		caseload_put(n, (enum band)(n % BAND_N));
	for (int i = 0; i < STEPS; i++) {
		const enum gw_err e = step(&state);

		done += e == GW_OK;
		ck_assert_msg(e == GW_OK || e == GW_EINPUT || e == GW_EDENIED || e == GW_EABSENT || e == GW_ECONFLICT,
		    "step %d: %s", i, gw_err_text(e));
		if (i % 20 == 0)
			caseload_whole();
	}
	caseload_whole();
	ck_assert_uint_gt(done, STEPS / 5);
	ck_assert_int_eq(cases_sql("SELECT sum(n) - (SELECT count(*) FROM report WHERE state <> 5) "
	    "FROM open_count"), 0);
	ck_assert_int_eq(cases_sql("SELECT count(*) FROM report WHERE lowering <> '' AND band <> 3"), 0);
	ck_assert_int_eq(cases_sql("SELECT count(*) FROM report WHERE assigned = 'Ben Lead'"), 0);
	ck_assert_int_eq(cases_sql("SELECT count(*) FROM task t JOIN report r ON r.id = t.report "
	    "WHERE r.state = 5"), 0);
}
END_TEST

Suite *
suite(void)
{
	Suite *all = suite_create("acts");
	TCase *t = tcase_create("acts");
	const int n_acts = sizeof acts / sizeof acts[0];

	tcase_add_checked_fixture(t, begin, caseload_end);
	tcase_set_timeout(t, 60);
	tcase_add_loop_test(t, each_act_adds_its_parts_and_one_word_to_the_chain, 0, n_acts);
	tcase_add_loop_test(t, another_teams_member_does_nothing_and_the_chain_knows_it_was_tried, 0, n_acts);
	tcase_add_loop_test(t, an_act_on_a_thread_that_has_grown_is_refused_and_leaves_no_trace, 0, n_acts);
	tcase_add_loop_test(t, parts_that_do_not_fit_the_act_are_refused, 0, sizeof bad_parts / sizeof bad_parts[0]);
	tcase_add_loop_test(t, columns_that_do_not_fit_the_act_are_refused, 0, sizeof misfits / sizeof misfits[0]);
	tcase_add_test(t, what_orders_the_queue_is_set_in_one_step_and_moves_the_rows_of_all_teams);
	tcase_add_loop_test(t, an_act_that_stops_no_clock_changes_no_clock_whatever_it_says, 0,
	    sizeof quiet / sizeof quiet[0]);
	tcase_add_test(t, a_record_moves_the_clock_and_says_of_which_sheet_it_is);
	tcase_add_test(t, an_immediate_one_is_lowered_by_two_people);
	tcase_add_test(t, a_lowering_that_was_refused_or_overtaken_is_asked_for_anew);
	tcase_add_test(t, who_asks_for_a_second_person_cannot_be_forged_in_the_file);
	tcase_add_test(t, a_case_is_given_to_members_of_its_teams_only);
	tcase_add_test(t, a_task_is_found_by_the_part_that_made_it_and_done_once);
	tcase_add_loop_test(t, in_whatever_order_things_are_done_the_chain_vouches_for_every_row, 1, 9);
	suite_add_tcase(all, t);
	return all;
}
