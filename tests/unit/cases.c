/* cases.c: made-up cases: sealed bytes that nobody needs to open. */
#include "cases.h"

#include <check.h>
#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "files.h"

enum { BODY = 4096, PARTS = 7 };

const char CASES_ASHA[] = "Asha Lead", CASES_BEN[] = "Ben Lead", CASES_CORA[] = "Cora Both";

static const char *const teams[] = { "school:a", "school:b", "community", "lado", "admin" };
static const enum team_kind kinds[] = { TEAM_SCHOOL, TEAM_SCHOOL, TEAM_COMMUNITY, TEAM_LADO, TEAM_ADMIN };
static const struct { const char *member, *team; } memberships[] = {
	{ CASES_ASHA, "school:a" }, { CASES_BEN, "school:b" }, { CASES_CORA, "school:a" }, { CASES_CORA, "community" },
};

static void
people_fill(struct store *s)
{
	static const char *const names[] = { CASES_ASHA, CASES_BEN, CASES_CORA };
	uint8_t grant[GRANT_BYTES] = { 7 };

	for (size_t i = 0; i < sizeof teams / sizeof teams[0]; i++) {
		struct roster_team t = { .kind = kinds[i] };

		strcpy(t.code, teams[i]);
		t.pk[0] = (uint8_t)(i + 1);
		ck_assert_int_eq(store_team_put(s, &t, "Team", grant), GW_OK);
	}
	for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
		struct msg_member m = { .lock = { .ops = 1, .mem_kib = 8 } };

		strcpy(m.name, names[i]);
		ck_assert_int_eq(store_member_put(s, &m, CASES_NOON), GW_OK);
	}
	for (size_t i = 0; i < sizeof memberships / sizeof memberships[0]; i++)
		ck_assert_int_eq(store_membership_put(s, memberships[i].member, memberships[i].team, TITLE_MEMBER,
		    grant, CASES_NOON), GW_OK);
}

void
cases_begin(void)
{
	struct store *s;

	ck_assert_int_eq(chdir(folder_make()), 0);
	s = cases_open(STORE_CREATE);
	ck_assert_int_eq(store_begin(s), GW_OK);
	people_fill(s);
	ck_assert_int_eq(store_commit(s), GW_OK);
	store_close(s);
}

void
cases_end(void)
{
	ck_assert_int_eq(chdir("/"), 0);
	folder_drop();
}

struct store *
cases_open(enum store_mode mode)
{
	struct store *s;

	ck_assert_int_eq(store_open("concern.db", mode, stderr, &s), GW_OK);
	return s;
}

int64_t
cases_sql(const char *sql)
{
	sqlite3_stmt *st;
	sqlite3 *db;
	int64_t n = -1;

	ck_assert_int_eq(sqlite3_open("concern.db", &db), SQLITE_OK);
	ck_assert_msg(sqlite3_prepare_v2(db, sql, -1, &st, NULL) == SQLITE_OK, "%s", sqlite3_errmsg(db));
	if (sqlite3_step(st) == SQLITE_ROW)
		n = sqlite3_column_int64(st, 0);
	ck_assert_msg(sqlite3_finalize(st) == SQLITE_OK, "%s", sqlite3_errmsg(db));
	sqlite3_close(db);
	return n;
}

void
cases_tamper(const char *sql)
{
	sqlite3 *db;

	ck_assert_int_eq(sqlite3_open("concern.db", &db), SQLITE_OK);
	ck_assert_int_eq(sqlite3_exec(db, "PRAGMA ignore_check_constraints = ON; PRAGMA foreign_keys = OFF;"
	    "DROP TRIGGER IF EXISTS audit_stays; DROP TRIGGER IF EXISTS audit_keeps;"
	    "DROP TRIGGER IF EXISTS audit_goes_on; DROP TRIGGER IF EXISTS audit_head_stays", NULL, NULL, NULL),
	    SQLITE_OK);
	ck_assert_msg(sqlite3_exec(db, sql, NULL, NULL, NULL) == SQLITE_OK, "%s: %s", sql, sqlite3_errmsg(db));
	sqlite3_close(db);
}

void
cases_restore(const char *copy)
{
	sqlite3 *db;

	(void)unlink("concern.db-wal");
	(void)unlink("concern.db-shm");
	ck_assert_int_eq(unlink("concern.db"), 0);
	ck_assert_int_eq(sqlite3_open(copy, &db), SQLITE_OK);
	ck_assert_int_eq(sqlite3_exec(db, "VACUUM INTO 'concern.db'", NULL, NULL, NULL), SQLITE_OK);
	sqlite3_close(db);
}

