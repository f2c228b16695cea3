/* test_schema.c: what the database itself refuses; and one that an older program left is opened, with all in it. */
#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cases.h"
#include "files.h"
#include "run.h"
#include "schema.h"
#include "sheet.h"
#include "statements.h"

static char sql[65536];

/* The file is made from text that the old program's own database was written out as. */
static void
restore(const char *text)
{
	FILE *f = fopen(text, "r");
	sqlite3 *db;
	size_t n;

	ck_assert_ptr_nonnull(f);
	n = fread(sql, 1, sizeof sql - 1, f);
	fclose(f);
	ck_assert_uint_lt(n, sizeof sql - 1);
	sql[n] = '\0';
	ck_assert_int_eq(chdir(folder_make()), 0);
	ck_assert_int_eq(sqlite3_open("concern.db", &db), SQLITE_OK);
	ck_assert_msg(sqlite3_exec(db, sql, NULL, NULL, NULL) == SQLITE_OK, "%s", sqlite3_errmsg(db));
	sqlite3_close(db);
}

static void
begin(void)
{
	restore("tests/data/vault-1.sql");
}

static void
begin_second(void)
{
	restore("tests/data/vault-2.sql");
}

static void
begin_third(void)
{
	restore("tests/data/vault-3.sql");
}

static void
verify(void)
{
	struct audit_verdict v;
	struct store *s = cases_open(STORE_READ);

	ck_assert_msg(store_audit_verify(s, &v) == GW_OK, "%s, entry %u", v.what, (unsigned)v.bad_entry);
	store_close(s);
}

START_TEST(whoever_does_not_serve_leaves_an_older_database_alone)
{
	struct store *s;

	ck_assert_int_eq(store_open("concern.db", STORE_READ, faults_open(), &s), GW_EBUSY);
	faults_close();
	ck_assert_int_eq(store_open("concern.db", STORE_ADMIN, faults_open(), &s), GW_EBUSY);
	faults_close();
	ck_assert_int_eq(cases_sql("PRAGMA user_version"), 1);
}
END_TEST

START_TEST(everything_is_still_there_and_the_chain_holds)
{
	static const struct { const char *count; int64_t n; } rows[] = {
		{ "SELECT count(*) FROM report", 2 }, { "SELECT count(*) FROM part", 7 },
		{ "SELECT count(*) FROM grants", 3 }, { "SELECT count(*) FROM sealed", 9 },
		{ "SELECT count(*) FROM file", 1 }, { "SELECT count(*) FROM queue", 3 },
		{ "SELECT count(*) FROM session", 1 }, { "SELECT count(*) FROM member", 1 },
		{ "SELECT count(*) FROM membership", 1 }, { "SELECT count(*) FROM team", 2 },
		{ "SELECT max(seq) FROM audit", 11 }, { "SELECT count(*) FROM shelf", 0 },
	};

	store_close(cases_open(STORE_SERVE));
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
		ck_assert_msg(cases_sql(rows[i].count) == rows[i].n, "%s", rows[i].count);
	verify();
}
END_TEST

START_TEST(the_queue_gets_its_lines_and_each_grant_its_key)
{
	store_close(cases_open(STORE_SERVE));
	ck_assert_int_eq(cases_sql("SELECT count(*) FROM queue q JOIN report r ON r.id = q.report AND r.due = q.due "
	    "AND q.line = (r.band < 2)"), 3);
	ck_assert_int_eq(cases_sql("SELECT sum(line) FROM queue"), 1);
	ck_assert_int_eq(cases_sql("SELECT count(*) FROM grants WHERE team > 's' AND key = x'0102030405060708'"), 2);
	ck_assert_int_eq(cases_sql("SELECT count(*) FROM grants WHERE team < 's' AND key = x'0300000000000000'"), 1);
	/* What a reporter wrote last, and nobody answered, is not forgotten. */
	ck_assert_int_eq(cases_sql("SELECT has_reply FROM report WHERE hex(id) LIKE '02%'"), 1);
	ck_assert_int_eq(cases_sql("SELECT sum(has_reply) FROM report"), 1);
}
END_TEST

