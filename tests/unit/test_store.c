/* test_store.c: what the vault keeps, for whom, and what it refuses to keep. */
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cases.h"
#include "files.h"
#include "run.h"
#include "schema.h"
#include "statements.h"

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
look(unsigned n, struct msg_thread *t, uint32_t from)
{
	struct msg_thread_by_tag q = { .from = from };
	struct msg_report_put r;

	cases_report(&r, n, CASES_TEAMS("lado"));
	memcpy(q.tag, r.tag, TAG_BYTES);
	return store_thread_by_tag(s, &q, t);
}

/* --- opening --- */

START_TEST(a_second_store_is_not_made_over_the_first)
{
	struct store *second;

	ck_assert_int_eq(store_open("concern.db", STORE_CREATE, faults_open(), &second), GW_ECONFLICT);
	faults_close();
	ck_assert_int_eq(store_open("nothing.db", STORE_SERVE, faults_open(), &second), GW_EABSENT);
	faults_close();
	ck_assert_int_ne(access("nothing.db", F_OK), 0);
}
END_TEST

START_TEST(a_store_from_a_newer_version_is_left_untouched)
{
	char before[65536], after[65536];
	const enum store_mode modes[] = { STORE_SERVE, STORE_ADMIN, STORE_READ };
	struct store *newer;
	size_t n;
	FILE *f;

	store_close(s);
	s = NULL;
	cases_tamper("PRAGMA user_version = 99");
	f = fopen("concern.db", "rb");
	n = fread(before, 1, sizeof before, f);
	fclose(f);
	for (size_t i = 0; i < 3; i++) {
		ck_assert_int_eq(store_open("concern.db", modes[i], faults_open(), &newer), GW_ENEWER);
		ck_assert_ptr_null(newer);
		ck_assert_ptr_nonnull(strstr(faults_text(), "newer"));
		faults_close();
	}
	f = fopen("concern.db", "rb");
	ck_assert_uint_eq(fread(after, 1, sizeof after, f), n);
	fclose(f);
	ck_assert_mem_eq(before, after, n);
	ck_assert_int_ne(access("concern.db-wal", F_OK), 0);
}
END_TEST

START_TEST(a_file_that_is_no_store_is_refused)
{
	struct store *other;

	folder_write("other.db", "This is not a database, and long enough to have a header of one hundred bytes, "
	    "which is what would be read of it before anything else happens.");
	ck_assert_int_eq(store_open("other.db", STORE_SERVE, faults_open(), &other), GW_EINPUT);
	faults_close();
}
END_TEST

/* --- roles --- */

START_TEST(a_statement_is_refused_to_whom_it_is_not_for)
{
	static const struct { enum stmt which; unsigned who; } rows[] = {
		{ QUEUE_PAGE, ROLE_STAFF }, { GRANT_OF, ROLE_STAFF }, { FILE_OF, ROLE_STAFF },
		{ CASE_REPLIED, ROLE_INTAKE }, { CASE_SET, ROLE_STAFF },
		{ REPORT_BY_TAG, ROLE_INTAKE }, { AUDITOR_SET, ROLE_ADMIN }, { TEAM_RECOVERY, ROLE_ADMIN },
		{ LEAVE_MEMBER, ROLE_OFFICE }, { REWRAP_GRANT, ROLE_STAFF }, { AUDIT_PAGE, ROLE_AUDITOR },
		{ FILE_KNOWN, ROLE_SPOOL }, { SESSION_FIND, ROLE_DOOR }, { AUDIT_WALK, ROLE_AUDITOR },
	};
	static const enum role roles[] = { ROLE_INTAKE, ROLE_DOOR, ROLE_STAFF, ROLE_SPOOL, ROLE_ADMIN,
		ROLE_AUDITOR, ROLE_OFFICE };

	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
		for (size_t k = 0; k < sizeof roles / sizeof roles[0]; k++) {
			struct use u;

			s->role = roles[k];
			use_start(&u, s, rows[i].which);
			if (rows[i].who == (unsigned)roles[k])
				ck_assert_int_ne(use_end(&u, GW_OK), GW_EDENIED);
			else
				ck_assert_int_eq(use_end(&u, GW_OK), GW_EDENIED);
		}
}
END_TEST

