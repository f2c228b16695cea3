/* statements.c: the table, and the only calls that bind, step and read columns. */
#include "statements.h"

#include <errno.h>
#include <string.h>

enum {
	INTAKE = ROLE_INTAKE, STAFF = ROLE_STAFF, SPOOL = ROLE_SPOOL, AUDITOR = ROLE_AUDITOR, SELF = ROLE_SELF,
	WRITERS = ROLE_INTAKE | ROLE_DOOR | ROLE_STAFF | ROLE_OFFICE | ROLE_ADMIN
};

/* Of a report: whether community safety can open it. */
#define WITH_COMMUNITY "EXISTS (SELECT 1 FROM grants g WHERE g.report = report.id AND g.team = '" ROSTER_COMMUNITY "')"

/* Of a report: the teams in whose queue it is, so without one that only looks on at what it passed on. */
#define WORKED_BY "coalesce((SELECT group_concat(g.team, ' ') FROM grants g WHERE g.report = report.id AND " \
	"g.queued = 1), '')"

/* Reports and their cases; the others stand in files of their own. */
static const struct statement casework[STMT_N] = {
	[BEGIN] = { SELF, "BEGIN IMMEDIATE" },
	[COMMIT] = { SELF, "COMMIT" },
	[ROLLBACK] = { SELF, "ROLLBACK" },
	[MARK] = { SELF, "SAVEPOINT request" },
	[KEEP] = { SELF, "RELEASE request" },
	[UNDO] = { SELF, "ROLLBACK TO request" },
	[SNAPSHOT] = { AUDITOR, "BEGIN DEFERRED" },
	[SNAPSHOT_END] = { AUDITOR, "ROLLBACK" },

	[AUDIT_HEAD] = { WRITERS | AUDITOR, "SELECT seq, hash FROM audit_head" },
	[AUDIT_ADD] = { WRITERS,
	    "INSERT INTO audit (seq, at, who, what, subject, detail, hash, why) VALUES (?1, ?2, ?3, ?4, ?5, "
	    "?6, ?7, ?8)" },
	[AUDIT_HEAD_SET] = { WRITERS, "UPDATE audit_head SET seq = ?1, hash = ?2" },
	[AUDIT_WALK] = { AUDITOR,
	    "SELECT seq, at, who, what, subject, detail, hash, why FROM audit ORDER BY seq" },

	[REPORT_PUT] = { INTAKE | STAFF,
	    "INSERT INTO report (id, tag, reporter_pk, reporter_grant, band, state, received, due, "
	    "parts, files, head, recorded, kind) VALUES (?1, ?2, ?3, ?4, ?5, 0, ?6, ?7, ?8, ?9, ?10, ?11, ?12)" },
	[REPORT_BY_TAG] = { INTAKE,
	    "SELECT id, band, state, received, due, parts, files, "
	    "(SELECT bytes FROM sealed WHERE n = head), reporter_grant, helps FROM report WHERE tag = ?1" },
	[REPORT_BY_ID] = { STAFF,
	    "SELECT id, band, state, received, due, parts, files, "
	    "(SELECT bytes FROM sealed WHERE n = head), assigned, helps, kind, seen, "
	    WITH_COMMUNITY ", " WORKED_BY " FROM report WHERE id = ?1" },
	[REPORT_APPEND] = { INTAKE | STAFF,
	    "UPDATE report SET parts = parts + ?1, files = files + ?2, recorded = ?3 "
	    "WHERE id = ?4 AND parts = ?5 AND files = ?6" },
	[HEAD_SET] = { INTAKE | STAFF,
	    "UPDATE sealed SET bytes = ?1 WHERE n = (SELECT head FROM report WHERE id = ?2)" },
	[REPORT_STATE] = { STAFF, "UPDATE report SET state = ?1 WHERE id = ?2 AND state < ?1" },

	[RECORD_REPORT] = { INTAKE | STAFF | AUDITOR,
	    "SELECT tag, reporter_pk, reporter_grant, band, due, parts, files, "
	    "(SELECT bytes FROM sealed WHERE n = head), recorded, state, has_reply, is_met, lowering, "
	    "kind, helps FROM report WHERE id = ?1" },
	[RECORD_PARTS] = { INTAKE | STAFF | AUDITOR,
	    "SELECT seq, kind, digest FROM part WHERE report = ?1 ORDER BY seq" },
	[RECORD_GRANTS] = { INTAKE | STAFF | AUDITOR,
	    "SELECT team, sealed, queued FROM grants WHERE report = ?1 ORDER BY team" },
	[RECORD_FILES] = { INTAKE | STAFF | AUDITOR,
	    "SELECT n, name, sealed_bytes, held FROM file WHERE report = ?1 ORDER BY n" },
	[VERIFY_PARTS] = { AUDITOR,
	    "SELECT p.digest, s.bytes FROM part p LEFT JOIN sealed s ON s.n = p.bytes WHERE p.report = ?1 "
	    "ORDER BY p.seq" },
	[VERIFY_QUEUE] = { AUDITOR,
	    "SELECT (SELECT count(*) FROM grants g JOIN queue q ON q.team = g.team AND q.line = ?2 AND q.due = ?3 AND "
	    "q.report = ?1 WHERE g.report = ?1 AND g.queued = 1), (SELECT count(*) FROM grants g JOIN shelf s ON "
	    "s.team = g.team AND s.closed = ?3 AND s.report = ?1 WHERE g.report = ?1 AND g.queued = 1), "
	    "(SELECT count(*) FROM escalation WHERE report = ?1), "
	    "(SELECT count(*) FROM dossier WHERE report = ?1 AND kind = ?4)" },
	[VERIFY_TOTALS] = { AUDITOR,
	    "SELECT (SELECT count(*) FROM report), (SELECT count(*) FROM part), (SELECT count(*) FROM grants), "
	    "(SELECT count(*) FROM file), (SELECT count(*) FROM queue), (SELECT count(*) FROM shelf), "
	    "(SELECT coalesce(sum(n), 0) FROM open_count), (SELECT count(*) FROM sealed), (SELECT count(*) FROM "
	    "escalation), (SELECT count(*) FROM dossier), (SELECT count(*) FROM escalation WHERE changed > (SELECT n "
	    "FROM escalation_last)), (SELECT count(*) FROM (SELECT report, n FROM copy UNION SELECT report, n FROM "
	    "original EXCEPT SELECT report, n FROM file)), (SELECT count(*) FROM copy JOIN file USING (name))" },

	[SEALED_PUT] = { INTAKE | STAFF, "INSERT INTO sealed (bytes) VALUES (?1)" },
	[PART_PUT] = { INTAKE | STAFF,
	    "INSERT INTO part (report, seq, kind, digest, bytes) VALUES (?1, ?2, ?3, ?4, ?5)" },
	[PARTS_FROM] = { INTAKE | STAFF,
	    "SELECT p.seq, p.kind, p.digest, s.bytes FROM part p CROSS JOIN sealed s ON s.n = p.bytes "
	    "WHERE p.report = ?1 AND p.seq >= ?2 ORDER BY p.seq LIMIT ?3" },
	[GRANT_PUT] = { INTAKE | STAFF,
	    "INSERT INTO grants (report, team, sealed, key, queued) VALUES (?1, ?2, ?3, ?4, ?5)" },
	[GRANT_OF] = { STAFF,
	    "SELECT g.team, g.sealed, g.queued FROM grants g JOIN membership m ON m.member = ?1 AND m.team = "
	    "g.team WHERE g.report = ?2 ORDER BY g.team" },
	[GRANT_HELD] = { STAFF,
	    "SELECT 1 FROM grants g JOIN membership m ON m.member = ?1 AND m.team = g.team WHERE g.report = ?2 AND "
	    "g.team = ?3" },
	[FILE_PUT] = { INTAKE | STAFF,
	    "INSERT INTO file (report, n, name, sealed_bytes, held) VALUES (?1, ?2, ?3, ?4, ?5)" },
	[FILE_KNOWN] = { SPOOL,
	    "SELECT 1 FROM file WHERE name = ?1 UNION ALL SELECT 1 FROM copy WHERE name = ?1 LIMIT 1" },

	[QUEUE_PUT] = { INTAKE | STAFF,
	    "INSERT INTO queue (team, line, due, report) SELECT team, ?2, ?3, report FROM grants WHERE report = ?1 "
	    "AND queued = 1" },
	[QUEUE_DROP] = { INTAKE | STAFF,
	    "DELETE FROM queue WHERE team IN (SELECT team FROM grants WHERE report = ?1) AND line = ?2 AND due = ?3 "
	    "AND report = ?1" },
	[QUEUE_PAGE] = { STAFF,
	    "SELECT q.due, q.report, r.band, r.state, r.received FROM queue q CROSS JOIN report r ON "
	    "r.id = q.report WHERE q.team = ?1 AND (q.line, q.due, q.report) > (?2, ?3, ?4) "
	    "ORDER BY q.line, q.due, q.report LIMIT ?5" },
	[SHELF_PUT] = { STAFF,
	    "INSERT INTO shelf (team, closed, report) SELECT team, ?2, report FROM grants WHERE report = ?1 AND "
	    "queued = 1" },
	[SHELF_DROP] = { STAFF,
	    "DELETE FROM shelf WHERE team IN (SELECT team FROM grants WHERE report = ?1) AND closed = ?2 AND "
	    "report = ?1" },
	[OPEN_ADD] = { INTAKE | STAFF,
	    "INSERT INTO open_count (teams, n) VALUES (?1, 1) ON CONFLICT (teams) DO UPDATE SET n = n + 1" },
	[OPEN_SUB] = { STAFF, "UPDATE open_count SET n = n - 1 WHERE teams = ?1 AND n > 0" },
	[OPEN_COUNT] = { STAFF,
	    "SELECT coalesce(sum(n), 0) FROM open_count o WHERE EXISTS (SELECT 1 FROM membership m WHERE "
	    "m.member = ?1 AND instr(o.teams, ',' || m.team || ',') > 0)" },

	/* ?1 is who asks: mine is also what somebody has who is away, and whom ?1 covers */
	[LIST_OPEN] = { STAFF,
	    "SELECT q.line, q.due, q.report, r.state, r.has_reply, r.assigned = '', "
	    "coalesce((SELECT l.parts FROM look l WHERE l.report = q.report AND l.member = ?1), 0) < r.parts, "
	    "EXISTS (SELECT 1 FROM member c WHERE c.name = r.assigned AND (c.name = ?1 OR (c.cover = ?1 AND "
	    "c.away_until > ?2))) OR EXISTS (SELECT 1 FROM task t CROSS JOIN member c ON c.name = t.owner WHERE "
	    "t.report = q.report AND (c.name = ?1 OR (c.cover = ?1 AND c.away_until > ?2))) "
	    "FROM queue q CROSS JOIN report r ON r.id = q.report WHERE q.team = ?3 AND "
	    "(q.line, q.due, q.report) > (?4, ?5, ?6) ORDER BY q.line, q.due, q.report LIMIT ?7" },
	[LIST_CLOSED] = { STAFF,
	    "SELECT 0, closed, report FROM shelf WHERE team = ?1 AND (closed, report) < (?2, ?3) "
	    "ORDER BY closed DESC, report DESC LIMIT ?4" },
	[LIST_SCHOOL] = { STAFF,
	    "SELECT team FROM grants WHERE report = ?1 AND team > 'school:' AND team < 'school;' ORDER BY team "
	    "LIMIT 1" },
	[LIST_DECISION] = { STAFF,
	    "SELECT s.bytes FROM part p CROSS JOIN sealed s ON s.n = p.bytes WHERE p.report = ?1 AND p.seq = 1" },

	[CASE_COLUMNS] = { INTAKE | STAFF,
	    "SELECT band, state, received, due, is_met, has_reply, parts, assigned, lowering, kind, helps, "
	    WITH_COMMUNITY " FROM report WHERE id = ?1" },
	[CASE_SET] = { STAFF,
	    "UPDATE report SET band = ?2, state = ?3, received = ?4, due = ?5, is_met = ?6, has_reply = ?7, "
	    "assigned = ?8, lowering = ?9, helps = ?10, seen = CASE ?3 WHEN 5 THEN 0 ELSE seen END WHERE id = ?1" },
	[CASE_REPLIED] = { INTAKE, "UPDATE report SET has_reply = 1 WHERE id = ?1" },
	/* a closed one waits until somebody has done something about it */
	[CASE_SEEN] = { STAFF, "UPDATE report SET has_reply = 0 WHERE id = ?1 AND has_reply = 1 AND state <> 5" },
	[CASE_FIRST] = { STAFF, "UPDATE report SET seen = ?2 WHERE id = ?1 AND seen = 0 AND state <> 5" },
	[CASE_SHARED] = { STAFF,
	    "SELECT 1 FROM grants g JOIN membership m ON m.member = ?2 AND m.team = g.team WHERE g.report = ?1 "
	    "LIMIT 1" },
	[READS_CASES] = { STAFF, "SELECT 1 FROM membership WHERE member = ?1 AND team <> 'admin' LIMIT 1" },
	[LOOK_PUT] = { STAFF,
	    "INSERT INTO look (report, member, at, parts) SELECT id, ?2, ?3, parts FROM report WHERE id = ?1 AND "
	    "state <> 5 ON CONFLICT (report, member) DO UPDATE SET at = excluded.at, parts = excluded.parts" },
	[LOOK_PARTS] = { STAFF,
	    "UPDATE look SET parts = (SELECT parts FROM report WHERE id = ?1) WHERE report = ?1 AND member = ?2" },
	[LOOKS_OF] = { STAFF, "SELECT member, at FROM look WHERE report = ?1 ORDER BY member" },
	[LOOKS_DROP] = { STAFF, "DELETE FROM look WHERE report = ?1" },
	[TASK_PUT] = { STAFF, "INSERT INTO task (report, part, owner, due) VALUES (?1, ?2, ?3, ?4)" },
	[TASK_COUNT] = { STAFF, "SELECT count(*) FROM task WHERE report = ?1" },
	[TASK_DROP] = { STAFF, "DELETE FROM task WHERE report = ?1 AND part = ?2" },
	[TASKS_DROP] = { STAFF, "DELETE FROM task WHERE report = ?1" },
	[TAG_PUT] = { STAFF,
	    "INSERT INTO tag (team, found_by, report, key, sealed) SELECT code, ?3, ?1, substr(pk, 1, 8), ?4 "
	    "FROM team WHERE code = ?2 ON CONFLICT DO NOTHING" },	/* given again it is given */
	[TAG_COUNT] = { STAFF, "SELECT count(*) FROM tag WHERE report = ?1 AND team = ?2" },
	[TAG_DROP] = { STAFF, "DELETE FROM tag WHERE team = ?2 AND found_by = ?3 AND report = ?1" },
	[TAG_FIND] = { STAFF,
	    "SELECT t.report, r.band, r.state, r.received FROM tag t CROSS JOIN report r ON r.id = t.report "
	    "WHERE t.team = ?2 AND t.found_by = ?3 AND t.report <> ?1 ORDER BY t.report LIMIT ?4" },
};