START_TEST(an_older_case_is_worked_on_like_any_other)
{
	const uint8_t sealed[4096] = { 0 };
	struct msg_case_put p = { .session = { 1 }, .report = { 1 }, .act = ACT_CLOSE, .seq = 4, .files = 1, .n = 1,
		.part = { { PART_NOTE, { sealed, sizeof sealed } } }, .head = { sealed, sizeof sealed },
		.band = BAND_URGENT, .state = CASE_CLOSED };
	struct msg_list_get q = { .session = { 1 }, .filter = FILTER_REPLY };
	struct store *s = cases_open(STORE_SERVE);
	struct msg_list out;

	ck_assert_int_eq(CASES_DO(s, store_list_get(s, &q, CASES_NOON, &out)), GW_OK);
	ck_assert_uint_eq(out.open, 2);
	ck_assert_uint_eq(out.n, 1);
	ck_assert_int_eq(CASES_DO(s, store_case_put(s, &p, CASES_NOON)), GW_OK);
	store_close(s);
	verify();
	ck_assert_int_eq(cases_sql("SELECT count(*) FROM shelf"), 2);
	ck_assert_int_eq(cases_sql("SELECT n FROM open_count WHERE teams = ',community,school:a,'"), 0);
}
END_TEST

/* --- from the second version --- */

START_TEST(every_older_case_is_a_report_on_the_lists_it_was_on)
{
	store_close(cases_open(STORE_SERVE));
	verify();
	ck_assert_int_eq(cases_sql("PRAGMA user_version"), schema_version());
	ck_assert_int_eq(cases_sql("SELECT count(*) FROM report WHERE kind = 0 AND helps = 0"), 3);
	ck_assert_int_eq(cases_sql("SELECT sum(queued) FROM grants"), 5);
	ck_assert_int_eq(cases_sql("SELECT count(*) FROM queue"), 3);
	ck_assert_int_eq(cases_sql("SELECT count(*) FROM shelf"), 2);
	ck_assert_int_eq(cases_sql("SELECT max(device) FROM member"), 0);
	/* It was opened at half a minute past; nobody has opened the second; the third is closed. */
	ck_assert_int_eq(cases_sql("SELECT seen FROM report WHERE hex(id) LIKE '01%'"), CASES_NOON + 420);
	ck_assert_int_eq(cases_sql("SELECT sum(seen > 0) FROM report"), 1);
}
END_TEST

START_TEST(older_cases_of_community_safety_are_escalations_and_urgent_ones_are_news)
{
	store_close(cases_open(STORE_SERVE));
	ck_assert_int_eq(cases_sql("SELECT count(*) FROM escalation e JOIN grants g ON g.report = e.report AND "
	    "g.team = 'community'"), 2);
	ck_assert_int_eq(cases_sql("SELECT listed = changed FROM escalation WHERE hex(report) LIKE '01%'"), 1);
	ck_assert_int_eq(cases_sql("SELECT listed FROM escalation WHERE hex(report) LIKE '03%'"), 0);
	ck_assert_int_eq(cases_sql("SELECT n = (SELECT max(changed) FROM escalation) FROM escalation_last"), 1);
}
END_TEST

START_TEST(an_older_case_takes_what_is_new)
{
	const uint8_t sealed[4096] = { 0 };
	struct msg_case_put p = { .session = { 1 }, .report = { 1 }, .act = ACT_RECORD, .seq = 4, .n = 1,
		.part = { { PART_NOTE, { sealed, sizeof sealed } } }, .head = { sealed, sizeof sealed },
		.band = BAND_URGENT, .state = CASE_WORKING, .due = CASES_NOON + 3600, .helps = 1, .lists = 1 };
	struct store *s = cases_open(STORE_SERVE);

	ck_assert_int_eq(CASES_DO(s, store_case_put(s, &p, CASES_NOON + 700)), GW_OK);
	store_close(s);
	verify();
	ck_assert_int_eq(cases_sql("SELECT listed FROM escalation WHERE hex(report) LIKE '01%'"), 3);
}
END_TEST

/* --- from the third version --- */

START_TEST(every_older_attachment_is_there_and_has_no_copy_yet)
{
	static const struct { const char *count; int64_t n; } rows[] = {
		{ "SELECT count(*) FROM report", 4 }, { "SELECT count(*) FROM part", 13 },
		{ "SELECT count(*) FROM grants", 7 }, { "SELECT count(*) FROM sealed", 17 },
		{ "SELECT count(*) FROM file WHERE held = 0", 4 }, { "SELECT sum(sealed_bytes) FROM file", 28672 },
		{ "SELECT count(*) FROM queue", 4 }, { "SELECT count(*) FROM shelf", 2 },
		{ "SELECT count(*) FROM escalation", 3 }, { "SELECT count(*) FROM alert", 2 },
		{ "SELECT count(*) FROM session", 3 }, { "SELECT max(seq) FROM audit", 25 },
		{ "SELECT count(*) FROM copy", 0 }, { "SELECT count(*) FROM original", 0 },
	};

	store_close(cases_open(STORE_SERVE));
	ck_assert_int_eq(cases_sql("PRAGMA user_version"), schema_version());
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
		ck_assert_msg(cases_sql(rows[i].count) == rows[i].n, "%s", rows[i].count);
	verify();
}
END_TEST

