/* test_casework.c: what staff may do, for how long, and what of it the audit chain remembers. */
#include <string.h>

#include "cases.h"
#include "run.h"
#include "vault/visit.h"

static struct store *s;

static void
begin(void)
{
	cases_begin();
	s = cases_open(STORE_SERVE);
}

static void
end(void)
{
	store_close(s);
	cases_end();
}

static void
put(unsigned n, const char *const *teams)
{
	struct msg_report_put r;

	cases_report(&r, n, teams);
	ck_assert_int_eq(cases_put(s, &r, CASES_NOON), GW_OK);
}

static enum gw_err
look(unsigned n, struct msg_thread *t)
{
	struct msg_thread_by_tag q = { .from = 0 };
	struct msg_report_put r;

	cases_report(&r, n, CASES_TEAMS("lado"));
	memcpy(q.tag, r.tag, TAG_BYTES);
	return store_thread_by_tag(s, &q, t);
}

static enum gw_err
open_case(uint8_t session, unsigned n, uint32_t from, struct msg_thread *t)
{
	struct msg_case_get q = { .from = from };
	struct msg_report_put r;

	cases_report(&r, n, CASES_TEAMS("lado"));
	memset(q.session, session, SESSION_ID);
	memcpy(q.report, r.report, ID_BYTES);
	return CASES_DO(s, store_case_get(s, &q, CASES_NOON, t));
}

START_TEST(a_session_ends_when_idle_and_in_any_case_after_eight_hours)
{
	struct msg_session out;
	uint8_t id[SESSION_ID];
	int64_t now = CASES_NOON;

	memset(id, 1, sizeof id);
	cases_sign_in(s, CASES_CORA, 1, now);
	ck_assert_int_eq(CASES_DO(s, store_session_get(s, id, now + VISIT_IDLE - 1, &out)), GW_OK);
	ck_assert_str_eq(out.name, CASES_CORA);
	ck_assert_uint_eq(out.n, 2);
	ck_assert_str_eq(out.team[0].team, "community");
	ck_assert_uint_eq(out.team[0].pk[0], 3);
	now += VISIT_IDLE - 1;
	ck_assert_int_eq(CASES_DO(s, store_session_get(s, id, now + VISIT_IDLE, &out)), GW_EABSENT);
	for (now = CASES_NOON; now < CASES_NOON + VISIT_LONGEST; now += 600)
		ck_assert_int_eq(CASES_DO(s, store_session_get(s, id, now, &out)), GW_OK);
	ck_assert_int_eq(CASES_DO(s, store_session_get(s, id, CASES_NOON + VISIT_LONGEST, &out)), GW_EABSENT);
	ck_assert_int_eq(CASES_DO(s, store_tidy(s, CASES_NOON + VISIT_LONGEST)), GW_OK);
	ck_assert_int_eq(cases_sql("SELECT count(*) FROM session"), 0);
}
END_TEST

START_TEST(signing_out_ends_a_session)
{
	struct msg_session out;
	uint8_t id[SESSION_ID];

	memset(id, 1, sizeof id);
	cases_sign_in(s, CASES_ASHA, 1, CASES_NOON);
	ck_assert_int_eq(CASES_DO(s, store_session_drop(s, id, CASES_NOON)), GW_OK);
	ck_assert_int_eq(CASES_DO(s, store_session_get(s, id, CASES_NOON, &out)), GW_EABSENT);
	ck_assert_int_eq(CASES_DO(s, store_session_drop(s, id, CASES_NOON)), GW_EABSENT);
}
END_TEST

START_TEST(nobody_signs_in_who_is_no_member)
{
	struct msg_sign_in in = { .name = "Mallory" };

	ck_assert_int_eq(CASES_DO(s, store_session_put(s, &in, CASES_NOON)), GW_EDENIED);
}
END_TEST