void
cases_start(struct store *s)
{
	ck_assert_int_eq(store_begin(s), GW_OK);
}

enum gw_err
cases_done(struct store *s, enum gw_err e)
{
	if (e == GW_OK || e == GW_EABSENT || e == GW_EDENIED)
		ck_assert_int_eq(store_commit(s), GW_OK);
	else
		store_rollback(s);
	return e;
}

static struct span
sealed(unsigned n, unsigned part)
{
	static uint8_t bytes[PARTS][BODY];

	memset(bytes[part], (int)(n * 31 + part), BODY);
	memcpy(bytes[part], &n, sizeof n);
	return (struct span){ bytes[part], BODY };
}

/* The first byte of its made-up key; the others are zeros. */
static uint8_t
key_of(const char *team)
{
	for (size_t i = 0; i < sizeof teams / sizeof teams[0]; i++)
		if (strcmp(teams[i], team) == 0)
			return (uint8_t)(i + 1);
	return 0;
}

void
cases_report(struct msg_report_put *r, unsigned n, const char *const *codes)
{
	memset(r, 0, sizeof *r);
	for (size_t i = 0; i < ID_BYTES; i++)
		r->report[i] = (uint8_t)(n * 2654435761u >> (i % 4 * 8));
	memcpy(r->report + 8, &n, sizeof n);
	memcpy(r->tag, r->report, ID_BYTES);
	r->tag[TAG_BYTES - 1] = 1;
	r->reporter_pk[0] = 9;
	r->band = (uint8_t)(n % BAND_N);
	r->due = CASES_NOON + 3600 + n % 1000 * 60;
	for (; codes[r->n_grants] != NULL; r->n_grants++) {
		strcpy(r->grant[r->n_grants].team, codes[r->n_grants]);
		r->grant[r->n_grants].key[0] = key_of(codes[r->n_grants]);
		memcpy(r->grant[r->n_grants].sealed, r->report, ID_BYTES);
	}
	r->body = sealed(n, 0);
	r->decision = sealed(n, 1);
	r->head = sealed(n, 2);
}

struct span
cases_note(unsigned n)
{
	return sealed(n, 6);
}

enum gw_err
cases_put(struct store *s, const struct msg_report_put *r, int64_t now)
{
	enum gw_err e = store_begin(s);

	ck_assert_int_eq(e, GW_OK);
	if ((e = store_report_put(s, r, now)) == GW_OK)
		e = store_commit(s);
	else
		store_rollback(s);
	return e;
}

void
cases_part(struct msg_part_put *p, unsigned n, uint32_t seq, uint32_t files)
{
	struct msg_report_put r;

	memset(p, 0, sizeof *p);
	cases_report(&r, n, CASES_TEAMS("lado"));
	memcpy(p->report, r.report, ID_BYTES);
	p->seq = seq;
	p->files = files;
	p->part = sealed(n + seq, 3);
	p->head = sealed(n + seq, 4);
}

void
cases_act(struct msg_case_put *p, uint8_t session, unsigned n, uint32_t seq, enum case_act act)
{
	struct msg_report_put r;

	memset(p, 0, sizeof *p);
	cases_report(&r, n, CASES_TEAMS("lado"));
	memset(p->session, session, SESSION_ID);
	memcpy(p->report, r.report, ID_BYTES);
	p->act = (uint8_t)act;
	p->seq = seq;
	p->part[p->n++] = (struct msg_new_part){ PART_NOTE, sealed(n + seq, 3) };
	if (act == ACT_MESSAGE)
		p->part[p->n++] = (struct msg_new_part){ PART_FROM_STAFF, sealed(n + seq, 5) };
	p->head = sealed(n + seq, 4);
	p->band = BAND_PRIORITY;
	p->state = act == ACT_CLOSE ? CASE_CLOSED : CASE_WORKING;
	p->is_met = 1;
	p->due = CASES_NOON + 86400;
}

uint64_t
cases_step(const char *name)
{
	char sql[128];

	snprintf(sql, sizeof sql, "SELECT step + 1 FROM member WHERE name = '%s'", name);
	return (uint64_t)cases_sql(sql);
}

void
cases_sign_in(struct store *s, const char *name, uint8_t id, int64_t now)
{
	struct msg_sign_in in = { .sealed = { 1 } };

	strcpy(in.name, name);
	memset(in.session, id, SESSION_ID);
	in.step = cases_step(name);
	ck_assert_int_eq(store_begin(s), GW_OK);
	ck_assert_int_eq(store_session_put(s, &in, now), GW_OK);
	ck_assert_int_eq(store_commit(s), GW_OK);
}