START_TEST(an_older_attachment_gets_its_copy_and_is_locked_like_any_other)
{
	const uint8_t sealed[4096] = { 0 };
	struct msg_file_get q = { .report = { 1 }, .file = 1, .wanted = FILE_TO_CLEAN };
	struct msg_copy_put made = { .report = { 1 }, .file = 1, .made = { .name = "c123456789abcdef0123456789abcdef",
		.sealed_bytes = 4096 } };
	struct msg_case_put p = { .report = { 1 }, .act = ACT_RECORD, .sheet = SHEET_HOLD, .held = HELD_INDECENT,
		.seq = 3, .files = 2, .n = 1, .part = { { PART_NOTE, { sealed, sizeof sealed } } },
		.head = { sealed, sizeof sealed }, .band = BAND_URGENT, .state = CASE_WORKING,
		.due = CASES_NOON + 3600 };
	struct store *s = cases_open(STORE_SERVE);
	struct stored_file f;

	memset(q.session, 1, SESSION_ID);
	memset(made.session, 1, SESSION_ID);
	memset(p.session, 1, SESSION_ID);
	ck_assert_int_eq(CASES_DO(s, store_file_get(s, &q, CASES_NOON + 700, &f)), GW_OK);
	ck_assert_str_eq(f.name, "0b23456789abcdef0123456789abcdef");
	ck_assert_int_eq(CASES_DO(s, store_copy_put(s, &made, CASES_NOON + 700)), GW_OK);
	q.wanted = FILE_COPY;
	ck_assert_int_eq(CASES_DO(s, store_file_get(s, &q, CASES_NOON + 700, &f)), GW_OK);
	ck_assert_str_eq(f.name, made.made.name);
	ck_assert_int_eq(CASES_DO(s, store_case_put(s, &p, CASES_NOON + 700)), GW_OK);
	store_close(s);
	verify();
	ck_assert_int_eq(cases_sql("SELECT held FROM file WHERE name LIKE '0a%'"), HELD_INDECENT);
}
END_TEST

/* --- promises --- */

static const char *const broken_promises[] = {
	"UPDATE report SET id = zeroblob(15)", "UPDATE report SET tag = zeroblob(31)",
	"UPDATE report SET reporter_pk = zeroblob(33)", "UPDATE report SET reporter_grant = zeroblob(96)",
	"UPDATE report SET band = 4", "UPDATE report SET band = -1", "UPDATE report SET state = 6",
	"UPDATE report SET received = received + 1", "UPDATE report SET due = due + 1",
	"UPDATE report SET state = 5",		/* closed, and still with the minute it came */
	"UPDATE sealed SET bytes = zeroblob(4095)", "UPDATE report SET parts = 501", "UPDATE report SET tag = 'text'",
	"UPDATE sealed SET bytes = zeroblob(4097)", "UPDATE sealed SET bytes = zeroblob(0)",
	"UPDATE sealed SET bytes = zeroblob(126976)", "UPDATE part SET kind = 6",
	"UPDATE part SET digest = zeroblob(31)",
	"UPDATE part SET kind = 2 WHERE seq = 0", "UPDATE part SET report = zeroblob(16)",
	"UPDATE grants SET sealed = zeroblob(98)", "UPDATE grants SET team = 'school:nowhere'",
	"INSERT INTO file SELECT id, 0, 'holiday photo of somebody there.', 4096, 0 FROM report",
	"INSERT INTO file SELECT id, 0, '0123456789abcdef0123456789abcde', 4096, 0 FROM report",
	"INSERT INTO file SELECT id, 0, '0123456789abcdef0123456789abcdef', 4095, 0 FROM report",
	"INSERT INTO file SELECT id, 0, '0123456789abcdef0123456789abcdef', 4096, 3 FROM report",
	"INSERT INTO file SELECT id, 0, '0123456789abcdef0123456789abcdef', 4096, -1 FROM report",
	"UPDATE copy SET name = 'holiday photo of somebody there.'", "UPDATE copy SET sealed_bytes = 4097",
	"UPDATE copy SET n = 1", "UPDATE copy SET report = zeroblob(16)",	/* of no attachment */
	"UPDATE original SET at = at + 1", "UPDATE original SET until = 60", "UPDATE original SET n = 1",
	"UPDATE original SET answered_by = asker", "UPDATE original SET answered_by = 'Ben Lead', until = 61",
	"UPDATE original SET asker = 'Nobody'", "DELETE FROM file",	/* while there is a copy of it */
	"UPDATE queue SET due = due + 1",
	"INSERT INTO team (code, kind, pk, name, to_recovery) VALUES ('a team', 1, zeroblob(32), 'x', zeroblob(97))",
	"UPDATE member SET sealed = zeroblob(71)", "UPDATE audit SET who = 'x'", "DELETE FROM audit",
	"DELETE FROM audit WHERE seq = 1", "UPDATE audit_head SET seq = seq - 1", "DELETE FROM audit_head",
	"INSERT INTO audit (seq, at, who, what, subject, "
	    "detail, hash) VALUES "
	    "(9999, 3601, '', 'report received', x'', x'', zeroblob(32))",
	"UPDATE queue SET line = 2", "UPDATE grants SET key = zeroblob(7)",
	"INSERT INTO shelf SELECT team, 86401, report FROM queue",	/* a closed one, and the second */
	"INSERT INTO tag SELECT team, zeroblob(32), report, zeroblob(8), zeroblob(175) FROM queue",
	"UPDATE report SET kind = 6", "UPDATE report SET helps = 2", "UPDATE grants SET queued = 2",
	/* closed, and still with the minute somebody first looked */
	"UPDATE report SET seen = 60, state = 5, received = 86400, due = 86400",
	"INSERT INTO escalation SELECT id, 1, 2 FROM report", "INSERT INTO escalation SELECT id, 0, 0 FROM report",
	"INSERT INTO dossier (kind, report) SELECT 1, id FROM report",
	"UPDATE alert SET due = due + 1", "INSERT INTO outbox VALUES ('amy', 0, 1, 1, 61, 0, 0, 60)",
	"INSERT INTO outbox VALUES ('amy', 0, 1, 1, 60, 0, 61, 60)",
	"INSERT INTO outbox VALUES ('amy', 0, 1, 1, 60, 0, 60, 61)", "UPDATE member SET device = 2",
};