START_TEST(a_failed_sign_in_names_members_only)
{
	ck_assert_int_eq(CASES_DO(s, store_sign_in_failed(s, CASES_BEN, CASES_NOON)), GW_OK);
	ck_assert_int_eq(CASES_DO(s, store_sign_in_failed(s, "my passphrase by mistake", CASES_NOON)), GW_OK);
	ck_assert_int_eq(cases_sql("SELECT count(*) FROM audit WHERE what = 'sign-in failed' AND who = 'Ben Lead'"), 1);
	ck_assert_int_eq(cases_sql("SELECT count(*) FROM audit WHERE what = 'sign-in failed' AND "
	    "who = '(unknown name)'"), 1);
	ck_assert_int_eq(cases_sql("SELECT count(*) FROM audit WHERE who LIKE '%passphrase%'"), 0);
}
END_TEST

START_TEST(a_member_opens_cases_of_his_own_teams_only)
{
	struct msg_thread t;

	put(1, CASES_TEAMS("school:a"));
	cases_sign_in(s, CASES_ASHA, 1, CASES_NOON);
	cases_sign_in(s, CASES_BEN, 2, CASES_NOON);
	ck_assert_int_eq(open_case(2, 1, 0, &t), GW_EABSENT);
	ck_assert_uint_eq(t.n, 0);
	ck_assert_int_eq(cases_sql("SELECT count(*) FROM audit WHERE what = 'refused' AND who = 'Ben Lead' AND "
	    "subject = (SELECT id FROM report)"), 1);
	ck_assert_int_eq(cases_sql("SELECT state FROM report"), CASE_RECEIVED);
	ck_assert_int_eq(open_case(1, 1, 0, &t), GW_OK);
	ck_assert_str_eq(t.team, "school:a");
	ck_assert_uint_eq(t.n, 2);
	ck_assert_uint_eq(t.part[1].sealed.n, 4096);
	ck_assert_uint_eq(t.state, CASE_READ);
	ck_assert_int_eq(open_case(1, 2, 0, &t), GW_EABSENT);
}
END_TEST

START_TEST(an_opening_is_one_entry_until_the_visit_opens_another_case)
{
	static const char count[] = "SELECT count(*) FROM audit WHERE what = 'opened' AND who = 'Asha Lead'";
	struct msg_thread t;

	put(1, CASES_TEAMS("school:a"));
	put(2, CASES_TEAMS("school:a"));
	cases_sign_in(s, CASES_ASHA, 1, CASES_NOON);
	ck_assert_int_eq(open_case(1, 1, 1, &t), GW_OK);
	ck_assert_int_eq(cases_sql(count), 1);
	ck_assert_int_eq(open_case(1, 1, 1, &t), GW_OK);
	ck_assert_int_eq(cases_sql(count), 1);
	ck_assert_int_eq(open_case(1, 1, 0, &t), GW_OK);
	ck_assert_int_eq(cases_sql(count), 1);
	ck_assert_int_eq(open_case(1, 2, 1, &t), GW_OK);
	ck_assert_int_eq(cases_sql(count), 2);
	ck_assert_int_eq(open_case(1, 1, 0, &t), GW_OK);
	ck_assert_int_eq(cases_sql(count), 3);
	cases_sign_in(s, CASES_ASHA, 2, CASES_NOON);
	ck_assert_int_eq(open_case(2, 1, 0, &t), GW_OK);
	ck_assert_int_eq(cases_sql(count), 4);
}
END_TEST

START_TEST(an_answer_is_appended_and_the_reporter_sees_it)
{
	struct msg_case_put a;
	struct msg_thread t;

	put(1, CASES_TEAMS("school:a"));
	cases_sign_in(s, CASES_BEN, 1, CASES_NOON);
	cases_act(&a, 1, 1, 2, ACT_MESSAGE);
	a.state = CASE_ANSWERED;
	ck_assert_int_eq(CASES_DO(s, store_case_put(s, &a, CASES_NOON)), GW_EABSENT);
	cases_sign_in(s, CASES_ASHA, 1 + 1, CASES_NOON);
	memset(a.session, 2, SESSION_ID);
	ck_assert_int_eq(CASES_DO(s, store_case_put(s, &a, CASES_NOON)), GW_OK);
	ck_assert_int_eq(CASES_DO(s, store_case_put(s, &a, CASES_NOON)), GW_ECONFLICT);
	ck_assert_int_eq(look(1, &t), GW_OK);
	ck_assert_uint_eq(t.total, 4);
	ck_assert_uint_eq(t.state, CASE_ANSWERED);
	ck_assert_uint_eq(t.part[2].kind, PART_NOTE);
	ck_assert_uint_eq(t.part[2].sealed.n, 0);	/* for staff alone */
	ck_assert_uint_eq(t.part[3].kind, PART_FROM_STAFF);
	ck_assert_uint_eq(t.part[3].sealed.n, a.part[1].sealed.n);
}
END_TEST

