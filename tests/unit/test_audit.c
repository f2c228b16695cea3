/* test_audit.c: whoever changes a row behind our back is found out. */
#include <string.h>

#include "cases.h"
#include "run.h"

static struct store *s;

/* Every kind of entry; reports with parts, attachments, replies and answers. */
static void
fill(void)
{
	struct msg_case_put a;
	struct msg_reply_put p;
	struct msg_report_put r;
	struct msg_case_get q = { .from = 0 };
	struct msg_thread t;

	for (unsigned n = 1; n < 5; n++) {
		cases_report(&r, n, CASES_TEAMS("school:a", "community"));
		r.n_files = (uint8_t)(n % 2 + 1);
		for (unsigned i = 0; i < r.n_files; i++) {
			snprintf(r.file[i].name, sizeof r.file[i].name, "%016x%016x", n, i);
			r.file[i].sealed_bytes = 4096 * n;
			r.file[i].held = n == 3 && i == 1 ? HELD_MALWARE : HELD_NOT;
		}
		ck_assert_int_eq(cases_put(s, &r, CASES_NOON), GW_OK);
	}
	memcpy(p.tag, r.tag, TAG_BYTES);
	cases_part(&p.put, 4, 2, 1);
	ck_assert_int_eq(CASES_DO(s, store_reply_put(s, &p, CASES_NOON)), GW_OK);
	ck_assert_int_eq(CASES_DO(s, store_sign_in_failed(s, CASES_ASHA, CASES_NOON)), GW_OK);
	cases_sign_in(s, CASES_ASHA, 1, CASES_NOON);
	memset(q.session, 1, SESSION_ID);
	memcpy(q.report, r.report, ID_BYTES);
	ck_assert_int_eq(CASES_DO(s, store_case_get(s, &q, CASES_NOON, &t)), GW_OK);
	cases_act(&a, 1, 4, 3, ACT_MESSAGE);
	a.files = 1;
	a.band = BAND_ROUTINE;
	ck_assert_int_eq(CASES_DO(s, store_case_put(s, &a, CASES_NOON)), GW_OK);
	cases_act(&a, 1, 2, 2, ACT_CLOSE);
	a.files = 1;
	a.band = BAND_URGENT;
	ck_assert_int_eq(CASES_DO(s, store_case_put(s, &a, CASES_NOON)), GW_OK);
	ck_assert_int_eq(CASES_DO(s, store_session_drop(s, a.session, CASES_NOON)), GW_OK);
}

static void
begin(void)
{
	cases_begin();
	s = cases_open(STORE_SERVE);
	fill();
	store_close(s);
	s = NULL;
}

static void
end(void)
{
	store_close(s);
	cases_end();
}

static enum gw_err
verify(struct audit_verdict *v)
{
	enum gw_err e;

	s = cases_open(STORE_READ);
	e = store_audit_verify(s, v);
	store_close(s);
	s = NULL;
	return e;
}

START_TEST(an_honest_chain_holds)
{
	struct audit_verdict v;

	ck_assert_int_eq(verify(&v), GW_OK);
	ck_assert_uint_eq(v.entries, (uint64_t)cases_sql("SELECT max(seq) FROM audit"));
	ck_assert_int_eq(cases_sql("SELECT count(*) FROM audit WHERE what = 'report received' AND at % 86400 <> 0"), 0);
	ck_assert_int_eq(cases_sql("SELECT count(*) FROM audit WHERE what = 'message sent' AND who = 'Asha Lead'"), 1);
}
END_TEST

START_TEST(the_chain_is_verified_beside_a_vault_that_serves)
{
	struct audit_verdict v;
	struct store *vault = cases_open(STORE_SERVE);

	cases_sign_in(vault, CASES_BEN, 3, CASES_NOON);
	ck_assert_int_eq(verify(&v), GW_OK);
	store_close(vault);
}
END_TEST