START_TEST(nobody_is_staff_without_a_session)
{
	struct msg_queue_get q = { .limit = 10 };
	struct msg_queue page;

	ck_assert_int_eq(store_as(s, ROLE_STAFF), GW_EDENIED);
	ck_assert_int_eq(CASES_DO(s, store_queue_get(s, &q, CASES_NOON, &page)), GW_EABSENT);
	ck_assert_int_ne(s->role, ROLE_STAFF);
}
END_TEST

START_TEST(administration_is_another_mode_than_serving)
{
	struct msg_member m = { .name = "New" };
	struct msg_report_put r;
	uint8_t seed[GRANT_BYTES];

	ck_assert_int_eq(CASES_DO(s, store_member_put(s, &m, CASES_NOON)), GW_EDENIED);
	ck_assert_int_eq(store_seed_get(s, "recovery", seed), GW_EDENIED);
	store_close(s);
	s = cases_open(STORE_ADMIN);
	cases_report(&r, 1, CASES_TEAMS("school:a"));
	ck_assert_int_eq(cases_put(s, &r, CASES_NOON), GW_EDENIED);
}
END_TEST

START_TEST(nothing_is_written_outside_a_transaction)
{
	struct msg_report_put r;

	cases_report(&r, 1, CASES_TEAMS("school:a"));
	ck_assert_int_eq(store_report_put(s, &r, CASES_NOON), GW_EBUG);
	ck_assert_int_eq(cases_sql("SELECT count(*) FROM report"), 0);
}
END_TEST

/* --- reports and threads --- */

START_TEST(a_report_is_kept_once)
{
	struct msg_report_put r, other;
	struct msg_thread t;

	cases_report(&r, 1, CASES_TEAMS("school:a", "community"));
	ck_assert_int_eq(cases_put(s, &r, CASES_NOON + 59), GW_OK);
	ck_assert_int_eq(cases_put(s, &r, CASES_NOON), GW_ECONFLICT);
	cases_report(&other, 2, CASES_TEAMS("school:a"));
	memcpy(other.tag, r.tag, TAG_BYTES);
	ck_assert_int_eq(cases_put(s, &other, CASES_NOON), GW_ECONFLICT);
	ck_assert_int_eq(cases_sql("SELECT count(*) FROM report"), 1);
	ck_assert_int_eq(cases_sql("SELECT count(*) FROM part"), 2);
	ck_assert_int_eq(cases_sql("SELECT received FROM report"), CASES_NOON);
	ck_assert_int_eq(look(1, &t, 0), GW_OK);
	ck_assert_mem_eq(t.part[0].sealed.p, r.body.p, r.body.n);
}
END_TEST

START_TEST(a_reporter_gets_of_a_decision_its_digest_only)
{
	struct msg_thread t;
	uint8_t digest[SEAL_DIGEST];
	struct msg_report_put r;

	put(5, CASES_TEAMS("school:a"));
	cases_report(&r, 5, CASES_TEAMS("school:a"));
	ck_assert_int_eq(look(5, &t, 0), GW_OK);
	ck_assert_uint_eq(t.n, 2);
	ck_assert_uint_eq(t.total, 2);
	ck_assert_str_eq(t.team, "");
	ck_assert_uint_eq(t.part[0].sealed.n, r.body.n);
	ck_assert_uint_eq(t.part[1].kind, PART_DECISION);
	ck_assert_uint_eq(t.part[1].sealed.n, 0);
	part_digest(r.decision, digest);
	ck_assert_mem_eq(t.part[1].digest, digest, sizeof digest);
	ck_assert_mem_eq(t.head.p, r.head.p, r.head.n);
}
END_TEST