static const unsigned modes[] = {
	[STORE_CREATE] = ROLE_ADMIN | AUDITOR | SELF,
	[STORE_SERVE] = INTAKE | ROLE_DOOR | SPOOL | AUDITOR | SELF | ROLE_NOTIFY,
	[STORE_ADMIN] = ROLE_ADMIN | AUDITOR | SELF,
	[STORE_READ] = AUDITOR | SELF,
};

static const struct statement *
row_of(size_t which)
{
	static const struct statement *const tables[] = { casework, statements_people, statements_alerts,
		statements_response, statements_files };
	size_t i = 0;

	while (i + 1 < sizeof tables / sizeof tables[0] && tables[i][which].sql == NULL)
		i++;
	return &tables[i][which];
}

enum gw_err
statements_prepare(struct store *s, FILE *err)
{
	for (size_t i = 0; i < STMT_N; i++) {
		int rc = sqlite3_prepare_v3(s->db, row_of(i)->sql, -1, SQLITE_PREPARE_PERSISTENT, &s->stmt[i], NULL);

		if (rc != SQLITE_OK) {
			fprintf(err, "statement %zu does not fit the database: %s\n", i, sqlite3_errmsg(s->db));
			return rc == SQLITE_ERROR ? GW_EBUG : store_fault(s, rc);
		}
	}
	return GW_OK;
}