static const char *const tampering[] = {
	/* entries: each column of each kind of entry, one row at a time */
	"UPDATE audit SET at = at + 86400 WHERE seq = ?", "UPDATE audit SET who = who || 'x' WHERE seq = ?",
	"UPDATE audit SET what = 'opened ' WHERE seq = ?",
	"UPDATE audit SET subject = zeroblob(length(subject) + 1) WHERE seq = ?",
	"UPDATE audit SET detail = CASE length(detail) WHEN 0 THEN zeroblob(32) ELSE x'' END WHERE seq = ?",
	"UPDATE audit SET why = why || 'x' WHERE seq = ?",
	"UPDATE audit SET hash = zeroblob(32) WHERE seq = ?", "DELETE FROM audit WHERE seq = ?",
	"UPDATE audit SET seq = seq + 1000 WHERE seq = ?",
	"CREATE TEMP TABLE x AS SELECT * FROM audit WHERE seq = ?; "
	"UPDATE audit SET (at, who, what, subject, detail, hash) = "
	    "(SELECT at, who, what, subject, detail, hash FROM audit b WHERE b.seq = (SELECT seq FROM x) - 1) "
	    "WHERE seq = (SELECT seq FROM x) AND seq > 1; UPDATE audit SET (at, who, what, subject, detail, hash) = "
	    "(SELECT at, who, what, subject, detail, hash FROM x) WHERE seq = (SELECT seq FROM x) - 1; "
	    "UPDATE audit SET at = at + 86400 WHERE seq = 1",
};

/* Writes the number for the question mark. */
static void
tamper_at(const char *sql, unsigned row)
{
	char text[1024];
	const char *mark = strchr(sql, '?');

	snprintf(text, sizeof text, "%.*s%u%s", (int)(mark - sql), sql, row, mark + 1);
	cases_tamper(text);
}

START_TEST(an_entry_that_was_altered_deleted_or_swapped_is_noticed)
{
	const int64_t entries = cases_sql("SELECT max(seq) FROM audit");
	struct audit_verdict v;

	cases_tamper("VACUUM INTO 'kept.db'");
	for (unsigned row = 1; row <= entries; row++) {
		tamper_at(tampering[_i], row);
		ck_assert_msg(verify(&v) == GW_EDENIED, "entry %u: %s", row, tampering[_i]);
		ck_assert_uint_ge(v.bad_entry, 1);
		ck_assert_str_ne(v.what, "");
		cases_restore("kept.db");
		ck_assert_int_eq(verify(&v), GW_OK);
	}
}
END_TEST

/* One row at a time, found by its key. */
static const struct { const char *table, *key, *change; } changes[] = {
	{ "sealed", "n", "UPDATE sealed SET bytes = CAST(x'ff' || substr(bytes, 2) AS BLOB)" },
	{ "sealed", "n", "UPDATE sealed SET bytes = zeroblob(length(bytes))" },
	{ "sealed", "n", "DELETE FROM sealed" },
	{ "part", "report, seq", "UPDATE part SET bytes = bytes % 5 + 1 + (bytes = bytes % 5 + 1)" },
	{ "part", "report, seq", "UPDATE part SET digest = zeroblob(32)" },
	{ "part", "report, seq", "UPDATE part SET kind = kind % 5 + 1" },
	{ "part", "report, seq", "UPDATE part SET seq = seq + 10" },
	{ "part", "report, seq", "DELETE FROM part" },
	{ "grants", "report, team", "UPDATE grants SET sealed = zeroblob(97)" },
	{ "grants", "report, team", "UPDATE grants SET team = 'lado'" },
	{ "grants", "report, team", "DELETE FROM grants" },
	{ "file", "report, n", "UPDATE file SET name = 'f' || substr(name, 2)" },
	{ "file", "report, n", "UPDATE file SET sealed_bytes = sealed_bytes + 4096" },
	{ "file", "report, n", "UPDATE file SET n = n + 7" },
	{ "file", "report, n", "DELETE FROM file" },
	{ "report", "id", "UPDATE report SET tag = zeroblob(32)" },
	{ "report", "id", "UPDATE report SET reporter_pk = zeroblob(32)" },
	{ "report", "id", "UPDATE report SET reporter_grant = CAST(x'01' || zeroblob(96) AS BLOB)" },
	{ "report", "id", "UPDATE report SET band = (band + 1) % 4" },
	{ "report", "id", "UPDATE report SET due = due + 60" },
	{ "report", "id", "UPDATE report SET parts = parts + 1" },
	{ "report", "id", "UPDATE report SET files = files + 1" },
	{ "report", "id", "UPDATE report SET head = head + 1" },
	{ "report", "id", "UPDATE report SET recorded = recorded - 1" },
	{ "report", "id", "UPDATE report SET recorded = recorded + 1" },
	{ "report", "id", "DELETE FROM report" },
	{ "queue", "team, due, report", "UPDATE queue SET due = due + 60" },
	{ "queue", "team, due, report", "UPDATE queue SET line = 1 - line" },
	{ "queue", "team, due, report", "UPDATE queue SET team = 'lado'" },
	{ "queue", "team, due, report", "DELETE FROM queue" },
	{ "open_count", "teams", "UPDATE open_count SET n = n - 1" },
	{ "shelf", "team, closed, report", "UPDATE shelf SET closed = closed + 86400" },
	{ "shelf", "team, closed, report", "UPDATE shelf SET team = 'lado'" },
	{ "shelf", "team, closed, report", "DELETE FROM shelf" },
	{ "report", "id", "UPDATE report SET is_met = 1 - is_met" },
	{ "report", "id", "UPDATE report SET lowering = lowering || 'x'" },
	{ "report", "id", "UPDATE report SET state = 5 * (state <> 5)" },
	{ "report", "id", "UPDATE report SET kind = kind + 1" },
	{ "report", "id", "UPDATE report SET helps = 1 - helps" },
	{ "file", "report, n", "UPDATE file SET held = (held + 1) % 3" },
	{ "file", "report, n", "UPDATE file SET held = (held + 2) % 3" },
	{ "grants", "report, team", "UPDATE grants SET queued = 1 - queued" },
	{ "escalation", "report", "DELETE FROM escalation" },
	{ "escalation", "report", "UPDATE escalation SET report = zeroblob(16)" },
	{ "escalation", "report", "UPDATE escalation SET changed = changed + 100" },
};