START_TEST(an_unknown_code_is_absent)
{
	struct msg_thread t;

	ck_assert_int_eq(look(77, &t, 0), GW_EABSENT);
}
END_TEST

static enum gw_err
reply(unsigned n, uint32_t seq, uint32_t files)
{
	struct msg_reply_put p;
	struct msg_report_put r;

	cases_report(&r, n, CASES_TEAMS("lado"));
	memcpy(p.tag, r.tag, TAG_BYTES);
	cases_part(&p.put, n, seq, files);
	return CASES_DO(s, store_reply_put(s, &p, CASES_NOON));
}

START_TEST(of_two_who_append_the_second_is_told_to_look_again)
{
	struct msg_thread t;

	put(1, CASES_TEAMS("school:a"));
	ck_assert_int_eq(reply(1, 2, 0), GW_OK);
	ck_assert_int_eq(reply(1, 2, 0), GW_ECONFLICT);
	ck_assert_int_eq(reply(1, 4, 0), GW_ECONFLICT);
	ck_assert_int_eq(reply(1, 3, 1), GW_ECONFLICT);
	ck_assert_int_eq(look(1, &t, 0), GW_OK);
	ck_assert_uint_eq(t.total, 3);
	ck_assert_int_eq(reply(1, 3, 0), GW_OK);
	ck_assert_int_eq(reply(2, 2, 0), GW_EABSENT);
}
END_TEST

START_TEST(a_reply_with_another_reports_number_is_absent)
{
	struct msg_reply_put p = { .tag = { 0 } };
	struct msg_report_put r;

	put(1, CASES_TEAMS("school:a"));
	put(2, CASES_TEAMS("school:a"));
	cases_report(&r, 1, CASES_TEAMS("lado"));
	memcpy(p.tag, r.tag, TAG_BYTES);
	cases_part(&p.put, 2, 2, 0);
	ck_assert_int_eq(CASES_DO(s, store_reply_put(s, &p, CASES_NOON)), GW_EABSENT);
	ck_assert_int_eq(cases_sql("SELECT count(*) FROM part"), 4);
}
END_TEST

START_TEST(a_long_thread_comes_in_pages_that_fit_a_message)
{
	static uint8_t large[49152];
	uint32_t from = 0, pages = 0;
	struct msg_reply_put p;
	struct msg_report_put r;
	struct msg_thread t;

	put(1, CASES_TEAMS("school:a"));
	cases_report(&r, 1, CASES_TEAMS("lado"));
	memcpy(p.tag, r.tag, TAG_BYTES);
	for (uint32_t seq = 2; seq < 50; seq++) {
		cases_part(&p.put, 1, seq, 0);
		if (seq % 3 == 0)
			p.put.part = (struct span){ large, sizeof large };
		ck_assert_int_eq(CASES_DO(s, store_reply_put(s, &p, CASES_NOON)), GW_OK);
	}
	do {
		struct msg m = { .type = MSG_THREAD, .fd = -1 };
		struct buf out;

		ck_assert_int_eq(look(1, &t, from), GW_OK);
		ck_assert_uint_gt(t.n, 0);
		for (size_t i = 0; i < t.n; i++)
			ck_assert_uint_eq(t.part[i].seq, from + i);
		m.u.thread = t;
		buf_init(&out, LIMIT_WIRE);
		ck_assert_int_eq(msg_encode(&m, &out), GW_OK);
		buf_free(&out);
		from += t.n;
		pages++;
	} while (from < t.total);
	ck_assert_uint_eq(from, 50);
	ck_assert_uint_gt(pages, 2);
	ck_assert_int_eq(look(1, &t, 50), GW_OK);
	ck_assert_uint_eq(t.n, 0);
}
END_TEST