START_TEST(the_schema_refuses_what_we_swore_not_to_keep)
{
	struct store *s = cases_open(STORE_SERVE);
	struct msg_report_put r;
	char *fault = NULL;

	cases_report(&r, 1, CASES_TEAMS("school:a"));
	r.n_files = 1;
	strcpy(r.file[0].name, "f123456789abcdef0123456789abcdef");
	strcpy(r.file[0].copy, "c123456789abcdef0123456789abcdef");
	r.file[0].sealed_bytes = r.file[0].copy_bytes = 4096;
	ck_assert_int_eq(cases_put(s, &r, CASES_NOON), GW_OK);
	ck_assert_int_eq(sqlite3_exec(s->db, "INSERT INTO original (report, part, n, asker, at) SELECT id, 2, 0, "
	    "'Asha Lead', 60 FROM report", NULL, NULL, NULL), SQLITE_OK);
	ck_assert_int_eq(sqlite3_exec(s->db, broken_promises[_i], NULL, NULL, &fault), SQLITE_CONSTRAINT
	    | (sqlite3_extended_errcode(s->db) & ~0xff));
	sqlite3_free(fault);
	store_close(s);
}
END_TEST

Suite *
suite(void)
{
	Suite *all = suite_create("schema");
	TCase *t = tcase_create("upgrade"), *second = tcase_create("second"),
	    *third = tcase_create("third"), *now = tcase_create("schema");

	tcase_add_checked_fixture(t, begin, cases_end);
	tcase_add_test(t, whoever_does_not_serve_leaves_an_older_database_alone);
	tcase_add_test(t, everything_is_still_there_and_the_chain_holds);
	tcase_add_test(t, the_queue_gets_its_lines_and_each_grant_its_key);
	tcase_add_test(t, an_older_case_is_worked_on_like_any_other);
	suite_add_tcase(all, t);
	tcase_add_checked_fixture(second, begin_second, cases_end);
	tcase_add_test(second, every_older_case_is_a_report_on_the_lists_it_was_on);
	tcase_add_test(second, older_cases_of_community_safety_are_escalations_and_urgent_ones_are_news);
	tcase_add_test(second, an_older_case_takes_what_is_new);
	suite_add_tcase(all, second);
	tcase_add_checked_fixture(third, begin_third, cases_end);
	tcase_add_test(third, every_older_attachment_is_there_and_has_no_copy_yet);
	tcase_add_test(third, an_older_attachment_gets_its_copy_and_is_locked_like_any_other);
	suite_add_tcase(all, third);
	tcase_add_checked_fixture(now, cases_begin, cases_end);
	tcase_add_loop_test(now, the_schema_refuses_what_we_swore_not_to_keep, 0,
	    sizeof broken_promises / sizeof broken_promises[0]);
	suite_add_tcase(all, now);
	return all;
}