START_TEST(a_row_of_a_case_that_was_altered_or_deleted_is_noticed)
{
	const char *table = changes[_i].table, *key = changes[_i].key;
	struct audit_verdict v;
	char sql[1024];
	int64_t rows;

	snprintf(sql, sizeof sql, "SELECT count(*) FROM %s", table);
	rows = cases_sql(sql);
	ck_assert_int_gt(rows, 0);
	cases_tamper("VACUUM INTO 'kept.db'");
	for (int row = 0; row < rows; row++) {
		snprintf(sql, sizeof sql, "%s WHERE (%s) IN (SELECT %s FROM %s ORDER BY %s LIMIT 1 OFFSET %d)",
		    changes[_i].change, key, key, table, key, row);
		cases_tamper(sql);
		ck_assert_msg(verify(&v) == GW_EDENIED, "%s", sql);
		ck_assert_str_ne(v.what, "");
		cases_restore("kept.db");
	}
	ck_assert_int_eq(verify(&v), GW_OK);
}
END_TEST

static const char *const swaps[] = {
	/* two bodies, each with its digest */
	"CREATE TEMP TABLE x AS SELECT * FROM part WHERE seq = 0 ORDER BY report LIMIT 2;"
	    "UPDATE part SET (digest, bytes) = (SELECT digest, bytes FROM x WHERE x.report <> part.report) "
	    "WHERE seq = 0 AND report IN (SELECT report FROM x)",
	/* two grants of one report */
	"CREATE TEMP TABLE x AS SELECT report, 'school:a' AS team, zeroblob(97) AS sealed FROM grants LIMIT 1;"
	    "UPDATE grants SET sealed = (SELECT sealed FROM x) "
	    "WHERE report = (SELECT report FROM x) AND team = 'school:a'",
	/* two attachments of two reports */
	"CREATE TEMP TABLE x AS SELECT * FROM file WHERE n = 0 ORDER BY report LIMIT 2;"
	    "UPDATE file SET name = 'swap' || substr(name, 5) WHERE n = 0 AND report IN (SELECT report FROM x);"
	    "UPDATE file SET (name, sealed_bytes) = (SELECT name, sealed_bytes FROM x WHERE x.report <> file.report) "
	    "WHERE n = 0 AND report IN (SELECT report FROM x)",
	/* the last entry, and the row that says which is the last */
	"DELETE FROM audit WHERE seq = (SELECT max(seq) FROM audit)",
	"UPDATE audit_head SET seq = seq - 1", "UPDATE audit_head SET hash = zeroblob(32)",
	/* more than there should be */
	"INSERT INTO part SELECT zeroblob(16), seq, kind, digest, bytes FROM part LIMIT 1",
	"INSERT INTO sealed (bytes) SELECT bytes FROM sealed LIMIT 1",
	"INSERT INTO grants SELECT zeroblob(16), team, sealed, key, 1 FROM grants LIMIT 1",
	"INSERT INTO file VALUES (zeroblob(16), 0, 'abababababababababababababababab', 4096, 0)",
	/* of attachments that there are not, or in place of one */
	"INSERT INTO copy VALUES (zeroblob(16), 0, 'abababababababababababababababab', 4096)",
	"INSERT INTO copy SELECT report, n + 10, 'abababababababababababababababab', 4096 FROM file LIMIT 1",
	"INSERT INTO copy SELECT report, n, name, sealed_bytes FROM file LIMIT 1",
	"INSERT INTO original (report, part, n, asker, at) SELECT report, 2, n + 10, 'Asha Lead', 60 FROM file LIMIT 1",
	"INSERT INTO queue SELECT team, line, due, zeroblob(16) FROM queue LIMIT 1",
	"INSERT INTO shelf SELECT team, 86400, report FROM queue LIMIT 1",
	"INSERT INTO report SELECT zeroblob(16), zeroblob(32), reporter_pk, reporter_grant, band, state, "
	    "received, due, "
	    "parts, files, recorded, head, assigned, has_reply, is_met, lowering, kind, helps, seen FROM report "
	    "LIMIT 1",
};