START_TEST(an_attachment_is_for_members_of_the_cases_teams)
{
	struct msg_file_get q = { .file = 0 };
	struct msg_report_put r;
	struct stored_file f;

	cases_report(&r, 1, CASES_TEAMS("school:a"));
	r.n_files = 1;
	strcpy(r.file[0].name, "0123456789abcdef0123456789abcdef");
	r.file[0].sealed_bytes = 8192;
	strcpy(r.file[0].copy, "1123456789abcdef0123456789abcdef");
	r.file[0].copy_bytes = 4096;
	ck_assert_int_eq(cases_put(s, &r, CASES_NOON), GW_OK);
	cases_sign_in(s, CASES_ASHA, 1, CASES_NOON);
	cases_sign_in(s, CASES_BEN, 2, CASES_NOON);
	memcpy(q.report, r.report, ID_BYTES);
	memset(q.session, 2, SESSION_ID);
	ck_assert_int_eq(CASES_DO(s, store_file_get(s, &q, CASES_NOON, &f)), GW_EABSENT);
	memset(q.session, 1, SESSION_ID);
	ck_assert_int_eq(CASES_DO(s, store_file_get(s, &q, CASES_NOON, &f)), GW_OK);
	ck_assert_str_eq(f.name, r.file[0].copy);
	ck_assert_uint_eq(f.sealed_bytes, 4096);
	q.file = 1;
	ck_assert_int_eq(CASES_DO(s, store_file_get(s, &q, CASES_NOON, &f)), GW_EABSENT);
	ck_assert_int_eq(store_file_known(s, r.file[0].name), GW_OK);
	ck_assert_int_eq(store_file_known(s, r.file[0].copy), GW_OK);
	ck_assert_int_eq(store_file_known(s, "ffffffffffffffffffffffffffffffff"), GW_EABSENT);
}
END_TEST

/* --- the queue --- */

static struct msg_queue
page(uint8_t session, const struct msg_row *after, uint16_t limit)
{
	struct msg_queue_get q = { .limit = limit };
	struct msg_queue out;

	memset(q.session, session, SESSION_ID);
	if (after != NULL) {
		q.line = after->band < BAND_URGENT;
		q.after_due = after->due;
		memcpy(q.after, after->report, ID_BYTES);
	}
	ck_assert_int_eq(CASES_DO(s, store_queue_get(s, &q, CASES_NOON, &out)), GW_OK);
	return out;
}

static void
assert_order(const struct msg_row *a, const struct msg_row *b)
{
	const int line_a = a->band < BAND_URGENT, line_b = b->band < BAND_URGENT;

	ck_assert_int_le(line_a, line_b);
	if (line_a == line_b)
		ck_assert(a->due < b->due || (a->due == b->due && memcmp(a->report, b->report, ID_BYTES) < 0));
}

/* 60 of school:a, 40 of both it and community, 20 of community alone, 30 of school:b. */
static void
fill(void)
{
	for (unsigned n = 0; n < 150; n++)
		put(n, n < 60 ? CASES_TEAMS("school:a") : n < 100 ? CASES_TEAMS("school:a", "community") :
		    n < 120 ? CASES_TEAMS("community") : CASES_TEAMS("school:b"));
}