void
statements_finish(struct store *s)
{
	for (size_t i = 0; i < STMT_N; i++) {
		sqlite3_finalize(s->stmt[i]);
		s->stmt[i] = NULL;
	}
}

enum gw_err
store_as(struct store *s, enum role role)
{
	s->lent.n = 0;
	s->member[0] = '\0';
	s->role = role;
	return (modes[s->mode] & (unsigned)role) != 0 ? GW_OK : GW_EDENIED;
}

static enum gw_err
fault_of(struct store *s, int rc)
{
	const int system = sqlite3_system_errno(s->db);

	switch (rc & 0xff) {
	case SQLITE_BUSY:
	case SQLITE_LOCKED:
		return GW_EBUSY;
	case SQLITE_FULL:
		return GW_EFULL;
	case SQLITE_IOERR:
		return system == ENOSPC || system == EDQUOT ? GW_EFULL : GW_EIO;
	case SQLITE_NOMEM:
		return GW_ENOMEM;
	case SQLITE_TOOBIG:
		return GW_ELIMIT;
	case SQLITE_CONSTRAINT:
		return rc == SQLITE_CONSTRAINT_UNIQUE || rc == SQLITE_CONSTRAINT_PRIMARYKEY ? GW_ECONFLICT : GW_EINPUT;
	default:
		return GW_EIO;
	}
}