START_TEST(the_largest_part_fits_one_message)
{
	static uint8_t large[122880];
	struct msg m = { .type = MSG_THREAD, .fd = -1 };
	struct msg_report_put r;
	struct buf out;

	cases_report(&r, 1, CASES_TEAMS("school:a"));
	r.body = (struct span){ large, sizeof large };
	ck_assert_int_eq(cases_put(s, &r, CASES_NOON), GW_OK);
	ck_assert_int_eq(look(1, &m.u.thread, 0), GW_OK);
	ck_assert_uint_eq(m.u.thread.part[0].sealed.n, sizeof large);
	buf_init(&out, LIMIT_WIRE);
	ck_assert_int_eq(msg_encode(&m, &out), GW_OK);
	buf_free(&out);
}
END_TEST

START_TEST(a_thread_ends_at_its_limit)
{
	put(1, CASES_TEAMS("school:a"));
	ck_assert_int_eq(reply(1, LIMIT_MESSAGES, 0), GW_ELIMIT);
}
END_TEST

START_TEST(a_closed_report_keeps_the_day_only)
{
	put(1, CASES_TEAMS("school:a"));
	ck_assert_int_eq(sqlite3_exec(s->db, "UPDATE report SET state = 5, received = received / 86400 * 86400, "
	    "due = due / 86400 * 86400", NULL, NULL, NULL), SQLITE_OK);
}
END_TEST

START_TEST(a_report_that_breaks_a_promise_leaves_nothing_behind)
{
	static const uint8_t odd[4097];
	struct msg_report_put r;

	for (int i = 0; i < 4; i++) {
		cases_report(&r, 1, CASES_TEAMS("school:a"));
		if (i == 0)
			r.decision = (struct span){ odd, sizeof odd };
		else if (i == 1)
			strcpy(r.grant[0].team, "school:zzz");
		else if (i == 2)
			r.n_grants = 0;
		else
			r.head = (struct span){ odd, 8192 / 4 };
		/* Who does not know the teams may learn them and seal it anew. */
		ck_assert_int_eq(cases_put(s, &r, CASES_NOON), i == 1 ? GW_EBUSY : GW_EINPUT);
	}
	ck_assert_int_eq(cases_sql("SELECT (SELECT count(*) FROM report) + (SELECT count(*) FROM part) + "
	    "(SELECT count(*) FROM queue) + (SELECT count(*) FROM open_count)"), 0);
}
END_TEST

/* --- transactions --- */

START_TEST(one_refusal_takes_nothing_else_down)
{
	struct msg_report_put r;

	ck_assert_int_eq(store_begin(s), GW_OK);
	for (unsigned i = 0; i < 3; i++) {
		ck_assert_int_eq(store_mark(s), GW_OK);
		cases_report(&r, i == 2 ? 0 : i, CASES_TEAMS("school:a"));
		if (store_report_put(s, &r, CASES_NOON) == GW_OK)
			store_keep(s);
		else
			store_undo(s);
	}
	ck_assert_int_eq(store_commit(s), GW_OK);
	ck_assert_int_eq(cases_sql("SELECT count(*) FROM report"), 2);
	ck_assert_int_eq(cases_sql("SELECT sum(n) FROM open_count"), 2);
}
END_TEST

START_TEST(a_full_disk_keeps_nothing_and_later_works_again)
{
	struct msg_report_put r;
	enum gw_err e = GW_OK;
	unsigned n = 0;

	ck_assert_int_eq(sqlite3_exec(s->db, "PRAGMA max_page_count = 150", NULL, NULL, NULL), SQLITE_OK);
	for (n = 0; n < 100 && e == GW_OK; n++) {
		cases_report(&r, n, CASES_TEAMS("school:a", "school:b", "community"));
		e = cases_put(s, &r, CASES_NOON);
	}
	ck_assert_int_eq(e, GW_EFULL);
	ck_assert_int_eq(cases_sql("SELECT count(*) FROM report"), n - 1);
	ck_assert_int_eq(cases_sql("SELECT count(*) FROM part"), 2 * (n - 1));
	ck_assert_int_eq(sqlite3_exec(s->db, "PRAGMA max_page_count = 100000", NULL, NULL, NULL), SQLITE_OK);
	ck_assert_int_eq(cases_put(s, &r, CASES_NOON), GW_OK);
}
END_TEST