START_TEST(the_queue_goes_by_line_and_deadline_and_shows_each_report_of_ones_teams_once)
{
	static const uint16_t limits[] = { 1, 7, 100 };
	const uint16_t limit = limits[_i];
	struct msg_row last;
	struct msg_queue q;
	size_t seen = 0;

	fill();
	cases_sign_in(s, CASES_CORA, 1, CASES_NOON);
	do {
		q = page(1, seen == 0 ? NULL : &last, limit);
		ck_assert_uint_eq(q.open, 120);
		for (size_t i = 0; i < q.n; i++) {
			if (seen > 0)
				assert_order(&last, &q.row[i]);
			ck_assert_str_ne(q.row[i].team, "school:b");
			ck_assert_int_eq(q.row[i].received, CASES_NOON);
			last = q.row[i];
			seen++;
		}
	} while (q.n == limit);
	ck_assert_uint_eq(seen, 120);
}
END_TEST

START_TEST(a_member_sees_the_queue_of_his_own_teams_only)
{
	struct msg_queue q;

	fill();
	cases_sign_in(s, CASES_BEN, 1, CASES_NOON);
	q = page(1, NULL, 100);
	ck_assert_uint_eq(q.n, 30);
	ck_assert_uint_eq(q.open, 30);
	for (size_t i = 0; i < q.n; i++)
		ck_assert_str_eq(q.row[i].team, "school:b");
	ck_assert_uint_eq(page(1, NULL, 0).n, 0);
}
END_TEST

/* However many reports there are, no statement of the daily work may read them all or sort them. */
START_TEST(no_statement_of_the_daily_work_scans_or_sorts_a_table_that_grows)
{
	for (enum stmt i = REPORT_PUT; i < ROSTER_PUT; i++) {
		sqlite3_stmt *st = NULL;
		struct buf sql;

		if (i >= VERIFY_PARTS && i <= VERIFY_TOTALS)	/* the auditor reads all there is */
			continue;
		buf_init(&sql, 4096);
		ck_assert_int_eq(buf_add_text(&sql, "EXPLAIN QUERY PLAN "), GW_OK);
		ck_assert_int_eq(buf_add_text(&sql, sqlite3_sql(s->stmt[i])), GW_OK);
		ck_assert_int_eq(sqlite3_prepare_v2(s->db, (const char *)sql.p, (int)sql.n, &st, NULL), SQLITE_OK);
		while (sqlite3_step(st) == SQLITE_ROW) {
			const char *detail = (const char *)sqlite3_column_text(st, 3);

			/* Sessions and sets of teams are few. */
			if (strstr(detail, "SCAN session") != NULL || strstr(detail, "SCAN o") == detail)
				continue;
			ck_assert_msg(strstr(detail, "SCAN") == NULL && strstr(detail, "TEMP B-TREE") == NULL,
			    "%s: %s", sqlite3_sql(s->stmt[i]), detail);
		}
		sqlite3_finalize(st);
		buf_free(&sql);
	}
}
END_TEST

Suite *
suite(void)
{
	Suite *all = suite_create("casework");
	TCase *t = tcase_create("casework");

	tcase_add_checked_fixture(t, begin, end);
	tcase_add_test(t, a_session_ends_when_idle_and_in_any_case_after_eight_hours);
	tcase_add_test(t, signing_out_ends_a_session);
	tcase_add_test(t, nobody_signs_in_who_is_no_member);
	tcase_add_test(t, a_failed_sign_in_names_members_only);
	tcase_add_test(t, a_member_opens_cases_of_his_own_teams_only);
	tcase_add_test(t, an_opening_is_one_entry_until_the_visit_opens_another_case);
	tcase_add_test(t, an_answer_is_appended_and_the_reporter_sees_it);
	tcase_add_test(t, an_attachment_is_for_members_of_the_cases_teams);
	tcase_add_loop_test(t, the_queue_goes_by_line_and_deadline_and_shows_each_report_of_ones_teams_once,
	    0, 3);
	tcase_add_test(t, a_member_sees_the_queue_of_his_own_teams_only);
	tcase_add_test(t, no_statement_of_the_daily_work_scans_or_sorts_a_table_that_grows);
	suite_add_tcase(all, t);
	return all;
}