enum gw_err
store_fault(struct store *s, int rc)
{
	const enum gw_err e = fault_of(s, rc);

	/* After some faults the engine has undone everything already; nothing of it may count as kept. */
	if (s->is_open && s->broken == GW_OK && sqlite3_get_autocommit(s->db) != 0)
		s->broken = e;
	return e;
}

enum gw_err
store_lend(struct store *s, struct span bytes, struct span *out)
{
	const size_t at = s->lent.n;
	enum gw_err e = buf_add(&s->lent, bytes);

	*out = e == GW_OK ? (struct span){ s->lent.p + at, bytes.n } : (struct span){ NULL, 0 };
	return e;
}

void
use_start(struct use *u, struct store *s, enum stmt which)
{
	*u = (struct use){ .store = s, .next = 1 };
	if ((row_of(which)->who & (unsigned)s->role) == 0)
		u->e = GW_EDENIED;
	else if (s->role != ROLE_SELF && !sqlite3_stmt_readonly(s->stmt[which]) && !s->is_open)
		u->e = GW_EBUG;
	else if (s->broken != GW_OK && s->role != ROLE_SELF)
		u->e = s->broken;
	else
		u->st = s->stmt[which];
}

static void
check(struct use *u, int rc)
{
	if (rc != SQLITE_OK && u->e == GW_OK)
		u->e = store_fault(u->store, rc);
}