START_TEST(rows_that_were_swapped_or_slipped_in_are_noticed)
{
	struct audit_verdict v;

	cases_tamper(swaps[_i]);
	ck_assert_msg(verify(&v) == GW_EDENIED, "%s", swaps[_i]);
}
END_TEST

/* Every row of it is genuine, only old. */
START_TEST(a_case_put_back_as_it_was_is_noticed)
{
	struct msg_reply_put p;
	struct msg_report_put r;
	struct audit_verdict v;

	cases_tamper("VACUUM INTO 'old.db'");
	cases_report(&r, 1, CASES_TEAMS("lado"));
	memcpy(p.tag, r.tag, TAG_BYTES);
	cases_part(&p.put, 1, 2, 2);
	s = cases_open(STORE_SERVE);
	ck_assert_int_eq(CASES_DO(s, store_reply_put(s, &p, CASES_NOON)), GW_OK);
	store_close(s);
	s = NULL;
	ck_assert_int_eq(verify(&v), GW_OK);
	cases_tamper("ATTACH 'old.db' AS old; DELETE FROM part WHERE seq = 2 AND NOT EXISTS (SELECT 1 FROM old.part o "
	    "WHERE o.report = part.report AND o.seq = 2); UPDATE report SET (parts, files, recorded, head) = "
	    "(SELECT parts, files, recorded, head FROM old.report o WHERE o.id = report.id); DELETE FROM sealed; "
	    "INSERT INTO sealed SELECT * FROM old.sealed");
	ck_assert_int_eq(verify(&v), GW_EDENIED);
	ck_assert_str_eq(v.what, "the report is older than the entry");
}
END_TEST

Suite *
suite(void)
{
	Suite *all = suite_create("audit");
	TCase *t = tcase_create("audit");

	tcase_add_checked_fixture(t, begin, end);
	tcase_set_timeout(t, 60);
	tcase_add_test(t, an_honest_chain_holds);
	tcase_add_test(t, the_chain_is_verified_beside_a_vault_that_serves);
	tcase_add_loop_test(t, an_entry_that_was_altered_deleted_or_swapped_is_noticed, 0,
	    sizeof tampering / sizeof tampering[0]);
	tcase_add_loop_test(t, a_row_of_a_case_that_was_altered_or_deleted_is_noticed, 0,
	    sizeof changes / sizeof changes[0]);
	tcase_add_loop_test(t, rows_that_were_swapped_or_slipped_in_are_noticed, 0, sizeof swaps / sizeof swaps[0]);
	tcase_add_test(t, a_case_put_back_as_it_was_is_noticed);
	suite_add_tcase(all, t);
	return all;
}