/* The engine may undo a whole transaction by itself; then no request of the batch may count as kept. */
START_TEST(a_transaction_that_was_lost_under_way_is_never_reported_as_committed)
{
	struct msg_report_put r;

	ck_assert_int_eq(store_begin(s), GW_OK);
	ck_assert_int_eq(store_mark(s), GW_OK);
	cases_report(&r, 1, CASES_TEAMS("school:a"));
	ck_assert_int_eq(store_report_put(s, &r, CASES_NOON), GW_OK);
	store_keep(s);
	ck_assert_int_eq(sqlite3_exec(s->db, "ROLLBACK", NULL, NULL, NULL), SQLITE_OK);
	ck_assert_int_ne(store_commit(s), GW_OK);
	ck_assert_int_eq(cases_put(s, &r, CASES_NOON), GW_OK);
}
END_TEST

START_TEST(a_locked_store_says_busy)
{
	sqlite3 *other;

	ck_assert_int_eq(sqlite3_open("concern.db", &other), SQLITE_OK);
	ck_assert_int_eq(sqlite3_exec(other, "BEGIN IMMEDIATE", NULL, NULL, NULL), SQLITE_OK);
	ck_assert_int_eq(store_begin(s), GW_EBUSY);
	sqlite3_close(other);
	ck_assert_int_eq(store_begin(s), GW_OK);
	ck_assert_int_eq(store_commit(s), GW_OK);
}
END_TEST

START_TEST(a_long_log_goes_into_the_main_file_when_the_store_is_tended_and_not_before)
{
	struct stat was, is;

	ck_assert_int_eq(stat("concern.db", &was), 0);
	for (unsigned n = 0; n < 400; n++)
		put(n, CASES_TEAMS("school:a"));
	ck_assert(stat("concern.db", &is) == 0 && is.st_size == was.st_size);
	ck_assert_int_eq(store_tend(s), GW_OK);
	ck_assert(stat("concern.db", &is) == 0 && is.st_size > was.st_size + 400 * SEAL_STEP);
}
END_TEST

Suite *
suite(void)
{
	Suite *all = suite_create("store");
	TCase *t = tcase_create("store");

	tcase_add_checked_fixture(t, begin, end);
	tcase_add_test(t, a_second_store_is_not_made_over_the_first);
	tcase_add_test(t, a_store_from_a_newer_version_is_left_untouched);
	tcase_add_test(t, a_file_that_is_no_store_is_refused);
	tcase_add_test(t, a_statement_is_refused_to_whom_it_is_not_for);
	tcase_add_test(t, nobody_is_staff_without_a_session);
	tcase_add_test(t, administration_is_another_mode_than_serving);
	tcase_add_test(t, nothing_is_written_outside_a_transaction);
	tcase_add_test(t, a_report_is_kept_once);
	tcase_add_test(t, a_reporter_gets_of_a_decision_its_digest_only);
	tcase_add_test(t, an_unknown_code_is_absent);
	tcase_add_test(t, of_two_who_append_the_second_is_told_to_look_again);
	tcase_add_test(t, a_reply_with_another_reports_number_is_absent);
	tcase_add_test(t, a_long_thread_comes_in_pages_that_fit_a_message);
	tcase_add_test(t, the_largest_part_fits_one_message);
	tcase_add_test(t, a_thread_ends_at_its_limit);
	tcase_add_test(t, a_closed_report_keeps_the_day_only);
	tcase_add_test(t, a_report_that_breaks_a_promise_leaves_nothing_behind);
	tcase_add_test(t, one_refusal_takes_nothing_else_down);
	tcase_add_test(t, a_full_disk_keeps_nothing_and_later_works_again);
	tcase_add_test(t, a_transaction_that_was_lost_under_way_is_never_reported_as_committed);
	tcase_add_test(t, a_locked_store_says_busy);
	tcase_add_test(t, a_long_log_goes_into_the_main_file_when_the_store_is_tended_and_not_before);
	suite_add_tcase(all, t);
	return all;
}