void
use_number(struct use *u, int64_t v)
{
	if (u->st != NULL)
		check(u, sqlite3_bind_int64(u->st, u->next++, v));
}

void
use_blob(struct use *u, const void *p, size_t n)
{
	/* A NULL pointer would bind NULL. */
	if (u->st != NULL)
		check(u, sqlite3_bind_blob64(u->st, u->next++, n == 0 ? "" : p, n, SQLITE_STATIC));
}

void
use_text(struct use *u, const char *text)
{
	if (u->st != NULL)
		check(u, sqlite3_bind_text(u->st, u->next++, text, -1, SQLITE_STATIC));
}

enum gw_err
use_row(struct use *u)
{
	int rc;

	if (u->e != GW_OK || u->st == NULL)
		return use_end(u, GW_EABSENT);
	rc = sqlite3_step(u->st);
	if (rc == SQLITE_ROW)
		return GW_OK;
	if (rc != SQLITE_DONE)
		check(u, rc);
	return use_end(u, GW_EABSENT);
}

enum gw_err
use_run(struct use *u, int *changed)
{
	enum gw_err e = use_row(u);

	if (changed != NULL)
		*changed = sqlite3_changes(u->store->db);
	if (e == GW_OK)
		return use_end(u, GW_EBUG);	/* it has rows */
	return e == GW_EABSENT ? GW_OK : e;
}

int64_t
store_last_row(const struct store *s)
{
	return sqlite3_last_insert_rowid(s->db);
}

enum gw_err
use_end(struct use *u, enum gw_err e)
{
	if (u->st != NULL) {
		(void)sqlite3_reset(u->st);	/* repeats what the step said */
		(void)sqlite3_clear_bindings(u->st);
		u->st = NULL;
	}
	return u->e != GW_OK ? u->e : e;
}

int64_t
use_get_number(struct use *u, int column)
{
	return sqlite3_column_int64(u->st, column);
}

struct span
use_get_span(struct use *u, int column)
{
	const void *p = sqlite3_column_blob(u->st, column);

	return (struct span){ p, (size_t)sqlite3_column_bytes(u->st, column) };
}

void
use_get_blob(struct use *u, int column, void *to, size_t n)
{
	const struct span bytes = use_get_span(u, column);

	if (bytes.n == n && bytes.p != NULL) {
		memcpy(to, bytes.p, n);
		return;
	}
	memset(to, 0, n);
	if (u->e == GW_OK)
		u->e = GW_EIO;
}

void
use_get_text(struct use *u, int column, char *to, size_t room)
{
	const struct span text = use_get_span(u, column);

	to[0] = '\0';
	if (text.n < room && (text.n == 0 || memchr(text.p, '\0', text.n) == NULL)) {
		if (text.n > 0)
			memcpy(to, text.p, text.n);
		to[text.n] = '\0';
	} else if (u->e == GW_OK) {
		u->e = GW_EIO;
	}
}
